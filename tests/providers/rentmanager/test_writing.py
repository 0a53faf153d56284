"""Changing rows at Rent Manager, at the stand-in over real sockets."""

from datetime import date
from decimal import Decimal

import pytest

from providers.base import Change
from providers.errors import (
    ForbiddenError,
    RefusedError,
    StaleError,
    UnavailableError,
    UnsupportedError,
)
from providers.records import Kind
from tests.providers.rentmanager.visiting import ANSWERS, rows_of, server, vendor, visit

__all__ = ["server", "vendor"]


def edit(row, key="k1", **values):
    return Change(key, row.external_id, row.version, values)


def posts(server, resource):
    """The writes to a resource that the stand-in has seen."""
    seen = server.control("GET", "requests")
    return [one for one in seen if one["method"] == "POST" and one["path"].endswith(f"/{resource}")]


def test_a_tenants_name_and_email_are_written_to_their_own_rows_and_come_back(vendor):
    tenant = next(row for row in rows_of(vendor, Kind.TENANT) if row.email and row.first_name)

    (outcome,) = vendor.push(Kind.TENANT, [edit(tenant, first_name="Ana", email="ana@example.com")])

    assert outcome.error is None
    assert outcome.record.external_id == tenant.external_id
    assert (outcome.record.first_name, outcome.record.email) == ("Ana", "ana@example.com")
    assert outcome.record.last_name == tenant.last_name
    assert outcome.record.version != tenant.version
    assert outcome.record in rows_of(vendor, Kind.TENANT)


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        pytest.param(Kind.PROPERTY, {"name": "Maple Yard", "manager_name": "Ana Cole"}, id="property"),
        pytest.param(
            Kind.UNIT, {"name": "101A", "bedrooms": 3, "bathrooms": Decimal("2.5"), "floor_area": 900}, id="unit"
        ),
        pytest.param(Kind.CONTACT, {"name": "Cole & Co", "email": "office@example.com"}, id="vendor"),
        pytest.param(
            Kind.PROSPECT,
            {"last_name": "Cole", "move_in_on": date(2027, 2, 1), "people_count": 4, "rent_to": Decimal("1500.00")},
            id="prospect",
        ),
        pytest.param(
            Kind.MAINTENANCE_JOB,
            {"summary": "Drip", "description": "It drips", "priority": "emergency", "due_date": date(2027, 1, 5)},
            id="service issue",
        ),
    ],
)
def test_what_is_written_is_what_is_read_again(vendor, kind, values):
    row = rows_of(vendor, kind)[0]

    (outcome,) = vendor.push(kind, [edit(row, **values)])

    assert outcome.error is None
    written = {name: getattr(outcome.record, name) for name in values}
    assert written == values | ({"priority": "Emergency"} if "priority" in values else {})


def test_a_job_is_given_to_a_supplier_by_our_own_id(vendor):
    job = next(row for row in rows_of(vendor, Kind.MAINTENANCE_JOB) if row.supplier_id is None)
    supplier = rows_of(vendor, Kind.CONTACT)[0]

    (outcome,) = vendor.push(Kind.MAINTENANCE_JOB, [edit(job, supplier_id=supplier.external_id)])

    assert outcome.record.supplier_id == supplier.external_id


def test_the_companys_own_fields_are_written_by_name(vendor):
    tenant = rows_of(vendor, Kind.TENANT)[0]

    (outcome,) = vendor.push(Kind.TENANT, [edit(tenant, **{"custom.University": "Wabash Tech"})])

    assert dict(outcome.record.custom) == dict(tenant.custom) | {"University": "Wabash Tech"}


def test_a_field_of_the_companys_own_that_is_not_as_it_was_seen_is_stale_and_nothing_is_sent(vendor, server):
    tenant = next(row for row in rows_of(vendor, Kind.TENANT) if dict(row.custom).get("Household Size"))
    change = Change(
        "k1",
        tenant.external_id,
        tenant.version,
        {"custom.Household Size": "7", "first_name": "Ana"},
        bases={"custom.Household Size": "99", "first_name": tenant.first_name},
    )
    server.control("DELETE", "requests")

    (outcome,) = vendor.push(Kind.TENANT, [change])

    assert isinstance(outcome.error, StaleError)
    assert posts(server, "Tenants") == posts(server, "UserDefinedValues") == []


@pytest.mark.parametrize("name", ["Gate Code", "Certificate"])
def test_a_field_of_the_companys_own_that_cannot_be_read_is_not_written(vendor, name):
    tenant = rows_of(vendor, Kind.TENANT)[0]

    (outcome,) = vendor.push(Kind.TENANT, [edit(tenant, **{f"custom.{name}": "1234"})])

    assert isinstance(outcome.error, RefusedError)
    assert f"knows no field of its own called '{name}'" in outcome.error.message


