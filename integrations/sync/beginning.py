"""Where a feed of a run begins, and what its end may move."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from integrations.models import Cursor, SyncLog
from integrations.sync.pages import Run
from providers.base import Covers, Feed
from providers.feeds import comparable
from providers.records import Kind

# Vendors may answer an older mark with everything, which would pass for a change feed: ask for everything openly.
CURSOR_GOES_STALE_AFTER = timedelta(days=28)


@dataclass(frozen=True)
class Beginning:
    """`since` None reads everything. `is_whole`: what the read does not hold is gone. `moves_cursor`: no row that has changed
    since the cursor is passed over."""

    since: str | None
    is_whole: bool
    moves_cursor: bool


def beginning_of(run: Run, feed: Feed, cursor: Cursor) -> Beginning:
    """Where this feed begins. A run that was told where to begin passes over what has changed before, one that was narrowed
    to some properties over the others', and one for some kinds over what else the feed gives: none of them may move a cursor
    past rows that nobody has read."""
    continues = goes_on(run, feed, cursor)
    since, is_covered = cursor.value if continues else None, True
    asked = run.options.since
    if asked is not None and feed.since is not None and feed.since.at is not None:
        since = feed.since.at(asked)
        is_covered = continues and comparable(since) <= comparable(cursor.value or "")  # type: ignore[operator]
    is_whole = feed.covers == Covers.WHOLE or (since is None and feed.whole_from_start)
    narrowed = bool(run.options.narrowed)
    passes_over = narrowed or bool(left_out_of(run, feed))
    return Beginning(since, is_whole and not narrowed, is_covered and not passes_over)


def kinds_wanted(run: Run) -> list[Kind]:
    """The kinds that the run was asked for, all where it was asked for none, without those that the agency switched off."""
    asked = [Kind(name) for name in run.log.kinds] or list(Kind)
    return [kind for kind in asked if kind not in run.log.connection.excluded_kinds]


def left_out_of(run: Run, feed: Feed) -> frozenset[Kind]:
    """The kinds that the connection syncs and the feed gives, and that this run was not asked for."""
    return frozenset(feed.kinds) - run.log.connection.excluded_kinds - set(kinds_wanted(run))


def goes_on(run: Run, feed: Feed, cursor: Cursor) -> bool:
    """Whether the feed may go on at its mark. A full sync, a stale mark, and a mapping made since its last whole read all
    start it over: the rows that were held back for that property are behind the mark."""
    if cursor.value is None or feed.since is None or run.log.sync_type == SyncLog.Type.FULL:
        return False
    if timezone.now() - cursor.updated_at > CURSOR_GOES_STALE_AFTER:
        return False
    mapped_at = run.log.connection.mapped_at
    return mapped_at is None or (cursor.started_over_at is not None and mapped_at < cursor.started_over_at)


def move(cursor: Cursor, mark: str | None, since: str | None) -> None:
    """Let the cursor go on at the mark, but never back."""
    if mark is None:
        return
    is_back = since is not None and cursor.value is not None and comparable(mark) < comparable(cursor.value)  # type: ignore[operator]
    if not is_back:
        cursor.value = mark
