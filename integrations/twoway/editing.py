"""Editing a row that another system keeps: its columns and the edit's place in the outbox, in one transaction."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import models, transaction
from django.utils import timezone

from agencies import audit
from agencies.models import User
from agencies.refusals import Refusal
from integrations.models import FieldConflict, OutgoingEdit
from integrations.sync.targets import TARGETS
from integrations.twoway.comparing import is_blank, same
from integrations.twoway.keeping import Keeper, held_keeper_of, kind_of
from integrations.twoway.queueing import send
from integrations.twoway.slots import Slot, entry, is_private, plain, slot_of

Action, Status = OutgoingEdit.Action, OutgoingEdit.Status
RESTING = (Status.PENDING, Status.FAILED)
DELETED = "row_deleted"


@dataclass(frozen=True)
class Edited:
    """What became of one row: whether it is another now, its edit, None where nothing has to be sent; or why it was refused."""

    row_id: UUID
    edit: OutgoingEdit | None = None
    refusal: Refusal | None = None
    is_changed: bool = False


def edit(row: Any, values: Mapping[str, Any], person: User | None) -> OutgoingEdit | None:
    """The edit that takes these values, by field, to the system which keeps the row; None where nothing has to be sent: the row
    is the agency's own, or is so already. Refusal, and nothing is changed, where a value may not be set here."""
    return edited(row, values, person).edit


def edited(row: Any, values: Mapping[str, Any], person: User | None) -> Edited:
    """The same, with whether the row is another now."""
    with transaction.atomic():
        done = _edit(row, values, person, None)
        if done.edit is not None:
            send(done.edit.connection_id)
    return done


def check(row: Any, values: Mapping[str, Any]) -> None:
    """Refusal where an edit of these values would be refused. Called in the transaction that makes the edit, it holds until that
    is made."""
    held = hold_row(type(row), row.pk)
    _cleaned(held, held_keeper_of(held), values)


def edit_many(pairs: Iterable[tuple[Any, Mapping[str, Any]]], person: User | None) -> list[Edited]:
    """What became of each of these rows, in their order. A row that is refused costs only itself."""
    batch, results = uuid4(), {}
    wanted = list(pairs)
    for number, (row, values) in sorted(enumerate(wanted), key=lambda pair: str(pair[1][0].pk)):
        try:
            with transaction.atomic():
                results[number] = _edit(row, values, person, batch)
        except Refusal as refusal:
            results[number] = Edited(row.pk, refusal=refusal)
    for connection_id in {found.edit.connection_id for found in results.values() if found.edit is not None}:
        send(connection_id)
    return [results[number] for number in range(len(wanted))]


def _edit(row: Any, values: Mapping[str, Any], person: User | None, batch: UUID | None) -> Edited:
    held = hold_row(type(row), row.pk)
    keeper = held_keeper_of(held)
    new = _cleaned(held, keeper, values)
    columns = {name: getattr(held, name) for name in {slot.column.attname for slot, _ in new.values()}}
    before = {name: slot.read(columns) for name, (slot, _) in new.items()}
    changed = {name: value for name, (slot, value) in new.items() if not same(before[name], value)}
    if not changed:
        return Edited(row.pk)
    for name, value in changed.items():
        new[name][0].put(columns, value)
    now = timezone.now()
    type(row)._default_manager.filter(pk=held.pk).update(**columns, updated_at=now)
    for column, value in columns.items():
        setattr(row, column, value)
    note(audit.Action.ROW_EDITED, held, person, {name: (before[name], value) for name, value in changed.items()})
    if keeper is None:
        return Edited(row.pk, is_changed=True)
    slots = {name: new[name][0] for name in changed}
    return Edited(row.pk, Queue(keeper, held, person, now, batch).add(slots, before, changed), is_changed=True)


def hold_row(model: type[models.Model], pk: UUID) -> Any:
    """The row with its agency, locked until the transaction is through. Refusal where it is gone."""
    row = model._default_manager.select_for_update(of=("self",)).select_related("agency").filter(pk=pk).first()
    if row is None:
        raise Refusal(DELETED, "The row has been deleted here.", "There is nothing left to change.", conflict=True)
    return row


def _cleaned(row: Any, keeper: Keeper | None, values: Mapping[str, Any]) -> dict[str, tuple[Slot, Any]]:
    """Each field with its value as its column holds it. Refusal where one may not be set."""
    target = TARGETS[keeper.kind if keeper is not None else kind_of(row)]
    found = {}
    for name, value in values.items():
        if keeper is not None:
            keeper.must_take(name)
        slot = slot_of(target, name)
        if slot is None:
            raise Refusal("unknown_field", f"{row} has no field {name}.", "Leave it out.")
        if keeper is not None and is_blank(value):
            message = f"The {slot.words} cannot be emptied here: {keeper.label} takes no blanks."
            raise Refusal("takes_no_blanks", message, "Empty it there.")
        found[name] = (slot, slot.clean(value, row.agency_id))
    return found


