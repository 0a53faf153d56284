"""What people decide: conflicts, one or many at once, and edits that are tried again or given up. Each is one transaction."""

from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from agencies import audit
from agencies.models import User
from agencies.refusals import Refusal
from integrations.models import Connection, FieldConflict, OutgoingEdit
from integrations.sync.targets import TARGETS
from integrations.twoway.comparing import is_blank, same
from integrations.twoway.editing import DELETED, hold_row, note
from integrations.twoway.queueing import send
from integrations.twoway.slots import Slot, entry, slots_of
from providers.choices import Kind

Status = OutgoingEdit.Status
OURS, THEIRS, EDITED = FieldConflict.Status.OURS, FieldConflict.Status.THEIRS, FieldConflict.Status.EDITED
SETTLED, CHANGED = "settled", "changed_meanwhile"


class Decided(NamedTuple):
    """How many conflicts were decided at once, and how many of the same field are open still."""

    decided: int
    left: int


def decide(conflict: FieldConflict, choice: str, value: Any, person: User | None, seen: datetime | None = None) -> None:
    """Let both sides have ours, theirs, or with "edited" this value. `seen` is the conflict's `updated_at` as the person saw it.
    Refusal where its values have changed since, it is settled already, or the value may not be set."""
    with transaction.atomic():
        row = hold_row(TARGETS[Kind(conflict.kind)].model, conflict.row_id)
        _decide(conflict, row, choice, value, person, seen)
        if choice != THEIRS:
            send(conflict.connection_id)


def decide_many(
    connection: Connection, kind: str, field: str, choice: str, person: User | None, seen: datetime | None = None
) -> Decided:
    """Decide every open conflict of one field alike, for ours or for theirs. `seen` is the latest `updated_at` of those that the
    person saw. Each row is a transaction of its own; one that has come or changed since, that somebody else decides meanwhile,
    or that is gone, is left out."""
    waiting = FieldConflict.objects.open().filter(connection=connection, kind=kind, field=field)
    shown = waiting if seen is None else waiting.filter(updated_at__lte=seen)
    decided = 0
    for conflict in shown.order_by("row_id"):
        try:
            decide(conflict, choice, None, person, conflict.updated_at)
        except Refusal as refusal:
            if refusal.code not in (SETTLED, CHANGED, DELETED):
                raise
        else:
            decided += 1
    return Decided(decided, waiting.count())


def retry(edit: OutgoingEdit, person: User | None) -> None:
    """Send a refused edit once more, or one that waits for its time now. Refusal where there is nothing to try, or a new row that
    was not found at the vendor may still be on its way: only minutes tell."""
    with transaction.atomic():
        row = hold_row(TARGETS[Kind(edit.kind)].model, edit.row_id)
        held = _held_edit(edit)
        may_still_arrive = held.status == Status.UNKNOWN and "looks" in (held.error or {})
        if may_still_arrive or held.status not in (Status.FAILED, Status.PENDING, Status.UNKNOWN):
            raise _too_late(held, "tried again")
        if held.status == Status.FAILED:
            held.status, held.attempts, held.error = Status.PENDING, 0, None
        held.not_before = None
        held.save()
        note(audit.Action.ROW_EDITED, row, person, {}, tried_again=sorted(held.changes))
        send(held.connection_id)
    edit.refresh_from_db()


def drop(edit: OutgoingEdit, person: User | None) -> None:
    """Give an edit up: the row goes back to what the vendor has. A row that never arrived there stays as the agency's own.
    Refusal where it is too late, or nobody knows whether the vendor has it."""
    with transaction.atomic():
        row = hold_row(TARGETS[Kind(edit.kind)].model, edit.row_id)
        held = _held_edit(edit)
        if held.status not in (Status.FAILED, Status.PENDING, Status.CONFLICT):
            raise _too_late(held, "given up")
        conflicts = FieldConflict.objects.open().select_for_update().filter(edit=held)
        theirs = {conflict.field: conflict.theirs for conflict in conflicts}
        conflicts.update(status=THEIRS, decided_by=person, decided_at=timezone.now(), updated_at=timezone.now())
        slots = slots_of(Kind(held.kind), list(held.changes))
        back = {name: slot.typed(theirs.get(name, held.changes[name]["base"])) for name, slot in slots.items()}
        if held.action == OutgoingEdit.Action.UPDATE:
            _set(row, slots, back)
        else:
            _drop_followers(held)
        held.status, held.not_before, held.error = Status.DROPPED, None, None
        held.save()
        ours = {name: slot.typed(held.changes[name]["ours"]) for name, slot in slots.items()}
        changed = {name: (ours[name], back[name]) for name in slots}
        note(audit.Action.EDIT_DROPPED, row, person, changed)
    edit.refresh_from_db()


