"""What recurs: rents, the parts of them that an agency pays, association dues, recoverable expenses and small extras."""

from __future__ import annotations

from datetime import date

from sandbox.rentmanager.building.lookups import CAM, DUES, PARKING, PET, RENT, SECTION_8, STATE_AID, TRASH
from sandbox.rentmanager.building.places import RENTS, SHOP, Place
from sandbox.rentmanager.building.site import Site, day_of, midnight
from sandbox.rentmanager.estate import Row

GREATER_DAYTON, KENTUCKY = 1, 2  # SubsidyID


def build_rents(site: Site, places: list[Place]) -> None:
    """The recurring charges of every tenant, and one of a whole property."""
    plans = {place.row["PropertyID"]: place for place in places}
    units = site.location.tables["Units"]
    for at, lease in enumerate(site.rows("Leases")):
        if "UnitID" not in lease:
            recur(site, lease, PARKING, 85.0, day_of(lease["MoveInDate"]), "Storage")
            continue
        place, unit = plans[lease["PropertyID"]], units[lease["UnitID"]]
        since = rent_since(site, lease)
        if place.plan.kind == "Association":
            begun = since if has_left(site, lease) else site.month(10)
            recur(site, lease, DUES, 285.0, begun, "Quarterly association dues", frequency=3)
            continue
        rent = float(RENTS[unit["UnitTypeID"]] + site.rng.randrange(-40, 160, 5))
        if at % 17 == 2 and since == site.month(9) and not lease["IsCommercial"]:  # last year's rent has an end
            recur(site, lease, RENT, rent - 35, day_of(lease["MoveInDate"]), until=since)
        if place.plan.oddity == "affordable" and at % 2 == 0:
            subsidise(site, lease, rent, since, SECTION_8, GREATER_DAYTON)
        elif place.plan.town == "Louisville" and at % 4 == 1 and not lease["IsCommercial"]:
            subsidise(site, lease, rent, since, STATE_AID, KENTUCKY)
        else:
            recur(site, lease, RENT, rent, since)
        if unit["UnitTypeID"] == SHOP:
            recur(site, lease, CAM, round(unit["SquareFootage"] * 0.55, 2), since, "CAM estimate")
        elif at % 9 == 4:
            recur(site, lease, PET, 30.0, since)
            pet = {"TenantID": lease["TenantID"], "Name": "Biscuit", "PetTypeID": 1, "Breed": "Beagle"}
            site.put("Pets", pet)
    first = places[0].row["PropertyID"]
    row = {"EntityType": "Property", "EntityKeyID": first, "Frequency": 1, "ChargeTypeID": TRASH, "Amount": 12.0}
    row |= {"FromDate": midnight(site.month(20)), "IsCalculated": False, "SortOrder": 1, "PropertyID": first}
    site.put("RecurringCharges", row, site.ago(700), site.ago(500))


def has_left(site: Site, lease: Row) -> bool:
    """Whether they were gone before the rents of today began."""
    return "MoveOutDate" in lease and day_of(lease["MoveOutDate"]) < site.month(9)


def rent_since(site: Site, lease: Row) -> date:
    """The first day of a lease's last rent: nine months ago at the earliest, but for those who had left by then."""
    begun = day_of(lease["MoveInDate"])
    return begun if has_left(site, lease) else max(begun, site.month(9))


def recur(
    site: Site,
    lease: Row,
    charge_type: int,
    amount: float,
    since: date,
    comment: str | None = None,
    *,
    frequency: int = 1,
    until: date | None = None,
) -> Row:
    """A charge that recurs every so many months; it ends with the tenancy."""
    tenant = lease["TenantID"]
    ends = midnight(until) if until else lease.get("MoveOutDate")
    row = {
        "EntityType": "Tenant",
        "EntityKeyID": tenant,
        "UnitID": lease.get("UnitID"),
        "Frequency": frequency,
        "ChargeTypeID": charge_type,
        "Amount": amount,
        "Comment": comment,
        "FromDate": midnight(since),
        "ToDate": ends,
        "IsCalculated": False,
        "SortOrder": 1,
        "TenantID": tenant,
    }
    return site.put("RecurringCharges", row, since, since)


def subsidise(site: Site, lease: Row, rent: float, since: date, charge_type: int, subsidy: int) -> None:
    """A rent in two parts, the greater of them the agency's."""
    own = round(rent * 0.41)
    recur(site, lease, RENT, float(own), since, "Tenant portion")
    recur(site, lease, charge_type, rent - own, since, "Housing authority portion")
    site.put("SubsidyTenants", {"SubsidyID": subsidy, "TenantID": lease["TenantID"]})
