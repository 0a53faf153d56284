"""How a run reads: what it was asked for, and what its connection is set to where it was asked for nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from integrations.models import SyncLog
from integrations.narrowing import EVERYTHING, Filters, as_spoken, filters_from
from integrations.retrying import readable
from providers.base import Provider
from providers.records import Kind

BATCH_SIZE = 2000
SMALLEST_BATCH, LARGEST_BATCH = 50, 5000
WORKERS = 4
MOST_WORKERS = 10


class Direction(StrEnum):
    """Which way rows go in a run."""

    PULL = "pull"
    PUSH = "push"
    BOTH = "bidirectional"


@dataclass(frozen=True)
class RunOptions:
    """How one run reads. `since` begins feeds there whose marks are times. `narrowed` are the run's own filters, beside those
    of its connection."""

    since: datetime | None = None
    narrowed: Filters = EVERYTHING
    batch_size: int = BATCH_SIZE
    max_workers: int = WORKERS
    direction: Direction = Direction.PULL

    @property
    def reads(self) -> bool:
        """Whether anything is read."""
        return self.direction != Direction.PUSH

    @property
    def writes(self) -> bool:
        """Whether waiting edits are sent."""
        return self.direction != Direction.PULL


def options_of(log: SyncLog) -> RunOptions:
    """How this run reads."""
    asked, usual = log.options, log.connection.config
    since = asked.get("since")
    return RunOptions(
        since=datetime.fromisoformat(since) if since else None,
        narrowed=as_spoken(filters_from(asked.get("property_filters", {})), log.connection.provider),
        batch_size=int(asked.get("batch_size") or usual.get("batch_size", BATCH_SIZE)),
        max_workers=int(asked.get("max_workers") or usual.get("max_workers", WORKERS)),
        direction=Direction(asked.get("sync_direction", Direction.PULL)),
    )


def is_whole(log: SyncLog) -> bool:
    """Whether the run reads all that its connection syncs. Less of it leaves the rest as old as it was."""
    options, only = options_of(log), log.only
    is_part = "rows" in only or "issues" in only or options.since is not None or bool(options.narrowed)
    return options.reads and not is_part and (not log.kinds or set(readable(log.connection)) <= set(log.kinds))


def without_times(provider: type[Provider], kinds: Iterable[Kind]) -> list[str]:
    """Those of the kinds that have a feed which cannot begin at an instant: it goes on at its cursor, or reads everything."""
    wanted = set(kinds)
    untimed = [feed for feed in provider.feeds_for(wanted) if feed.since is None or feed.since.at is None]
    found = {kind for feed in untimed for kind in feed.kinds}
    return [kind.value for kind in Kind if kind in found & wanted]
