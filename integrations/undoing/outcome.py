"""What an undo comes to: row by row, and in numbers."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import models

from integrations.sync.bulk import Row

SHOWN = 200

LATER_RUN = "A later sync changed it again."
EDITED = "Somebody has changed it here since."
GOING_OUT = "Somebody has changed it here, and the other system is about to be told."
DELETED = "It has been deleted since."
POINTS_NOWHERE = "What it pointed to before is no longer here."
NOT_KEPT = "pmsync no longer keeps this."


class Later(NamedTuple):
    """A run that touched a row after the one to be undone, and when."""

    run: UUID
    at: datetime


class Kept(NamedTuple):
    """Something that stays as it is, and why in a sentence. Without `fields` it is the whole row."""

    reason: str
    fields: tuple[str, ...] = ()
    later: Later | None = None


@dataclass
class Step:
    """What happens to one row. `fields` are those that go back, each with its value now and its old one; a row that
    `removes` goes away whole; what cannot go back is in `kept`. `row` holds its columns as they are."""

    model: type[models.Model]
    pk: UUID
    label: str
    row: Row = field(default_factory=dict)
    fields: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    removes: bool = False
    kept: list[Kept] = field(default_factory=list)

    @property
    def brings_back(self) -> bool:
        """Whether a row that the run withdrew is live again."""
        return "withdrawn_at" in self.fields and self.fields["withdrawn_at"][1] is None


@dataclass
class Tally:
    """Numbers of rows: back at old values, live again, removed, and left as they are wholly or in part."""

    put_back: int = 0
    brought_back: int = 0
    removed: int = 0
    kept: int = 0

    def count(self, step: Step) -> None:
        """Add a row."""
        self.put_back += bool(step.fields) and not step.brings_back
        self.brought_back += step.brings_back
        self.removed += step.removes
        self.kept += bool(step.kept)


@dataclass
class Undoing:
    """An undo in numbers for each table, with the first rows that go back, that go away, and that stay as they are."""

    tables: dict[type[models.Model], Tally] = field(default_factory=dict)
    restored: list[Step] = field(default_factory=list)
    removed: list[Step] = field(default_factory=list)
    kept: list[Step] = field(default_factory=list)

    def add(self, steps: Iterable[Step]) -> None:
        """Count some rows."""
        for step in steps:
            self.tables.setdefault(step.model, Tally()).count(step)
            for applies, shown in (
                (step.fields, self.restored),
                (step.removes, self.removed),
                (step.kept, self.kept),
            ):
                if applies and len(shown) < SHOWN:
                    shown.append(step)

    @property
    def total(self) -> Tally:
        """All tables together."""
        return Tally(*(sum(getattr(row, part.name) for row in self.tables.values()) for part in fields(Tally)))

    @property
    def touched(self) -> int:
        """How many rows the undo changes."""
        total = self.total
        return total.put_back + total.brought_back + total.removed

    @property
    def seen(self) -> str:
        """The numbers in short, to be shown to a person and asked back: an undo that has become another one is refused."""
        total = self.total
        return f"{total.put_back}-{total.brought_back}-{total.removed}-{total.kept}"
