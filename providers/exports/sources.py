"""What a file is read from, and what comes of it before its headings are known."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from providers.exports.layouts import Cell

Rows = Generator[tuple[int, Sequence[Cell]], None, None]


@dataclass(frozen=True)
class Source:
    """Something that can be read from its beginning as often as needed: a file, or a file inside an archive.

    `name` is what people call it, `part` its path inside the file, "" where it is the file. `size` is in bytes, before it
    is unpacked."""

    name: str
    part: str
    size: int
    open: Callable[[], BinaryIO]


@dataclass(frozen=True)
class Grid:
    """All rows of one list, headings and blank rows with them, numbered as a spreadsheet does."""

    name: str
    part: str
    rows: Rows
    notes: tuple[str, ...] = ()
