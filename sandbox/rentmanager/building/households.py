"""Tenants, their leases with renewals, and the units' statuses that follow from them."""

from __future__ import annotations

from datetime import date, timedelta

from sandbox.rentmanager.building.contacts import add_addresses, add_contact, add_household, private_facts
from sandbox.rentmanager.building.places import DOWN, MAKE_READY, OCCUPIED, READY, SHOP, Place
from sandbox.rentmanager.building.site import Site, midnight, months_on
from sandbox.rentmanager.building.words import Person, Town, person
from sandbox.rentmanager.estate import Row

MONTHLY, YEAR, ACADEMIC, FIVE_YEARS = range(1, 5)  # LeaseTermID
FIRMS = (
    "Lakeshore Dental",
    "Núñez Bakery",
    "Copper Kettle Books",
    "Ridgeline Fitness",
    "Blue Heron Cafe",
    "Tri-State Tax",
)


def build_households(site: Site, places: list[Place]) -> None:
    """Who lives where, lived there, or is to come."""
    serial = 0
    for place in places:
        for unit in place.units:
            settle(site, place, unit, serial)
            serial += 1
    drifter = build_tenant(site, places[0], person(site.rng), "Current")
    lease = {"TenantID": drifter["TenantID"], "PropertyID": drifter["PropertyID"], "IsCommercial": False}
    lease |= {"MoveInDate": midnight(site.ago(40)), "IsMoveOutConfirmed": False, "SortOrder": 1}
    site.put("Leases", lease, site.ago(45))  # storage only: a lease without unit


def settle(site: Site, place: Place, unit: Row, serial: int) -> None:
    """Give a unit its leases, past and present."""
    rng = site.rng
    if place.plan.oddity == "sold":
        past_lease(site, place, unit, ended=200)
        return
    if serial % 12 == 7:
        if serial % 24 == 7:
            past_lease(site, place, unit, ended=rng.randint(5, 60))
            set_status(site, unit, MAKE_READY, site.ago(5))
        else:
            set_status(site, unit, DOWN if serial % 36 == 19 else READY, site.ago(30))
        if serial % 36 == 7:
            coming = build_tenant(site, place, person(rng), "Future")
            build_lease(site, place, unit, coming, site.today + timedelta(days=rng.randint(6, 40)))
        return
    if serial % 11 == 3:
        past_lease(site, place, unit, ended=rng.randint(400, 900))
    begun = site.some_day(20, 1500 if place.plan.oddity != "beds" else 120)
    if serial % 11 == 3:
        begun = site.some_day(20, 380)
    is_firm = unit.get("UnitTypeID") == SHOP
    who = Person("", FIRMS[serial % len(FIRMS)]) if is_firm else person(rng)
    tenant = build_tenant(site, place, who, "Current", unit)
    lease = build_lease(site, place, unit, tenant, begun)
    if serial % 29 == 5:
        leaving = site.today + timedelta(days=rng.randint(8, 50))
        lease |= {"NoticeDate": midnight(site.ago(3)), "ExpectedMoveOutDate": midnight(leaving)}
    if place.plan.units > 4 and not is_firm and serial % 31 == 9:  # two tenants, each with a lease, share the unit
        mate = build_tenant(site, place, person(rng), "Current", unit)
        build_lease(site, place, unit, mate, begun)
    set_status(site, unit, OCCUPIED, begun)


def past_lease(site: Site, place: Place, unit: Row, *, ended: int) -> None:
    """A tenant who has moved out."""
    tenant = build_tenant(site, place, person(site.rng), "Past", unit)
    begun = site.ago(ended + site.rng.randint(200, 700))
    lease = build_lease(site, place, unit, tenant, begun, until=site.ago(ended))
    tenant["PostingEndDate"] = lease["MoveOutDate"]


