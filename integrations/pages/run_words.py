"""A run in words: what it is doing now, how long it took, and what it counted."""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from django.utils.text import capfirst

from integrations.models import SyncLog
from integrations.pages.words import plain
from integrations.sync.counts import Count
from integrations.sync.issues import FEED_CODES, MASS_WITHDRAWAL

UNHEARD = timedelta(minutes=1)  # a worker takes up a run within seconds
SILENT = timedelta(minutes=2)  # a worker at work says so more often
# Errors that no kind's count of rejected rows holds.
RUN_CODES = ("sign_in_refused", "client_refused", "vendor_unavailable", "worker_lost", "internal_error")
WHOLE = frozenset((*RUN_CODES, *FEED_CODES, MASS_WITHDRAWAL))


@dataclass(frozen=True)
class Saying:
    """One sentence on a run under way. `is_trouble` marks those that a person should not just wait out."""

    words: str
    is_trouble: bool = False


@dataclass(frozen=True)
class Line:
    """What became of one kind's rows."""

    kind: str
    words: str
    count: Count


@dataclass(frozen=True)
class Counted:
    """What became of every kind's rows, and of all of them together."""

    lines: list[Line]
    total: Count

    @property
    def changed(self) -> int:
        """New and changed rows."""
        return self.total.created + self.total.updated


def saying(log: SyncLog, label: str, now: datetime, zone: tzinfo) -> Saying:
    """What a live run is doing now. `label` is the provider's; clock times are in `zone`."""
    if log.cancel_requested:
        return Saying("Stopping. What has come in stays.")
    if log.status == SyncLog.Status.QUEUED:
        return _queued(log, label, now, zone)
    silence = now - (log.heartbeat_at or now)
    if silence >= SILENT:
        return Saying(
            f"Nothing has been heard from the worker for {length_in_words(silence)}. "
            "If it is gone, the next sync makes up for it.",
            is_trouble=True,
        )
    return Saying(capfirst(log.activity) or "Starting")


def _queued(log: SyncLog, label: str, now: datetime, zone: tzinfo) -> Saying:
    if log.not_before and log.not_before > now:
        until = log.not_before.astimezone(zone)
        day = "" if until.date() == now.astimezone(zone).date() else " tomorrow"
        return Saying(f"Waiting for {label}'s limit until {until:%H:%M}{day}")
    waited = now - (log.not_before or log.created_at)
    if waited > UNHEARD:
        words = f"No worker has taken this up for {length_in_words(waited)}. Ask whoever runs pmsync whether one is running."
        return Saying(words, is_trouble=True)
    return Saying("Waiting for its turn")


def length_in_words(length: timedelta) -> str:
    """A length of time by its largest unit or two: 45 seconds, 2 minutes, 3 hours 5 minutes."""
    seconds = max(0, round(length.total_seconds()))
    if seconds < 60:
        return _number(seconds, "second")
    minutes = seconds // 60
    if minutes < 60:
        return _number(minutes, "minute")
    hours, rest = divmod(minutes, 60)
    return _number(hours, "hour") + (f" {_number(rest, 'minute')}" if rest else "")


def took(log: SyncLog) -> timedelta | None:
    """How long the run worked; None where it has not begun or is not over."""
    return log.completed_at - log.started_at if log.started_at and log.completed_at else None


def counted(log: SyncLog) -> Counted:
    """Each kind's numbers in the order in which they were read, and their sum."""
    lines = [Line(kind, plain(kind), Count(**row)) for kind, row in log.counts.items()]
    names = Count.__dataclass_fields__
    return Counted(lines, Count(**{name: sum(getattr(line.count, name) for line in lines) for name in names}))


def kept_out(log: SyncLog) -> int:
    """How many things the run could not bring in: rows, whole lists, and the run itself where it failed."""
    rows = sum(row.get("rejected", 0) for row in log.counts.values())
    return rows + sum(not error.get("external_id") and error.get("code") in WHOLE for error in log.errors)


def _number(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
