"""What becomes of events when the run that read their records ends. It is part of the run's last transaction: a worker that is
killed before leaves them waiting, and they are read again."""

from collections.abc import Collection
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from integrations.models import SyncLog, WebhookEvent

TRIED_FOR = timedelta(hours=24)
CANCELLED = "The sync that read its records was cancelled. Replay it to read them."

WAITING = WebhookEvent.Status.WAITING


def settle(log: SyncLog, status: str, unread: Collection[str]) -> None:
    """Close the events of a run that ends with this status, or let them wait for another where it could not read. `unread` are
    the kinds that it could not read as a whole. Call it in the run's last transaction. No query for a run that no event began;
    at most three for others."""
    if log.trigger != SyncLog.Trigger.WEBHOOK:
        return
    events = WebhookEvent.objects.filter(sync_log=log.pk, status=WAITING)
    if status == SyncLog.Status.COMPLETED:
        if unread:
            _fail_those_about(events, unread)
        events.update(status=WebhookEvent.Status.DONE, message="", done_at=timezone.now())
    elif status == SyncLog.Status.CANCELLED:
        _fail(events, CANCELLED)
    elif status == SyncLog.Status.FAILED:
        release(events)


def release(events: QuerySet[WebhookEvent]) -> None:
    """Let events wait for the next run; those that came, or were replayed, a day ago are given up."""
    since = Coalesce("waiting_since", "received_at")
    _fail(
        events.alias(since=since).filter(since__lt=timezone.now() - TRIED_FOR),
        "Its records could not be read for a day. The next sync that reads everything brings them.",
    )
    events.filter(status=WAITING).update(sync_log=None)


def release_the_dead() -> int:
    """How many events were let go whose run has ended without a word: its worker was killed, or it was cancelled before it
    began. One query where there are none."""
    over = ~Q(sync_log__status__in=SyncLog.LIVE)
    dead = WebhookEvent.objects.filter(over, status=WAITING, sync_log__isnull=False)
    found = dict(dead.values_list("pk", "sync_log__status"))
    if found:
        cancelled = [pk for pk, status in found.items() if status == SyncLog.Status.CANCELLED]
        _fail(WebhookEvent.objects.filter(pk__in=cancelled), CANCELLED)
        release(WebhookEvent.objects.filter(pk__in=found.keys() - set(cancelled)))
    return len(found)


def _fail_those_about(events: QuerySet[WebhookEvent], kinds: Collection[str]) -> None:
    """Close those that name a record of these kinds, which the run could not read."""
    about = {pk: {row[0] for row in records} for pk, records in events.values_list("pk", "records")}
    hit = [pk for pk, named in about.items() if named & set(kinds)]
    words = ", ".join(sorted(kind.replace("_", " ") for kind in kinds))
    _fail(
        events.filter(pk__in=hit),
        f"The sync could not read {words}: its page says why. Replay the event once that is mended.",
    )


def _fail(events: QuerySet[WebhookEvent], message: str) -> None:
    events.update(status=WebhookEvent.Status.FAILED, message=message, done_at=timezone.now())
