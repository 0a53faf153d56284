"""Excel workbooks as rows. The whole file is looked over before the first row, so that a broken one costs nothing."""

import re
import zipfile
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from typing import Any, BinaryIO
from xml.parsers import expat

from providers.errors import FileError
from providers.exports.archives import AGAIN, DAMAGE, open_zip
from providers.exports.headings import filled
from providers.exports.sources import Grid, Rows, Source

MOST_ROWS = 1_048_576  # as in Excel; a file may claim others
LARGEST_HELD = 256 * 1024 * 1024  # bytes of a part that is held in memory as a whole, such as the shared texts
CHUNK = 1024 * 1024

SHEETS = re.compile(r"/?xl/worksheets/[^/]+\.xml", re.IGNORECASE)
XML = re.compile(r".*\.(xml|rels)", re.IGNORECASE | re.DOTALL)
# A cell with a formula and no result: a program wrote it, and no spreadsheet has opened it since.
NO_RESULT = re.compile(rb"(?:</f>|<f\b[^>]{0,200}/>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")
LONGEST_END = 300  # bytes of such a cell's end that may lie in the chunk before

# What openpyxl raises over a file that is not as it expects: it states none, and passes on what Python raises.
NOT_AS_EXPECTED = (*DAMAGE, ArithmeticError, AssertionError, AttributeError, LookupError, SyntaxError, TypeError)

NO_RESULTS = (
    "Some formulas have no result in the file and came as blank. Open the file in Excel, save it and upload it again."
)


def read_workbook(source: Source, stream: BinaryIO) -> Generator[Grid, None, None]:
    """The visible sheets that hold something. A single one has the name of the file. FileError where it is no workbook."""
    import openpyxl  # heavy, and most files are text

    with open_zip(stream, source.name) as archive:
        notes = (NO_RESULTS,) if _lacks_results(archive, source.name) else ()
    stream.seek(0)
    with _expecting_a_workbook(source.name):
        book = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
    with closing(book):
        with _expecting_a_workbook(source.name):
            sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible" and not _is_empty(sheet)]
        for sheet in sheets:
            part = "/".join(filter(None, (source.part, sheet.title))) if len(sheets) > 1 else source.part
            name = f"The sheet {sheet.title} of {source.name}" if len(sheets) > 1 else source.name
            yield Grid(name, part, _rows(sheet, name), notes)


def _lacks_results(archive: zipfile.ZipFile, name: str) -> bool:
    """Whether a formula's result is missing. FileError where a part is damaged, huge, or no XML."""
    lacks = False
    for info in archive.infolist():
        if not XML.fullmatch(info.filename):
            continue
        is_sheet = SHEETS.fullmatch(info.filename) is not None
        if not is_sheet and info.file_size > LARGEST_HELD:
            raise FileError(f"{name} holds more text than pmsync can take in.", action="Split the list into two files.")
        look_for = NO_RESULT.search if is_sheet else None
        lacks = _read_through(archive, info, look_for, name) or lacks
    return lacks


def _read_through(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, look_for: Callable[[bytes], object] | None, name: str
) -> bool:
    """Whether what is looked for is in this part, which is read to its end."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    found, end = False, b""
    try:
        with archive.open(info) as part:
            while chunk := part.read(CHUNK):
                parser.Parse(chunk)
                if look_for and not found:
                    found = look_for(end + chunk) is not None
                    end = chunk[-LONGEST_END:]
            parser.Parse(b"", True)
    except (*DAMAGE, expat.ExpatError) as error:
        raise _broken(name) from error
    return found


def _refuse_doctype(*declared: object) -> None:
    raise ValueError("A spreadsheet declares no document type: entities are how XML bombs are made.")


@contextmanager
def _expecting_a_workbook(name: str) -> Iterator[None]:
    try:
        yield
    except NOT_AS_EXPECTED as error:
        raise _broken(name) from error


def _broken(name: str) -> FileError:
    return FileError(
        f"{name} is a damaged Excel file, or none at all.", action=f"Open it in Excel and save it. {AGAIN}"
    )


def _values(sheet: Any) -> Iterator[tuple[Any, ...]]:
    """All rows of a sheet. What the file says of its size is often wrong or missing, so it is not asked."""
    sheet.reset_dimensions()
    values: Iterator[tuple[Any, ...]] = sheet.iter_rows(max_row=MOST_ROWS, values_only=True)
    return values


def _is_empty(sheet: Any) -> bool:
    return not any(filled(cells) for cells in _values(sheet))


def _rows(sheet: Any, name: str) -> Rows:
    number = 0
    try:
        for number, cells in enumerate(_values(sheet), 1):
            if timedelta in map(type, cells):
                cells = tuple(str(cell) if isinstance(cell, timedelta) else cell for cell in cells)
            yield number, cells
    except NOT_AS_EXPECTED as error:
        raise FileError(
            f"{name} cannot be read below row {number:,}.", action=f"Open it in Excel and save it. {AGAIN}"
        ) from error
