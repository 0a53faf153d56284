"""What the logs of events can be narrowed to. A choice that does not exist narrows nothing."""

from datetime import datetime, time, timedelta, tzinfo
from typing import Any

from django import forms
from django.db.models import QuerySet

from integrations import events
from integrations.models import Connection, EventDelivery, WebhookEvent
from integrations.pages.filters import Narrowing, choice

# So many of the latest events are asked for their types.
LOOKED_AT = 1000


def day_field() -> forms.DateField:
    """One day of the agency's calendar."""
    return forms.DateField(required=False, label="Day", widget=forms.DateInput({"type": "date"}))


def on_day(rows: QuerySet[Any], column: str, asked: dict[str, Any], zone: tzinfo) -> QuerySet[Any]:
    """The rows of the day that was asked for, all where none was."""
    day = asked.pop("day", None)
    if day is None:
        return rows
    begins = datetime.combine(day, time.min, tzinfo=zone)
    ends = datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone)
    return rows.filter(**{f"{column}__gte": begins, f"{column}__lt": ends})


class EventFilter(Narrowing):
    """By state, type and day."""

    state = choice("State", "Any state", WebhookEvent.Status.choices)
    type = choice("Type", "Any type")
    day = day_field()

    def __init__(self, data: Any, connection: Connection) -> None:
        super().__init__(data)
        self.zone = connection.agency.zone
        latest = WebhookEvent.objects.filter(connection=connection).order_by("-id").values("event_type")[:LOOKED_AT]
        types = {row["event_type"] for row in latest} - {""}
        self.offer("type", [(name, name) for name in sorted(types)])

    def apply(self, rows: QuerySet[WebhookEvent]) -> QuerySet[WebhookEvent]:
        """The events that were asked for."""
        asked = self.chosen()
        rows = on_day(rows, "received_at", asked, self.zone)
        columns = {"state": "status", "type": "event_type"}
        return rows.filter(**{columns[name]: value for name, value in asked.items()})


class DeliveryFilter(Narrowing):
    """By state, type and day."""

    state = choice("State", "Any state", EventDelivery.Status.choices)
    type = choice("Type", "Any type", [(name, name) for name in (*events.TYPES, events.TEST)])
    day = day_field()

    def apply(self, rows: QuerySet[EventDelivery], zone: tzinfo) -> QuerySet[EventDelivery]:
        """The messages that were asked for."""
        asked = self.chosen()
        rows = on_day(rows, "created_at", asked, zone)
        columns = {"state": "status", "type": "event_type"}
        return rows.filter(**{columns[name]: value for name, value in asked.items()})
