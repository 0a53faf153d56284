"""Nights beside runs that events began: neither costs the other more than a moment."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection as database
from django.utils import timezone

from agencies.refusals import Refusal
from integrations import runs
from integrations.hooks.taking import nudge_waiting, take
from integrations.models import Connection, SyncLog
from integrations.schedule import next_night, tick
from integrations.sync.engine import execute
from tests.factories import a_connection, a_sync_log
from tests.integrations.hooks.given import an_event, read_all, told
from tests.integrations.hooks.vendor import TalkingVendor, connected, talker  # noqa: F401  (a fixture)

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
Trigger = SyncLog.Trigger


@pytest.mark.parametrize(
    "part",
    [
        pytest.param({"trigger": Trigger.WEBHOOK, "only": {"rows": {"tenants": ["1"]}}}, id="what events told of"),
        pytest.param({"kinds": ["owners"]}, id="one kind"),
        pytest.param({"options": {"sync_direction": "push"}}, id="nothing, it only sends"),
    ],
)
def test_a_night_waits_for_a_run_that_reads_only_a_part_and_is_not_lost(part: dict[str, Any]) -> None:
    now = timezone.now()
    connection = a_connection(next_sync_at=now - MINUTE)
    run = a_sync_log(connection, status="running", started_at=now, heartbeat_at=now, sent_at=now, **part)

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


@pytest.mark.parametrize("trigger", [Trigger.SCHEDULE, Trigger.PERSON, Trigger.CONNECT])
def test_a_run_for_events_that_has_not_begun_gives_way_and_its_events_are_read_later(
    talker: TalkingVendor,  # noqa: F811
    trigger: str,
) -> None:
    talker.has("1", "Tess Tenant")
    connection = connected()
    event = an_event(connection, "Tenant_Edit", "1")
    asked = take(connection.pk).log
    assert asked is not None

    wanted = runs.request_sync(connection, SyncLog.Type.MANUAL, trigger)

    assert SyncLog.objects.get() == wanted
    assert (execute(asked.pk), told(event)[0]) == (None, "waiting")
    execute(wanted.pk)
    assert (read_all(connection).trigger, told(event)[0]) == (Trigger.WEBHOOK, "done")


@pytest.mark.parametrize("begun", [{"status": "running"}, {"status": "queued"}], ids=["running", "put back"])
def test_one_that_has_begun_is_waited_for_and_the_answer_says_so(begun: dict[str, str]) -> None:
    connection = connected()
    run = a_sync_log(connection, trigger=Trigger.WEBHOOK, started_at=timezone.now(), **begun)

    with pytest.raises(Refusal) as refused:
        runs.request_sync(connection, SyncLog.Type.MANUAL, Trigger.PERSON)

    assert (refused.value.code, refused.value.conflict) == ("already_running", True)
    assert refused.value.sentence == (
        f"{connection} is reading what its vendor has just told of (job {run.pk}). That takes a moment: try again then."
    )
    assert SyncLog.objects.get() == run


def test_a_run_for_events_makes_no_other_give_way() -> None:
    connection = connected()
    waiting = a_sync_log(connection, trigger=Trigger.SCHEDULE, status="queued", started_at=None)

    with pytest.raises(Refusal):
        runs.request_sync(connection, SyncLog.Type.INCREMENTAL, Trigger.WEBHOOK)

    assert SyncLog.objects.get() == waiting


def test_under_steady_events_the_night_begins_as_it_is_due(talker: TalkingVendor) -> None:  # noqa: F811
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
        if minute != 2:  # no worker has come to the run before the night
            execute(live.pk)

    assert triggers == ["webhook", "webhook", "webhook", "schedule", "webhook", "webhook"]


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
