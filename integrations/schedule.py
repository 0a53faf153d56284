"""When the nights are: each agency's local sync time, safe across changes of the clock, spread a little."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from agencies.models import Agency
from agencies.refusals import Refusal
from integrations import runs
from integrations.models import Connection, SyncLog
from integrations.models.synclogs import SyncLogQuerySet
from integrations.observing.runs import count_run
from integrations.run_options import is_whole
from integrations.sync.journal import HEARTBEAT_LOST_AFTER
from integrations.sync.telling import News, tell_end

SPREAD = timedelta(minutes=15)
FULL_SYNC_EVERY = timedelta(days=7)
SEND_AGAIN_AFTER = timedelta(minutes=2)


class Ticked(NamedTuple):
    """What one tick did."""

    queued: int
    given_up: int
    sent_again: int


def next_night(connection: Connection, after: datetime) -> datetime:
    """The next sync of this connection, as an aware UTC time later than `after`.

    It is the agency's local sync time plus a spread that is the connection's own, so that not all of them ask a vendor at
    once. Where the clock jumps over that time the night begins as the gap ends; where it passes twice, the first counts."""
    agency = connection.agency
    spread = SPREAD * (connection.pk.int % 900) / 900
    day = after.astimezone(agency.zone).date()
    while True:
        local = datetime.combine(day, agency.sync_time, tzinfo=agency.zone)
        night = local.astimezone(UTC) + spread
        if night > after:
            return night
        day += timedelta(days=1)


def replan(agency: Agency) -> None:
    """Move the coming nights of an agency's connections to its present zone and hour. A night that is due stays due."""
    now = timezone.now()
    for connection in Connection.objects.select_for_update().filter(agency=agency, next_sync_at__gt=now):
        connection.agency = agency
        Connection.objects.filter(pk=connection.pk).update(next_sync_at=next_night(connection, now))


def tick(now: datetime | None = None) -> Ticked:
    """Give up dead runs, send lost ones again, and queue every connection whose night has come. Safe to run anywhere, any
    number of times: each night is taken by exactly one tick. A night that was missed is caught up once."""
    now = now or timezone.now()
    given_up = _give_up_dead_runs(now)
    sent_again = _send_again(now)
    due = Connection.objects.for_page().syncing().filter(next_sync_at__lte=now)
    return Ticked(sum(_take_night(connection, now) for connection in due), given_up, sent_again)


def _take_night(connection: Connection, now: datetime) -> bool:
    """Whether it was queued. A connection that is being synced skips the night, because that sync brings what the night would
    have; one that reads less than that leaves it due, for the next tick."""
    with transaction.atomic():
        taken = Connection.objects.filter(pk=connection.pk, next_sync_at=connection.next_sync_at).update(
            next_sync_at=next_night(connection, now)
        )
        if not taken:
            return False
        try:
            runs.request_sync(connection, sync_type(connection, now), SyncLog.Trigger.SCHEDULE)
        except Refusal as refusal:
            if refusal.code == "already_running" and not _is_synced(connection):
                transaction.set_rollback(True)
            return False
        return True


def _is_synced(connection: Connection) -> bool:
    """Whether a live run reads all that the night would."""
    return any(map(is_whole, SyncLog.objects.live().filter(connection=connection).for_page()))


def sync_type(connection: Connection, now: datetime) -> str:
    """Full once a week, to find what has vanished without a word; incremental on the other nights."""
    last = connection.last_full_sync_at
    if last is None or now - last >= FULL_SYNC_EVERY - SPREAD:
        return SyncLog.Type.FULL
    return SyncLog.Type.INCREMENTAL


def _give_up_dead_runs(now: datetime) -> int:
    """Mark runs whose worker has gone silent, so that the next one may begin."""
    silent = SyncLog.objects.filter(status=SyncLog.Status.RUNNING, heartbeat_at__lt=now - HEARTBEAT_LOST_AFTER)
    return sum(_give_up(log, silent, now) for log in silent.for_page())


@transaction.atomic
def _give_up(log: SyncLog, silent: SyncLogQuerySet, now: datetime) -> bool:
    message = "The worker that ran it stopped without a word. The next sync goes on from what is stored."
    given_up = silent.filter(pk=log.pk).update(
        status=SyncLog.Status.FAILED,
        completed_at=now,
        activity="",
        summary=message,
        errors=[{"kind": "", "external_id": "", "code": "worker_lost", "message": message}],
    )
    if given_up:
        tell_end(log, SyncLog.Status.FAILED, message, log.counts, News(log.news))
        count_run(log.connection.provider, SyncLog.Status.FAILED, log.trigger, log.counts, log.seconds)
    return bool(given_up)


def _send_again(now: datetime) -> int:
    """Tell a worker of queued runs whose time has come and whose message was lost, or never sent."""
    ready = Q(not_before__isnull=True) | Q(not_before__lte=now)
    unheard = Q(sent_at__isnull=True, created_at__lt=now - timedelta(seconds=20)) | Q(
        sent_at__lt=now - SEND_AGAIN_AFTER
    )
    logs = list(SyncLog.objects.filter(ready, unheard, status=SyncLog.Status.QUEUED).values_list("pk", flat=True))
    for log_id in logs:
        runs.send(log_id)
    return len(logs)
