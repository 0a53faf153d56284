"""Delimited text as rows. Each line of the file ends up in one row, also where a quotation mark is never closed."""

import csv
import io
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from itertools import chain, islice

from providers.errors import FileError
from providers.exports.decoding import Decoding, examine
from providers.exports.delimiters import Dialect, tell_dialect
from providers.exports.headings import ROWS_LOOKED_AT
from providers.exports.layouts import SpoiltRow
from providers.exports.sources import Grid, Rows, Source

SAMPLE = 1024 * 1024
LONGEST_SHOWN = 10_000
MOST_LINES_IN_ROW = 200
MOST_SPOILT = 1_000
# Wide enough that a cell with quoted newlines and delimiters does not look like whole rows by chance.
NARROWEST_SWALLOWER = 5

OPEN_QUOTE = "A quotation mark in this row is never closed, or closed in the wrong place."
LONG_CELL = "A cell of this row is longer than any spreadsheet allows, or a quotation mark is never closed."
MEND = "Correct the row in your system, or remove the quotation mark, and export the list again."
NUL = "This row holds a NUL character, which no system can store."
MEND_NUL = "Type the value again in your system, and export the list again."


def read_text(source: Source) -> Grid:
    """The rows of a text. FileError where it is none."""
    decoding = examine(source)
    return Grid(source.name, source.part, _rows(source, decoding), decoding.notes)


def _rows(source: Source, decoding: Decoding) -> Rows:
    with source.open() as binary:
        text = io.TextIOWrapper(binary, decoding.encoding, decoding.errors, newline="")
        opening = list(_opening(text))
        dialect = tell_dialect(opening)
        lines = chain(opening[1:] if dialect.is_told else opening, text)
        rows = _parted(lines, dialect, source.name)
        yield from _without_nul(rows) if decoding.has_nul else rows


def _opening(text: Iterable[str]) -> Iterator[str]:
    """The first lines of a text: enough to tell its delimiter from."""
    length = 0
    for line in islice(text, ROWS_LOOKED_AT):
        yield line
        length += len(line)
        if length > SAMPLE:
            return


def _parted(lines: Iterator[str], dialect: Dialect, name: str) -> Rows:
    """The rows of these lines. A row that swallowed others is spoilt, and the lines below its first are read anew."""
    again: deque[str] = deque()
    held: list[str] = []
    number = spoilt = 0
    while True:
        why = ""
        try:
            for cells in csv.reader(_feed(lines, again, held), delimiter=dialect.delimiter):
                if len(held) > 1 and _has_swallowed(held, dialect):
                    why = OPEN_QUOTE
                    break
                number += 1
                yield number, cells
                held.clear()
        except csv.Error:
            why = LONG_CELL
        if not why:
            return
        number, spoilt = number + 1, spoilt + 1
        if spoilt > MOST_SPOILT:
            raise FileError(
                f"More than {MOST_SPOILT:,} rows of {name} cannot be parted into cells; the last is row {number:,}.",
                action="Its quotation marks do not match. Export the list again, as Excel if you can.",
            )
        again.extendleft(line for line in reversed(held[1:]) if line)
        yield number, SpoiltRow(held[0].rstrip("\r\n")[:LONGEST_SHOWN].split(dialect.delimiter), why, MEND)
        held.clear()


def _feed(lines: Iterator[str], again: deque[str], held: list[str]) -> Generator[str, None, None]:
    """The lines that are to be read anew, then the others. Each is held until its row is done. A row of too many lines is
    cut short, which then shows as a quotation mark that is never closed; one cut short by the file's end holds "" last."""
    while len(held) < MOST_LINES_IN_ROW:
        line = again.popleft() if again else next(lines, None)
        if line is None:
            held.extend([""] if held else [])
            return
        held.append(line)
        yield line


def _has_swallowed(held: list[str], dialect: Dialect) -> bool:
    """Whether a row of several lines is not one row: its quotes do not match, or each of its lines is as wide as a row."""
    try:
        list(csv.reader(held, delimiter=dialect.delimiter, strict=True))
    except csv.Error:
        return True
    return dialect.width >= NARROWEST_SWALLOWER and all(
        line.count(dialect.delimiter) == dialect.width - 1 for line in held
    )


def _without_nul(rows: Rows) -> Rows:
    for number, cells in rows:
        if any("\0" in cell for cell in cells if isinstance(cell, str)) and not isinstance(cells, SpoiltRow):
            yield number, SpoiltRow(cells, NUL, MEND_NUL)
        else:
            yield number, cells
