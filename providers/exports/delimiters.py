"""Telling what parts the cells of a text."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass

from providers.exports.headings import filled, find_headings

DELIMITERS = ",;\t|"
TOLD = re.compile(r'"?sep=(.)"?\r?\n?')


@dataclass(frozen=True)
class Dialect:
    """How a text's cells are parted, how many its headings have, and whether the first line only says so (Excel's `sep=;`)."""

    delimiter: str
    width: int = 0
    is_told: bool = False


def tell_dialect(lines: Sequence[str]) -> Dialect:
    """How the text that begins with these lines is parted.

    Titles may hold any delimiter, and cells may hold the others. So the delimiter is the one by which headings are found
    whose width the rows below share; among those, the one that finds them first, and then the one with most headings. What
    a blank follows is rather a comma in a sentence."""
    if lines and (told := TOLD.fullmatch(lines[0])):
        delimiter = told.group(1)
        return Dialect(delimiter, _try(lines[1:], delimiter)[-1], is_told=True)
    best = max(DELIMITERS, key=lambda delimiter: _try(lines, delimiter))
    return Dialect(best, _try(lines, best)[-1])


def _try(lines: Sequence[str], delimiter: str) -> tuple[bool, int, int, int]:
    """How well a delimiter fits, the better the greater; last comes the number of columns."""
    rows: list[list[str]] = []
    try:
        rows.extend(csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        rows = [line.split(delimiter) for line in lines]
    at = find_headings(rows)
    if at is None or filled(rows[at]) < 2:
        return False, -len(lines), 0, 1
    width = len(rows[at])
    below = [len(row) for row in rows[at + 1 :] if filled(row)]
    alike = sum(1 < count <= width for count in below)
    tidy = sum(not cell.startswith(" ") for cell in rows[at] if cell)
    return 4 * alike >= len(below), -at, tidy, width
