"""The counters after real runs, pushes and events, as a monitor reads them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from integrations import events
from integrations.hooks.replaying import replay
from integrations.hooks.taking import take
from integrations.models import EventDelivery, SyncLog, WebhookEvent
from integrations.schedule import tick
from integrations.subscriptions import sending
from integrations.sync.journal import HEARTBEAT_LOST_AFTER
from tests.factories import a_member, a_sync_log
from tests.integrations.hooks.given import an_event, read_all
from tests.integrations.hooks.vendor import TalkingVendor, connected, talker  # noqa: F401  (a fixture)
from tests.integrations.observing.scraping import counted
from tests.integrations.office import Office
from tests.integrations.subscriptions.hearing import Hearing, hearing  # noqa: F401  (a fixture)
from tests.integrations.twoway.bureau import Bureau
from tests.integrations.twoway.conftest import bureau, server  # noqa: F401  (fixtures)

pytestmark = pytest.mark.django_db


def test_a_run_counts_itself_its_rows_its_time_and_its_calls(office: Office) -> None:
    slug = office.connection.provider
    asked = len(office.asked("/api/"))

    log = office.sync()

    assert counted("runs") == {(slug, "completed", log.trigger): 1}
    rows = counted("rows")
    for kind, count in log.counts.items():
        assert {name: rows.get((kind, name, slug), 0) for name in ("created", "updated", "unchanged", "held")} == {
            name: count[name] for name in ("created", "updated", "unchanged", "held")
        }
    assert set(counted("run_seconds")) == {("read", slug), ("plan", slug), ("write", slug)}
    assert sum(counted("vendor_calls").values()) >= len(office.asked("/api/")) - asked > 0


def test_a_run_that_is_given_up_is_counted_once_with_what_it_had_stored() -> None:
    now = timezone.now()
    lost = a_sync_log(
        status=SyncLog.Status.RUNNING,
        trigger=SyncLog.Trigger.SCHEDULE,
        heartbeat_at=now - HEARTBEAT_LOST_AFTER - timedelta(seconds=1),
        counts={"leases": {"read": 3, "created": 2, "rejected": 1}},
        seconds={"read": 1.5},
    )
    slug = lost.connection.provider

    given_up = [tick(now).given_up, tick(now).given_up]

    assert given_up == [1, 0]
    assert counted("runs") == {(slug, "failed", "schedule"): 1}
    assert counted("rows") == {("leases", "created", slug): 2, ("leases", "rejected", slug): 1}
    assert counted("run_seconds") == {("read", slug): 1.5}


def test_edits_are_counted_by_what_became_of_them(bureau: Bureau) -> None:  # noqa: F811
    bureau.vendor.refuses = "bad"
    bureau.edit("c1", phone="2")
    bureau.edit("c2", phone="bad")
    bureau.edit("c3", phone="3")
    bureau.vendor.changes("c3", phone="4")

    bureau.push()

    assert counted("pushes") == {("sent", "desk"): 1, ("failed", "desk"): 1, ("conflict", "desk"): 1}


def test_an_edit_whose_answer_is_lost_is_unknown_and_then_what_it_turns_out_to_be(bureau: Bureau) -> None:  # noqa: F811
    bureau.edit("c1", phone="2")
    bureau.vendor.lose = 1

    bureau.push()

    assert counted("pushes") == {("unknown", "desk"): 1, ("sent", "desk"): 1}


def test_an_edit_that_waits_for_the_vendor_is_pending_each_time(bureau: Bureau) -> None:  # noqa: F811
    bureau.edit("c1", phone="2")
    bureau.vendor.down = 1

    bureau.push()

    assert counted("pushes") == {("pending", "desk"): 1}


def test_events_are_counted_once_however_often_they_are_taken(talker: TalkingVendor) -> None:  # noqa: F811
    connection = connected()
    talker.has("1", "Tess Tenant")
    talker.status["tenants"] = 500
    for key in ("1", "2"):
        an_event(connection, "Tenant_Edit", key)
    an_event(connection, "Weather_Edit", "1")
    read_all(connection)

    talker.status.clear()
    read_all(connection, timezone.now() + timedelta(hours=2))
    event = WebhookEvent.objects.filter(event_type="Tenant_Edit").latest("pk")
    replay(event, a_member(connection.agency))
    read_all(connection, timezone.now() + timedelta(hours=4))

    assert counted("webhooks_received") == {("talker",): 3}


def test_events_that_wait_for_a_live_run_are_not_counted_yet(talker: TalkingVendor) -> None:  # noqa: F811
    connection = connected()
    a_sync_log(connection, status=SyncLog.Status.RUNNING, heartbeat_at=timezone.now())
    an_event(connection, "Tenant_Edit", "1")

    take(connection.pk)

    assert counted("webhooks_received") == {}


def test_each_try_of_a_message_is_counted_by_what_came_of_it(hearing: Hearing) -> None:  # noqa: F811
    agency = hearing.told().agency_id
    for status in (204, 500):
        hearing.status = status
        events.emit(agency, "lease.changed", {})
        sending.send_due()
    hearing.status = 204
    EventDelivery.objects.filter(status="waiting").update(next_try_at=timezone.now(), claimed_at=None)
    sending.send_due()

    assert counted("webhooks_sent") == {("delivered",): 2, ("failed",): 1}
