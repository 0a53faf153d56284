"""Contacts: owners, tenants, suppliers. Joint owners or tenants are one contact with several persons."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

from sandbox.propertyme.building.site import Site
from sandbox.propertyme.estate import Estate, Row
from sandbox.propertyme.people import (
    LAST_NAMES,
    TRADES,
    Person,
    business_number,
    international,
    landline,
    plain,
    shown_phones,
    some_person,
    without_blanks,
)
from sandbox.propertyme.places import Place
from sandbox.propertyme.wire import new_id


def person_row(
    estate: Estate, contact_id: str, person: Person, at: int, rng: random.Random, where: Place | None
) -> Row:
    """One MobContactPersonData; only the first person carries the address."""
    row: Row = {
        "IsChatAvailable": False,
        "Id": new_id(rng),
        "CustomerId": estate.customer_id,
        "ContactId": contact_id,
        "Salutation": person.first,
        "FirstName": person.first,
        "LastName": person.last,
        "Email": person.email,
        "SecondaryEmailAddresses": [],
        "HomePhone": person.home,
        "CellPhone": person.mobile,
        "NormalisedMobilePhone": international(person.mobile),
    }
    if rng.random() < 0.05 and person.email:
        row["SecondaryEmailAddresses"] = [{"Email": f"office.{plain(person.last)}@example.com", "AllScope": True}]
    if where and at == 0:
        row |= {"PhysicalAddress": where.as_row(), "PostalAddress": where.as_row()}
    row |= {
        "IsPrimary": at == 0,
        "SortOrder": at,
        "FullName": person.full,
        "CombinedPhones": shown_phones(person),
    }
    return without_blanks(row)


def joint_reference(people: list[Person], rng: random.Random) -> str:
    """How an office writes down one or several people."""
    if len(people) == 1:
        return f"{people[0].last}, {people[0].first}" if rng.random() < 0.3 else people[0].full
    if len(people) > 2 or rng.random() < 0.5:
        return "; ".join(f"{person.last}, {person.first}" for person in people)
    return " & ".join(person.full for person in people)


def contact_row(
    estate: Estate,
    rng: random.Random,
    role: str,
    people: list[Person],
    where: Place,
    stamps: dict[str, Any],
    *,
    reference: str = "",
    more: dict[str, Any] | None = None,
) -> Row:
    """One MobContactData without its Timestamp."""
    contact_id = new_id(rng)
    rows = [person_row(estate, contact_id, person, at, rng, where) for at, person in enumerate(people)]
    first = people[0]
    row: Row = {
        "Id": contact_id,
        "CustomerId": estate.customer_id,
        "Roles": [role],
        "AccountDetails": [],
        "Reference": reference or joint_reference(people, rng),
        "PersonMigrated": True,
    }
    row |= {
        "NameText": row["Reference"],
        "PostalAddressText": where.text,
        "PhysicalAddressText": where.text,
        "HomePhone": first.home,
        "CellPhone": first.mobile,
        "Email": first.email,
        "IsArchived": False,
        "IsSupplier": role == "Supplier",
        "IsTenant": role == "Tenant",
        "IsOwner": role == "Owner",
        "IsSeller": False,
        "ContactPhone": shown_phones(first),
        "ContactPersons": rows,
        "PrimaryContactPerson": rows[0],
        "PrimaryPerson": first.full,
        "Phone": shown_phones(first),
        "PrimaryPostalAddress": where.text,
        "PrimaryPhysicalAddress": where.text,
        "RolesString": role,
    }
    estate.folios[contact_id] = len(estate.folios) + 1
    return without_blanks(row | stamps | (more or {}))


def account_detail(site: Site, contact_id: str, payee: str) -> dict[str, Any]:
    """Bank details, as sensitive as they look. The branch number belongs to no bank."""
    return {
        "Id": site.id(),
        "CustomerId": site.estate.customer_id,
        "FolioId": site.estate.folio_id(contact_id),
        "Index": 0,
        "BSB": "000-000",
        "AccountNumber": f"{site.rng.randint(10_000_000, 99_999_999)}",
        "Payee": payee,
        "PaymentMethod": "EFT",
        "Name": payee,
        "Value": 0,
        "Percentage": 100,
        "IsMarkedForDeletion": False,
    }


def build_owner(site: Site) -> Row:
    """An owner: a person, a couple, a company or a trust."""
    rng = site.rng
    kind = rng.choices(["single", "couple", "company", "trust"], [58, 24, 10, 8])[0]
    people = [some_person(rng)]
    reference, more = "", {}
    if kind == "couple":
        people.append(some_person(rng, people[0].last if rng.random() < 0.7 else None))
        if people[0].last == people[1].last and rng.random() < 0.7:
            reference = f"{people[0].full} & {people[1].full}"
    elif kind == "company":
        name = f"{rng.choice(LAST_NAMES)} {rng.choice(['Holdings', 'Investments', 'Property', 'Group'])} Pty Ltd"
        reference, more = name, {"ABN": business_number(rng), "TradeName": name.removesuffix(" Pty Ltd")}
    elif kind == "trust":
        reference = f"{rng.choice(LAST_NAMES)} {rng.choice(['Family Trust', 'Superannuation Fund'])}"
        more = {"ABN": business_number(rng)}
    if rng.random() < 0.06:
        more["Labels"] = "|VIP owner|"
    if rng.random() < 0.08:
        more["Notes"] = "Overseas until March, e-mail only. Bank statement query 2023, see file."
    row = contact_row(
        site.estate,
        rng,
        "Owner",
        people,
        site.gazetteer.place(),
        some_days(site),
        reference=reference,
        more=more,
    )
    row["AccountDetails"] = [account_detail(site, row["Id"], row["Reference"])]
    return site.put("contacts", row)


def some_days(site: Site) -> dict[str, Any]:
    """Stamps of a contact that came within the last six years and changed since."""
    created = site.days_ago(60, 2200)
    return site.stamps(created, site.days_ago(0, max(0, (site.today - created).days)))


def build_tenant(site: Site, where: Place, since: date) -> Row:
    """One to three tenants of one tenancy."""
    rng = site.rng
    count = rng.choices([1, 2, 3], [58, 34, 8])[0]
    people = [some_person(rng) for _ in range(count)]
    updated = min(site.today, max(since, site.days_ago(0, 400)))
    more = {"Notes": "Paid late twice, spoke on phone, promised to change direct debit."} if rng.random() < 0.05 else {}
    stamps = site.stamps(since, updated)
    return site.put("contacts", contact_row(site.estate, rng, "Tenant", people, where, stamps, more=more))


def build_suppliers(site: Site, count: int) -> list[Row]:
    """Trades with an ABN; the later ones get a number behind their name."""
    suppliers = []
    for at in range(count):
        trade, task = TRADES[at % len(TRADES)]
        name = trade if at < len(TRADES) else f"{trade} {at // len(TRADES) + 1}"
        person = some_person(site.rng)
        work = landline(site.rng, "QLD")
        more = {
            "ABN": business_number(site.rng),
            "TradeName": name,
            "WorkPhone": work,
            "WorkPhoneText": work,
            "Website": f"https://{plain(name)}.example.com",
            "Labels": f"|{task}|",
            "Email": f"jobs@{plain(name)}.example.com",
            "SupplierChartAccountId": site.id(),
        }
        row = contact_row(
            site.estate,
            site.rng,
            "Supplier",
            [person],
            site.gazetteer.place(),
            some_days(site),
            reference=f"{name} Pty Ltd" if at % 3 else name,
            more=more,
        )
        row["AccountDetails"] = [account_detail(site, row["Id"], row["Reference"])]
        suppliers.append(site.put("contacts", row))
    return suppliers
