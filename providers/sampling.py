"""A few live rows of one kind, each as its source has it and as the record that it becomes. Nothing is kept."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from providers.base import Provider
from providers.choices import Kind
from providers.errors import NotFoundError, RecordError
from providers.exports.layouts import Recognition, Table
from providers.exports.pages import RowReader
from providers.feeds import Feed, Numbered, Offsets
from providers.field_rules import paths_of, row_of
from providers.paging import asks_for, replies
from providers.records import Record
from providers.rejecting import without

ROWS = 20
# One list may hold rows of several kinds: so many are looked at for those of one.
LOOKED_AT = 200


@dataclass(frozen=True)
class SampleRow:
    """One row, by its source's own fields, and the record of the kind that it becomes. `withheld` are the paths of fields that
    it has and that are private: nobody is shown them, and no rule may take them."""

    fields: Mapping[str, Any]
    record: Record
    withheld: frozenset[str] = frozenset()


def sample_of(provider: Provider, kind: Kind) -> list[SampleRow]:
    """The first rows of a kind, by the first of its feeds that can be read as a list; none where there is no such feed."""
    feed = next((feed for feed in provider.feeds_for([kind]) if feed.per is None), None)
    if feed is None:
        return []
    try:
        return list(_first(_of_feed(provider, feed), kind, feed.private))
    except NotFoundError:
        if feed.where_offered:
            return []
        raise


def sample_of_table(table: Table, recognition: Recognition, kind: Kind) -> list[SampleRow]:
    """The first rows of a kind in an exported list. `recognition` has a layout."""
    read = RowReader(table.headings, recognition, table.name)

    def rows() -> Iterator[tuple[Mapping[str, Any], Iterable[Any]]]:
        for number, cells in table.rows:
            yield dict(zip(table.headings, cells, strict=False)), read(number, cells)

    return list(_first(rows(), kind))


def _first(
    rows: Iterable[tuple[Mapping[str, Any], Iterable[Any]]], kind: Kind, private: tuple[str, ...] = ()
) -> Iterator[SampleRow]:
    """The rows that become a record of the kind, up to as many as are shown."""
    found = 0
    for seen, (fields, records) in enumerate(rows, 1):
        record = next((each for each in records if isinstance(each, Record) and each.kind == kind), None)
        if record is not None:
            found += 1
            shown = without(fields, private)
            yield SampleRow(shown, record, frozenset(paths_of(fields).keys() - paths_of(shown).keys()))
        if found == ROWS or seen == LOOKED_AT:
            return


def _of_feed(provider: Provider, feed: Feed) -> Iterator[tuple[Mapping[str, Any], Iterable[Any]]]:
    """The feed's rows, by their own fields, with their records; none for a row that cannot be read."""
    decode = msgspec.json.Decoder(feed.reply).decode
    short = replace(feed, paging=_short(feed.paging))
    for ask in asks_for(short, None, ""):
        with closing(replies(provider.client, short, ask)) as parts:
            for part in parts:
                for raw in part.rows:
                    try:
                        made, fields = feed.translate(decode(raw)), row_of(raw)
                    except (msgspec.MsgspecError, UnicodeDecodeError, RecordError):
                        made, fields = (), {}
                    yield fields, made if isinstance(made, tuple) else (made,)


def _short(paging: Offsets | Numbered | None) -> Offsets | Numbered | None:
    """The same way of paging, with no more rows in a page than are looked at."""
    if isinstance(paging, Offsets):
        return Offsets(min(paging.limit, LOOKED_AT))
    return Numbered(min(paging.size, LOOKED_AT)) if isinstance(paging, Numbered) else None
