"""The first rows of a file, so that pages can show it without fetching it anew. Kept as JSON, encrypted."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import msgspec

from providers.errors import FileError
from providers.exports.layouts import Table
from providers.exports.recognising import refused_by
from providers.exports.refused import REFUSED
from providers.exports.tables import read_tables
from providers.exports.transforms import as_text

ROWS_KEPT = 100
ROWS_LOOKED_AT = 5_000
MOST_VALUES = 40
MOST_COLUMNS = 200
MOST_LISTS = 50
LONGEST_CELL = 1_000
LONGEST_NAME = 200


class SampleRow(msgspec.Struct, frozen=True):
    """One row's cells as texts, with its number as a spreadsheet counts."""

    number: int
    cells: tuple[str, ...]


class SampleList(msgspec.Struct, frozen=True):
    """One list of a file: its headings and first rows. `values` gives the different values of a column that has few of them.
    `is_all` says that `rows` are all that there are; `trouble` why the list cannot be imported, "" where it can."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[SampleRow, ...] = ()
    values: Mapping[str, tuple[str, ...]] = {}
    is_all: bool = False
    trouble: str = ""

    @property
    def named(self) -> list[str]:
        """The headings that a person can choose from."""
        return [heading for heading in self.headings if heading]

    def column(self, heading: str) -> list[str]:
        """What stands under a heading in the first rows, blanks left out."""
        at = self.headings.index(heading)
        cells = (row.cells[at] if at < len(row.cells) else "" for row in self.rows)
        return [cell for cell in cells if cell]


@dataclass(frozen=True)
class Sample:
    """The lists of a file."""

    lists: tuple[SampleList, ...]

    def of(self, name: str) -> SampleList | None:
        """The list of that name."""
        return next((given for given in self.lists if given.name == name), None)

    @property
    def usable(self) -> list[SampleList]:
        """The lists that can be imported."""
        return [given for given in self.lists if not given.trouble]

    def as_json(self) -> str:
        """As it is kept."""
        return msgspec.json.encode(self.lists).decode()

    @classmethod
    def from_json(cls, kept: str) -> "Sample":
        """As it was taken; without lists where nothing was kept."""
        return cls(msgspec.json.decode(kept, type=tuple[SampleList, ...]) if kept else ())


def take_sample(path: Path, name: str) -> Sample:
    """The lists of a file. FileError where it cannot be read, or holds nothing that can be imported."""
    tables = read_tables(path, name)
    try:
        sample = Sample(tuple(_of_table(table) for table in islice(tables, MOST_LISTS)))
    finally:
        tables.close()
    if not sample.usable:
        raise FileError(sample.lists[0].trouble if sample.lists else f"{name} holds no list.")
    return sample


def _of_table(table: Table) -> SampleList:
    trouble = _trouble(table)
    if trouble:
        return SampleList(table.name[:LONGEST_NAME], (), trouble=trouble)
    rows: list[SampleRow] = []
    values: dict[int, dict[str, None]] = {at: {} for at, heading in enumerate(table.headings) if heading}
    read = 0
    for number, cells in islice(table.rows, ROWS_LOOKED_AT):
        read += 1
        texts = tuple(as_text(cell).strip()[:LONGEST_CELL] for cell in cells)
        if len(rows) < ROWS_KEPT:
            rows.append(SampleRow(number, texts))
        for at in list(values):
            if at < len(texts) and texts[at]:
                values[at][texts[at]] = None
                if len(values[at]) > MOST_VALUES:
                    del values[at]
    if not rows:
        return SampleList(table.name, table.headings, trouble="There are headings, and no rows below them.")
    few = {table.headings[at]: tuple(sorted(found)) for at, found in values.items()}
    return SampleList(table.name, table.headings, tuple(rows), few, is_all=read == len(rows))


def _trouble(table: Table) -> str:
    if not any(table.headings):
        return " ".join(table.notes) or "There are no headings: the first row must name the columns."
    if len(table.headings) > MOST_COLUMNS:
        return f"There are {len(table.headings):,} columns, and the wizard takes {MOST_COLUMNS} at most."
    if refused := refused_by(table.headings, REFUSED):
        return f"{refused.label}: {refused.why}"
    return "Its name is too long." if len(table.name) > LONGEST_NAME else ""
