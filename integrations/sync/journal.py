"""The run's own row: claiming it, beating its heart, and the transaction that carries each page."""

import logging
import uuid
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from integrations.hooks.settling import settle
from integrations.models import SyncLog
from integrations.observing.runs import count_run
from integrations.sync.counts import Counts
from integrations.sync.telling import News, tell_end, tell_news

logger = logging.getLogger(__name__)

HEARTBEAT_LOST_AFTER = timedelta(minutes=4)
ERRORS_KEPT = 200


class Cancelled(Exception):
    """A person asked the run to stop; what is stored stays."""


class ClaimLost(Exception):
    """Another process has taken the run over, or it was given up for dead. This one must not write again."""


def claim(log_id: uuid.UUID) -> SyncLog | None:
    """The queued run, now running and ours; None where somebody else has it or it is not yet time."""
    now, mine = timezone.now(), uuid.uuid4()
    ready = Q(not_before__isnull=True) | Q(not_before__lte=now)
    taken = SyncLog.objects.filter(ready, pk=log_id, status=SyncLog.Status.QUEUED).update(
        status=SyncLog.Status.RUNNING, claim=mine, started_at=now, heartbeat_at=now, not_before=None
    )
    return SyncLog.objects.for_page().get(pk=log_id) if taken else None


class Journal:
    """Writes one run's progress into its log. Every write checks that the run is still ours. A run that was put back goes
    on counting where it was."""

    def __init__(self, log: SyncLog) -> None:
        self.log = log
        self.counts = Counts.from_json(log.counts)
        self.errors: list[dict[str, str]] = list(log.errors)
        self.error_count = len(self.errors)
        self.transactions_created = log.transactions_created
        self.news = News(log.news)
        self.done = 0
        self.total = 0
        self.seconds = {"read": 0.0, "plan": 0.0, "write": 0.0, **log.seconds}

    @contextmanager
    def page(self) -> Iterator[None]:
        """One transaction for one page: holds the log's row, and stores the counts with the rows they count. A page that
        fails is not counted."""
        counts, kept, news = self.counts.as_json(), len(self.errors), self.news.copy()
        numbers = self.error_count, self.transactions_created, self.done, self.total
        try:
            with transaction.atomic():
                self._hold()
                yield
                self._save()
        except BaseException:
            self.counts, self.news = Counts.from_json(counts), news
            del self.errors[kept:]
            self.error_count, self.transactions_created, self.done, self.total = numbers
            raise
        logger.debug("Page stored: %s", _grown(counts, self.counts.as_json()))

    def beat(self, activity: str = "", waiting_until: datetime | None = None) -> None:
        """Say that the run is alive and what it is doing. Raises ClaimLost where it is no longer ours."""
        if waiting_until is not None:
            local = waiting_until.astimezone(self.log.connection.agency.zone)
            activity = f"{activity} until {local:%H:%M:%S}"
        self._save(activity=activity[:200])

    def note_error(self, kind: str, external_id: str, code: str, message: str) -> None:
        """Count an error and keep the first of them for the log."""
        self.error_count += 1
        if len(self.errors) < ERRORS_KEPT:
            self.errors.append({"kind": kind, "external_id": external_id, "code": code, "message": message})

    def finish(self, status: str, summary: str, unread: Collection[str] = ()) -> None:
        """Close the run, and with it the events that it was for. `unread` are the kinds that could not be read as a whole."""
        with transaction.atomic():
            self._save(status=status, summary=summary, completed_at=timezone.now(), activity="")
            settle(self.log, status, unread)
            tell_end(self.log, status, summary, self.counts.as_json(), self.news)
        count_run(self.log.connection.provider, status, self.log.trigger, self.counts.as_json(), self.seconds)

    def put_back(self, wait: timedelta, reason: str) -> None:
        """Queue the run again for later, instead of blocking a worker."""
        later = timezone.now() + wait
        with transaction.atomic():
            self._save(status=SyncLog.Status.QUEUED, not_before=later, activity=reason[:200], sent_at=None)
            tell_news(self.log, self.news)

    def _hold(self) -> None:
        """Keep the log's row until the transaction ends. Raises where the run is no longer ours, or was asked to stop."""
        held = SyncLog.objects.select_for_update().only("status", "claim", "cancel_requested").get(pk=self.log.pk)
        if held.status != SyncLog.Status.RUNNING or held.claim != self.log.claim:
            raise ClaimLost
        if held.cancel_requested:
            raise Cancelled

    def _save(self, **more: Any) -> None:
        ours = SyncLog.objects.filter(pk=self.log.pk, status=SyncLog.Status.RUNNING, claim=self.log.claim)
        saved = ours.update(
            heartbeat_at=timezone.now(),
            counts=self.counts.as_json(),
            items_synced=sum(count.in_step for count in self.counts.values()),
            transactions_created=self.transactions_created,
            errors=self.errors,
            news=self.news.as_json(),
            seconds={phase: round(spent, 3) for phase, spent in self.seconds.items()},
            progress_done=self.done,
            progress_total=max(self.total, self.done),
            **more,
        )
        if not saved:
            raise ClaimLost


def _grown(before: Mapping[str, Mapping[str, int]], after: Mapping[str, Mapping[str, int]]) -> str:
    """What a page added to the counts: "leases: 3 read, 1 created, 2 unchanged"."""
    kinds = []
    for kind, count in after.items():
        more = {name: number - before.get(kind, {}).get(name, 0) for name, number in count.items()}
        if any(more.values()):
            kinds.append(f"{kind}: {', '.join(f'{number} {name}' for name, number in more.items() if number)}")
    return "; ".join(kinds) or "no rows"
