"""From waiting events to a run. The waiting events of one connection are taken together: what they are about is read once,
however often it was told of, by one run that goes the ordinary way."""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from agencies.refusals import Refusal
from integrations import runs
from integrations.hooks import settling
from integrations.hooks.reading import Told, read
from integrations.models import Connection, SyncLog, WebhookEvent
from integrations.nudging import Nudger
from integrations.observing import tallies
from integrations.sync.bulk import update
from providers.records import Kind

MOST_TOGETHER = 5000
TAKE_EVENTS = "integrations.take_events"  # by name: the task stands above this module, in tasks.py
APART_SECONDS = 10.0
APART = timedelta(seconds=APART_SECONDS)
# After failed runs in a row it waits so long, so that a vendor that is down is not asked each minute.
BACKOFF = timedelta(minutes=1)
LONGEST_BACKOFF = timedelta(hours=1)
MOST_FAILURES = 7

nudger = Nudger(TAKE_EVENTS, APART_SECONDS)


class Taken(NamedTuple):
    """What came of it: the run that reads what the events told of, None where there is nothing to read or not yet; and in how
    many seconds to ask again, None where the tick is early enough."""

    log: SyncLog | None = None
    again_in: float | None = None


def take(connection_id: UUID, now: datetime | None = None) -> Taken:
    """Take a connection's waiting events. They go on waiting while it is paused or not signed in, while a run is live, while
    its night is due and not begun, within ten seconds of the last such run, and for longer after runs that failed."""
    now = now or timezone.now()
    connection = Connection.objects.for_page().syncing().filter(pk=connection_id).first()
    if connection is None or SyncLog.objects.live().filter(connection=connection_id).exists():
        return Taken()
    if connection.next_sync_at is not None and connection.next_sync_at <= now:
        return Taken()  # a steady stream of events would keep the night from ever beginning
    ready_at = _ready_at(connection_id)
    if ready_at is not None and ready_at > now:
        wait = (ready_at - now).total_seconds()
        return Taken(again_in=wait if wait <= APART_SECONDS else None)
    log, is_more = _take(connection, now)
    return Taken(log, APART_SECONDS if is_more else None)


def take_and_nudge(connection_id: UUID) -> None:
    """The same, with the next time arranged."""
    taken = take(connection_id)
    if taken.again_in is not None:
        nudger.send(connection_id, taken.again_in)


def nudge_waiting() -> int:
    """How many connections a worker was told of because events of theirs wait. Two queries; the tick calls it."""
    settling.release_the_dead()
    waiting = WebhookEvent.objects.filter(status=settling.WAITING, sync_log__isnull=True).order_by()
    ready = waiting.filter(connection__status=Connection.Status.ACTIVE)
    connections = list(ready.values_list("connection", flat=True).distinct())
    for connection_id in connections:
        nudger.send(connection_id)
    return len(connections)


@transaction.atomic
def _take(connection: Connection, now: datetime) -> tuple[SyncLog | None, bool]:
    """The run, and whether more events wait. Events are locked while it is made: of two workers one gets them."""
    waiting = WebhookEvent.objects.select_for_update(of=("self",)).filter(
        connection=connection.pk, status=settling.WAITING, sync_log__isnull=True
    )
    events = list(waiting.order_by("pk")[:MOST_TOGETHER])
    if not events:
        return None, False
    new = {event.pk for event in events if not event.event_type and not event.replays}
    told = read(connection, events)
    log = _run_for(connection, told) if told.rows else None
    if told.rows and log is None:
        told.events = [event for event in told.events if event.status != settling.WAITING]
    _store(told, log, now)
    taken = sum(event.pk in new for event in told.events)
    tallies.add_all({("webhooks_received", tallies.labels_of({"provider": connection.provider})): taken})
    return log, len(events) == MOST_TOGETHER


def _run_for(connection: Connection, told: Told) -> SyncLog | None:
    """The queued run; None where one has become live meanwhile, and the events wait for its end."""
    kinds = [Kind(name) for name in told.rows]
    try:
        return runs.request_sync(
            connection, SyncLog.Type.INCREMENTAL, SyncLog.Trigger.WEBHOOK, kinds=kinds, only=told.only()
        )
    except Refusal:
        return None


def _store(told: Told, log: SyncLog | None, now: datetime) -> None:
    rows = [
        {
            "id": event.pk,
            "event_type": event.event_type,
            "records": event.records,
            "status": str(event.status),
            "message": event.message,
            "sync_log_id": log.pk if log and event.status == settling.WAITING else None,
            "done_at": None if event.status == settling.WAITING else now,
        }
        for event in told.events
    ]
    update(WebhookEvent, rows)


def _ready_at(connection_id: UUID) -> datetime | None:
    """When the next run may begin, by the last ones; None where there was none. One query."""
    told = SyncLog.objects.filter(connection=connection_id, trigger=SyncLog.Trigger.WEBHOOK).order_by("-created_at")
    last = list(told.values_list("status", "created_at", "completed_at")[:MOST_FAILURES])
    if not last:
        return None
    failures = next((index for index, row in enumerate(last) if row[0] != SyncLog.Status.FAILED), len(last))
    _, created_at, completed_at = last[0]
    if not failures:
        return created_at + APART
    return (completed_at or created_at) + min(LONGEST_BACKOFF, BACKOFF * 2 ** (failures - 1))
