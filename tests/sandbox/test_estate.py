"""What the estate holds, that it is repeatable, and that it grows."""

from __future__ import annotations

import json
import time
from collections import Counter
from datetime import date
from typing import Any

import pytest

from sandbox.app import create_app
from sandbox.options import Options
from sandbox.village import Village

TODAY = date(2026, 11, 23)
COLLECTIONS = ("lots", "tenancies", "contacts", "jobs", "quotations", "inspections", "members", "bills")


STATUSES = set("Pending Reported Quoted Approved Assigned Finished Closed Rejected Completed Cancelled".split())


def village(**wanted: Any) -> Village:
    found: Village = create_app(Options(today=TODAY, **wanted)).extensions["village"]
    return found


def as_bytes(of: Village) -> bytes:
    dialect = of.dialects["propertyme"]
    tables = {f"{a}/{c}": dialect.rows(a, c) for a in ("first", "second") for c in COLLECTIONS}
    return json.dumps([tables, dialect.spreadsheet()]).encode()


@pytest.fixture(scope="module")
def full() -> Village:
    """The estate of the demo."""
    return village()


def test_the_same_seed_and_day_give_the_same_bytes(full: Village) -> None:
    assert as_bytes(village()) == as_bytes(full)


def test_another_seed_gives_another_estate(full: Village) -> None:
    assert as_bytes(village(seed=188)) != as_bytes(full)


def test_the_same_days_bring_the_same_changes() -> None:
    one, other = village(lots=60), village(lots=60)

    assert one.advance(5) == [change for _ in range(5) for change in other.advance(1)]
    assert as_bytes(one) == as_bytes(other)


def test_the_demo_has_187_properties_of_which_most_are_rented(full: Village) -> None:
    lots = list(full.dialects["propertyme"].rows("first", "lots").values())

    current = [lot for lot in lots if not lot["IsArchived"]]
    assert len(current) == 187
    assert len(lots) - len(current) == 8
    assert sum(not lot["Vacant"] for lot in current) == 174
    assert {lot["Address"]["State"] for lot in current} == {"QLD", "NSW", "VIC", "WA", "SA", "TAS"}
    assert len({(lot["AddressText"]) for lot in lots}) == len(lots)


def test_jobs_and_inspections_come_in_every_kind_and_status(full: Village) -> None:
    dialect = full.dialects["propertyme"]
    jobs, inspections = dialect.rows("first", "jobs"), dialect.rows("first", "inspections")

    assert (len(jobs), len(inspections)) == (140, 120)
    assert {job["Status"] for job in jobs.values()} == STATUSES
    assert {(row["Type"], row["Status"]) for row in inspections.values()} >= {
        (kind, status)
        for kind in ("Routine", "Entry", "Exit", "Open")
        for status in ("Planned", "Scheduled", "ReScheduled", "Inspected", "Closed", "Cancelled")
    }


def test_finished_jobs_point_to_an_accepted_quotation(full: Village) -> None:
    dialect = full.dialects["propertyme"]
    quotations = dialect.rows("first", "quotations")

    done = [job for job in dialect.rows("first", "jobs").values() if job["Status"] in ("Finished", "Closed")]

    accepted = [job for job in done if "QuoteId" in job]
    assert len(accepted) >= 8
    assert all(quotations[job["QuoteId"]]["JobTaskId"] == job["Id"] for job in accepted)
    assert all(quotations[job["QuoteId"]]["ContactId"] == job["ContactId"] for job in accepted)
    assert max(Counter(row["JobTaskId"] for row in quotations.values()).values()) >= 3


def test_tenancies_come_in_every_shape(full: Village) -> None:
    tenancies = list(full.dialects["propertyme"].rows("first", "tenancies").values())

    active = [row for row in tenancies if row["IsActive"]]
    assert {row["RentPeriod"] for row in active} == {"weekly", "fortnightly", "monthly"}
    assert {row["Periodic"] for row in active} == {True, False}
    assert 4 <= sum(row["DaysInArrears"] > 0 for row in active) <= 40
    assert any(row["ContactPersonCount"] > 1 for row in active)
    assert sum(row["IsClosed"] for row in tenancies) > 20
    assert any(not row["IsActive"] and not row["IsClosed"] for row in tenancies)


def test_owners_are_people_couples_and_firms_and_some_have_several_properties(full: Village) -> None:
    dialect = full.dialects["propertyme"]
    contacts = dialect.rows("first", "contacts")

    owned = Counter(lot["OwnerContactId"] for lot in dialect.rows("first", "lots").values())
    owners = [contacts[key] for key in owned]
    assert max(owned.values()) >= 3
    assert any(len(owner["ContactPersons"]) == 2 for owner in owners)
    assert any("Pty Ltd" in owner["Reference"] for owner in owners)
    assert any("Trust" in owner["Reference"] for owner in owners)
    assert sum(row["IsSupplier"] and "ABN" in row for row in contacts.values()) == 15
    assert [row["RegisteredEmail"] for row in dialect.rows("first", "members").values()].count("") == 1


def test_a_benchmark_of_5000_lots_is_ready_in_twenty_seconds() -> None:
    began = time.monotonic()

    large = village(lots=5000, jobs=20_000)

    assert time.monotonic() - began < 20
    assert len(large.dialects["propertyme"].rows("first", "jobs")) == 20_000
