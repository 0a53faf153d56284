"""Members, ownerships and lots."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sandbox.propertyme.building.site import Site
from sandbox.propertyme.estate import Row
from sandbox.propertyme.people import landline, plain, without_blanks
from sandbox.propertyme.places import Place
from sandbox.propertyme.wire import NEVER, instant, money
from sandbox.propertyme.words import FEATURES, LOT_LABELS, STAFF_NOTES, SUBTYPES, UNIT_SUBTYPES

STAFF = (
    ("Grace", "Okafor", "Admin", "Senior Property Manager"),
    ("Daniel", "Ferreira", "Standard", "Property Manager"),
    ("Hana", "Lindqvist", "Standard", "Property Manager"),
    ("Integration", "Login", "ReadOnly", ""),
)


def build_members(site: Site) -> list[Row]:
    """The agency's staff; the last one is an integration's own login without a mail address."""
    members = []
    for at, (first, last, role, title) in enumerate(STAFF):
        moment = site.moment(site.days_ago(900, 1500))
        row: dict[str, Any] = {
            "Id": site.id(),
            "CustomerId": site.estate.customer_id,
            "UserId": 50_121 + at * 67,
            "Role": role,
            "FirstName": first,
            "LastName": last,
            "RegisteredOn": instant(moment),
            "WorkPhone": landline(site.rng, "QLD") if at else "",
            "MobilePhone": "" if at else "0491 570 006",
            "IsActivated": True,
            "AgreeConditionsOn": instant(moment + timedelta(minutes=3)),
            "RegionCode": "QLD",
            "CurrentMemberAccessId": site.id(),
            "JobTitle": title,
            "IsSupport": False,
            "IsBillingRecipient": at == 0,
            "IsTwoFactorAuthenticationEnabled": at == 0,
            "Name": f"{first} {last}",
        }
        row = without_blanks(row)
        row["RegisteredEmail"] = "" if at == 3 else f"{plain(first)}.{plain(last)}@example.com"
        members.append(site.put("members", row))
    return members


def reference_of(site: Site, place: Place) -> str:
    """The lot's label: mostly its address, sometimes whatever the agency made of it."""
    if site.rng.random() < 0.05:
        return f"{place.street}, {place.unit + '/' if place.unit else ''}{place.number}"
    return place.reference


