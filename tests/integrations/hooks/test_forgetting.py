"""What events said is forgotten after 30 days, and that they came after 90."""

from datetime import timedelta

import pytest
from django.utils import timezone

from integrations import vault
from integrations.models import WebhookEvent
from integrations.retention import tidy
from tests.factories import a_connection
from tests.integrations.hooks.given import an_event

pytestmark = pytest.mark.django_db


def test_what_an_event_said_is_forgotten_before_that_it_came() -> None:
    now, connection = timezone.now(), a_connection()
    young, old, oldest = (
        an_event(connection, "Tenant_Edit", "1", status="done", received_at=now - timedelta(days=days, seconds=1))
        for days in (29, 30, 90)
    )
    waiting = an_event(connection, "Tenant_Edit", "1", received_at=now - timedelta(days=31))

    first, second = tidy(now).events, tidy(now).events

    bodies = dict(vault.opened(WebhookEvent.objects.all(), "body"))
    assert (first, second) == (4, 0)  # three bodies, one of which goes with its line
    assert bodies == {young.pk: '{"type": "Tenant_Edit", "ids": ["1"]}', old.pk: "", waiting.pk: ""}
    assert WebhookEvent.objects.get(pk=waiting.pk).status == "failed"
    assert not WebhookEvent.objects.filter(pk=oldest.pk).exists()
