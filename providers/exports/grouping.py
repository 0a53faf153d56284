"""From all rows of a list to its table: the headings found, and the rows left out that are no rows of it.

Grids export their groups: a leading column with a blank heading holds the group's name on a row of its own, and rows that
say "Subtotal" or "Total" follow. Printed lists repeat their headings on each page."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice

from providers.errors import FileError
from providers.exports.headings import ROWS_LOOKED_AT, filled, find_headings, is_blank, name_columns
from providers.exports.layouts import Cell, SpoiltRow, Table
from providers.exports.sources import Grid, Rows

MOST_COLUMNS = 16_384  # as in Excel
MOST_ROWS_ABOVE = 1_000

# A total in itself, with nothing behind it but a number. In the column of group names, where no row of the list has
# anything, more may follow: "Total for Grace Okafor".
TOTAL = re.compile(r"(grand\s+|sub[\s-]?)?totals?[\s:()\d.,$-]*", re.IGNORECASE)
GROUP_TOTAL = re.compile(r"(grand\s+|sub[\s-]?)?totals?\b.*", re.IGNORECASE | re.DOTALL)

SURPLUS = "This row has more cells than the list has headings, so its values may stand under the wrong headings."
MEND_SURPLUS = "Look for a comma too many in this row, correct it in your system, and export the list again."


def to_table(grid: Grid) -> Table | None:
    """The list, None where it is empty. FileError where no headings can be found."""
    above = list(_first_rows(grid.rows))
    if not any(filled(cells) for _, cells in above):
        return None
    at = find_headings([cells for _, cells in above])
    if at is None:
        raise FileError(
            f"{grid.name} has no row of headings.",
            action="Export the list with its headings: pmsync tells the columns by them.",
        )
    heading_row, titles = above[at]
    if len(titles) > MOST_COLUMNS:
        raise FileError(
            f"{grid.name} has {len(titles):,} columns; a spreadsheet has {MOST_COLUMNS:,} at most.",
            action="Export the list again, or remove the columns that are not needed.",
        )
    headings, notes = name_columns(titles)
    rows = _of_the_list(chain(above[at + 1 :], grid.rows), titles)
    return Table(grid.part, headings, heading_row, rows, (*grid.notes, *_passed_over(above[:at]), *notes))


def _first_rows(rows: Rows) -> Iterator[tuple[int, Sequence[Cell]]]:
    """Enough rows to find the headings among."""
    seen = 0
    for row in islice(rows, MOST_ROWS_ABOVE):
        yield row
        seen += any(row[1])
        if seen == ROWS_LOOKED_AT:
            return


def _passed_over(above: Sequence[tuple[int, Sequence[Cell]]]) -> tuple[str, ...]:
    numbers = [number for number, cells in above if filled(cells)]
    if not numbers:
        return ()
    which = f"Row {numbers[0]} stands" if len(numbers) == 1 else f"Rows {numbers[0]} to {numbers[-1]} stand"
    return (f"{which} above the headings and {'was' if len(numbers) == 1 else 'were'} not read.",)


def _of_the_list(rows: Iterator[tuple[int, Sequence[Cell]]], titles: Sequence[Cell]) -> Rows:
    """The rows that are the list's own. This runs for every row of a file, so a usual row is let through at once."""
    width, leading = len(titles), titles[0]
    is_grouped = is_blank(leading)
    for number, cells in rows:
        first = cells[0] if cells else None
        if first and not is_grouped and first != leading and len(cells) <= width:
            text = str(first)
            if "otal" not in text and "OTAL" not in text and not text.isspace():
                yield number, cells
                continue
        if isinstance(cells, SpoiltRow):
            yield number, cells
        elif not _is_extra(cells, titles, is_grouped):
            yield number, _fitted(cells, width)


def _is_extra(cells: Sequence[Cell], titles: Sequence[Cell], is_grouped: bool) -> bool:
    """Whether a row is none of the list's: blank, a total, the name of a group, or the headings once more."""
    held = [(at, cell) for at, cell in enumerate(cells) if not is_blank(cell)]
    if not held:
        return True
    at, first = held[0]
    if isinstance(first, str) and TOTAL.fullmatch(first.strip()):
        return True
    if is_grouped and at == 0 and (len(held) == 1 or (isinstance(first, str) and GROUP_TOTAL.fullmatch(first.strip()))):
        return True
    return held == [(at, cell) for at, cell in enumerate(titles) if not is_blank(cell)]


def _fitted(cells: Sequence[Cell], width: int) -> Sequence[Cell]:
    """The row without blank cells beyond the headings; spoilt where those cells hold something."""
    if len(cells) <= width:
        return cells
    if filled(cells[width:]):
        return SpoiltRow(cells, SURPLUS, MEND_SURPLUS)
    return cells[:width]