def build_lot(site: Site, place: Place, owner: Row, manager: Row) -> Row:
    """A vacant lot as the change feed gives it; Timestamp and tenancy come later."""
    rng = site.rng
    created = site.days_ago(120, 2000)
    ownership_id, lot_id = site.id(), site.id()
    bedrooms = rng.choices([1, 2, 3, 4, 5], [14, 34, 32, 16, 4])[0]
    if not place.unit:
        bedrooms = min(5, bedrooms + 1)
    subtype = rng.choice(UNIT_SUBTYPES if place.unit else SUBTYPES)
    if bedrooms == 3 and rng.random() < 0.35:
        subtype = "Townhouse"
    owned = site.moment(created)
    stamps = site.stamps(created, site.days_ago(0, 110))
    labels = rng.sample(LOT_LABELS, rng.choices([0, 1, 2, 3], [45, 30, 18, 7])[0])
    row: Row = {
        "OwnerContactReference": owner["Reference"],
        "RentAmount": 0,
        "RentPeriod": "weekly",
        "OwnerContactId": owner["Id"],
        "Vacant": True,
        "ManagerName": manager["Name"],
        "OwnershipUpdatedOn": instant(owned),
        "TenancyUpdatedOn": NEVER,
        "SaleAgreementUpdatedOn": NEVER,
        "HasAccessDetails": rng.random() < 0.2,
        "PropertyType": "Residential",
        "Id": lot_id,
        "CustomerId": site.estate.customer_id,
        "Reference": reference_of(site, place),
        "Address": place.as_row(),
        "AddressText": place.text,
        "PrimaryType": "Residential",
        "PropertySubtype": subtype,
        "Bedrooms": bedrooms,
        "Bathrooms": 1 + (bedrooms > 2) + (bedrooms > 3 and rng.random() < 0.3),
        "CarSpaces": rng.choice([0, 1, 1, 2]),
        "Area": 0 if rng.random() < 0.5 else rng.randint(45, 220),
        "AreaUnit": "SquareMetres",
        "LandAreaUnit": "SquareMetres",
        "Description": description(site),
        "KeyNumber": f"{rng.choice('STU')}{rng.randint(1, 399)}",
        "ActiveOwnershipId": ownership_id,
        "Longitude": place.longitude,
        "Latitude": place.latitude,
        "InspectionFrequency": rng.choice([13, 13, 26, 17]),
        "InspectionFrequencyType": "weekly",
        "InitialInspectionFrequency": 6,
        "InitialInspectionFrequencyType": "weekly",
        "ActiveManagerMemberId": manager["Id"],
        "DisplayAddress": rng.random() < 0.9,
        "IsRental": True,
        "IsArchived": False,
    } | stamps
    if not place.unit:
        row["LandArea"] = rng.randint(280, 900)
    if labels:
        row["Labels"] = "".join(f"|{label}|" for label in labels)
    if rng.random() < 0.25:
        row["Notes"] = rng.choice(STAFF_NOTES)
    if rng.random() < 0.6:
        row["MainPhotoDocumentId"] = site.id()
    if rng.random() < 0.15:
        row |= {
            "PetStatus": "Approved",
            "Pets": 1,
            "PetDetails": rng.choice(["1 small dog", "Cat, indoor only"]),
        }
    site.put("ownerships", ownership(site, row, owner, created.isoformat()))
    return site.put("lots", row)


def description(site: Site) -> str:
    """Styled HTML with a run of empty blocks, as pasted from an advertisement."""
    lines = site.rng.sample(FEATURES, site.rng.randint(1, 4))
    text = "".join(f'<div style="color: rgb(51, 51, 51);">{line}</div>' for line in lines)
    return text + "<div><br></div>" * site.rng.choice([0, 0, 0, 3, 12])


def ownership(site: Site, lot: Row, owner: Row, since: str) -> Row:
    """The agreement between owner and agency; the wire shows it only inside a lot's detail."""
    person = owner["PrimaryContactPerson"]
    income = site.rng.randint(0, 400_000)
    row: Row = {
        "ContactReference": owner["Reference"],
        "AccountDetails": owner["AccountDetails"],
        "FirstName": person["FirstName"],
        "LastName": person["LastName"],
        "Salutation": person["Salutation"],
        "CellPhone": owner.get("CellPhone"),
        "NormalisedMobilePhone": person.get("NormalisedMobilePhone"),
        "Email": owner.get("Email"),
        "DisburseFrequency": site.rng.choice(["Monthly", "Fortnightly", "MidMonthly"]),
        "DisburseBalance": money(income),
        "DisburseIncome": money(income),
        "NextDisburseDate": (site.today.replace(day=1) + timedelta(days=31)).replace(day=1).isoformat(),
        "Code": site.estate.folio_code("OWN", owner["Id"]),
        "LotReference": lot["Reference"],
        "LotAddressText": lot["AddressText"],
        "FeesCount": site.rng.randint(1, 6),
        "Label": f"{owner['Reference']} - {lot['Reference']}",
        "ContactPersonCount": len(owner["ContactPersons"]),
        "Id": lot["ActiveOwnershipId"],
        "CustomerId": site.estate.customer_id,
        "LotId": lot["Id"],
        "ContactId": owner["Id"],
        "FolioId": site.estate.folio_id(owner["Id"]),
        "OwnedFrom": since,
        "AgreementStartDate": since,
        "GainDate": since,
        "CreatedOn": lot["CreatedOn"],
        "UpdatedOn": lot["OwnershipUpdatedOn"],
        "IsReletAllowed": True,
    }
    return without_blanks(row)
