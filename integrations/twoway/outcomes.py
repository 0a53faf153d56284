"""What became of an edit on the wire, written down: one transaction for each row, in which the row, its edits and its conflicts
agree."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from integrations.events import emit
from integrations.models import Connection, FieldConflict, OutgoingEdit
from integrations.sync.facts import facts_of
from integrations.sync.refs import Lookup, find
from integrations.sync.targets import TARGETS
from integrations.twoway.answers import Answer, answer_of
from integrations.twoway.arriving import take_identity
from integrations.twoway.comparing import alike, same
from integrations.twoway.holding import Held, hold
from integrations.twoway.queueing import LONGEST_PAUSE, pause
from integrations.twoway.settling import Settling, give_way
from integrations.twoway.slots import plain, slots_of
from integrations.twoway.vouching import changed_beside, note_beside
from providers.base import Provider
from providers.choices import Kind
from providers.errors import (
    ClientError,
    CredentialsError,
    ProviderError,
    RateLimitError,
    RefusedError,
    UnavailableError,
)
from providers.records import Record, Rejected

Action, Status = OutgoingEdit.Action, OutgoingEdit.Status
# A row that has changed meanwhile is compared and sent again at once this many times, then after a pause.
QUICK_TRIES = 3
BY_ITSELF = "pmsync tries again by itself."


class Outcomes:
    """Writes down what became of edits of one kind. `records` are the vendor's rows that will be spoken of."""

    def __init__(self, connection: Connection, provider: type[Provider], kind: Kind) -> None:
        self._connection = connection
        self._provider = provider
        self._kind = kind
        self._target = TARGETS[kind]
        self._facts = facts_of(connection, timezone.now())
        self._lookup = Lookup()

    def look_up(self, records: Sequence[Record]) -> None:
        """Find the rows that these records refer to. One query for each kind referred to."""
        self._lookup = find(self._facts, self._target, records)

    def sent(self, edit: OutgoingEdit, record: Record) -> None:
        """It is at the vendor, whose row is now this. What the vendor made of our values is kept with the row, and with it what
        else has changed there of what can be written. The rest is left to the next sync, which notes it."""
        with self._hold(edit) as held:
            if held is None:
                return
            answer = answer_of(self._facts, self._target, record, self._lookup, held.row)
            held.edit.status, held.edit.sent_at, held.edit.error = Status.SENT, timezone.now(), None
            if held.row is None:
                return
            if held.edit.action == Action.CREATE:
                self._arrive(held, record.external_id)
            if answer is None:
                return
            if held.edit.action == Action.CREATE:
                held.columns |= answer.values
            ours = held.fields
            self._keep_answer(held, answer)
            self._settle(held, answer, held.resting)
            self._move_stamp(held, answer, ours)
            self._sign(held, answer)

    def compared(self, edit: OutgoingEdit, record: Record, *, may_have_landed: bool = False) -> None:
        """It is not at the vendor, or nobody knows, and the vendor's row is this. What both sides have changed goes to a person,
        the rest goes out again. `may_have_landed` also takes for ours what the vendor may have made of it."""
        with self._hold(edit) as held:
            if held is None:
                return
            answer = answer_of(self._facts, self._target, record, self._lookup, held.row)
            if held.row is None or answer is None:
                self._wait(held, pause(held.edit.attempts))
                return
            if may_have_landed:
                self._recognise(held.edit, answer)
            give_way(held.edit, held.others)
            edits = [one for one in (held.edit, *held.others) if one.status != Status.DROPPED]
            ours = held.fields
            self._settle(held, answer, edits)
            self._move_stamp(held, answer, ours)
            if held.edit.status == edit.status:
                tries = held.edit.attempts
                self._wait(held, pause(tries - QUICK_TRIES) if tries > QUICK_TRIES else timedelta())

    def unknown(self, edit: OutgoingEdit, error: ProviderError) -> None:
        """It was sent, and no answer came."""
        with self._hold(edit) as held:
            if held is not None:
                action = "pmsync looks it up before it sends anything again."
                held.edit.status, held.edit.error = Status.UNKNOWN, _error(error, action)

    def still_unknown(self, edit: OutgoingEdit, error: ProviderError) -> None:
        """The vendor could not be asked what became of it: it is asked again later, and ever later. The looks that were had still
        count, and the next one comes no sooner for it."""
        with self._hold(edit) as held:
            if held is None:
                return
            before = held.edit.error or {}
            misses = before.get("misses", 0) + 1
            looks = {"looks": before["looks"]} if "looks" in before else {}
            held.edit.error = _error(error, "pmsync looks it up again by itself.") | looks | {"misses": misses}
            wait = timedelta(seconds=error.retry_after) if isinstance(error, RateLimitError) else pause(misses)
            if not isinstance(error, CredentialsError):
                again_at = timezone.now() + wait
                held.edit.not_before = max(again_at, held.edit.not_before or again_at)

    def looked_in_vain(self, edit: OutgoingEdit, looks: int, again_at: datetime | None) -> None:
        """A new row was not found at the vendor: looked for again then; or sent again where `again_at` is None."""
        with self._hold(edit) as held:
            if held is None:
                return
            held.edit.error = (held.edit.error or {}) | {"looks": looks}
            held.edit.not_before = again_at
            if again_at is None:
                give_way(held.edit, held.others)
                self._wait(held, timedelta())

    def cannot_be_read(self, edit: OutgoingEdit, found: Rejected) -> None:
        """A new row is at the vendor, in a form that cannot be read. It is known by its id from now on, so that nothing sends it
        as new again, and a person must look. Where not even the id can be read, it is looked for again."""
        words = f"{self._provider.label} has made this row, in a form that pmsync cannot read: {found.message}"
        error = _error(RefusedError(words), f"{found.action} Then try again.")
        with self._hold(edit) as held:
            if held is None:
                return
            if held.row is not None and not found.external_id:
                held.edit.error, held.edit.not_before = error, timezone.now() + LONGEST_PAUSE
                return
            if held.row is not None:
                self._arrive(held, found.external_id)
                held.edit.action = Action.UPDATE
                held.edit.changes = {name: pair | {"base": pair["ours"]} for name, pair in held.edit.changes.items()}
            self._fail(held, error)

    def refused(self, edit: OutgoingEdit, error: ProviderError, action: str) -> None:
        """The vendor will not have it: a person must look."""
        with self._hold(edit) as held:
            if held is not None:
                self._fail(held, _error(error, action))

    def put_back(self, edit: OutgoingEdit, error: ProviderError, wait: timedelta) -> None:
        """Nothing was sent, and nobody is to blame: it is tried again later, however long that takes."""
        with self._hold(edit) as held:
            if held is None:
                return
            give_way(held.edit, held.others)
            if held.edit.status != Status.DROPPED:
                held.edit.error = _error(error, BY_ITSELF)
                self._wait(held, wait)

    def _hold(self, edit: OutgoingEdit) -> AbstractContextManager[Held | None]:
        return hold(self._connection.provider, self._target, edit)

    def _fail(self, held: Held, error: dict[str, Any]) -> None:
        give_way(held.edit, held.others)
        if held.edit.status == Status.DROPPED:
            return
        held.edit.status, held.edit.error = Status.FAILED, error
        data = {
            "connection_id": str(self._connection.pk),
            "edit_id": str(held.edit.pk),
            "kind": self._kind.value,
            "row_id": str(held.edit.row_id),
            "fields": sorted(held.edit.changes),
            "code": error["code"],
        }
        emit(self._connection.agency_id, "edit.failed", data)

    def _wait(self, held: Held, wait: timedelta) -> None:
        held.edit.status = Status.PENDING
        held.edit.not_before = timezone.now() + wait if wait else None

    def _arrive(self, held: Held, external_id: str) -> None:
        """The row is the vendor's by name from now on, and later edits of it can follow."""
        assert held.row is not None
        take_identity(self._facts, self._target, held.row, external_id)
        held.columns |= {
            "external_source": self._facts.source,
            "external_account": self._facts.account,
            self._target.id_column: external_id,
            "synced_at": self._facts.started_at,
        }
        for edit in (held.edit, *held.others):
            edit.external_id = external_id

    def _keep_answer(self, held: Held, answer: Answer) -> None:
        """What the vendor made of our values: into the row, or under a later edit of the same field."""
        assert held.row is not None
        current = held.row | held.columns
        for name, slot in slots_of(self._kind, list(held.edit.changes)).items():
            theirs, pair = slot.read(answer.values), held.edit.changes[name]
            if not same(theirs, slot.typed(pair["ours"])):
                pair["stored"] = plain(theirs)
            later = next((other for other in held.others if name in other.changes), None)
            if later is not None:
                later.changes[name]["base"] = plain(theirs)
            slot.put(current, theirs)
            held.columns[slot.column.attname] = current[slot.column.attname]

    def _settle(self, held: Held, answer: Answer, edits: Sequence[OutgoingEdit]) -> None:
        """Compare edits at rest with what the vendor has now, and let the row hold what comes of it."""
        assert held.row is not None
        settling = Settling(self._connection, self._kind, timezone.now())
        conflicts: Mapping[str, FieldConflict] = {}
        if any(edit.status == Status.CONFLICT for edit in edits):
            rows = FieldConflict.objects.open().select_for_update().filter(row_id=held.edit.row_id)
            conflicts = {conflict.field: conflict for conflict in rows}
        theirs_at = self._provider.changed_at(answer.version)
        kept = settling.weigh(edits, conflicts, answer.values, theirs_at)
        settling.save()
        current = held.row | held.columns
        for name, slot in slots_of(self._kind, list(kept)).items():
            slot.put(current, kept[name])
            held.columns[slot.column.attname] = current[slot.column.attname]

    def _move_stamp(self, held: Held, answer: Answer, ours: Collection[str]) -> None:
        """Let the row's stamp be the answer's, and what else the vendor has changed come in with it."""
        assert held.row is not None
        current = held.row | held.columns
        settling = Settling(self._connection, self._kind, timezone.now())
        changed = {}
        for name, (slot, theirs) in changed_beside(settling, current, answer.values, ours).items():
            changed[name] = slot.read(current), theirs
            slot.put(current, theirs)
            held.columns[slot.column.attname] = current[slot.column.attname]
        held.columns["external_version"] = answer.version or held.row["external_version"]
        if changed:
            note_beside(self._connection, held.edit, current, changed)

    def _sign(self, held: Held, answer: Answer) -> None:
        """Where the row is now as the vendor's, a sync that brings it again finds nothing to do."""
        assert held.row is not None
        current, expected = held.row | held.columns, dict(answer.values)
        for slot in slots_of(self._kind, [name for edit in held.resting for name in edit.changes]).values():
            slot.put(expected, slot.read(current))
        if answer.fingerprint and all(same(current[name], value) for name, value in expected.items()):
            held.columns["fingerprint"] = answer.fingerprint

    def _recognise(self, edit: OutgoingEdit, answer: Answer) -> None:
        """Take what the vendor has for ours where it may be ours as the vendor writes it, and is not what stood there."""
        for name, slot in slots_of(self._kind, list(edit.changes)).items():
            pair, theirs = edit.changes[name], slot.read(answer.values)
            if alike(theirs, slot.typed(pair["ours"])) and not same(theirs, slot.typed(pair["base"])):
                pair["ours"] = plain(theirs)


def stops_all(error: ProviderError) -> bool:
    """Whether nothing of the connection can be sent or looked up now, whatever kind it is of."""
    return isinstance(error, (CredentialsError, UnavailableError, ClientError))


def _error(error: ProviderError, action: str) -> dict[str, Any]:
    return {"code": error.code, "message": error.message, "action": action}
