"""Puts the locations together, in an order that never changes."""

from __future__ import annotations

import pickle
import random
from datetime import date
from functools import lru_cache
from typing import Any

from sandbox.clock import Clock
from sandbox.rentmanager.building.affordable import build_custom_fields
from sandbox.rentmanager.building.associations import build_associations
from sandbox.rentmanager.building.commercial import build_commercial
from sandbox.rentmanager.building.households import build_households
from sandbox.rentmanager.building.issues import build_issues
from sandbox.rentmanager.building.lookups import build_lookups
from sandbox.rentmanager.building.money import build_money
from sandbox.rentmanager.building.places import build_places
from sandbox.rentmanager.building.prospects import build_prospects
from sandbox.rentmanager.building.rents import build_rents
from sandbox.rentmanager.building.site import FIRST, Site
from sandbox.rentmanager.building.sizes import fill_up
from sandbox.rentmanager.building.vendors import build_bills, build_vendors
from sandbox.rentmanager.building.words import PLANS, SMALL, Plan
from sandbox.rentmanager.estate import Location
from sandbox.rentmanager.people import BUSY, LOCATIONS


def build_locations(seed: int, clock: Clock, settings: Any) -> dict[str, Location]:
    """Account to location: a busy one, and two small ones whose ids are the same as its first."""
    found: dict[str, Location] = pickle.loads(_as_built(seed, clock.today))
    for location in found.values():
        location.clock = clock
    sizes = {resource: int(settings[resource.lower()]) for resource in ("Units", "Leases", "Charges")}
    if any(sizes.values()):
        fill_up(found[BUSY], sizes)
    return found


@lru_cache(maxsize=4)
def _as_built(seed: int, today: date) -> bytes:
    """The locations, pickled: a sandbox is put back to day 0 far more often than a first time comes."""
    found = {}
    for company, numbers in LOCATIONS.items():
        for number, name in numbers.items():
            location = Location(company, number, name, Clock(today))
            site = Site(location, random.Random(f"{seed}/rentmanager/{location.account}"), today)
            build_location(site, PLANS if location.account == BUSY else SMALL)
            found[location.account] = location
    return pickle.dumps(found)


def build_location(site: Site, plans: tuple[Plan, ...]) -> None:
    """One location: `plans` is what stands there."""
    for resource, first in FIRST.items():
        site.location.begin(resource, first)
    build_lookups(site)
    for number, name in LOCATIONS[site.location.company].items():
        row = {"LocationID": number, "Name": name, "FriendlyName": name, "IsMainLocation": number == 1}
        site.put("Locations", row, site.ago(2000))
    places = build_places(site, plans)
    build_households(site, places)
    build_rents(site, places)
    build_money(site)
    build_vendors(site)
    build_bills(site, places)
    build_issues(site)
    build_prospects(site, places)
    build_commercial(site)
    build_associations(site, places)
    build_custom_fields(site, places)
