"""What an exported file looks like, as data: which headings mean what, and which records a row gives."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any

from providers.errors import RecordError
from providers.feeds import Covers
from providers.records import Kind, Record

# A cell as a spreadsheet holds it. CSV gives texts alone; an empty cell is "" or None.
Cell = str | int | float | Decimal | date | time | bool | None
Values = Mapping[str, Any]


class SpoiltRow(tuple[Cell, ...]):
    """A row whose cells cannot be trusted: what stood there, and the error that it is rejected with."""

    error: RecordError

    def __new__(cls, cells: Iterable[Cell], message: str, action: str) -> "SpoiltRow":
        row = super().__new__(cls, cells)
        row.error = RecordError(message, action=action)
        return row


@dataclass(frozen=True)
class Table:
    """One list inside a file: a CSV file, a sheet, or a file inside an archive.

    `name` is the path inside the file, "" where the file is the list. `rows` gives each row below the headings once, with
    its number as a spreadsheet counts; blank rows, group headings and subtotals are left out and counted in neither. A row
    that cannot be parted into cells is a SpoiltRow. A list that cannot be read has no headings, and a note that says why."""

    name: str
    headings: tuple[str, ...]
    heading_row: int
    rows: Iterator[tuple[int, Sequence[Cell]]]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """One heading of a layout: `field` is what a translator calls it, `read` turns a cell and the heading into its value
    and raises RecordError. `heading` is how the vendor writes it; case, blanks and punctuation do not matter.

    A `telling` heading is one that other lists of the vendor lack. Without a `required` one the layout does not fit."""

    field: str
    heading: str
    read: Callable[[Cell, str], Any]
    synonyms: tuple[str, ...] = ()
    required: bool = False
    telling: bool = False


@dataclass(frozen=True)
class Layout:
    """One list that one system exports. `translate` gets a row's values by field (None for a heading that the table lacks)
    and gives its records; `name_of` gives the id that the row's own record would have, "" where it cannot be told.

    `ignored` are headings that are known and not used, so that nobody is told of them as new."""

    slug: str
    source: str
    label: str
    kinds: tuple[Kind, ...]
    columns: tuple[Column, ...]
    translate: Callable[[Values], tuple[Record, ...]]
    name_of: Callable[[Values], str]
    covers: Covers = Covers.WHOLE
    ignored: tuple[str, ...] = ()

    @property
    def kind(self) -> Kind:
        """The kind that a row which cannot be read is counted under."""
        return self.kinds[0]


@dataclass(frozen=True)
class Refused:
    """A list that is known and never imported, with the sentence that says why.

    It has all `telling` headings; alternatives of one are parted by "|". `words` are what such files are called, in small
    letters; they count where the headings say nothing."""

    slug: str
    label: str
    telling: tuple[str, ...]
    why: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Recognition:
    """What a table's headings say it is: one of the layouts, a refused list, or neither (both None).

    `score` is 0 to 100, `reason` says in a sentence why, `positions` gives the column of each field, `unknown` the
    headings that no layout knows."""

    layout: Layout | None
    refused: Refused | None
    score: int
    reason: str
    positions: Mapping[str, int]
    unknown: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
