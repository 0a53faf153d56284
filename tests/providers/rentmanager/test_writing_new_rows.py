"""Making rows at Rent Manager, at the stand-in over real sockets, and finding those whose making was never confirmed."""

import pytest

from providers.base import Change
from providers.errors import UnknownOutcomeError
from providers.records import Kind, Rejected
from tests.providers.rentmanager.visiting import rows_of, server, vendor, visit

__all__ = ["server", "vendor"]


def test_a_new_job_is_linked_to_its_property_and_found_by_its_marker(vendor):
    house = rows_of(vendor, Kind.PROPERTY)[0]
    values = {
        "summary": "Gate stuck",
        "description": "Will not open",
        "property_id": house.external_id,
        "priority": "Low",
    }
    change = Change("k1", "", "", values, "pmsync-7d2f-01")

    (outcome,) = vendor.push(Kind.MAINTENANCE_JOB, [change])

    assert outcome.error is None
    assert (
        outcome.record.summary,
        outcome.record.description,
        outcome.record.property_id,
        outcome.record.priority,
    ) == (
        "Gate stuck",
        "Will not open",
        house.external_id,
        "Low",
    )
    assert vendor.find_created(Kind.MAINTENANCE_JOB, change) == outcome.record
    assert vendor.find_created(Kind.MAINTENANCE_JOB, Change("k2", "", "", values, "pmsync-7d2f-02")) is None


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        pytest.param(
            Kind.PROSPECT, {"first_name": "Ana", "last_name": "Cole", "email": "ana@example.com"}, id="prospect"
        ),
        pytest.param(Kind.CONTACT, {"name": "Cole & Co", "email": "office@example.com"}, id="vendor"),
    ],
)
def test_new_people_come_with_a_contact(vendor, kind, values):
    place = {"property_id": rows_of(vendor, Kind.PROPERTY)[0].external_id} if kind == Kind.PROSPECT else {}
    change = Change("k1", "", "", values | place, "pmsync-7d2f-03")

    (outcome,) = vendor.push(kind, [change])

    assert outcome.error is None
    assert {name: getattr(outcome.record, name) for name in values} == values
    assert vendor.find_created(kind, change) == outcome.record


def test_a_write_that_was_stored_and_never_answered_is_unknown_and_can_be_found(server):
    server.control("DELETE", "faults")
    server.control("POST", "reset")
    vendor = visit(server, timeout_seconds=0.5)
    house = rows_of(vendor, Kind.PROPERTY)[0]
    change = Change("k1", "", "", {"summary": "Gate stuck", "property_id": house.external_id}, "pmsync-7d2f-04")
    server.fault("ServiceManagerIssues", "stored_then_lost", provider="rentmanager")

    (outcome,) = vendor.push(Kind.MAINTENANCE_JOB, [change])

    assert isinstance(outcome.error, UnknownOutcomeError)
    assert vendor.find_created(Kind.MAINTENANCE_JOB, change).summary == "Gate stuck"
    assert len([row for row in rows_of(vendor, Kind.MAINTENANCE_JOB) if row.summary == "Gate stuck"]) == 1


def test_a_new_row_that_cannot_be_read_is_found_all_the_same(vendor, server):
    house = rows_of(vendor, Kind.PROPERTY)[0]
    change = Change("k1", "", "", {"last_name": "Cole", "property_id": house.external_id}, "pmsync-7d2f-05")
    (outcome,) = vendor.push(Kind.PROSPECT, [change])
    key = outcome.record.external_id.rpartition(":")[2]
    server.control("PATCH", f"rentmanager/Prospects/{key}?account=samplehomes/1", {"RentMin": 1e14})

    found = vendor.find_created(Kind.PROSPECT, change)

    assert isinstance(found, Rejected)
    assert (found.external_id, found.field) == (outcome.record.external_id, "RentMin")
