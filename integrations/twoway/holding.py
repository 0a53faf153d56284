"""A row with its edits, locked while what became of one of them is written down. The row is always locked before its edits, as
pages of records do."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from integrations.models import OutgoingEdit
from integrations.observing import tallies
from integrations.sync.targets import Target

Status = OutgoingEdit.Status


@dataclass
class Held:
    """A row and its edits under lock: `edit` is the one that comes back, `others` are at rest. `columns` are what changes in the
    row."""

    edit: OutgoingEdit
    others: list[OutgoingEdit]
    row: dict[str, Any] | None
    columns: dict[str, Any] = field(default_factory=dict)

    @property
    def resting(self) -> list[OutgoingEdit]:
        """The other edits that go on."""
        return [edit for edit in self.others if edit.status != Status.DROPPED]

    @property
    def fields(self) -> frozenset[str]:
        """The fields that its edits speak of."""
        return frozenset(name for edit in (self.edit, *self.resting) for name in edit.changes)


@contextmanager
def hold(provider: str, target: Target, edit: OutgoingEdit) -> Iterator[Held | None]:
    """The row and its edits, locked, and written back at the end; None where somebody else has settled the edit, or has sent it
    once more since: what was seen of it before says nothing of that."""
    with transaction.atomic():
        rows = target.model._default_manager.select_for_update().filter(pk=edit.row_id)
        names = [column.attname for column in target.model._meta.concrete_fields]
        row = rows.values("pk", *names).first()
        of_the_row = OutgoingEdit.objects.waiting().select_for_update(of=("self",)).filter(row_id=edit.row_id)
        found = {one.pk: one for one in of_the_row.select_related("made_by").order_by("pk")}
        mine = found.pop(edit.pk, None)
        if mine is None or (mine.status, mine.claim, mine.attempts) != (edit.status, edit.claim, edit.attempts):
            yield None
            return
        held = Held(mine, [one for one in found.values() if one.status not in (Status.SENDING, Status.UNKNOWN)], row)
        yield held
        if held.edit.status != Status.SENDING:
            held.edit.claim = held.edit.claimed_at = None
        for one in (held.edit, *held.others):
            one.save()
        if held.columns and row is not None:
            rows.update(**held.columns, updated_at=timezone.now())
        if held.edit.status != edit.status:
            labels = {"provider": provider, "outcome": str(held.edit.status)}
            tallies.add_all({("pushes", tallies.labels_of(labels)): 1})
