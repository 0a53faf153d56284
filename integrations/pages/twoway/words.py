"""Values and edits of the outbox in words, less what a role may not see."""

from dataclasses import dataclass
from typing import Any

from integrations.models import FieldConflict, OutgoingEdit
from integrations.pages.changes import Value, in_value, is_hidden
from integrations.pages.standing import State
from integrations.pages.words import column_words, plain
from integrations.sync.targets import TARGETS
from integrations.twoway.settling import OURSELVES
from providers.records import Kind

STATES = {
    OutgoingEdit.Status.PENDING: State("Waiting to be sent", "busy"),
    OutgoingEdit.Status.SENDING: State("Being sent", "busy"),
    OutgoingEdit.Status.UNKNOWN: State("Sent, not confirmed", "warn"),
    OutgoingEdit.Status.CONFLICT: State("Changed on both sides", "warn"),
    OutgoingEdit.Status.SENT: State("Sent", "good"),
    OutgoingEdit.Status.FAILED: State("Refused", "bad"),
    OutgoingEdit.Status.DROPPED: State("Given up", "idle"),
}


@dataclass(frozen=True)
class ShownConflict:
    """One field that both sides changed, as a page shows it."""

    conflict: FieldConflict
    field: str
    base: Value
    ours: Value
    theirs: Value
    is_hidden: bool


@dataclass(frozen=True)
class ShownEdit:
    """One edit on its way, with each of its fields before and after."""

    edit: OutgoingEdit
    state: State
    kind: str
    makers: str
    fields: list[tuple[str, Value, Value]]


def shown_conflict(row: FieldConflict, hidden: frozenset[str]) -> ShownConflict:
    """The conflict in words."""
    base, ours, theirs = (_value(row.kind, row.field, value, hidden) for value in (row.base, row.ours, row.theirs))
    return ShownConflict(row, column_words(row.field), base, ours, theirs, is_hidden(row.field, hidden))


def shown_edit(row: OutgoingEdit, hidden: frozenset[str]) -> ShownEdit:
    """The edit in words."""
    fields = [
        (
            column_words(name),
            _value(row.kind, name, pair.get("base"), hidden),
            _value(row.kind, name, pair.get("ours"), hidden),
        )
        for name, pair in sorted(row.changes.items())
    ]
    makers = ", ".join(row.makers) or OURSELVES
    return ShownEdit(row, STATES[OutgoingEdit.Status(row.status)], plain(row.kind), makers, fields)


def _value(kind: str, name: str, stored: Any, hidden: frozenset[str]) -> Value:
    if is_hidden(name, hidden):
        return Value("hidden")
    return in_value(TARGETS[Kind(kind)].model, name, stored)
