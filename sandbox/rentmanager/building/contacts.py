"""People, addresses and telephone numbers below any kind of record."""

from __future__ import annotations

from typing import Any

from sandbox.rentmanager.building.site import Site, midnight
from sandbox.rentmanager.building.words import EMPLOYERS, Person, Town, person, phone
from sandbox.rentmanager.estate import Row

TENANT, GUARANTOR, EMERGENCY, OCCUPANT, VENDOR, OWNER = range(1, 7)  # ContactTypeID
MOBILE, OFFICE = 3, 1  # PhoneNumberTypeID


def add_contact(
    site: Site, kind: str, parent: int, who: Person, of_type: int, town: Town, *, primary: bool = True, **more: Any
) -> Row:
    """A person below a record, most with a number and an address for mail."""
    rng = site.rng
    has_mail = primary or rng.random() < 0.5
    row = {
        "FirstName": who.first or None,
        "LastName": who.last,
        "IsActive": True,
        "IsPrimary": primary,
        "ContactTypeID": of_type,
        "Email": who.email if has_mail else None,
        "IsShowOnBill": primary,
        "ParentID": parent,
        "ParentType": kind,
    }
    contact = site.put("Contacts", row | more)
    if has_mail or rng.random() < 0.5:
        add_phone(site, "Contact", contact["ContactID"], town, MOBILE)
    return contact


def add_phone(site: Site, kind: str, parent: int, town: Town, of_type: int = OFFICE) -> None:
    """A telephone number below a record."""
    shown, digits = phone(site.rng, town.area)
    row = {"PhoneNumberTypeID": of_type, "PhoneNumber": shown, "StrippedPhoneNumber": digits, "IsPrimary": True}
    site.put("PhoneNumbers", row | {"ParentID": parent, "ParentType": kind})


def add_addresses(site: Site, kind: str, parent: int, street: str, town: Town) -> None:
    """One row for each of the two types of address, the second of them empty."""
    text = f"{street}\r\n{town.city}, {town.state} {town.postal_code}"
    tie = {"ParentID": parent, "ParentType": kind}
    where = {"Address": text, "Street": street, "City": town.city, "State": town.state, "PostalCode": town.postal_code}
    site.put("Addresses", {"AddressTypeID": 1} | where | {"IsPrimary": True, "IsBilling": True} | tie)
    site.put("Addresses", {"AddressTypeID": 2, "IsPrimary": False, "IsBilling": False} | tie)


def private_facts(site: Site) -> dict[str, Any]:
    """What a client should never ask for: birthday, employer, income, and a tax number that comes masked."""
    rng = site.rng
    return {
        "DateOfBirth": midnight(site.some_day(21 * 365, 80 * 365)),
        "Employer": rng.choice(EMPLOYERS),
        "AnnualIncome": float(rng.randint(180, 900) * 100),
        "FederalTaxID": "***-**-0000",
    }


def add_household(site: Site, kind: str, parent: int, who: Person, town: Town) -> Row:
    """The contacts of a tenant or prospect: one, or several with children and guarantors. The first is the primary."""
    rng = site.rng
    first = add_contact(site, kind, parent, who, TENANT, town, **private_facts(site))
    for _ in range(rng.choice((0, 0, 1, 1, 2, 3))):
        other = Person(person(rng).first, who.last)
        of_type = rng.choice((TENANT, OCCUPANT, OCCUPANT, GUARANTOR, EMERGENCY))
        birthday = midnight(site.some_day(2 * 365, 60 * 365)) if of_type == OCCUPANT else None
        add_contact(site, kind, parent, other, of_type, town, primary=False, DateOfBirth=birthday)
    return first
