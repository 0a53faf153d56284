"""The busy location as large as a bench wants it: many plain rows on top of the small estate, built fast and lean.

Rows of one kind share what they can: a text or number that is the same is the same object.
"""

from __future__ import annotations

import gc
from datetime import date, timedelta

from sandbox.rentmanager.building.lookups import RENT
from sandbox.rentmanager.building.site import midnight, months_on
from sandbox.rentmanager.estate import Location, Row

UNITS_EACH = 40  # units of one added property
SINCE = "2024-05-06T09:14:22"


def fill_up(location: Location, sizes: dict[str, int]) -> None:
    """Add rows until there are as many units, leases and charges as asked for."""
    was_on = gc.isenabled()
    gc.disable()  # a million rows, and nothing to collect among them
    try:
        written = season(location.clock.today)
        add_units(location, sizes["Units"] - len(location.tables["Units"]), written)
        add_leases(location, sizes["Leases"] - len(location.tables["Leases"]), written)
        add_charges(location, sizes["Charges"] - len(location.tables["Charges"]), written)
    finally:
        if was_on:
            gc.enable()


def season(today: date) -> list[Row]:
    """What rows written over a season half a year ago carry, each to be used again and again."""
    days = [(today - timedelta(days=200 + at)).isoformat() for at in range(90)]
    made = {"CreateDate": SINCE, "CreateUserID": 4}
    return [
        made | {"UpdateDate": f"{day}T{hour:02}:{hour * 3:02}:12", "UpdateUserID": 7}
        for day in days
        for hour in range(8, 18)
    ]


def add_units(location: Location, count: int, written: list[Row]) -> None:
    """Units in properties of forty."""
    key = 0
    for at in range(max(0, count)):
        if at % UNITS_EACH == 0:
            key = location.next_id("Properties")
            row = {
                "PropertyID": key,
                "Name": f"Parkside {key}",
                "ShortName": f"PARK{key}",
                "IsActive": True,
                "IsCommercial": False,
                "PropertyType": "Residential",
                "PostingDay": 25,
                "DefaultBankID": 3,
            }
            location.put("Properties", row | written[key % len(written)] | {"ConcurrencyID": 1})
            address: Row = {"AddressTypeID": 1, "Street": f"{key} Parkside Avenue", "City": "Dayton", "State": "OH"}
            address |= {"PostalCode": "45402", "IsPrimary": True, "IsBilling": True}
            tie: Row = {"ParentID": key, "ParentType": "Property"}
            location.put("Addresses", {"AddressID": location.next_id("Addresses")} | address | tie)
        unit = {
            "UnitID": location.next_id("Units"),
            "PropertyID": key,
            "Name": f"{at % UNITS_EACH + 101}",
            "UnitTypeID": 2,
            "SquareFootage": 742,
            "Bedrooms": 1,
            "Bathrooms": 1.0,
            "SortOrder": at % UNITS_EACH + 1,
            "IsLicensed": True,
        }
        location.put("Units", unit | written[at % len(written)])


def add_leases(location: Location, count: int, stamps: list[Row]) -> None:
    """Leases with their tenants, one contact, one agreement and one rent each; units are let again and again."""
    units = list(location.tables["Units"].values())[-max(count, 1) :]
    begun = months_on(location.clock.today, -14).replace(day=1)
    start, end = midnight(begun), midnight(months_on(begun, 24) - timedelta(days=1))
    over = midnight(begun + timedelta(days=200))
    for at in range(max(0, count)):
        unit, written = units[at % len(units)], stamps[at % len(stamps)]
        is_past = at >= len(units)
        tenant, lease = location.next_id("Tenants"), location.next_id("Leases")
        place = {"UnitID": unit["UnitID"], "PropertyID": unit["PropertyID"]}
        name = f"Resident, Number {at}"
        row: Row = {"TenantID": tenant, "TenantDisplayID": tenant + 284, "Name": name, "FirstName": f"Number {at}"}
        row |= {"LastName": "Resident", "IsCompany": False, "RentDueDay": 1, "RentPeriod": "Monthly"}
        row |= {"PropertyID": unit["PropertyID"], "Status": "Past" if is_past else "Current"}
        location.put("Tenants", row | written)
        contact: Row = {
            "ContactID": location.next_id("Contacts"),
            "FirstName": row["FirstName"],
            "LastName": "Resident",
        }
        contact |= {"IsActive": True, "IsPrimary": True, "ContactTypeID": 1, "Email": f"resident.{at}@example.com"}
        location.put("Contacts", contact | {"ParentID": tenant, "ParentType": "Tenant"} | written)
        row = {"LeaseID": lease, "TenantID": tenant, **place}
        row |= {"IsCommercial": False, "MoveInDate": start, "IsMoveOutConfirmed": is_past, "SortOrder": 1}
        location.put("Leases", row | ({"MoveOutDate": over} if is_past else {}) | written)
        term: Row = {"LeaseRenewalID": location.next_id("LeaseRenewals"), "ParentLeaseID": lease}
        term |= {"UnitID": unit["UnitID"], "LeaseTermID": 2, "LeaseLength": 24, "StartDate": start, "EndDate": end}
        location.put("LeaseRenewals", term | written)
        rent: Row = {"RecurringChargeID": location.next_id("RecurringCharges"), "EntityType": "Tenant"}
        rent |= {"EntityKeyID": tenant, "UnitID": unit["UnitID"], "Frequency": 1, "ChargeTypeID": RENT}
        rent |= {"Amount": 1085.0, "FromDate": start, "IsCalculated": False, "TenantID": tenant}
        location.put("RecurringCharges", rent | ({"ToDate": over} if is_past else {}) | written)


def add_charges(location: Location, count: int, stamps: list[Row]) -> None:
    """Rent charges, all paid, month by month for one lease after another."""
    leases = [row for row in location.tables["Leases"].values() if "UnitID" in row]
    first = location.clock.today.replace(day=1)
    table = location.tables["Charges"]
    for at in range(max(0, count)):
        lease = leases[at % len(leases)]
        if at % len(leases) == 0:
            month = months_on(first, -(at // len(leases)) % 36 - 36)
            day, comment = midnight(month), f"{month:%B} rent"
            written = stamps[at // len(leases) % len(stamps)]
        key = location.next_id("Charges")
        table[key] = {
            "ChargeID": key,
            "ID": key,
            "AccountID": lease["TenantID"],
            "AccountType": "Customer",
            "Comment": comment,
            "Amount": 1085.0,
            "TransactionDate": day,
            "CreateDate": SINCE,
            "CreateUserID": 4,
            "UpdateDate": written["UpdateDate"],
            "UpdateUserID": 7,
            "TransactionType": "Charge",
            "PropertyID": lease["PropertyID"],
            "UnitID": lease["UnitID"],
            "ChargeTypeID": RENT,
            "AmountAllocated": 1085.0,
            "IsFullyAllocated": True,
        }
    location.versions["Charges"] += 1
