"""Puts the two portfolios together, in an order that never changes."""

from __future__ import annotations

import random

from sandbox.clock import Clock
from sandbox.options import Options
from sandbox.propertyme.building.contacts import build_owner, build_suppliers
from sandbox.propertyme.building.inspections import build_inspections, build_sales
from sandbox.propertyme.building.jobs import build_bills, build_jobs
from sandbox.propertyme.building.leases import asking_rent, build_lease, build_past_lease, vacate
from sandbox.propertyme.building.lots import build_lot, build_members
from sandbox.propertyme.building.site import Site
from sandbox.propertyme.estate import Estate, Row
from sandbox.propertyme.places import Gazetteer, Place
from sandbox.propertyme.wire import instant, moment_of, new_id

STAMPED = ("lots", "contacts", "jobs", "inspections", "bills")
AGENCIES = {"first": "Wattle & Stone Property Management", "second": "Second Harbour Realty"}
SECOND_LOTS = 9


def build_estates(options: Options, clock: Clock) -> dict[str, Estate]:
    """Account name to estate: the one asked for, and a small other one."""
    sizes = {"first": (options.lots, options.job_count), "second": (SECOND_LOTS, 7)}
    return {
        account: build_estate(account, random.Random(f"{options.seed}/{account}"), clock, lots, jobs)
        for account, (lots, jobs) in sizes.items()
    }


def build_estate(account: str, rng: random.Random, clock: Clock, lots: int, jobs: int) -> Estate:
    """One portfolio: `lots` under management, a few more of the past, and what belongs to them."""
    estate = Estate(account, AGENCIES[account], new_id(rng), clock)
    site = Site(estate, rng, Gazetteer(rng), clock.today)
    managers = build_members(site)[:3]
    owners = [build_owner(site) for _ in range(max(1, round(lots * 0.72)))]
    suppliers = build_suppliers(site, max(15, lots // 40))
    places = []
    for at in range(lots + round(lots * 8 / 187)):
        # every owner has a property; the rest goes to few, so that some have many
        owner = owners[at] if at < len(owners) else owners[rng.randrange(max(1, len(owners) // 5))]
        place = site.gazetteer.place()
        places.append((build_lot(site, place, owner, rng.choice(managers)), place))
    for at, (lot, place) in enumerate(places):
        settle(site, lot, place, is_archived=at >= lots, is_vacant=at % 14 == 9)
    build_sales(site, min(3, lots // 40 + 1))
    build_jobs(site, jobs, suppliers)
    build_inspections(site, max(6, round(lots * 0.64)))
    build_bills(site, max(6, round(lots * 0.32)), suppliers)
    stamp_all(estate)
    return estate


def settle(site: Site, lot: Row, place: Place, *, is_archived: bool, is_vacant: bool) -> None:
    """Give a lot its tenancies, past and present."""
    rng = site.rng
    if rng.random() < 0.2:
        build_past_lease(site, lot, place, still_open=False)
    if is_archived:
        archived = instant(site.moment(site.days_ago(5, 300)))
        lot |= {"IsArchived": True, "ArchivedOn": archived, "UpdatedOn": archived}
    elif is_vacant:
        if rng.random() < 0.2:
            build_past_lease(site, lot, place, still_open=True)
        vacate(lot, asking_rent(rng, lot), site.id())
    else:
        build_lease(site, lot, place)


def stamp_all(estate: Estate) -> None:
    """Give every row its cursor value in the order in which the rows were last changed."""
    changed = []
    for collection in STAMPED:
        for row in estate[collection].values():
            last = max(row["UpdatedOn"], row.get("TenancyUpdatedOn", ""), row.get("OwnershipUpdatedOn", ""))
            changed.append((last, collection, row))
    changed.sort(key=lambda entry: (entry[0], entry[1]))
    estate.last_tick = 0
    for last, _, row in changed:
        row["Timestamp"] = estate.stamp(moment_of(last))
