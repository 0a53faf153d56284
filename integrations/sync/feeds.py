"""Reading one feed into rows: where to begin, one transaction a page, and what its end allows."""

import gc
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from time import perf_counter

from django.db.models import Model
from django.utils import timezone

from integrations.models import Cursor, PropertyMapping
from integrations.sync.beginning import beginning_of, left_out_of, move
from integrations.sync.bulk import prefer_indexes, refresh_statistics
from integrations.sync.invoices import jobs_to_ask
from integrations.sync.issues import close_feed_issues, close_issues, key_of
from integrations.sync.missing import Fetch, note, still_there
from integrations.sync.outside import owners_inside, rows_inside
from integrations.sync.pages import Run, store
from integrations.sync.seen import Seen
from integrations.sync.sweep import withdraw_unseen
from integrations.sync.targets import TARGETS
from providers.base import Feed, Page, Provider
from providers.records import Kind, Record, Rejected

Rows = Sequence[Record | Rejected]

# Rows asked for one parent at a time are stored at least this often, in seconds.
LONGEST_UNSTORED = 30.0
# So many new rows of a kind, and whenever they are ten times as many, and the database's planner should hear of them.
MANY_ROWS = 1000
GROWTH = 10
# Tables that grow with a kind's own.
BESIDE: dict[Kind, tuple[type[Model], ...]] = {Kind.PROPERTY: (PropertyMapping,)}


def read_feed(run: Run, provider: Provider, feed: Feed, cursor: Cursor, batch_size: int) -> bool:
    """Whether there was anything to read; what the feed has is stored. The cursor moves with the last page, because
    vendors promise no order within a reply."""
    beginning = beginning_of(run, feed, cursor)
    run.is_first_read = cursor.whole_at is None
    began_at = timezone.now()

    def close(page: Page) -> None:
        if not beginning.moves_cursor:
            return
        move(cursor, page.mark, beginning.since)
        if beginning.since is None:
            cursor.started_over_at = cursor.whole_at = began_at
        cursor.save()

    pages = provider.read(feed, since=beginning.since, batch_size=batch_size, workers=run.options.max_workers)
    kinds, left_out = (feed.kind, *feed.kinds), left_out_of(run, feed)
    whole = [kind for kind in kinds if kind not in left_out] if beginning.is_whole else ()
    owners = owners_inside(run, provider, feed)
    return store_pages(
        run, kinds, pages, whole=whole, close=close, left_out=left_out, owners=owners, fetch=provider.fetch
    )


def store_pages(
    run: Run,
    kinds: tuple[Kind, ...],
    pages: Iterator[Page],
    *,
    whole: Collection[Kind],
    close: Callable[[Page], None],
    prepare: Callable[[Page], Rows] = lambda page: page.rows,
    left_out: Collection[Kind] = (),
    owners: Collection[str] | None = None,
    fetch: Fetch | None = None,
) -> bool:
    """Store the pages of one feed or file that gives these kinds; whether there were any. Each page is one transaction, in
    which `prepare` may rewrite the rows first; `close` is called in that of the last page. `whole` are those of the kinds
    of which the pages hold every row there is. Rows of kinds that are `left_out` or switched off are dropped.
    Of owners only these `owners` come in, where they are given. What the pages do not hold is asked for by `fetch` before it
    is withdrawn, where rows can be asked for."""
    run.feed_kinds = kinds
    excluded = run.log.connection.excluded_kinds.union(left_out)
    wanted = [kind for kind in dict.fromkeys(kinds) if kind not in excluded]
    listed = [kind for kind in wanted if kind in whole]
    before, is_read, is_clean, growth = run.journal.done, False, True, Growth(run, wanted)
    still_open: set[tuple[str, str]] = set()
    with Seen() as seen, _collector_resting():
        for page in _timed(run, pages):
            more: Rows = ()
            if page.is_last and is_clean and fetch is not None:
                note(seen, listed, page.rows)
                more = still_there(run, listed, seen, fetch)
            with _stored(run):
                rows = wanted_rows([*prepare(page), *more], excluded)
                rejected = store(run, rows_inside(run, rows, owners))
                is_clean = is_clean and not rejected
                still_open.update(run.open_issues.intersection((row.kind.value, key_of(row)) for row in rejected))
                note(seen, listed, rows)
                if page.is_last:
                    close_feed_issues(run.log, [kind for kind in kinds if kind not in run.troubled])
                    close_issues_of_the_gone(run, whole, still_open)
                    for kind in listed if is_clean else ():
                        withdraw_unseen(run, kind, seen)
                    close(page)
                run.journal.done += page.read
                run.journal.total = max(run.journal.total, before + (page.total or 0))
            is_read = True
            growth.look()
            gc.collect(1)
    return is_read


class Growth:
    """Watches the tables that a read fills, and has the planner told while they grow: by what it knew of an empty table, it
    would read all of it through for each page."""

    def __init__(self, run: Run, kinds: Iterable[Kind]) -> None:
        self._run = run
        self._told = {kind: MANY_ROWS // GROWTH for kind in dict.fromkeys(kinds) if kind in TARGETS}

    def look(self) -> None:
        """After a page."""
        for kind, told in self._told.items():
            created = self._run.journal.counts[kind].created
            if created >= GROWTH * told:
                self._told[kind] = created
                refresh_statistics(TARGETS[kind].model, *BESIDE.get(kind, ()))


def wanted_rows(rows: Rows, excluded: Collection[str]) -> Rows:
    """The rows without those of the kinds that nobody wants. A row that could not be read stays: it bears its feed's first
    kind, and may be of any that the feed gives."""
    if not excluded:
        return rows
    return [row for row in rows if isinstance(row, Rejected) or row.kind not in excluded]


def close_issues_of_the_gone(run: Run, whole: Collection[Kind], still_open: set[tuple[str, str]]) -> None:
    """Resolve the issues of rows that a whole read no longer turns away: they are mended under another id, or gone."""
    for kind in dict.fromkeys(whole):
        gone = {row for noted, row in run.open_issues - still_open if noted == kind}
        if gone:
            run.journal.news.note_resolved(kind, sorted(gone), close_issues(run.log, kind, gone))


@contextmanager
def _collector_resting() -> Iterator[None]:
    """Without Python's search for circles among objects, which would look at every row of a page many times over. Rows
    hold no circles; what else a page leaves behind is swept by `gc.collect(1)` after each."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@contextmanager
def _stored(run: Run) -> Iterator[None]:
    """The page's transaction, with the time that it took counted: all of it that was not planning is writing."""
    began, planning = perf_counter(), run.seconds["plan"]
    with run.journal.page():
        prefer_indexes()
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