def build_tenant(site: Site, place: Place, who: Person, status: str, unit: Row | None = None) -> Row:
    """A tenant with contacts; a firm has no first name. Neither mail nor telephone is on the tenant."""
    rng = site.rng
    key = site.location.next_id("Tenants")
    is_firm = not who.first
    name = who.last if is_firm else f"{who.last}, {who.first}"
    row = {
        "TenantID": key,
        "TenantDisplayID": key + 284,
        "Name": name,
        "FirstName": who.first or None,
        "LastName": who.last,
        "IsCompany": is_firm,
        "Comment": "Prefers to be called" if rng.random() < 0.1 else None,
        "RentDueDay": 1 if rng.random() < 0.95 else 15,
        "RentPeriod": "Monthly",
        "DoNotChargeLateFees": rng.random() < 0.1,
        "DoNotAcceptChecks": rng.random() < 0.1,
        "DoNotAcceptPayments": False,
        "IsProspect": False,
        "PropertyID": place.row["PropertyID"],
        "Status": status,
        "LastNameFirstName": name,
    }
    tenant = site.put("Tenants", row)
    add_people(site, tenant, who, place.town)
    if unit is not None and rng.random() < 0.6:
        add_addresses(site, "Tenant", key, f"{unit['Name']} {place.plan.name}", place.town)
    return tenant


def add_people(site: Site, tenant: Row, who: Person, town: Town) -> None:
    """A family, or a firm's person to speak to."""
    if who.first:
        add_household(site, "Tenant", tenant["TenantID"], who, town)
    else:
        add_contact(site, "Tenant", tenant["TenantID"], person(site.rng), 1, town, **private_facts(site))


def build_lease(site: Site, place: Place, unit: Row, tenant: Row, begun: date, *, until: date | None = None) -> Row:
    """A lease and all its agreements up to the present one. Rent is not on it."""
    is_commercial = unit.get("UnitTypeID") == SHOP
    short, name = place.plan.short, unit["Name"]
    created = min(begun - timedelta(days=14), site.ago(2))
    changed = min(until or begun, site.ago(2))
    row = {
        "TenantID": tenant["TenantID"],
        "UnitID": unit["UnitID"],
        "PropertyID": place.row["PropertyID"],
        "IsCommercial": is_commercial,
        "MoveInDate": midnight(begun),
        "MoveOutDate": midnight(until) if until else None,
        "IsMoveOutConfirmed": until is not None,
        "IsExcludeFromMasterPolicy": is_commercial,
        "SortOrder": 1,
        "PropertyUnit": f"{short} - {name}",
        "UnitProperty": f"{name} - {short}",
    }
    lease = site.put("Leases", row, created, changed)
    tenant["PostingStartDate"] = lease["MoveInDate"]
    if place.plan.kind != "Association":
        add_renewals(site, place, lease, begun, until or site.today)
    return lease


def add_renewals(site: Site, place: Place, lease: Row, begun: date, until: date) -> None:
    """One agreement after another; some run on by the month after the first, without an end."""
    is_commercial = lease["IsCommercial"]
    months, term = (60, FIVE_YEARS) if is_commercial else (12, YEAR)
    if place.plan.oddity == "beds":
        months, term = 10, ACADEMIC
    runs_on = site.rng.random() < 0.15 and not is_commercial
    start = begun
    while True:
        end = months_on(start, months) - timedelta(days=1)
        row = {"ParentLeaseID": lease["LeaseID"], "UnitID": lease["UnitID"], "LeaseTermID": term, "LeaseLength": months}
        row |= {"SignDate": midnight(min(start - timedelta(days=14), site.ago(2)))}
        row |= {"StartDate": midnight(start), "EndDate": midnight(end)}
        if is_commercial:
            row |= {"DefaultCommercialExpensePercentage": 8.75, "DefaultCommercialExpenseAdminPercentage": 10.0}
        site.put("LeaseRenewals", row, start - timedelta(days=14), start - timedelta(days=10))
        if end >= until:
            return
        start = end + timedelta(days=1)
        if runs_on:
            row = {"ParentLeaseID": lease["LeaseID"], "UnitID": lease["UnitID"], "LeaseTermID": MONTHLY}
            site.put("LeaseRenewals", row | {"StartDate": midnight(start)}, start, start)
            return


def set_status(site: Site, unit: Row, status: int, since: date) -> None:
    """A unit's status since a day; the days of the row are a guess of the vendor's model."""
    row = {"UnitID": unit["UnitID"], "UnitStatusTypeID": status, "StartDate": midnight(min(since, site.today))}
    site.put("UnitStatuses", row)
