"""Waiting events become runs, and what the runs come to settles them. The vendor answers over a real socket."""

from datetime import timedelta

import pytest
from django.db import connection as database
from django.db import transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from integrations import runs
from integrations.hooks import settling
from integrations.hooks.taking import nudge_waiting, take
from integrations.models import Connection, Cursor, SyncLog, WebhookEvent
from integrations.schedule import tick
from integrations.sync.engine import execute
from portfolio.models import Tenant
from tests.integrations.hooks.given import an_event, read_all, told
from tests.integrations.hooks.vendor import TalkingVendor, connected, the_run

pytestmark = pytest.mark.django_db


def test_events_about_one_record_lead_to_one_read_of_it(talker: TalkingVendor) -> None:
    connection = connected()
    talker.has("1", "Tess Tenant", phone="0400 000 001")
    talker.has("2", "Tom Tenant")
    events = [an_event(connection, "Tenant_Add", "1"), an_event(connection, "Tenant_Edit", "1", "2")]
    events.append(an_event(connection, "Tenant_Edit", "1"))

    log = read_all(connection)

    assert talker.asked == [["1", "2"]]
    assert set(Tenant.objects.values_list("external_id", "name", "phone")) == {
        ("1", "Tess Tenant", "0400 000 001"),
        ("2", "Tom Tenant", ""),
    }
    assert (log.sync_type, log.trigger, log.kinds, log.status) == ("incremental", "webhook", ["tenants"], "completed")
    assert log.only == {"rows": {"tenants": ["1", "2"]}, "gone": {}}
    assert log.summary == "2 records read that events told of: 2 new, 0 updated, 0 gone, 0 errors"
    assert (log.progress_done, log.progress_total) == (2, 2)
    for event in events:
        status, message, _, records = told(event)
        assert (status, message, records[0]) == ("done", "", ["tenants", "1", False])
    assert set(WebhookEvent.objects.values_list("sync_log", flat=True)) == {log.pk}


def test_only_what_was_read_moves_and_no_cursor(talker: TalkingVendor) -> None:
    before = timezone.now() - timedelta(days=1)
    connection = connected(last_sync_at=before, last_full_sync_at=before)
    an_event(connection, "Tenant_Edit", "1")
    talker.has("1", "Tess Tenant")

    read_all(connection)

    connection.refresh_from_db()
    assert (connection.last_sync_at, connection.last_full_sync_at) == (before, before)
    assert not Cursor.objects.filter(connection=connection).exists()


def test_a_record_that_the_vendor_no_longer_has_is_withdrawn(talker: TalkingVendor) -> None:
    connection = connected()
    for key in ("1", "2", "3"):
        talker.has(key, f"Tenant {key}")
    an_event(connection, "Tenant_Add", "1", "2", "3")
    read_all(connection)
    del talker.tenants["1"], talker.tenants["2"]
    an_event(connection, "Tenant_Delete", "1")
    an_event(connection, "Tenant_Edit", "2")
    an_event(connection, "Tenant_Delete", "3")  # which came too late: it is there again

    log = read_all(connection, timezone.now() + timedelta(minutes=1))

    assert set(Tenant.objects.filter(withdrawn_at__isnull=False).values_list("external_id", flat=True)) == {"1", "2"}
    assert log.counts["tenants"]["withdrawn"] == 2
    assert log.summary == "3 records read that events told of: 0 new, 0 updated, 2 gone, 0 errors"


def test_many_records_that_nobody_called_gone_are_kept_until_a_person_has_looked(talker: TalkingVendor) -> None:
    connection = connected()
    keys = [str(number) for number in range(30)]
    for key in keys:
        talker.has(key, f"Tenant {key}")
    an_event(connection, "Tenant_Add", *keys)
    read_all(connection)
    talker.tenants.clear()
    an_event(connection, "Tenant_Edit", *keys[:25])
    an_event(connection, "Tenant_Delete", *keys[25:])

    log = read_all(connection, timezone.now() + timedelta(minutes=1))

    assert Tenant.objects.filter(withdrawn_at__isnull=True).count() == 25
    assert [error["code"] for error in log.errors] == ["mass_withdrawal"]
    assert set(WebhookEvent.objects.values_list("status", flat=True)) == {"done"}


def test_what_leads_to_no_read_says_why(talker: TalkingVendor) -> None:
    connection = connected(config={"excluded_kinds": ["contacts"]})
    unknown = an_event(connection, "Weather_Edit", "1")
    owners = an_event(connection, "Owner_Edit", "7")
    excluded = an_event(connection, "Vendor_Edit", "8")
    torn = [an_event(connection, body=body) for body in ("", "{", "[]", '{"type": 3}', "\ufffd\x00", '{"type": "T"}')]

    taken = take(connection.pk)

    assert taken.log is None
    assert talker.asked == []
    assert told(unknown) == ("ignored", "pmsync syncs nothing that events of this type tell of.", "Weather_Edit", [])
    assert told(owners) == (
        "ignored",
        "It is about owners, which cannot be read one by one from Talker.",
        "Owner_Edit",
        [["owners", "7", False]],
    )
    assert told(excluded)[:2] == ("ignored", "It is about contacts, which are switched off for this connection.")
    assert {told(event)[:2] for event in torn} == {("failed", "This is no event of Talker's.")}
    assert take(connection.pk).log is None
    assert not SyncLog.objects.exists()


