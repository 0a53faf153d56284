"""Open edits of rows against what the vendor has now: what each row is to hold, and what becomes of its edits and conflicts.
Decides in memory and writes it all at the end, in a constant number of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from agencies.models import User
from integrations.events import emit
from integrations.models import Connection, FieldConflict, OutgoingEdit
from integrations.twoway.comparing import Owner, Verdict, three_way
from integrations.twoway.settings import owners_of
from integrations.twoway.slots import CUSTOM, entry, plain, slots_of
from providers.choices import Kind

Status = OutgoingEdit.Status
EDIT_COLUMNS = "changes status not_before claim claimed_at error sent_at made_by made_at updated_at".split()
CONFLICT_COLUMNS = ["theirs", "theirs_at", "status", "decided_at", "updated_at"]
OURSELVES = "pmsync"
THEIRS_HOLDS = {"code": "theirs_holds", "message": "It was changed there too, and theirs is what counts.", "action": ""}


@dataclass
class Settling:
    """What comparing some rows of one kind comes to."""

    connection: Connection
    kind: Kind
    now: datetime
    edits: dict[int, OutgoingEdit] = field(default_factory=dict)
    new_edits: list[OutgoingEdit] = field(default_factory=list)
    conflicts: dict[UUID, FieldConflict] = field(default_factory=dict)
    new_conflicts: list[FieldConflict] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.owners = owners_of(self.connection, self.kind)

    def owner_of(self, name: str) -> Owner:
        """Whose the field is."""
        return self.owners.get(CUSTOM if name.startswith(f"{CUSTOM}.") else name, Owner.ASK)

    def weigh(
        self,
        edits: Sequence[OutgoingEdit],
        open_conflicts: Mapping[str, FieldConflict],
        theirs: Mapping[str, Any],
        theirs_at: datetime | None = None,
    ) -> dict[str, Any]:
        """What one row is to hold in each field that these edits of it speak of. `theirs` are the vendor's columns now."""
        kept: dict[str, Any] = {}
        for edit in edits:
            for name, slot in slots_of(self.kind, list(edit.changes)).items():
                pair = edit.changes[name]
                base, ours, there = slot.typed(pair["base"]), slot.typed(pair["ours"]), slot.read(theirs)
                verdict = three_way(base, ours, there, self.owner_of(name), edit.made_at_of(name), theirs_at)
                kept[name] = ours if verdict in (Verdict.KEEP_OURS, Verdict.CONFLICT) else there
                conflict = open_conflicts.get(name)
                if verdict == Verdict.CONFLICT:
                    self._disagree(edit, name, conflict, plain(there), theirs_at)
                    continue
                if conflict is not None:
                    self._agree(conflict)
                if verdict == Verdict.KEEP_OURS:
                    self._go_on(edit, name, plain(there), was_in_conflict=conflict is not None)
                else:
                    self._let_go(edit, name, Status.SENT if verdict == Verdict.SAME else Status.DROPPED)
        return kept

    def push_back(self, row: Mapping[str, Any], label: str, name: str, pair: dict[str, Any], *, ask: bool) -> None:
        """The vendor has changed a field that is ours: ours goes there again, or a person is asked where that was done before."""
        edit = OutgoingEdit(
            connection=self.connection,
            kind=self.kind.value,
            row_id=row["pk"],
            external_id=row["external_id"] or "",
            label=label,
            changes={name: entry(pair["base"], pair["ours"], None, self.now)},
            made_at=self.now,
            status=Status.CONFLICT if ask else Status.PENDING,
        )
        self.new_edits.append(edit)
        if ask:
            self.new_conflicts.append(self._conflict(edit, name, pair["base"], None))

    def save(self) -> None:
        """Write what was decided: six queries at most."""
        for edit in self.edits.values():
            edit.updated_at = self.now
        for conflict in self.conflicts.values():
            conflict.updated_at = self.now
        self._name_makers()
        OutgoingEdit.objects.bulk_update(self.edits.values(), EDIT_COLUMNS)
        OutgoingEdit.objects.bulk_create(self.new_edits)
        FieldConflict.objects.bulk_update(self.conflicts.values(), CONFLICT_COLUMNS)
        FieldConflict.objects.bulk_create(self.new_conflicts)
        for conflict in self.new_conflicts:
            _tell(self.connection, conflict)

    def _disagree(
        self, edit: OutgoingEdit, name: str, conflict: FieldConflict | None, theirs: Any, theirs_at: datetime | None
    ) -> None:
        if conflict is not None:
            if conflict.theirs != theirs:
                conflict.theirs, conflict.theirs_at = theirs, theirs_at
                self.conflicts[conflict.pk] = conflict
            return
        alone = self._set_apart(edit, name)
        alone.status = Status.CONFLICT
        self.new_conflicts.append(self._conflict(alone, name, theirs, theirs_at))

    def _set_apart(self, edit: OutgoingEdit, name: str) -> OutgoingEdit:
        """The edit of this field alone, off the wire. What else the edit holds goes on without it."""
        self.edits[edit.pk] = edit
        if len(edit.changes) == 1:
            edit.claim = edit.claimed_at = edit.not_before = edit.error = None
            return edit
        apart = OutgoingEdit(
            connection_id=edit.connection_id,
            kind=edit.kind,
            row_id=edit.row_id,
            external_id=edit.external_id,
            label=edit.label,
            batch=edit.batch,
            made_by=edit.made_by,
            made_at=edit.made_at_of(name),
            changes={name: edit.changes.pop(name)},
        )
        self.new_edits.append(apart)
        return apart

    def _conflict(self, edit: OutgoingEdit, name: str, theirs: Any, theirs_at: datetime | None) -> FieldConflict:
        pair = edit.changes[name]
        return FieldConflict(
            connection=self.connection,
            edit=edit,
            kind=edit.kind,
            row_id=edit.row_id,
            external_id=edit.external_id,
            label=edit.label,
            field=name,
            base=pair["base"],
            ours=pair["ours"],
            theirs=theirs,
            ours_at=edit.made_at_of(name),
            ours_by=edit.maker_of(name) or OURSELVES,
            theirs_at=theirs_at,
        )

    def _name_makers(self) -> None:
        """Let each edit be that person's whose field is the latest of those that it still holds. One query at most."""
        wanted: dict[str, list[OutgoingEdit]] = {}
        for edit in (*self.edits.values(), *self.new_edits):
            latest = max(edit.changes, key=edit.made_at_of)
            maker, edit.made_at = edit.maker_of(latest), edit.made_at_of(latest)
            if maker != (edit.made_by.email if edit.made_by else ""):
                wanted.setdefault(maker, []).append(edit)
        found = {person.email: person for person in User.objects.filter(email__in=wanted)} if wanted else {}
        for maker, edits in wanted.items():
            for edit in edits:
                edit.made_by = found.get(maker, edit.made_by) if maker else None

    def _agree(self, conflict: FieldConflict) -> None:
        conflict.status, conflict.decided_at = FieldConflict.Status.SETTLED, self.now
        self.conflicts[conflict.pk] = conflict

    def _go_on(self, edit: OutgoingEdit, name: str, theirs: Any, *, was_in_conflict: bool) -> None:
        if edit.changes[name]["base"] != theirs:
            edit.changes[name]["base"] = theirs
            self.edits[edit.pk] = edit
        if was_in_conflict and edit.status == Status.CONFLICT:
            edit.status = Status.PENDING
            self.edits[edit.pk] = edit

    def _let_go(self, edit: OutgoingEdit, name: str, status: str) -> None:
        """The edit is through with this field, and what it was is kept for whoever asks."""
        alone = self._set_apart(edit, name)
        alone.status = status
        if status == Status.SENT:
            alone.sent_at = self.now
        else:
            alone.error = THEIRS_HOLDS


