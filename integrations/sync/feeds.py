"""Reading one feed into rows: where to begin, one transaction a page, and what its end allows."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from time import perf_counter

from django.utils import timezone

from integrations.models import Cursor, SyncLog
from integrations.sync.bulk import refresh_statistics
from integrations.sync.invoices import jobs_to_ask
from integrations.sync.issues import close_feed_issues, close_issues, key_of
from integrations.sync.pages import Run, store
from integrations.sync.sweep import withdraw_unseen
from integrations.sync.targets import TARGETS
from providers.base import Covers, Feed, Page, Provider
from providers.records import Kind, Record, Rejected

# Vendors may answer an older mark with everything, which would pass for a change feed: ask for everything openly.
CURSOR_GOES_STALE_AFTER = timedelta(days=28)
# Rows asked for one parent at a time are stored at least this often, in seconds.
LONGEST_UNSTORED = 30.0
# So many new rows in one feed, and the database's planner should hear of them.
MANY_ROWS = 1000


def read_feed(run: Run, provider: Provider, feed: Feed, cursor: Cursor, batch_size: int) -> bool:
    """Whether there was anything to read; what the feed has is stored. The cursor moves with the last page, because
    vendors promise no order within a reply."""
    since = cursor.value if goes_on(run, feed, cursor) else None
    is_whole = feed.covers == Covers.WHOLE or (since is None and feed.whole_from_start)
    run.is_first_read = cursor.whole_at is None
    run.feed_kinds = (feed.kind, *feed.kinds)
    began_at = timezone.now()
    excluded = run.log.connection.excluded_kinds
    seen: dict[Kind, set[str]] = {kind: set() for kind in feed.kinds if kind not in excluded}
    rejected: set[tuple[str, str]] = set()
    before, is_read = run.journal.done, False
    for page in _timed(run, provider.read(feed, since=since, batch_size=batch_size)):
        rows = wanted_rows(page.rows, excluded)
        with _stored(run):
            rejected.update((row.kind.value, key_of(row)) for row in store(run, rows))
            if is_whole:
                _remember(seen, rows)
            if page.is_last:
                _close(run, feed, cursor, page, began_at if since is None else None)
                if is_whole:
                    close_issues_of_the_gone(run, rejected)
                if is_whole and not rejected:
                    for kind, external_ids in seen.items():
                        withdraw_unseen(run, kind, external_ids)
                cursor.save()
            run.journal.done += page.read
            run.journal.total = max(run.journal.total, before + (page.total or 0))
        is_read = True
    for kind in seen:
        if kind in TARGETS and run.journal.counts[kind].created >= MANY_ROWS:
            refresh_statistics(TARGETS[kind].model)
    return is_read


def wanted_rows(rows: Sequence[Record | Rejected], excluded: Collection[str]) -> Sequence[Record | Rejected]:
    """The rows without those of the kinds that the agency switched off. A row that could not be read stays: it bears its
    feed's first kind, and may be of any that the feed gives."""
    if not excluded:
        return rows
    return [row for row in rows if isinstance(row, Rejected) or row.kind not in excluded]


def goes_on(run: Run, feed: Feed, cursor: Cursor) -> bool:
    """Whether the feed may go on at its mark. A full sync, a stale mark, and a mapping made since its last whole read all
    start it over: the rows that were held back for that property are behind the mark."""
    if cursor.value is None or feed.since is None or run.log.sync_type == SyncLog.Type.FULL:
        return False
    if timezone.now() - cursor.updated_at > CURSOR_GOES_STALE_AFTER:
        return False
    mapped_at = run.log.connection.mapped_at
    return mapped_at is None or (cursor.started_over_at is not None and mapped_at < cursor.started_over_at)


def _close(run: Run, feed: Feed, cursor: Cursor, page: Page, started_over_at: datetime | None) -> None:
    if page.mark is not None:
        cursor.value = page.mark
    if started_over_at is not None:
        cursor.started_over_at = cursor.whole_at = started_over_at
    close_feed_issues(run.log, [kind for kind in feed.kinds if kind not in run.troubled])


def close_issues_of_the_gone(run: Run, rejected: set[tuple[str, str]]) -> None:
    """Resolve the issues of rows that a whole read no longer turns away: they are mended under another id, or gone."""
    for kind in dict.fromkeys(run.feed_kinds):
        gone = {row for noted, row in run.open_issues - rejected if noted == kind}
        if gone:
            close_issues(run.log, kind, gone)


def _remember(seen: dict[Kind, set[str]], rows: Iterable[Record | Rejected]) -> None:
    for row in rows:
        if row.kind in seen:
            seen[row.kind].add(row.external_id)


@contextmanager
def _stored(run: Run) -> Iterator[None]:
    """The page's transaction, with the time that it took counted: all of it that was not planning is writing."""
    began, planning = perf_counter(), run.seconds["plan"]
    with run.journal.page():
        yield
    run.seconds["write"] += perf_counter() - began - (run.seconds["plan"] - planning)


def _timed(run: Run, pages: Iterator[Page]) -> Iterator[Page]:
    """The same pages, with the time that reading took counted."""
    while True:
        began = perf_counter()
        page = next(pages, None)
        run.seconds["read"] += perf_counter() - began
        if page is None:
            return
        yield page


def read_for_parents(run: Run, provider: Provider, feed: Feed, batch_size: int) -> bool:
    """Whether there was anything to read: the rows of each parent that still lacks them. At a vendor's pace this takes
    long, so they are stored as often as a page is full and at least twice a minute."""
    parents = jobs_to_ask(run.facts)
    run.journal.total += len(parents)
    rows: list[Record | Rejected] = []
    unstored, stored_at = 0, perf_counter()
    for number, parent in enumerate(parents, 1):
        for page in _timed(run, provider.read(feed, parent_id=parent)):
            rows.extend(page.rows)
        unstored += 1
        if len(rows) >= batch_size or perf_counter() - stored_at > LONGEST_UNSTORED or number == len(parents):
            with _stored(run):
                store(run, rows)
                run.journal.done += unstored
            rows, unstored, stored_at = [], 0, perf_counter()
    close_feed_issues(run.log, feed.kinds)
    return bool(parents)