def test_events_wait_for_the_live_run_and_for_ten_seconds_after_the_last_one(talker: TalkingVendor) -> None:
    connection = connected()
    talker.has("1", "Tess Tenant")
    live = runs.request_sync(connection, SyncLog.Type.MANUAL, SyncLog.Trigger.PERSON)
    an_event(connection, "Tenant_Edit", "1")
    assert take(connection.pk) == (None, None)
    runs.stop(live)
    read_all(connection)
    an_event(connection, "Tenant_Edit", "1")

    too_early = take(connection.pk)
    later = take(connection.pk, timezone.now() + timedelta(seconds=11))

    assert too_early.log is None
    assert too_early.again_in is not None and 5 < too_early.again_in <= 10
    assert later.log is not None


@pytest.mark.parametrize("status", ["paused", "expired", "disconnected"])
def test_events_wait_while_nothing_may_be_read(talker: TalkingVendor, status: str) -> None:
    connection = connected(status=status)
    event = an_event(connection, "Tenant_Edit", "1")

    taken = take(connection.pk)

    assert (taken.log, nudge_waiting(), told(event)[0]) == (None, 0, "waiting")


def test_after_a_failed_run_its_events_wait_longer_each_time_and_are_given_up_after_a_day(
    talker: TalkingVendor,
) -> None:
    connection = connected()
    talker.status["tenants"] = 500
    event = an_event(connection, "Tenant_Edit", "1")
    now = timezone.now()
    first = read_all(connection)
    waits = []
    for _ in range(3):
        waits.append(_minutes_until_taken(connection))
        read_all(connection, timezone.now() + timedelta(hours=2))
    waiting = told(event)[0]
    WebhookEvent.objects.update(received_at=now - timedelta(hours=25))

    read_all(connection, timezone.now() + timedelta(hours=2))

    assert (first.status, waits, waiting) == ("failed", [1, 2, 4], "waiting")
    assert told(event)[:2] == (
        "failed",
        "Its records could not be read for a day. The next sync that reads everything brings them.",
    )


def _minutes_until_taken(connection: Connection) -> int:
    """In how many minutes the waiting events would be taken. What is tried is undone."""
    for minutes in range(61):
        with transaction.atomic():
            taken = take(connection.pk, timezone.now() + timedelta(minutes=minutes, seconds=1))
            transaction.set_rollback(True)
        if taken.log is not None:
            return minutes
    raise AssertionError("they are never taken")


def test_a_kind_that_cannot_be_read_costs_only_the_events_about_it(talker: TalkingVendor) -> None:
    connection = connected()
    talker.has("1", "Tess Tenant")
    talker.status["suppliers"] = 403
    tenant = an_event(connection, "Tenant_Edit", "1")
    supplier = an_event(connection, "Vendor_Edit", "9")

    log = read_all(connection)

    assert log.status == "completed"
    assert told(tenant)[0] == "done"
    assert told(supplier)[:2] == (
        "failed",
        "The sync could not read contacts: its page says why. Replay the event once that is mended.",
    )


def test_a_cancelled_run_is_not_begun_again_by_itself(talker: TalkingVendor) -> None:
    connection = connected()
    event = an_event(connection, "Tenant_Edit", "1")
    log = take(connection.pk).log
    assert log is not None
    SyncLog.objects.filter(pk=log.pk).update(cancel_requested=True)

    execute(log.pk)

    assert SyncLog.objects.get(pk=log.pk).status == "cancelled"
    assert told(event)[:2] == ("failed", "The sync that read its records was cancelled. Replay it to read them.")


def test_a_run_that_is_cancelled_before_it_began_lets_its_events_go(talker: TalkingVendor) -> None:
    connection = connected()
    event = an_event(connection, "Tenant_Edit", "1")
    log = take(connection.pk).log
    assert log is not None
    runs.stop(log)

    settling.release_the_dead()

    assert told(event)[0] == "failed"


def test_events_of_a_worker_that_was_killed_are_read_by_the_next(talker: TalkingVendor) -> None:
    connection = connected()
    talker.has("1", "Tess Tenant")
    event = an_event(connection, "Tenant_Edit", "1")
    dead = take(connection.pk).log
    assert dead is not None
    silent = timezone.now() - timedelta(minutes=10)
    SyncLog.objects.filter(pk=dead.pk).update(status="running", heartbeat_at=silent, created_at=silent)

    tick()
    nudge_waiting()
    log = read_all(connection, timezone.now() + timedelta(minutes=2))

    assert (the_run_status(dead), log.status, told(event)[0]) == ("failed", "completed", "done")
    assert Tenant.objects.get().name == "Tess Tenant"


def the_run_status(log: SyncLog) -> str:
    return SyncLog.objects.get(pk=log.pk).status


def test_an_event_that_comes_while_its_record_is_read_is_read_once_more(talker: TalkingVendor) -> None:
    connection = connected()
    talker.has("1", "Tess Tenant")
    an_event(connection, "Tenant_Edit", "1")
    log = take(connection.pk).log
    assert log is not None
    late = an_event(connection, "Tenant_Edit", "1")

    execute(log.pk)

    assert the_run(connection) == log
    assert told(late)[0] == "waiting"
    read_all(connection, timezone.now() + timedelta(minutes=1))
    assert told(late)[0] == "done"


def test_the_number_of_queries_does_not_depend_on_the_number_of_events(talker: TalkingVendor) -> None:
    numbers = []
    for count in (1, 3, 30):  # the first also makes the row that counts them
        connection = connected()
        for number in range(count):
            an_event(connection, "Tenant_Edit", str(number))
        with CaptureQueriesContext(database) as asked:
            take(connection.pk)
        numbers.append(len(asked))

    assert numbers[1] == numbers[2]
