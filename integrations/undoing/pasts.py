"""What the run to be undone did to its rows, and what other runs have done to them since."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from integrations.models import RowChange, SyncLog
from integrations.sync import lookups  # noqa: F401  (registers `any_of`)
from integrations.undoing.outcome import Later


@dataclass
class Past:
    """One row's story since the run. `fields` are those that the run changed, each as it was before and after the run;
    `later` are the runs that changed a field since and stand; `noted_at` is the last time any run did."""

    label: str
    noted_at: datetime
    is_new: bool = False
    fields: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    later: dict[str, dict[UUID, Later]] = field(default_factory=dict)

    def latest(self, *names: str) -> Later | None:
        """The last run that changed one of these fields since, or any field where none is named."""
        runs = [run for name in names or self.later for run in self.later.get(name, {}).values()]
        return max(runs, key=lambda run: run.at, default=None)


class Change(NamedTuple):
    """The columns of a `RowChange` that matter here; `undoes` is the run that its run took back, if it was an undo."""

    row_id: UUID
    run: UUID
    undoes: UUID | None
    action: str
    label: str
    before: dict[str, Any]
    after: dict[str, Any]
    at: datetime

    def names(self) -> Iterable[str]:
        """The fields that the change speaks of."""
        return dict.fromkeys([*self.before, *self.after])


COLUMNS = ("row_id", "sync_log_id", "sync_log__undoes_id", "action", "label", "before", "after", "created_at")


def pasts(log: SyncLog, table: str, ids: Collection[UUID], first: int) -> dict[UUID, Past]:
    """The stories of these rows, from the run's `first` change on. One query."""
    rows = RowChange.objects.filter(row_id__any_of=ids, table=table, pk__gte=first).order_by("pk")
    found: dict[UUID, Past] = {}
    for change in map(Change._make, rows.values_list(*COLUMNS)):
        past = found.setdefault(change.row_id, Past(change.label, change.at))
        past.noted_at = max(past.noted_at, change.at)
        if change.run == log.pk:
            past.is_new |= change.action == RowChange.Action.CREATED
            for name in change.names():
                before = past.fields[name][0] if name in past.fields else change.before.get(name)
                past.fields[name] = (before, change.after.get(name))
        else:
            _note_later(past, change)
    return found


def _note_later(past: Past, change: Change) -> None:
    """A run that was undone in a field, and the undo of it, cancel each other out."""
    for name in change.names():
        runs = past.later.setdefault(name, {})
        if change.undoes in runs:
            del runs[change.undoes]
        else:
            runs[change.run] = Later(change.run, change.at)