def test_a_row_that_has_changed_meanwhile_is_stale_and_the_others_of_its_batch_are_written(vendor):
    first, second, third = rows_of(vendor, Kind.UNIT)[:3]
    vendor.push(Kind.UNIT, [edit(second, name="Elsewhere")])

    rows = {"a": first, "b": second, "c": third}
    outcomes = vendor.push(Kind.UNIT, [edit(row, key, name=f"N{key}") for key, row in rows.items()])

    assert [outcome.key for outcome in outcomes] == ["a", "b", "c"]
    assert [outcome.record and outcome.record.name for outcome in outcomes] == ["Na", None, "Nc"]
    assert isinstance(outcomes[1].error, StaleError)


def test_a_contact_that_has_changed_meanwhile_is_stale_too(vendor):
    tenant = next(row for row in rows_of(vendor, Kind.TENANT) if row.email)
    vendor.push(Kind.TENANT, [edit(tenant, email="first@example.com")])

    (outcome,) = vendor.push(Kind.TENANT, [edit(tenant, email="second@example.com")])

    assert isinstance(outcome.error, StaleError)


def test_a_row_that_the_vendor_refuses_costs_only_itself(vendor):
    first, second = rows_of(vendor, Kind.MAINTENANCE_JOB)[:2]

    outcomes = vendor.push(
        Kind.MAINTENANCE_JOB, [edit(first, "a", supplier_id="samplehomes:1:999999"), edit(second, "b", summary="Drip")]
    )

    assert isinstance(outcomes[0].error, RefusedError)
    assert "VendorID" in outcomes[0].error.message or "999999" in outcomes[0].error.message
    assert outcomes[1].record.summary == "Drip"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        pytest.param({"email": ""}, "Email is blank", id="empty"),
        pytest.param({"first_name": None}, "First name is blank", id="nothing"),
        pytest.param({"balance": 5}, "cannot write balance", id="not declared"),
        pytest.param({"custom.Nonsense": "x"}, "knows no field of its own called 'Nonsense'", id="no such field"),
    ],
)
def test_what_cannot_be_written_is_refused_before_anything_is_sent(vendor, server, values, words):
    tenant = rows_of(vendor, Kind.TENANT)[0]
    server.control("DELETE", "requests")

    (outcome,) = vendor.push(Kind.TENANT, [edit(tenant, **values)])

    assert isinstance(outcome.error, RefusedError)
    assert words in outcome.error.message
    assert posts(server, "Tenants") == posts(server, "Contacts") == []


def test_an_unknown_priority_names_those_that_there_are(vendor):
    job = rows_of(vendor, Kind.MAINTENANCE_JOB)[0]

    (outcome,) = vendor.push(Kind.MAINTENANCE_JOB, [edit(job, priority="Whenever")])

    assert "emergency, low, normal" in outcome.error.message


def test_a_row_whose_stamp_is_not_known_is_to_be_read_before_anything_is_sent(vendor, server):
    prospect = rows_of(vendor, Kind.PROSPECT)[0]
    server.control("DELETE", "requests")

    (outcome,) = vendor.push(Kind.PROSPECT, [Change("k1", prospect.external_id, "", {"last_name": "Cole"})])

    assert isinstance(outcome.error, StaleError)
    assert posts(server, "Prospects") == posts(server, "Contacts") == []


def test_a_vendor_out_of_reach_raises_because_nothing_was_sent(server, vendor):
    unit = rows_of(vendor, Kind.UNIT)[0]
    away = visit(server)
    object.__setattr__(away.config, "api_url", "http://127.0.0.1:9")

    with pytest.raises(UnavailableError):
        away.push(Kind.UNIT, [edit(unit, name="X")])


def test_a_user_who_may_only_read_is_told_so(server, vendor):
    unit = rows_of(vendor, Kind.UNIT)[0]
    reader = visit(server, answers=ANSWERS | {"username": "readonly", "password": "sandbox-readonly"})

    (outcome,) = reader.push(Kind.UNIT, [edit(unit, name="X")])

    assert isinstance(outcome.error, ForbiddenError)


def test_a_kind_that_is_not_declared_takes_no_changes(vendor):
    with pytest.raises(UnsupportedError):
        vendor.push(Kind.CHARGE, [])
    with pytest.raises(UnsupportedError):
        vendor.find_created(Kind.TENANT, Change("k1", "", "", {}, "pmsync-1"))


def test_fifty_rows_are_written_in_two_requests(vendor, server):
    units = rows_of(vendor, Kind.UNIT)[:50]
    server.control("DELETE", "requests")

    outcomes = vendor.push(Kind.UNIT, [edit(unit, str(at), name=f"U{at}") for at, unit in enumerate(units)])

    assert [outcome.record.name for outcome in outcomes] == [f"U{at}" for at in range(len(units))]
    assert len(server.control("GET", "requests")) == 2
