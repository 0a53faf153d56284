"""A run over exported files: what is new in the drop is looked into, put in order and brought in, one list after the other.

A file's outcome is written in the transaction of its last page, so a run that is killed reads that file again."""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import timedelta

from django.utils import timezone

from integrations.files.again import read_again, read_what_waited
from integrations.files.arriving import CURSOR, Arrival, arrivals, expected_files, kinds_of_others
from integrations.files.identities import Identities
from integrations.files.inspecting import opened, place_in_line
from integrations.files.outcomes import (
    Status,
    counts_since,
    imported_words,
    listed,
    settle_part,
    waits_for,
)
from integrations.files.ownership import Holdings
from integrations.files.reading import Reading, located
from integrations.files.sweeping import growing_files, sweep
from integrations.models import Connection, Cursor, ImportFile
from integrations.sync.counts import Counts
from integrations.sync.feeds import store_pages
from integrations.sync.pages import Run
from integrations.sync.sweep import live_rows
from integrations.sync.targets import TARGETS
from providers.errors import FileError
from providers.exports.pages import FilePage
from providers.feeds import Covers, Page

# A file that is still being written is looked at again so soon, as long as it was found not much longer ago than this.
LOOK_AGAIN_AFTER = timedelta(minutes=10)
GIVE_UP_AFTER = timedelta(hours=6)


def read_files(run: Run) -> None:
    """Bring in what a run over exported files is for: the rows of issues that are tried again, or all new files. FileError
    where the drop cannot be reached."""
    identities, holdings = Identities(run.facts), Holdings()
    with closing(holdings):
        if issues := run.log.only.get("issues"):
            read_again(run, issues, identities, holdings)
        else:
            _read_new(run, identities, holdings)
        read_what_waited(run, identities, holdings)
        holdings.link(run, identities)


def _read_new(run: Run, identities: Identities, holdings: Holdings) -> None:
    if "files" not in run.log.only:
        sweep(run.log.connection, run.facts.started_at)
    with ExitStack() as fetched:
        _bring_in_all(run, arrivals(run, expected_files(run), fetched), identities, holdings)
    _look_again_soon(run)


def _bring_in_all(run: Run, found: list[Arrival], identities: Identities, holdings: Holdings) -> None:
    number = Counter(arrival.layout.slug for arrival in found)
    late: list[tuple[Arrival, str]] = []
    for arrival in sorted(found, key=_place_in_line):
        run.journal.beat(f"Reading {arrival.layout.label} from {arrival.file.name}")
        words = _bring_in(run, arrival, identities, holdings, is_alone=number[arrival.layout.slug] == 1)
        if words is not None:
            late.append((arrival, words))
    if late:
        run.journal.beat("Linking owners and properties")
        holdings.link(run, identities)
        with run.journal.page():
            for arrival, words in late:
                waits_for(arrival.file, arrival.place, holdings.lists[arrival.key])
                settle_part(run, arrival.file, arrival.place, Status.IMPORTED, words)


def _place_in_line(arrival: Arrival) -> tuple[int, str, str, str]:
    return place_in_line(arrival.layout), arrival.file.as_of.isoformat(), arrival.file.drop_key, arrival.part.name


def _bring_in(run: Run, arrival: Arrival, identities: Identities, holdings: Holdings, *, is_alone: bool) -> str | None:
    """Read one list. What it came to is noted with its last page, unless links have to be made first: then it comes back."""
    file, layout = arrival.file, arrival.layout
    before = Counts.from_json(run.journal.counts.as_json())
    is_latest = arrival.is_latest and file.origin != ImportFile.Origin.CORRECTION
    may_withdraw = is_latest and is_alone and layout.covers == Covers.WHOLE
    words: list[str] = []

    def close(page: Page) -> None:
        if is_latest:
            _move_cursor(run, arrival)
        counts = counts_since(run, before)
        words.append(_in_words(arrival, counts, identities.respelt))
        waits = sum(count["held"] for count in counts.values())
        file.parts[arrival.place] |= {"counts": counts, "waits": waits}
        if arrival.key not in holdings.lists:
            settle_part(run, file, arrival.place, Status.IMPORTED, words[0])

    shared = kinds_of_others(run, layout)
    reading = Reading(
        run, arrival.part, arrival.name, identities, holdings, source=arrival.key, lets_go=is_latest, shared=shared
    )
    identities.begin(layout.kinds)
    try:
        with closing(reading), opened(arrival.path, file.name, arrival.part.name) as table, located(run, reading):
            pages = reading.pages(table)
            first = next(pages)
            if trouble := _trouble(run, arrival, reading, first):
                _fail(run, arrival, *trouble)
                return None
            whole = [kind for kind in layout.kinds if kind not in shared] if may_withdraw else ()
            store_pages(run, layout.kinds, _with(first, pages), whole=whole, close=close, prepare=reading.prepare)
    except FileError as error:
        _fail(run, arrival, f"{error.message} Rows above the place were imported.", error.action)
        return None
    return words[0] if arrival.key in holdings.lists else None


def _trouble(run: Run, arrival: Arrival, reading: Reading, first: FilePage) -> tuple[str, str] | None:
    """Why a list must not be imported at all, and what to do; None where nothing is wrong with it."""
    if reading.foreign and not reading.own:
        name = max(reading.foreign, key=lambda each: reading.foreign[each])
        message = f"These rows are of {name}, not of {run.log.connection.agency.name}. Nothing of them was imported."
        return message, "Hand in your own file. If that is another name of yours, ask an operator to add it."
    if first.read or not first.is_last:
        return None
    if any(live_rows(run, TARGETS[kind]).exists() for kind in arrival.layout.kinds if kind in TARGETS):
        return "It has headings but no rows. What was imported before is kept.", "Look at the export in your system."
    return None


def _fail(run: Run, arrival: Arrival, message: str, action: str) -> None:
    with run.journal.page():
        settle_part(run, arrival.file, arrival.place, Status.FAILED, message, action)


def _move_cursor(run: Run, arrival: Arrival) -> None:
    now = timezone.now()
    Cursor.objects.update_or_create(
        connection_id=run.log.connection_id,
        feed=f"{CURSOR}{arrival.layout.slug}",
        defaults={
            "kind": arrival.layout.kind.value,
            "value": arrival.file.as_of.isoformat(),
            "started_over_at": now,
            "whole_at": now,
        },
    )


def _in_words(arrival: Arrival, counts: dict[str, dict[str, int]], respelt: int) -> str:
    words = [imported_words(counts), *arrival.part.notes]
    if arrival.new_headings:
        words.append(f"Nothing is read from these new columns: {listed(arrival.new_headings)}.")
    if respelt:
        rows = "1 id differs" if respelt == 1 else f"{respelt:,} ids differ"
        words.append(f"{rows} from before in capital letters only, and meant the same row.")
    return " ".join(words)


def _with(first: FilePage, rest: Iterator[FilePage]) -> Iterator[FilePage]:
    yield first
    yield from rest


def _look_again_soon(run: Run) -> None:
    """A file that is still being written is not left until tomorrow night."""
    growing = growing_files(run.log.connection).filter(found_at__gte=run.facts.started_at - GIVE_UP_AFTER)
    if growing.exists():
        soon = run.facts.started_at + LOOK_AGAIN_AFTER
        Connection.objects.filter(pk=run.log.connection_id, next_sync_at__gt=soon).update(next_sync_at=soon)
