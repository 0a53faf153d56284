"""Rows as files that spreadsheet programs read. No cell of text can become a formula, whoever wrote the text."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO, Any
from unicodedata import category, normalize

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from agencies.refusals import Refusal

Cell = str | date | Decimal | int | None
Row = Sequence[Cell]

BYTE_ORDER_MARK = "\ufeff"  # tells Excel that the file is UTF-8
XLSX_ROWS = 1_048_576  # of one sheet, its headings included
XLSX_TEXT = 32_767  # characters of one cell
# What a program may take for the beginning of a formula, with the minus sign of mathematics. Other forms of these, such as
# those in full width, are told by what they are compatible with.
SIGNS = frozenset("=+-@\u2212")
BLANKS = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})  # categories of characters that one does not see
# What XML cannot hold, and half a character, which UTF-8 cannot.
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
HALF = re.compile(r"[\ud800-\udfff]")


class Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        """The same text."""
        return text


def csv_lines(headings: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """The file's lines, one at a time: comma-separated, quoted where needed. Days as 2026-07-03, amounts as 650.00."""
    writer = csv.writer(Echo())
    yield BYTE_ORDER_MARK + str(writer.writerow([csv_cell(heading) for heading in headings]))
    for row in rows:
        yield str(writer.writerow([csv_cell(cell) for cell in row]))


def csv_cell(cell: Cell) -> Cell:
    """The cell; a text that could be a formula with an apostrophe before it. Numbers and days are what they are.

    Where lists are parted by semicolons, as in much of Europe, a program may split the text at them: so before each part
    that could be one, too, whatever quotation marks it begins with."""
    if not isinstance(cell, str):
        return cell
    whole, *parts = clean(cell).split(";")
    marked = [f"'{whole}" if may_be_formula(whole) else whole]
    marked += [f"'{part}" if may_be_formula(part.replace('"', "")) else part for part in parts]
    return ";".join(marked)


def may_be_formula(text: str) -> bool:
    """Whether some program could take it for a formula: by its first character, or the first that one sees."""
    seen = next((sign for sign in text if category(sign) not in BLANKS), "")
    return text[:1] in ("\t", "\r", "\n") or normalize("NFKC", seen)[:1] in SIGNS


def xlsx_file(
    title: str, headings: Sequence[str], rows: Iterable[Row], number: int, most: int = XLSX_ROWS
) -> IO[bytes]:
    """An open file at its beginning; `number` is how many rows there are. Refusal where a sheet cannot hold them."""
    if number >= most:
        message = f"These are {number:,} rows, and an Excel sheet holds {most - 1:,}."
        raise Refusal("too_many_rows", message, "Narrow them to fewer days, or export them as CSV.")
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for place, heading in enumerate(headings, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = max(12, len(heading) + 2)
    sheet.append([_heading(sheet, heading) for heading in headings])
    for row in rows:
        sheet.append([xlsx_cell(sheet, cell) for cell in row])
    file = TemporaryFile()  # noqa: SIM115  # the answer closes it
    book.save(file)
    file.seek(0)
    return file


def xlsx_cell(sheet: Any, cell: Cell) -> Any:
    """A number, a day, or a text that is never read as anything else."""
    if isinstance(cell, str):
        cell = clean(cell).replace("\r\n", "\n").replace("\r", "\n")
    if cell is None or cell == "":
        return None
    if isinstance(cell, str):
        made = WriteOnlyCell(sheet, shortened(cell))
        made.data_type = "s"  # or it would be a formula, or an error such as #N/A
        return made
    made = WriteOnlyCell(sheet, cell)
    made.number_format = "#,##0.00" if isinstance(cell, Decimal) else "yyyy-mm-dd" if isinstance(cell, date) else "0"
    return made


def clean(text: str) -> str:
    """The text less characters that such files cannot hold. Half a character becomes the sign for "unreadable"."""
    return HALF.sub("\ufffd", UNWRITABLE.sub("", text))


def shortened(text: str) -> str:
    """The text, cut to what a cell of a sheet holds, and marked so."""
    return text if len(text) <= XLSX_TEXT else f"{text[: XLSX_TEXT - 1]}…"


def _heading(sheet: Any, words: str) -> Any:
    made = WriteOnlyCell(sheet, shortened(clean(words)))
    made.data_type = "s"  # a heading may be somebody else's text too
    made.font = Font(bold=True)
    return made
