"""The pull's side of writing back: a page of records meets rows that have been edited here. Called inside the page's transaction;
a connection that only reads never comes here."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from integrations.models import Connection, FieldConflict, OutgoingEdit
from integrations.sync import lookups  # noqa: F401  (registers `any_of`)
from integrations.sync.bulk import Row
from integrations.sync.plan import Draft, Plan
from integrations.sync.targets import TARGETS, Target
from integrations.twoway.comparing import Owner, alike, is_blank, same
from integrations.twoway.settings import write_of
from integrations.twoway.settling import Settling
from integrations.twoway.slots import Slot, each_by_name, plain, slots_of
from providers import registry
from providers.base import Write
from providers.choices import Kind

Status = OutgoingEdit.Status
IN_FLIGHT = (Status.SENDING, Status.UNKNOWN)


class Merge:
    """How one kind's records are taken in while edits of its rows are on their way out. `since` is when the run began to read:
    a row that was pushed after that may be older on the page than it is here."""

    def __init__(self, connection: Connection, kind: Kind, write: Write, since: datetime) -> None:
        self._connection = connection
        self._target = TARGETS[kind]
        self._write = write
        self._since = since
        self._being_made: list[OutgoingEdit] = []

    def hold_new(self) -> None:
        """Keep the outcome of rows that are being made at the vendor until the page is through, so that the vendor's copy of one
        does not become a second row. Call it before rows are looked up. One query, none where no rows can be made."""
        if not self._write.create_fields:
            return
        making = OutgoingEdit.objects.filter(
            connection=self._connection,
            kind=self._target.kind.value,
            action=OutgoingEdit.Action.CREATE,
            status__in=IN_FLIGHT,
        )
        self._being_made = list(making.select_for_update().order_by("pk"))

    def set_aside(self, plan: Plan) -> int:
        """Take new records out of the plan that may be rows which are being made: how many. They come in with the next read,
        as the rows that they are."""
        if not self._being_made:
            return 0
        before = len(plan.creates)
        plan.creates = [
            draft for draft in plan.creates if not any(self._may_be(draft, edit) for edit in self._being_made)
        ]
        return before - len(plan.creates)

    def settle(self, drafts: Sequence[tuple[Draft, Row]], old_rows: dict[UUID, dict[str, Any]]) -> set[UUID]:
        """Put into the drafts' columns what is to stay ours, and settle the edits; the rows that are to be left alone. One query
        for the page, a constant number more where something was edited."""
        edits, busy = self._edits_of(list(old_rows))
        settling = Settling(self._connection, self._target.kind, timezone.now())
        ours = [name for name, owner in settling.owners.items() if owner == Owner.US]
        if not edits and not busy and not ours:
            return busy
        conflicts = self._conflicts_of([pk for pk, found in edits.items() if _has_conflict(found)])
        provider = registry.get(self._connection.provider)
        returned: list[tuple[Slot, dict[str, Any], Row]] = []
        for draft, values in drafts:
            if draft.pk in busy:
                continue
            found = edits.get(draft.pk, [])
            old = old_rows[draft.pk]
            theirs_at = provider.changed_at(draft.record.version)
            kept = settling.weigh(found, conflicts.get(draft.pk, {}), values, theirs_at)
            for name, slot in slots_of(self._target.kind, each_by_name(ours, old)).items():
                if name not in kept and not draft.is_new and _was_changed(slot, old, values):
                    returned.append((slot, old, dict(values)))
                    kept[name] = slot.read(old)
            for name, slot in slots_of(self._target.kind, list(kept)).items():
                slot.put(values, kept[name])
        self._push_back(settling, returned)
        settling.save()
        return busy

    def _edits_of(self, rows: list[UUID]) -> tuple[dict[UUID, list[OutgoingEdit]], set[UUID]]:
        """The edits that wait, by row; and the rows that are on the wire or were pushed while this run was reading."""
        wanted = Q(status__in=OutgoingEdit.OPEN) | Q(status=Status.SENT, sent_at__gte=self._since)
        found = OutgoingEdit.objects.filter(wanted, row_id__any_of=rows, connection=self._connection)
        edits: dict[UUID, list[OutgoingEdit]] = {}
        busy = set()
        for edit in found.select_related("made_by").order_by("pk"):
            if edit.status in (*IN_FLIGHT, Status.SENT):
                busy.add(edit.row_id)
            else:
                edits.setdefault(edit.row_id, []).append(edit)
        return edits, busy

    @staticmethod
    def _conflicts_of(rows: list[UUID]) -> dict[UUID, dict[str, FieldConflict]]:
        found: dict[UUID, dict[str, FieldConflict]] = {}
        for conflict in FieldConflict.objects.open().filter(row_id__in=rows) if rows else ():
            found.setdefault(conflict.row_id, {})[conflict.field] = conflict
        return found

    def _push_back(self, settling: Settling, returned: list[tuple[Slot, dict[str, Any], Row]]) -> None:
        """Send the vendor again what is ours: once for each value that it puts there instead, then a person is asked."""
        if not returned:
            return
        rows = [old["pk"] for _, old, _ in returned]
        earlier = OutgoingEdit.objects.filter(row_id__any_of=rows, made_by__isnull=True).exclude(status=Status.DROPPED)
        answered = [
            (row, name, pair["base"])
            for row, changes in earlier.values_list("row_id", "changes")
            for name, pair in changes.items()
        ]
        for slot, old, values in returned:
            pair = {"base": plain(slot.read(values)), "ours": plain(slot.read(old))}
            again = (old["pk"], slot.name, pair["base"]) in answered
            row = {"pk": old["pk"], "external_id": values[self._target.id_column]}
            settling.push_back(row, str(values[self._target.label]), slot.name, pair, ask=again)

    def _may_be(self, draft: Draft, edit: OutgoingEdit) -> bool:
        """Whether a new record may be the row that is being made: what it is called agrees, or all that we sent does."""
        told = slots_of(self._target.kind, list(edit.changes))
        there = {ref.column: pk for ref, pk in zip(self._target.refs, draft.refs, strict=True)}
        agreed = {
            name: alike(slot.typed(edit.changes[name]["ours"]), there.get(name, getattr(draft.record, name, None)))
            for name, slot in told.items()
        }
        label = str(getattr(draft.record, self._target.label, ""))
        return all(agreed.values()) or alike(label, edit.label)


def merge_of(connection: Connection, target: Target, since: datetime) -> Merge | None:
    """What takes in a kind's records beside edits; None where the kind only comes in."""
    write = write_of(connection, target.kind)
    return Merge(connection, target.kind, write, since) if write is not None else None


def _has_conflict(edits: Sequence[OutgoingEdit]) -> bool:
    return any(edit.status == Status.CONFLICT for edit in edits)


def _was_changed(slot: Slot, old: dict[str, Any], values: Row) -> bool:
    """Whether the vendor has put something else in the place of a value of ours."""
    before = slot.read(old)
    return not is_blank(before) and not same(before, slot.read(values))
