"""Many rows in a few statements: what is written is what is read, on whichever database this is."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from agencies.models import Agency
from integrations.models import RowChange
from integrations.sync.bulk import update, upsert
from portfolio.models import Lease, Owner, Property
from tests.factories import a_lease, a_property, a_sync_log, an_agency, an_owner

pytestmark = pytest.mark.django_db

IDENTITY = ("agency_id", "external_source", "external_id")
NASTY = "tab\there\nnew\r\nline \\ back\\N \\. \"double\" 'single' %s %(a)s {b} \u00a0\u200b 🏠 مرحبا ñ"


@pytest.fixture
def agency() -> Agency:
    return an_agency()


def owner_row(agency: Agency, external_id: str, **given: Any) -> dict[str, Any]:
    now = datetime(2026, 7, 3, 2, 14, 1, 123456, tzinfo=UTC)
    return {
        "id": uuid4(),
        "agency_id": agency.pk,
        "external_source": "propertyme",
        "external_id": external_id,
        "name": "Olive",
        "people": [],
        "created_at": now,
        "updated_at": now,
        **given,
    }


def test_new_rows_are_written_and_their_keys_come_back(agency: Agency) -> None:
    rows = [owner_row(agency, f"o{n}") for n in range(3)]

    keys = upsert(Owner, rows, IDENTITY, keep=("id", "created_at"))

    assert keys == {(agency.pk, "propertyme", row["external_id"]): row["id"] for row in rows}
    assert list(Owner.objects.order_by("external_id").values(*rows[0])) == rows


def test_a_row_that_is_there_is_changed_and_keeps_its_key_and_what_is_to_be_kept(agency: Agency) -> None:
    first, other = owner_row(agency, "o1"), owner_row(agency, "o2")
    upsert(Owner, [first, other], IDENTITY, keep=("id", "created_at"))
    later = datetime(2027, 1, 1, tzinfo=UTC)

    again = owner_row(agency, "o1", name="Oliver", email="o@example.com", created_at=later, updated_at=later)
    upsert(Owner, [again], IDENTITY, keep=("id", "created_at"))

    changed = Owner.objects.values(*again).get(external_id="o1")
    assert changed == again | {"id": first["id"], "created_at": first["created_at"]}
    assert Owner.objects.values(*other).get(external_id="o2") == other


def test_with_nothing_left_to_change_a_row_stays_as_it_is(agency: Agency) -> None:
    lease, own = Property.owners.through, a_property(agency)
    owners = [an_owner(agency), an_owner(agency)]
    own.owners.add(owners[0])

    upsert(lease, [{"property_id": own.pk, "owner_id": owner.pk} for owner in owners], ("property_id", "owner_id"))

    assert set(own.owners.all()) == set(owners)
    assert lease.objects.count() == 2


def test_without_unique_columns_rows_are_only_added() -> None:
    log = a_sync_log()
    change = {"sync_log_id": log.pk, "table": "t", "row_id": uuid4(), "action": "created", "created_at": log.created_at}

    upsert(RowChange, [change, change], ())

    assert RowChange.objects.count() == 2
    assert {(row.label, row.before == {}, row.after == {}) for row in RowChange.objects.all()} == {("", True, True)}


@pytest.mark.parametrize("text", [NASTY, "", " ", "\\N", "\\.", "NULL", "x" * 100_000, "\t", "a\\", "{1,2}"])
def test_text_comes_back_to_the_letter(agency: Agency, text: str) -> None:
    row = owner_row(agency, "o1", name=text, people=[{"first_name": text, "n": 1}])

    upsert(Owner, [row], IDENTITY)

    owner = Owner.objects.get()
    assert (owner.name, owner.people) == (text, [{"first_name": text, "n": 1}])


@pytest.mark.parametrize("value", [[], (), {}, None, 0, False, "", [None], {"a": {"b": [1.5, None, "\u2028"]}}])
def test_json_comes_back_as_it_went(agency: Agency, value: Any) -> None:
    own = a_property(agency)
    now = own.created_at
    row = {"id": own.pk, "agency_id": agency.pk, "address": "x", "created_at": now, "updated_at": now}
    nullable = value is None

    if nullable:
        with pytest.raises(IntegrityError), transaction.atomic():
            upsert(Property, [row | {"labels": value}], ("id",))
    else:
        upsert(Property, [row | {"labels": value}], ("id",))

    own.refresh_from_db()
    assert own.labels == ([] if nullable or value == () else value)


def test_days_moments_money_and_nothing_come_back(agency: Agency) -> None:
    lease = a_lease(a_property(agency))
    columns = {
        "start_date": date(1, 1, 2),
        "end_date": date(9999, 12, 31),
        "vacated_on": None,
        "is_periodic": True,
        "rent_amount": Decimal("9999999999.99"),
        "bond_amount": Decimal("0.00"),
        "withdrawn_at": datetime(2026, 7, 3, 2, 14, 1, 999999, tzinfo=UTC),
        "unit_id": None,
        "fingerprint": "0" * 32,
    }

    update(Lease, [{"id": lease.pk, **columns}])

    assert Lease.objects.values(*columns).get() == columns


def test_only_the_named_columns_of_the_named_rows_change(agency: Agency) -> None:
    rows = [a_property(agency, bedrooms=n) for n in range(3)]
    before = {own.pk: Property.objects.values().get(pk=own.pk) for own in rows}

    update(Property, [{"id": rows[0].pk, "bedrooms": 7}, {"id": rows[1].pk, "bedrooms": None}])

    after = {own.pk: Property.objects.values().get(pk=own.pk) for own in rows}
    assert after == before | {
        rows[0].pk: before[rows[0].pk] | {"bedrooms": 7},
        rows[1].pk: before[rows[1].pk] | {"bedrooms": None},
    }


def test_no_rows_are_no_statement() -> None:
    with CaptureQueriesContext(connection) as queries:
        written = upsert(Owner, [], IDENTITY)
        update(Owner, [])

    assert written == {}
    assert len(queries) == 0


def test_a_thousand_rows_take_as_many_statements_as_one(agency: Agency) -> None:
    with CaptureQueriesContext(connection) as one:
        upsert(Owner, [owner_row(agency, "first")], IDENTITY)
    with CaptureQueriesContext(connection) as many:
        upsert(Owner, [owner_row(agency, f"o{n}") for n in range(1000)], IDENTITY)

    assert Owner.objects.count() == 1001
    assert len(one) == len(many)


def test_all_rows_or_none_are_written(agency: Agency) -> None:
    good, bad = owner_row(agency, "o1"), owner_row(agency, "o2", agency_id=UUID(int=0), name=None)

    with pytest.raises(IntegrityError), transaction.atomic():
        upsert(Owner, [good, bad], IDENTITY)

    assert not Owner.objects.exists()


def test_a_time_of_day_comes_back(agency: Agency) -> None:
    update(Agency, [{"id": agency.pk, "sync_time": time(3, 30)}])

    agency.refresh_from_db()
    assert agency.sync_time == time(3, 30)


def test_what_is_the_same_in_every_row_is_given_once(agency: Agency) -> None:
    rows = [owner_row(agency, f"o{n}", name=f"Owner {n}") for n in range(3)]
    same = {name: rows[0][name] for name in ("agency_id", "external_source", "people", "created_at", "updated_at")}
    varying = [{name: value for name, value in row.items() if name not in same} for row in rows]

    keys = upsert(Owner, varying, IDENTITY, keep=("id", "created_at"), same=same)

    assert keys == {(agency.pk, "propertyme", row["external_id"]): row["id"] for row in rows}
    assert list(Owner.objects.order_by("external_id").values(*rows[0])) == rows


def test_what_is_the_same_is_changed_too_where_a_row_is_there(agency: Agency) -> None:
    row = owner_row(agency, "o1")
    upsert(Owner, [row], IDENTITY)
    identity = {name: row[name] for name in IDENTITY}
    new = {"id": uuid4(), "name": "Oliver", "created_at": row["created_at"], "updated_at": row["updated_at"]}

    same = identity | {"email": "o@example.com", "people": [{"n": 1}]}
    upsert(Owner, [new], IDENTITY, keep=("id",), same=same)

    owner = Owner.objects.get()
    assert (owner.pk, owner.name, owner.email, owner.people) == (row["id"], "Oliver", "o@example.com", [{"n": 1}])


def test_rows_are_changed_with_a_value_that_is_the_same_for_all(agency: Agency) -> None:
    first, other, third = (a_property(agency, bedrooms=n) for n in range(3))
    then = datetime(2026, 7, 3, 2, 14, 1, 123456, tzinfo=UTC)

    changes = [{"id": first.pk, "bedrooms": 7}, {"id": other.pk, "bedrooms": None}]
    update(Property, changes, same={"withdrawn_at": then, "labels": ["a"]})

    columns = ("pk", "bedrooms", "withdrawn_at", "labels")
    assert list(Property.objects.order_by("address").values_list(*columns)) == [
        (first.pk, 7, then, ["a"]),
        (other.pk, None, then, ["a"]),
        (third.pk, 2, None, []),
    ]
