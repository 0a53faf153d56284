"""Finding the row of headings, and naming the columns after it."""

from collections import Counter
from collections.abc import Sequence
from statistics import median

from providers.exports.layouts import Cell

ROWS_LOOKED_AT = 50
ROWS_COMPARED = 20


def is_blank(cell: Cell) -> bool:
    """Whether nothing can be seen in a cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def is_word(cell: Cell) -> bool:
    """Whether a cell may be a heading: a text with a letter in it."""
    return isinstance(cell, str) and any(map(str.isalpha, cell))


def filled(row: Sequence[Cell]) -> int:
    """How many cells of a row hold something."""
    return sum(not is_blank(cell) for cell in row)


def find_headings(rows: Sequence[Sequence[Cell]]) -> int | None:
    """Where among a list's first rows the headings stand, None where nothing looks like headings.

    They are the first row with two words or more, mostly words, and more than half as wide as the rows below: titles such
    as "Agency: | Sample Realty" are narrower. In a file with a single column it is the first word."""
    counts = [filled(row) for row in rows]
    for at, row in enumerate(rows):
        words = sum(map(is_word, row))
        if words >= 2 and words * 2 >= counts[at]:
            below = [count for count in counts[at + 1 : at + 1 + ROWS_COMPARED] if count]
            if not below or counts[at] * 2 > median(below):
                return at
    if max(counts, default=0) == 1:
        first = counts.index(1)
        return first if any(map(is_word, rows[first])) else None
    return None


def name_columns(row: Sequence[Cell]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The headings of a row, each once ("" where the cell is blank), and what people should know of them."""
    headings: list[str] = []
    notes: list[str] = []
    taken = Counter[str]()
    for cell in row:
        text = " ".join(str("" if cell is None else cell).replace("\0", "").split())
        taken[text] += 1
        if text and taken[text] == 2:
            notes.append(
                f'The heading "{text[:100]}" stands there more than once; the first column of that name is read.'
            )
        headings.append(f"{text} ({taken[text]})" if text and taken[text] > 1 else text)
    return tuple(headings), tuple(notes)
