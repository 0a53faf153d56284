"""Events as the door stores them."""

import json
from datetime import datetime
from typing import Any

from django.utils import timezone

from integrations.hooks.taking import Taken, take
from integrations.models import Connection, SyncLog, WebhookEvent
from integrations.sync.engine import execute


def an_event(connection: Connection, event_type: str = "Tenant_Edit", *ids: str, **given: Any) -> WebhookEvent:
    """A waiting event about these records."""
    body = json.dumps({"type": event_type, "ids": list(ids)})
    return WebhookEvent.objects.create(connection=connection, **{"body": body, "received_at": timezone.now(), **given})


def read_all(connection: Connection, now: datetime | None = None) -> SyncLog:
    """The run that the connection's waiting events led to, carried out here and now."""
    taken: Taken = take(connection.pk, now)
    assert taken.log is not None
    execute(taken.log.pk)
    taken.log.refresh_from_db()
    return taken.log


def told(event: WebhookEvent) -> tuple[str, str, str, list[Any]]:
    """Status, message, type and records of an event as it stands."""
    row = WebhookEvent.objects.get(pk=event.pk)
    return row.status, row.message, row.event_type, row.records
