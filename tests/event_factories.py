"""Rows about events, those that come in and those that go out, for tests."""

from itertools import count
from typing import Any

from django.utils import timezone

from agencies.models import Agency
from integrations import events
from integrations.models import Connection, EventDelivery, EventSubscription, WebhookEvent
from tests.factories import a_connection, an_agency

_numbers = count(1)
# Of the same form as those that are made, and worth nothing.
SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="


def a_webhook_event(connection: Connection | None = None, **given: Any) -> WebhookEvent:
    """An event whose records were read."""
    values = {
        "event_type": "Tenant_Edit",
        "body": '{"type": "Tenant_Edit"}',
        "status": WebhookEvent.Status.DONE,
        "records": [["tenants", "T-17", False]],
        "address": "203.0.113.7",
        "received_at": timezone.now(),
        **given,
    }
    return WebhookEvent.objects.create(connection=connection or a_connection(), **values)


def a_subscription(agency: Agency | None = None, **given: Any) -> EventSubscription:
    """A system of the agency's that is told of everything."""
    values = {"url": f"https://crm-{next(_numbers)}.example/pmsync", "secret": SECRET, **given}
    made = EventSubscription.objects.create(agency=agency or an_agency(), **values)
    events.forget(made.agency_id)
    return made


def a_delivery(subscription: EventSubscription | None = None, **given: Any) -> EventDelivery:
    """A message that was delivered."""
    to = subscription or a_subscription()
    now = timezone.now()
    values = {
        "event_type": "sync.finished",
        "payload": {"type": "sync.finished", "data": {}},
        "status": EventDelivery.Status.DELIVERED,
        "tries": [{"at": now.isoformat(), "status": 204, "milliseconds": 87, "said": ""}],
        "created_at": now,
        "done_at": now,
        **given,
    }
    return EventDelivery.objects.create(subscription=to, **values)
