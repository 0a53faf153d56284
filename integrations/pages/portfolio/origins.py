"""Where each value of a row came from: the run that last changed it, and what stood there before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.urls import reverse

from integrations.models import RowChange, SyncLog
from integrations.pages.changes import Change, FieldChange, Known, Value, in_words
from integrations.pages.portfolio.sources import Source, label_of
from integrations.pages.words import column_words

# Where a column's name, as changes show it, is not what people say.
LABELS = {
    "Is periodic": "Periodic",
    "Manager name": "Manager",
    "Vacated on": "Moved out",
    "Tenant name": "Name on the lease",
    "Withdrawn at": "Put away at its source",
}


@dataclass(frozen=True)
class Event:
    """One run's change of a row: by which source, when, and the run's page. `is_undo` where the run took another back."""

    source: str
    account: str
    at: datetime
    url: str
    is_undo: bool
    change: Change


@dataclass(frozen=True)
class Step:
    """One change of one value."""

    event: Event
    field: FieldChange


@dataclass(frozen=True)
class Fact:
    """One value of a row. `steps` are its changes, the latest first; `came` is the run that brought the row. Where there is
    neither, the value was here before any sync, and `source` says whether a sync keeps the row at all."""

    name: str
    value: Value
    steps: Sequence[Step]
    came: Event | None
    source: Source | None

    @property
    def label(self) -> str:
        """What people call the value."""
        return LABELS.get(self.name, self.name)


@dataclass(frozen=True)
class History:
    """What runs did to one row, the latest first."""

    events: Sequence[Event]
    came: Event | None

    def facts(
        self, row: models.Model, names: Iterable[str], source: Source | None, hidden: frozenset[str]
    ) -> list[Fact]:
        """The row's values with their origins, less those that are empty and always were."""
        found = [self.fact(column_words(name), value_of(row, name, hidden), source) for name in names]
        return [fact for fact in found if fact.value.form != "none" or fact.steps]

    def fact(self, name: str, value: Value, source: Source | None) -> Fact:
        """A value with its origin."""
        pairs = [(event, field) for event in self.events for field in event.change.fields]
        steps = [Step(event, field) for event, field in pairs if field.name == name]
        return Fact(name, value, steps, self.came, source)


def history_of(rows: Sequence[RowChange], known: Known, hidden: frozenset[str]) -> History:
    """One row's history. `rows` are its changes, the latest first, with their runs and connections."""
    events = [event_of(row, known, hidden) for row in rows]
    came = [event for event, row in zip(events, rows, strict=True) if row.action == RowChange.Action.CREATED]
    return History(events, came[-1] if came else None)


def event_of(row: RowChange, known: Known, hidden: frozenset[str]) -> Event:
    """A change, with its run."""
    log, connection = row.sync_log, row.sync_log.connection
    address = reverse("integrations:job", args=[connection.provider, log.pk])
    url, is_undo = f"{address}?connection={connection.pk}", log.trigger == SyncLog.Trigger.UNDO
    change = in_words(row, known, hidden)
    return Event(label_of(connection.provider), connection.account_name, row.created_at, url, is_undo, change)


def value_of(row: models.Model, name: str, hidden: frozenset[str] = frozenset()) -> Value:
    """A column's value, for a page."""
    value: Any = getattr(row, name)
    if value is None or value in ("", []):
        return Value("none")
    if name in hidden:
        return Value("hidden")
    if hasattr(row, f"get_{name}_display"):
        return Value("text", getattr(row, f"get_{name}_display")())
    if isinstance(value, bool):
        return Value("text", "yes" if value else "no")
    if isinstance(value, datetime):
        return Value("moment", value)
    if isinstance(value, date):
        return Value("day", value)
    if isinstance(value, Decimal):
        return Value("money", value, getattr(row, "currency", ""))
    return Value("text", ", ".join(map(str, value)) if isinstance(value, list) else value)
