"""Undoing, row by row: what a person, a later run or another row has to do with it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from threading import Barrier, Event
from time import sleep
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from agencies.refusals import Refusal
from integrations import runs, undoing
from integrations.models import RowChange, SyncLog
from integrations.sync.rent import Booked, unbook
from integrations.undoing import doing, writing
from integrations.undoing.pointers import pointers
from portfolio.models import Lease, Owner, Property, Tenant, Transaction
from tests.factories import a_change, a_connection, a_job, a_lease, a_property, a_sync_log, a_tenant, a_transaction


@pytest.fixture
def log(db: None) -> SyncLog:
    """A run that is over and has changed nothing yet."""
    return a_sync_log(a_connection(), started_at=timezone.now() - timedelta(hours=1))


def created(log: SyncLog, row: Any) -> RowChange:
    """The row, new by this run."""
    type(row).objects.filter(pk=row.pk).update(synced_at=log.started_at, updated_at=log.started_at)
    return noted(log, row, action="created", before={}, after={})


def noted(log: SyncLog, row: Any, **given: Any) -> RowChange:
    change = a_change(log, table=row._meta.db_table, row_id=row.pk, **given)
    RowChange.objects.filter(pk=change.pk).update(created_at=log.started_at)
    return change


def reasons(log: SyncLog) -> list[str]:
    return [kept.reason for step in undoing.preview(log).kept for kept in step.kept]


def test_a_new_row_that_a_person_has_edited_stays(log: SyncLog) -> None:
    house = a_property(log.connection.agency)
    created(log, house)
    house.key_number = "K-12"
    house.save()

    assert reasons(log) == ["Somebody has changed it here since."]
    with pytest.raises(Refusal):
        undoing.undo(log, None)
    assert Property.objects.filter(pk=house.pk).exists()


def test_a_new_row_that_something_else_belongs_to_stays_and_what_may_go_goes(log: SyncLog) -> None:
    house = a_property(log.connection.agency)
    lease, receipt = a_lease(house), a_transaction(house)
    for row in (house, receipt):
        created(log, row)

    found = reasons(log)
    undoing.undo(log, None)

    assert found == ["Something that stays here belongs to it (lease)."]
    assert Property.objects.filter(pk=house.pk).exists() and Lease.objects.filter(pk=lease.pk).exists()
    assert not Transaction.objects.exists()


def test_a_new_tenant_of_a_lease_that_turns_back_goes_and_one_whose_lease_stays_does_not(log: SyncLog) -> None:
    agency = log.connection.agency
    old, new, other = a_tenant(agency), a_tenant(agency), a_tenant(agency)
    turned = a_lease(a_property(agency), tenants=(new,))
    a_lease(a_property(agency), tenants=(other,))
    created(log, new)
    created(log, other)
    noted(log, turned, before={"tenants": [str(old.pk)]}, after={"tenants": [str(new.pk)]})

    undoing.undo(log, None)

    assert list(turned.tenants.all()) == [old]
    assert set(Tenant.objects.all()) == {old, other}


def test_a_new_row_that_a_later_run_changed_stays(log: SyncLog) -> None:
    house = a_property(log.connection.agency)
    created(log, house)
    noted(a_sync_log(log.connection), house, before={"state": ""}, after={"state": "NSW"})

    assert reasons(log) == ["A later sync changed it again."]


def test_a_value_that_pointed_at_a_row_which_is_gone_stays(log: SyncLog) -> None:
    job = a_job(a_property(log.connection.agency))
    gone = a_property(log.connection.agency)
    noted(log, job, before={"property_id": str(gone.pk)}, after={"property_id": str(job.property_id)})
    gone.delete()

    assert reasons(log) == ["What it pointed to before is no longer here."]


def test_another_agencys_row_is_never_touched(log: SyncLog) -> None:
    theirs = a_lease()
    noted(log, theirs, before={"rent_amount": "1.00"}, after={"rent_amount": "650.00"})

    assert reasons(log) == ["It has been deleted since."]


def test_a_row_that_the_run_touched_twice_goes_back_to_what_it_was_before_the_first_time(log: SyncLog) -> None:
    house = a_property(log.connection.agency, key_number="C")
    noted(log, house, before={"key_number": "A"}, after={"key_number": "B"})
    noted(log, house, before={"key_number": "B"}, after={"key_number": "C"})

    undoing.undo(log, None)

    house.refresh_from_db()
    assert house.key_number == "A"


def test_a_row_that_came_back_is_withdrawn_again(log: SyncLog) -> None:
    house = a_property(log.connection.agency)
    gone_at = timezone.now().replace(microsecond=0) - timedelta(days=3)
    noted(log, house, before={"withdrawn_at": gone_at.isoformat()}, after={"withdrawn_at": None})

    done = undoing.undo(log, None)

    house.refresh_from_db()
    assert house.withdrawn_at == gone_at
    assert done.changes.get().action == "withdrawn"


def test_every_model_that_points_at_a_property_or_an_owner_is_known() -> None:
    assert {(pointer.words, pointer.name) for pointer in pointers(Property)} >= {
        ("lease", "property_id"),
        ("maintenance job", "property_id"),
        ("inspection", "property_id"),
        ("unit", "property_id"),
        ("transaction", "property_id"),
        ("property mapping", "property_id"),
    }
    assert {(pointer.words, pointer.name) for pointer in pointers(Owner)} == {("property", "owners")}


def test_only_a_run_that_is_over_is_undone_and_only_once(log: SyncLog) -> None:
    house = a_property(log.connection.agency)
    noted(log, house, before={"key_number": "A"}, after={"key_number": ""})
    live = a_sync_log(log.connection, status="running")

    for run, code in ((log, "already_running"), (live, "still_running")):
        with pytest.raises(Refusal) as refused:
            undoing.undo(run, None)
        assert refused.value.code == code
    live.delete()
    done = undoing.undo(log, None)
    for run, code in ((log, "already_undone"), (done, "is_an_undo")):
        with pytest.raises(Refusal) as refused:
            undoing.undo(run, None)
        assert refused.value.code == code


def test_numbers_that_have_changed_since_they_were_looked_at_are_shown_again_first(log: SyncLog) -> None:
    house, other = (a_property(log.connection.agency, key_number="B") for _ in range(2))
    for row in (house, other):
        noted(log, row, before={"key_number": "A"}, after={"key_number": "B"})
    seen = undoing.preview(log).seen
    Property.objects.filter(pk=other.pk).update(key_number="mine")

    with pytest.raises(Refusal, match="changed since you looked"):
        undoing.undo(log, None, seen=seen)

    house.refresh_from_db()
    assert house.key_number == "B"


def test_three_rows_and_three_hundred_take_the_same_queries(log: SyncLog, django_assert_num_queries: Any) -> None:
    agency = log.connection.agency
    for number in (3, 297):
        for _ in range(number):
            tenant = a_tenant(agency)
            lease = a_lease(a_property(agency), tenants=(tenant,), bond_reference="B")
            created(log, tenant)
            noted(
                log,
                lease,
                before={"bond_reference": "A", "tenants": []},
                after={"bond_reference": "B", "tenants": [str(tenant.pk)]},
            )
        # which tables; both tables; leases: stories, rows, links, other ends, edits; tenants: stories, rows, edits, and the eight
        # tables whose rows may hold them
        with django_assert_num_queries(19):
            found = undoing.preview(log)

    assert (found.total.put_back, found.total.removed, found.total.kept) == (300, 300, 0)


def test_more_rows_than_one_batch_holds_are_undone(log: SyncLog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("integrations.undoing.planning.BATCH", 7)
    agency = log.connection.agency
    houses = [a_property(agency, key_number="B") for _ in range(20)]
    for house in houses:
        lease = a_lease(house)
        created(log, lease)
        created(log, house)

    undoing.undo(log, None)

    assert not Property.objects.exists() and not Lease.objects.exists()
    assert writing.STAMPS.isdisjoint(RowChange.objects.filter(action="removed")[0].before)


def test_a_thousand_links_and_more_go_at_once(log: SyncLog) -> None:
    lease = a_lease(a_property(log.connection.agency))
    tenants = Tenant.objects.bulk_create(Tenant(agency=log.connection.agency, name=f"T {n}") for n in range(1100))
    lease.tenants.set(tenants)
    noted(log, lease, before={"tenants": []}, after={"tenants": [str(tenant.pk) for tenant in tenants]})

    undoing.undo(log, None)

    assert not lease.tenants.exists()
    assert Tenant.objects.count() == 1100


def test_the_last_receipts_of_a_lease_free_their_numbers_and_earlier_ones_do_not() -> None:
    state = {"T/1": Booked(Decimal(1000), 5), "T-2": Booked(Decimal(300), 1), "T-3": Booked(None)}

    found = unbook(
        state,
        {
            "rent/T/1/5": Decimal(100),
            "rent/T/1/4": Decimal(-30),
            "rent/T/1/2": Decimal("0.05"),
            "rent/T-3/1": Decimal(1),
            "rent/T-4/1": Decimal(1),
        },
    )

    assert found == {"T/1": Booked(Decimal("929.95"), 3)}


def at_once(*steps: Callable[[], Any]) -> list[Any]:
    """What each step gives or refuses, all of them begun at the same moment."""
    begin = Barrier(len(steps))

    def outcome(step: Callable[[], Any]) -> Any:
        begin.wait(10)
        try:
            return step()
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(outcome, steps))


@pytest.mark.django_db(transaction=True)
def test_of_two_undos_at_the_same_moment_one_is_done() -> None:
    log = a_sync_log(a_connection())
    houses = [a_property(log.connection.agency, key_number="B") for _ in range(50)]
    for house in houses:
        noted(log, house, before={"key_number": "A"}, after={"key_number": "B"})

    found = at_once(lambda: undoing.undo(log, None), lambda: undoing.undo(log, None))

    assert {type(outcome) for outcome in found} == {SyncLog, str} and "already_undone" in found
    assert RowChange.objects.filter(sync_log__trigger="undo").count() == 50


@pytest.mark.django_db(transaction=True)
def test_a_sync_that_is_asked_for_meanwhile_waits_for_the_undo(monkeypatch: pytest.MonkeyPatch) -> None:
    log = a_sync_log(a_connection())
    house = a_property(log.connection.agency, key_number="B")
    noted(log, house, before={"key_number": "A"}, after={"key_number": "B"})
    nearly, finish, order = Event(), doing._finish, []

    def slowly(*given: Any) -> None:
        nearly.set()
        sleep(0.5)
        order.append("undone")
        finish(*given)

    def sync() -> SyncLog:
        assert nearly.wait(10)
        queued = runs.request_sync(log.connection, SyncLog.Type.MANUAL, SyncLog.Trigger.PERSON, to_worker=False)
        order.append("queued")
        return queued

    monkeypatch.setattr(doing, "_finish", slowly)
    done, queued = at_once(lambda: undoing.undo(log, None), sync)

    assert order == ["undone", "queued"]
    assert (done.status, queued.status) == ("completed", "queued")
