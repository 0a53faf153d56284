"""Nights beside runs that events began: neither costs the other more than a moment."""

import threading
from datetime import timedelta

import pytest
from django.db import connection as database
from django.utils import timezone

from integrations.hooks.taking import nudge_waiting, take
from integrations.models import Connection, SyncLog
from integrations.schedule import next_night, tick
from integrations.sync.engine import execute
from tests.factories import a_sync_log
from tests.integrations.hooks.given import an_event, read_all, told
from tests.integrations.hooks.vendor import TalkingVendor, connected, talker  # noqa: F401  (a fixture)

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
Trigger = SyncLog.Trigger


@pytest.mark.parametrize("status", ["queued", "running"])
def test_a_night_waits_for_a_run_that_events_began_and_is_not_lost(status: str) -> None:
    now = timezone.now()
    connection = connected(next_sync_at=now - MINUTE)
    run = a_sync_log(connection, status=status, trigger=Trigger.WEBHOOK, heartbeat_at=now, sent_at=now)

    meanwhile = tick(now).queued
    SyncLog.objects.filter(pk=run.pk).update(status="completed")
    after = tick(now + MINUTE).queued

    assert (meanwhile, after) == (0, 1)
    assert SyncLog.objects.live().get().trigger == Trigger.SCHEDULE
    connection.refresh_from_db()
    assert connection.next_sync_at == next_night(connection, now + MINUTE)


def test_events_wait_for_a_night_that_is_due_and_are_read_after_it(talker: TalkingVendor) -> None:  # noqa: F811
    now = timezone.now()
    talker.has("1", "Tess Tenant")
    connection = connected(next_sync_at=now - MINUTE)
    event = an_event(connection, "Tenant_Edit", "1")

    before = take(connection.pk, now)
    waiting = (nudge_waiting(), told(event)[0])
    tick(now)
    night = SyncLog.objects.get()
    during = take(connection.pk, now)
    execute(night.pk)
    after = read_all(connection, now + MINUTE)

    assert (before, during) == ((None, None), (None, None))
    assert waiting == (1, "waiting")
    assert (night.trigger, after.trigger, after.status) == (Trigger.SCHEDULE, Trigger.WEBHOOK, "completed")
    assert told(event)[0] == "done"


def test_under_steady_events_the_night_begins_at_the_second_tick_at_the_latest(talker: TalkingVendor) -> None:  # noqa: F811
    now = timezone.now()
    talker.has("1", "Tess Tenant")
    connection = connected(next_sync_at=now + 3 * MINUTE - timedelta(seconds=1))
    triggers = []

    for minute in range(6):
        an_event(connection, "Tenant_Edit", "1")
        tick(now + minute * MINUTE)
        take(connection.pk, now + minute * MINUTE)
        live = SyncLog.objects.live().get()
        triggers.append(live.trigger)
        if minute != 2:  # the run before the night takes longer than a minute
            execute(live.pk)

    assert triggers == ["webhook", "webhook", "webhook", "webhook", "schedule", "webhook"]


@pytest.mark.django_db(transaction=True)
def test_a_night_and_events_at_the_same_moment_lose_neither(talker: TalkingVendor) -> None:  # noqa: F811
    for _ in range(5):
        now = timezone.now()
        connection = connected(next_sync_at=now)
        event = an_event(connection, "Tenant_Edit", "1")

        _side_by_side(lambda: tick(now), lambda: take(connection.pk, now - MINUTE))  # noqa: B023

        live = SyncLog.objects.live().get(connection=connection)
        is_due = Connection.objects.filter(pk=connection.pk, next_sync_at__lte=now).exists()
        assert (live.trigger, is_due) in [(Trigger.SCHEDULE, False), (Trigger.WEBHOOK, True)]
        assert told(event)[0] == "waiting"


def _side_by_side(*steps) -> None:  # type: ignore[no-untyped-def]
    barrier = threading.Barrier(len(steps))

    def work(step) -> None:  # type: ignore[no-untyped-def]
        barrier.wait()
        try:
            step()
        finally:
            database.close()

    threads = [threading.Thread(target=work, args=[step]) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
