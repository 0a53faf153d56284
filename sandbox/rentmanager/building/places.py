"""Owners, properties and units."""

from __future__ import annotations

from typing import NamedTuple

from sandbox.rentmanager.building.contacts import OWNER, add_addresses, add_contact, add_phone
from sandbox.rentmanager.building.site import Site, midnight
from sandbox.rentmanager.building.words import STREETS, TOWNS, Plan, Town, person
from sandbox.rentmanager.estate import Row

STUDIO, ONE, TWO, THREE, BED, SHOP, HOME = range(1, 8)  # UnitTypeID
READY, OCCUPIED, MAKE_READY, DOWN = range(1, 5)  # UnitStatusTypeID
RENTS = {STUDIO: 780, ONE: 1085, TWO: 1290, THREE: 1640, BED: 690, SHOP: 2900, HOME: 0}
BEDS = "ABCD"


class Place(NamedTuple):
    """A property with its units."""

    plan: Plan
    row: Row
    units: list[Row]

    @property
    def town(self) -> Town:
        """Where it stands."""
        return TOWNS[self.plan.town]


def build_places(site: Site, plans: tuple[Plan, ...]) -> list[Place]:
    """All properties as planned."""
    owners = build_owners(site, max(2, len(plans) // 2))
    return [build_place(site, plan, owners[at % len(owners)]) for at, plan in enumerate(plans)]


def build_owners(site: Site, count: int) -> list[Row]:
    """Investors, every third of them a firm."""
    owners = []
    town = TOWNS["Dayton"]
    for at in range(count):
        who = person(site.rng)
        name = f"{who.last} Holdings LLC" if at % 3 == 1 else f"{who.last}, {who.first}"
        row = {
            "Name": name,
            "DisplayName": name,
            "IsBalanceReserves": at % 2 == 0,
            "IsSeparateChecks": False,
            "IsStopPrintChecks": False,
            "Status": "Active" if at else "Inactive",
            "DefaultPayMethod": "Check" if at % 2 else "ECheck",
            "CheckPayeeName": name,
        }
        owner = site.put("Owners", row)
        add_contact(site, "Owner", owner["OwnerID"], who, OWNER, town)
        add_addresses(site, "Owner", owner["OwnerID"], f"{100 + at * 7} {STREETS[at % len(STREETS)]}", town)
        owners.append(owner)
    return owners


def build_place(site: Site, plan: Plan, owner: Row) -> Place:
    """One property; the sold one is inactive and lies in nobody's books."""
    rng, is_commercial = site.rng, plan.kind == "Commercial"
    street = plan.name.split(" (")[0] if plan.name[0].isdigit() else f"{rng.randint(1, 2900)} {rng.choice(STREETS)}"
    row = {
        "Name": plan.name,
        "ShortName": plan.short,
        "IsActive": plan.oddity != "sold",
        "IsCommercial": is_commercial,
        "PropertyType": plan.kind,
        "ManagerName": str(person(rng).last) if plan.units > 4 else None,
        "Email": f"{plan.short.lower()}@example.com" if plan.units > 2 else None,
        "Comment": "Sold in spring, kept for the books" if plan.oddity == "sold" else None,
        "StatementMethod": "Print",
        "IsOverwriteTimeZone": False,
        "IsDaylightSavingsTime": True,
        "IsLateChargeEnabled": not is_commercial,
        "IsEpayEnabled": plan.units > 2,
        "SquareFootage": plan.units * 900 if plan.kind != "Association" else None,
        "DefaultBankID": {"Commercial": 4, "Association": 6}.get(plan.kind, 3),
        "PrimaryOwnerID": owner["OwnerID"],
        "PostingDay": 1 if is_commercial else 25,
        "AccountingCloseOption": "None",
        "IsShortTermRental": False,
    }
    found = site.put("Properties", row)
    key = found["PropertyID"]
    share = {"OwnerID": owner["OwnerID"], "PropertyID": key, "Percentage": 100.0}
    site.put("OwnerContracts", share | {"StartDate": midnight(site.ago(1200))})
    add_addresses(site, "Property", key, street, TOWNS[plan.town])
    if plan.units > 2 and not is_commercial:
        add_phone(site, "Property", key, TOWNS[plan.town])
    return Place(plan, found, [build_unit(site, plan, key, street, at) for at in range(plan.units)])


def unit_name(plan: Plan, at: int) -> str:
    """`101`, a bed `1-A`, a shop `B4`, or the number of a house."""
    if plan.oddity == "beds":
        return f"{at // len(BEDS) + 1}-{BEDS[at % len(BEDS)]}"
    if plan.kind == "Commercial" or (plan.oddity == "mixed" and at >= 6):
        return f"{'AB'[at % 2]}{at // 2 + 1}"
    if plan.kind == "Association":
        return str(200 + at * 4)
    return "House" if plan.units == 1 else f"{at // 8 + 1}{at % 8 + 1:02}"


def unit_type(plan: Plan, at: int) -> int:
    """The type of the so-manieth unit."""
    if plan.oddity == "beds":
        return BED
    if plan.kind == "Commercial" or (plan.oddity == "mixed" and at >= 6):
        return SHOP
    if plan.kind == "Association":
        return HOME
    return THREE if plan.units == 1 else (ONE, TWO, ONE, STUDIO, TWO, THREE)[at % 6]


def build_unit(site: Site, plan: Plan, property_id: int, street: str, at: int) -> Row:
    """One unit with its market rents and, on a few, an address of its own."""
    rng, of_type = site.rng, unit_type(plan, at)
    name = unit_name(plan, at)
    bedrooms = {STUDIO: 0, ONE: 1, TWO: 2, THREE: 3, BED: 1, HOME: 4}.get(of_type)
    row = {
        "PropertyID": property_id,
        "Name": name,
        "Comment": "Corner, more light" if at % 9 == 4 else None,
        "UnitTypeID": of_type,
        "SquareFootage": None if of_type == BED else rng.randrange(480, 1900, 2),
        "FloorID": 1 + at // 8 if plan.units > 4 else None,
        "MaxOccupancy": bedrooms * 2 + 1 if bedrooms is not None and of_type != HOME else None,
        "Bedrooms": bedrooms,
        "Bathrooms": {TWO: 1.5, THREE: 2.0, HOME: 2.5}.get(of_type, None if of_type in (SHOP, BED) else 1.0),
        "SortOrder": at + 1,
        "IsLicensed": True,
        "IsAsset": False,
    }
    unit = site.put("Units", row)
    if RENTS[of_type]:
        first = site.month(rng.randint(3, 20))
        rent = float(RENTS[of_type] + rng.randrange(-60, 140, 5))
        rents = {"UnitID": unit["UnitID"], "Amount": rent}
        site.put("MarketRents", rents | {"FromDate": midnight(first)}, first, first)
    if of_type == HOME:
        add_addresses(site, "Unit", unit["UnitID"], f"{name} {street.partition(' ')[2]}", TOWNS[plan.town])
    return unit
