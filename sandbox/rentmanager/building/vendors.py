"""Firms that work for the office, and their bills."""

from __future__ import annotations

from datetime import date, timedelta

from sandbox.rentmanager.building.contacts import VENDOR, add_addresses, add_contact, add_phone
from sandbox.rentmanager.building.places import Place
from sandbox.rentmanager.building.site import Site, midnight
from sandbox.rentmanager.building.words import TOWNS, person
from sandbox.rentmanager.estate import Row

TRADES = (
    "Buckeye Plumbing,Tri-County Electric,Whitlock Roofing,Ohio Valley Heating,Peña Painting,Lakeshore Locksmith,"
    "Green Acre Grounds,Bluegrass Carpet Care,Keystone Elevators,Miami Pest Control,Ridgeline Glass,County Treasurer"
).split(",")
REPAIRS, GROUNDS, PROPERTY_TAX = 60, 61, 62  # GLAccountID


def build_vendors(site: Site) -> None:
    """Most are insured, one's insurance has run out, the last is no firm and has none."""
    town = TOWNS["Dayton"]
    for at, name in enumerate(TRADES):
        is_firm = at < len(TRADES) - 1
        insured = site.today + timedelta(days=-20 if at == 3 else 60 + at * 17)
        row = {
            "Name": name,
            "Payee": name,
            "InsuranceExpiration": midnight(insured) if is_firm else None,
            "WorkersCompExpiration": midnight(insured + timedelta(days=30)) if at % 2 == 0 and is_firm else None,
            "TaxID": "**-***0000",
            "Is1099": is_firm,
            "AccountNumber": f"A-{400 + at}" if at % 3 else None,
            "DefaultAccountID": PROPERTY_TAX if not is_firm else GROUNDS if "Grounds" in name else REPAIRS,
            "Category": "Trades" if is_firm else "Government",
            "IsActive": at != 9,
            "IsPrivate": False,
            "PaymentMethod": "Check" if at % 2 else "ECheck",
        }
        key = site.put("Vendors", row)["VendorID"]
        add_contact(site, "Vendor", key, person(site.rng), VENDOR, town)
        add_phone(site, "Vendor", key, town)
        add_addresses(site, "Vendor", key, f"{10 + at * 3} Industrial Parkway", town)


def build_bills(site: Site, places: list[Place]) -> None:
    """Two bills or so for each property, one reversed; every fifth is divided between two properties."""
    vendors = site.rows("Vendors")
    for at in range(max(4, len(places) * 2 - 8)):
        add_bill(site, vendors[at % len(vendors)], places, at)
    bill = site.rows("Bills")[2]
    bill["ReversalDate"] = midnight(site.ago(6))


def add_bill(site: Site, vendor: Row, places: list[Place], at: int) -> None:
    """A bill of some day of the last months, paid or not."""
    rng = site.rng
    shares = [places[at % len(places)], places[(at + 3) % len(places)]][: 2 if at % 5 == 4 else 1]
    lines = [
        (place.row["PropertyID"], place.units[0]["UnitID"] if at % 4 == 0 else None, round(rng.uniform(45, 1400), 2))
        for place in shares
    ]
    bill = new_bill(site, vendor, lines, site.some_day(3, 120), reference=f"INV-{2000 + at}")
    if at % 3:
        bill |= {"AmountAllocated": bill["Amount"], "IsFullyAllocated": True}
    if at % 2 == 0:
        bill["Comment"] = "Regular work"
    bill["IsApproved"] = at % 7 != 1


def new_bill(site: Site, vendor: Row, lines: list[tuple[int, int | None, float]], day: date, *, reference: str) -> Row:
    """A bill not yet paid. What it is for is only on its lines: property, unit if any, amount."""
    total = round(sum(amount for _, _, amount in lines), 2)
    row = {
        "AccountID": vendor["VendorID"],
        "PayeeName": vendor["Payee"],
        "Reference": reference,
        "Amount": total,
        "TransactionDate": midnight(day),
        "TransactionType": "Bill",
        "PostDate": midnight(day),
        "DueDate": midnight(day + timedelta(days=30)),
        "AmountAllocated": 0.0,
        "IsFullyAllocated": False,
        "BankID": 3,
        "PayMethod": "Check",
        "IsApproved": True,
        "AccountType": "Vendor",
    }
    bill = site.put("Bills", row, day, day)
    for number, (property_id, unit_id, amount) in enumerate(lines, 1):
        line = {
            "BillID": bill["ID"],
            "PropertyID": property_id,
            "UnitID": unit_id,
            "Is1099": vendor["Is1099"],
            "Amount": amount,
            "GLAccountID": vendor["DefaultAccountID"],
            "SortOrder": number,
        }
        site.put("BillDetails", line, day, day)
    return bill
