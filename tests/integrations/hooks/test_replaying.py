"""A stored event is read again because a person asks, and the trail says who."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agencies.models import AuditEntry
from agencies.refusals import Refusal
from integrations.hooks.replaying import replay
from integrations.models import WebhookEvent
from portfolio.models import Tenant
from tests.factories import a_member
from tests.integrations.hooks.given import an_event, read_all, told
from tests.integrations.hooks.vendor import TalkingVendor, connected

pytestmark = pytest.mark.django_db


def test_a_replayed_event_is_read_like_a_new_one(talker: TalkingVendor) -> None:
    connection = connected()
    person = a_member(connection.agency)
    talker.has("1", "Tess Tenant")
    event = an_event(connection, "Tenant_Edit", "1")
    read_all(connection)
    talker.has("1", "Tess Trent")

    replay(WebhookEvent.objects.get(pk=event.pk), person)
    read_all(connection, timezone.now() + timedelta(minutes=1))

    event.refresh_from_db()
    entry = AuditEntry.objects.get(action="event_replayed")
    assert (told(event)[0], event.replays) == ("done", 1)
    assert Tenant.objects.get().name == "Tess Trent"
    assert (entry.person, entry.details) == (person.email, {"event": event.pk, "type": "Tenant_Edit"})


def test_a_replayed_event_is_given_up_a_day_after_it_was_replayed(talker: TalkingVendor) -> None:
    connection = connected()
    talker.status["tenants"] = 500
    came = timezone.now() - timedelta(days=3)
    event = an_event(connection, "Tenant_Edit", "1", status="failed", received_at=came)
    replay(WebhookEvent.objects.get(pk=event.pk), a_member(connection.agency))

    read_all(connection)
    after_one_run = told(event)[0]
    WebhookEvent.objects.update(waiting_since=timezone.now() - timedelta(hours=25))
    read_all(connection, timezone.now() + timedelta(hours=2))

    assert (after_one_run, told(event)[0]) == ("waiting", "failed")


@pytest.mark.parametrize(
    ("status", "age", "standing", "code"),
    [
        pytest.param("waiting", 0, "active", "waiting", id="waits"),
        pytest.param("done", 31, "active", "forgotten", id="forgotten"),
        pytest.param("done", 0, "disconnected", "not_connected", id="disconnected"),
    ],
)
def test_an_event_that_cannot_be_read_is_not_replayed(
    talker: TalkingVendor, status: str, age: int, standing: str, code: str
) -> None:
    connection = connected(status=standing)
    came = timezone.now() - timedelta(days=age)
    event = an_event(connection, "Tenant_Edit", "1", status=status, received_at=came)

    with pytest.raises(Refusal) as refused:
        replay(event, a_member(connection.agency))

    assert refused.value.code == code
    assert told(event)[0] == status
    assert not AuditEntry.objects.filter(action="event_replayed").exists()
