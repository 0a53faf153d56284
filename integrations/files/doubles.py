"""Ids that stand in a list more than once: the same row again is nothing, another row with the same id is a row for people.

What has been seen is kept in a file of its own, which is as large as the list is long: nothing of it in memory, nothing of it
in the database, and gone with the run."""

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from providers.exports.layouts import Layout
from providers.exports.pages import FilePage, raw_row
from providers.records import NATURAL, Kind, LeaseRecord, Record, Rejected

CODE = "duplicate_id"


class Numbered(NamedTuple):
    """A record, or a row that cannot become one, with the number of the row that it comes from."""

    row: Record | Rejected
    number: int


class Doubles:
    """The ids of one list, page by page."""

    def __init__(self, layout: Layout, headings: tuple[str, ...], file: str) -> None:
        self._layout, self._headings, self._file = layout, headings, file
        self._seen = sqlite3.connect("", isolation_level=None)
        self._seen.execute("PRAGMA journal_mode = OFF")
        self._seen.execute("CREATE TABLE seen (name TEXT PRIMARY KEY, number INTEGER, mark INTEGER) WITHOUT ROWID")

    def close(self) -> None:
        """Forget all of it."""
        self._seen.close()

    def sort_out(self, page: FilePage, rows: Iterable[Numbered]) -> tuple[list[Numbered], list[Record]]:
        """The page's rows, those rejected that say other things under an id that an earlier row has; and the records that
        only repeat what an earlier page has said."""
        first: dict[str, tuple[int, int]] = {}
        kept: list[Numbered] = []
        for row, number in rows:
            if isinstance(row, Rejected):
                kept.append(Numbered(row, number))
                continue
            earlier = first.setdefault(f"{row.kind} {row.external_id}", (number, hash(row)))
            kept.append(self._checked(page, row, number, earlier))
        repeated = self._from_earlier_pages(first)
        if not repeated:
            return without_strangers(kept), []
        again: list[Record] = []
        for place, (row, number) in enumerate(kept):
            earlier_row = None if isinstance(row, Rejected) else repeated.get(f"{row.kind} {row.external_id}")
            if earlier_row is not None and not isinstance(row, Rejected):
                kept[place] = self._checked(page, row, number, earlier_row)
                if kept[place].row is row:
                    again.append(row)
        return without_strangers(kept), again

    def _from_earlier_pages(self, first: dict[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
        """Those of the names that are known already, with the row and the mark that they were first seen with."""
        before = self._seen.total_changes
        self._seen.execute("BEGIN")
        self._seen.executemany(
            "INSERT INTO seen VALUES (?, ?, ?) ON CONFLICT DO NOTHING", [(name, *told) for name, told in first.items()]
        )
        self._seen.execute("COMMIT")
        if self._seen.total_changes - before == len(first):
            return {}
        known = ((name, self._seen.execute("SELECT number, mark FROM seen WHERE name = ?", (name,))) for name in first)
        return {name: found for name, rows in known if (found := rows.fetchone())[0] != first[name][0]}

    def _checked(self, page: FilePage, row: Record, number: int, earlier: tuple[int, int]) -> Numbered:
        first_number, mark = earlier
        if number == first_number or hash(row) == mark:
            return Numbered(row, number)
        named = "is named" if row.external_id.startswith(NATURAL) else "has the id"
        rejected = Rejected(
            kind=row.kind,
            external_id=row.external_id,
            code=CODE,
            message=f"Row {number} {named} like row {first_number} and says other things. Row {first_number} was kept.",
            action="Give each of them an id of its own in your system, or take one of the rows out.",
            value=row.external_id,
            row_number=number,
            raw=raw_row(self._headings, page.cells[number]),
            file=self._file,
            layout=self._layout.slug,
        )
        return Numbered(rejected, number)


def without_strangers(rows: list[Numbered]) -> list[Numbered]:
    """The rows, those without their tenant whose tenant was turned away for another one's name: better no tenant than a
    stranger. The link comes once the two are told apart."""
    strangers = {
        (number, row.external_id)
        for row, number in rows
        if isinstance(row, Rejected) and row.code == CODE and row.kind == Kind.TENANT
    }
    return [_unlinked(row, strangers) for row in rows] if strangers else rows


def _unlinked(numbered: Numbered, strangers: set[tuple[int, str]]) -> Numbered:
    row, number = numbered
    if not isinstance(row, LeaseRecord):
        return numbered
    known = tuple(tenant for tenant in row.tenant_ids if (number, tenant) not in strangers)
    return Numbered(msgspec.structs.replace(row, tenant_ids=known), number) if known != row.tenant_ids else numbered