def note(
    action: audit.Action, row: Any, person: User | None, changed: Mapping[str, tuple[Any, Any]], **more: Any
) -> None:
    """Enter in the trail that a person changed these fields of a row: from what to what, less what tells of people."""
    model = type(row)
    shown = {
        name: audit.change(plain(old), plain(new))
        for name, (old, new) in changed.items()
        if not is_private(model, name)
    }
    label = next(target.label for target in TARGETS.values() if target.model is model)
    subject = model._meta.verbose_name if is_private(model, label) else row
    details = {"row": str(row.pk), "fields": sorted(changed), **shown, **more}
    audit.record(action, subject, agency=row.agency, person=person, **details)


@dataclass
class Queue:
    """Where an edit of one row finds its place among those that are open already. The row is held by the caller."""

    keeper: Keeper
    row: Any
    person: User | None
    now: datetime
    batch: UUID | None = None
    open: list[OutgoingEdit] = field(init=False)

    def __post_init__(self) -> None:
        held = OutgoingEdit.objects.waiting().select_for_update().filter(row_id=self.row.pk)
        self.open = list(held.order_by("pk"))

    def add(
        self, slots: Mapping[str, Slot], before: Mapping[str, Any], after: Mapping[str, Any]
    ) -> OutgoingEdit | None:
        """The edit that holds the fields, or the last of several. A field that is waiting already changes in its place, and goes
        out of it where it is as the vendor has it again."""
        touched: dict[int, OutgoingEdit] = {}
        fresh: dict[str, Any] = {}
        for name, slot in slots.items():
            holder = next((edit for edit in self.open if name in edit.changes and self._may_change(edit)), None)
            if holder is None:
                fresh[name] = entry(before[name], after[name], self.person, self.now)
            else:
                self._amend(holder, name, slot, after[name])
                touched[holder.pk] = holder
        home = next((edit for edit in reversed(self.open) if self._may_join(edit, fresh)), None) if fresh else None
        if fresh and home is None:
            return self._put(touched, self._new(fresh))
        if home is not None:
            home.changes.update(fresh)
            touched[home.pk] = home
        return self._put(touched, None)

    @staticmethod
    def _may_change(edit: OutgoingEdit) -> bool:
        return edit.status in (*RESTING, Status.CONFLICT)

    def _may_join(self, edit: OutgoingEdit, fresh: Mapping[str, Any]) -> bool:
        """Whether an edit that waits may take more fields. One that is refused may not: it would take them down with it."""
        if edit.status != Status.PENDING:
            return False
        write = self.keeper.write
        return edit.action == Action.UPDATE or (write is not None and set(fresh) <= set(write.create_fields))

    def _amend(self, edit: OutgoingEdit, name: str, slot: Slot, value: Any) -> None:
        pair = edit.changes[name]
        pair |= entry(None, value, self.person, self.now) | {"base": pair["base"]}
        if edit.status == Status.CONFLICT:
            self._amend_conflict(edit, name, slot, value)
            return
        if edit.action == Action.UPDATE and same(slot.typed(pair["base"]), value):
            if len(edit.changes) > 1:
                del edit.changes[name]
            else:
                edit.status = Status.DROPPED
        if edit.status == Status.FAILED:
            edit.status, edit.attempts, edit.error, edit.not_before = Status.PENDING, 0, None, None

    def _amend_conflict(self, edit: OutgoingEdit, name: str, slot: Slot, value: Any) -> None:
        """A person who types over a conflict has not seen theirs: it stays open, unless what they typed is theirs."""
        conflict = FieldConflict.objects.open().select_for_update().filter(row_id=self.row.pk, field=name).first()
        if conflict is None:
            edit.status = Status.PENDING
            return
        conflict.ours, conflict.ours_at = plain(value), self.now
        conflict.ours_by = self.person.email if self.person else ""
        if same(slot.typed(conflict.theirs), value):
            conflict.status, conflict.decided_by, conflict.decided_at = (
                FieldConflict.Status.SETTLED,
                self.person,
                self.now,
            )
            edit.status = Status.DROPPED
        conflict.save()

    def _new(self, changes: dict[str, Any]) -> OutgoingEdit:
        return OutgoingEdit(
            connection=self.keeper.connection,
            kind=self.keeper.kind.value,
            row_id=self.row.pk,
            external_id=self.row.external_id or "",
            changes=changes,
        )

    def _put(self, touched: Mapping[int, OutgoingEdit], new: OutgoingEdit | None) -> OutgoingEdit | None:
        last = None
        for edit in (*touched.values(), *([new] if new is not None else [])):
            edit.label, edit.batch = str(self.row), self.batch or edit.batch
            if any(edit.made_at_of(name) == self.now for name in edit.changes):
                edit.made_by, edit.made_at = self.person, self.now
            edit.save()
            last = edit if edit.status != Status.DROPPED else last
        return last