def _decide(
    conflict: FieldConflict, row: Any, choice: str, value: Any, person: User | None, seen: datetime | None
) -> None:
    held = FieldConflict.objects.select_for_update(of=("self",)).get(pk=conflict.pk)
    slot = slots_of(Kind(held.kind), [held.field])[held.field]
    if held.status != FieldConflict.Status.OPEN:
        message = f"The {slot.words} of {held.label} has been settled already."
        raise Refusal(SETTLED, message, "Look at the row as it is now.", conflict=True)
    if seen is not None and held.updated_at != seen:
        message = f"The {slot.words} of {held.label} has changed since it was shown, so nothing was decided."
        raise Refusal(CHANGED, message, "Look at the values as they are now, and decide again.", conflict=True)
    theirs, ours = slot.typed(held.theirs), slot.typed(held.ours)
    new = {OURS: ours, THEIRS: theirs}.get(FieldConflict.Status(choice))
    if choice == EDITED:
        if is_blank(value):
            raise Refusal(
                "takes_no_blanks", "Neither side can be emptied this way.", "Give the value that both shall have."
            )
        new = slot.clean(value, row.agency_id)
    _set(row, {held.field: slot}, {held.field: new})
    edit = _edit_of(held)
    if same(new, theirs):
        edit.status = Status.DROPPED
    else:
        now = timezone.now()
        edit.changes = {held.field: entry(theirs, new, person, now)}
        edit.status, edit.made_by, edit.made_at = Status.PENDING, person, now
    edit.save()
    held.status, held.decided_by, held.decided_at, held.edit = choice, person, timezone.now(), edit
    held.save()
    conflict.status, conflict.decided_by, conflict.decided_at = held.status, person, held.decided_at
    note(audit.Action.CONFLICT_DECIDED, row, person, {held.field: (ours, new)}, choice=choice)


def _edit_of(conflict: FieldConflict) -> OutgoingEdit:
    """The edit that the conflict is about, locked; a new one where it is gone."""
    held = OutgoingEdit.objects.select_for_update(of=("self",)).filter(conflicts=conflict).first()
    return held or OutgoingEdit(
        connection_id=conflict.connection_id,
        kind=conflict.kind,
        row_id=conflict.row_id,
        external_id=conflict.external_id,
        label=conflict.label,
        changes={conflict.field: {"base": conflict.theirs, "ours": conflict.ours}},
        made_at=timezone.now(),
    )


def _held_edit(edit: OutgoingEdit) -> OutgoingEdit:
    return OutgoingEdit.objects.select_for_update(of=("self",)).get(pk=edit.pk)


def _set(row: Any, slots: dict[str, Slot], values: dict[str, Any]) -> None:
    columns = {slot.column.attname: getattr(row, slot.column.attname) for slot in slots.values()}
    for name, slot in slots.items():
        slot.put(columns, values[name])
    type(row)._default_manager.filter(pk=row.pk).update(**columns, updated_at=timezone.now())


def _drop_followers(making: OutgoingEdit) -> None:
    """Give up edits that wait for the vendor's id of a row which it will never have."""
    waiting = OutgoingEdit.objects.filter(row_id=making.row_id, status=Status.PENDING).exclude(pk=making.pk)
    waiting.update(status=Status.DROPPED, updated_at=timezone.now())


def _too_late(edit: OutgoingEdit, what: str) -> Refusal:
    if edit.status in (Status.SENDING, Status.UNKNOWN):
        message = f"The edit of {edit.label} is on its way, so it cannot be {what} now."
        return Refusal("on_its_way", message, "Wait until its outcome is known.", conflict=True)
    if edit.status == Status.CONFLICT:
        message = f"The edit of {edit.label} cannot be {what}: the other system has changed the same field."
        return Refusal("in_conflict", message, "Decide which value both sides shall have.", conflict=True)
    message = f"The edit of {edit.label} cannot be {what}: {edit.get_status_display().lower()}."
    return Refusal(SETTLED, message, "Nothing is left to be done about it.", conflict=True)
