"""Files as vendors, spreadsheets and accidents make them, and what is read from them."""

import gzip
import io
import tempfile
import zipfile
from contextlib import closing
from pathlib import Path

import openpyxl

from providers.exports.tables import read_tables

HEADINGS = ["Property", "Tenant", "Rent"]
ROWS = [["14 Imaginary Street", "Linh Nguyen", "620"], ["7 Sandbox Crescent", "Omar Hassan", "740"]]
LIST = "Property,Tenant,Rent\n14 Imaginary Street,Linh Nguyen,620\n7 Sandbox Crescent,Omar Hassan,740\n"


def read(content, name="Tenants.csv"):
    """The tables of a file with this content, each with its rows: number and cells."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        with closing(read_tables(path, name)) as tables:
            return [(table, [(number, tuple(cells)) for number, cells in table.rows]) for table in tables]


def read_one(content, name="Tenants.csv"):
    """The only table of a file, and its rows."""
    [(table, rows)] = read(content, name)
    return table, rows


def read_spoilt(content):
    """Number, cells and what is wrong of each spoilt row; number and cells of the others."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        with closing(read_tables(path, "Tenants.csv")) as tables:
            return [
                (number, tuple(cells), cells.error.message) if hasattr(cells, "error") else (number, tuple(cells))
                for table in tables
                for number, cells in table.rows
            ]


def a_workbook(**sheets):
    """An Excel file with these sheets of rows."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in (sheets or {"Sheet1": [HEADINGS, *ROWS]}).items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    return saved(book)


def saved(book):
    """An openpyxl workbook as a file."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def a_zip(members, compression=zipfile.ZIP_DEFLATED):
    """An archive of name -> content."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def with_part(package, name, change):
    """An Excel file with one part of it changed by a function of its bytes; None takes it out."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    parts[name] = change(parts.get(name, b""))
    return a_zip({part: content for part, content in parts.items() if content is not None})


def a_gzip_bomb():
    """60 MB of short rows."""
    return gzip.compress(b"a,b\n" * 15_000_000)


def a_zip_bomb():
    """The same in an archive."""
    return a_zip({"bomb.csv": b"a,b\n" * 15_000_000})


def an_encrypted_zip():
    """An archive whose only file says that it is encrypted."""
    content = bytearray(a_zip({"list.csv": LIST}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)
