"""Looking at an undo, and doing it: one transaction, in which the plan is made again on locked rows."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from agencies.audit import Action, record
from agencies.models import User
from agencies.refusals import Refusal
from integrations.models import Cursor, SyncLog
from integrations.sync.facts import facts_of
from integrations.undoing.outcome import Undoing
from integrations.undoing.planning import steps
from integrations.undoing.writing import carry_out


def obstacle(log: SyncLog) -> Refusal | None:
    """Why the run cannot be undone at all, now or ever; None where nothing is in the way. Two queries."""
    if log.is_live:
        return Refusal("still_running", "That sync is not over yet.", "Wait for it to end, or stop it.", conflict=True)
    if log.trigger == SyncLog.Trigger.UNDO:
        message = "That was an undo, and an undo is not undone."
        return Refusal("is_an_undo", message, "Sync again: that brings what the other system has.")
    if SyncLog.objects.filter(undoes=log).exists():
        return Refusal("already_undone", "That sync has been undone already.", conflict=True)
    if SyncLog.objects.live().filter(connection=log.connection_id).exists():
        return _busy(log)
    return None


def preview(log: SyncLog) -> Undoing:
    """What an undo of the run would do as things stand. Writes nothing."""
    found = Undoing()
    for planned in steps(log):
        found.add(planned)
    return found


def undo(log: SyncLog, by: User | None, seen: str = "") -> SyncLog:
    """The run that took the given one back. All of it or, with a Refusal, nothing.

    `seen` are the numbers that the person agreed to (`Undoing.seen`): where they have changed since, nothing happens. Every
    feed then starts over, so that the next sync brings whatever the other system has by then, each dollar once."""
    with transaction.atomic():
        log = SyncLog.objects.for_page().select_for_update(of=("self",)).get(pk=log.pk)
        refusal = obstacle(log)
        if refusal:
            raise refusal
        facts = facts_of(log.connection, timezone.now())
        mine = _begin(log, by)
        found = Undoing()
        for planned in steps(log, lock=True):
            found.add(planned)
            carry_out(mine, facts, planned)
        _check(found, seen)
        Cursor.objects.filter(connection=log.connection_id).update(value=None)
        _finish(mine, log, found)
    return mine


def _begin(log: SyncLog, by: User | None) -> SyncLog:
    """A live run of the connection, which keeps syncs and other undos out until this transaction ends."""
    now = timezone.now()
    try:
        with transaction.atomic():
            return SyncLog.objects.create(
                connection_id=log.connection_id,
                sync_type=SyncLog.Type.MANUAL,
                status=SyncLog.Status.RUNNING,
                trigger=SyncLog.Trigger.UNDO,
                requested_by=by,
                undoes=log,
                started_at=now,
                heartbeat_at=now,
            )
    except IntegrityError as error:
        raise obstacle(log) or _busy(log) from error


def _check(found: Undoing, seen: str) -> None:
    if not found.touched:
        message = "There is nothing left of that sync to undo."
        raise Refusal("nothing_to_undo", message, "Its page says why each row stays as it is.", conflict=True)
    if seen and seen != found.seen:
        message = "Rows have changed since you looked. Nothing was undone."
        raise Refusal("moved_on", message, "Look at the new numbers below and decide again.", conflict=True)


def _finish(mine: SyncLog, log: SyncLog, found: Undoing) -> None:
    total = found.total
    agency = log.connection.agency
    moment = (log.started_at or log.created_at).astimezone(agency.zone)
    numbers = f"{_rows(total.put_back + total.brought_back)} put back, {total.removed} removed, {total.kept} kept"
    mine.summary = f"Undid the sync of {moment:%d %B %Y, %H:%M}: {numbers}"
    mine.status, mine.completed_at = SyncLog.Status.COMPLETED, timezone.now()
    mine.progress_done = mine.progress_total = found.touched
    mine.save(update_fields=["summary", "status", "completed_at", "progress_done", "progress_total"])
    details = {"job_id": str(log.pk), "undo_job_id": str(mine.pk)}
    record(Action.SYNC_UNDONE, log.connection, agency=agency, person=mine.requested_by, **details, **vars(total))


def _rows(number: int) -> str:
    return "1 row" if number == 1 else f"{number} rows"


def _busy(log: SyncLog) -> Refusal:
    message = f"{log.connection} is being synced."
    return Refusal("already_running", message, "Wait for that to end, or stop it.", conflict=True)