def give_way(edit: OutgoingEdit, others: Sequence[OutgoingEdit]) -> None:
    """Let an edit that comes back unsent leave its fields to the edits of the same row that speak of them too, and a row that
    is yet to be made take them over. Of a row's edits that are not on the wire, no two speak of one field."""
    for other in others:
        shared = [name for name in other.changes if name in edit.changes]
        if shared and edit.action == OutgoingEdit.Action.CREATE:
            edit.changes.update({name: other.changes[name] | {"base": edit.changes[name]["base"]} for name in shared})
            _leave_out(other, shared)
        elif shared:
            for name in shared:
                other.changes[name]["base"] = edit.changes[name]["base"]
            _leave_out(edit, shared)


def _leave_out(edit: OutgoingEdit, names: Sequence[str]) -> None:
    rest = {name: pair for name, pair in edit.changes.items() if name not in names}
    if rest:
        edit.changes = rest
        return
    edit.status, edit.claim = Status.DROPPED, None
    edit.error = {"code": "superseded", "message": "Another edit of the same row has taken it in.", "action": ""}


def _tell(connection: Connection, conflict: FieldConflict) -> None:
    data = {
        "connection_id": str(connection.pk),
        "conflict_id": str(conflict.pk),
        "kind": conflict.kind,
        "row_id": str(conflict.row_id),
        "field": conflict.field,
    }
    emit(connection.agency_id, "conflict.opened", data)
