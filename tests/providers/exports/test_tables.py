"""What a file may be, told by what is in it."""

import gzip

import pytest

from providers.errors import FileError
from tests.providers.exports.corpus import HEADINGS, LIST, ROWS, a_workbook, a_zip, read, read_one

BODY = [(number, tuple(row)) for number, row in enumerate(ROWS, 2)]


@pytest.mark.parametrize(
    "content",
    [LIST.encode(), gzip.compress(LIST.encode()), a_workbook(), gzip.compress(a_workbook())],
    ids=["text", "gzip", "workbook", "gzip of a workbook"],
)
@pytest.mark.parametrize("name", ["Tenants.csv", "Tenants.xlsx", "Tenants"])
def test_a_list_is_read_whatever_its_name_says(content, name):
    table, rows = read_one(content, name)

    assert (table.name, table.headings, table.heading_row, table.notes) == ("", tuple(HEADINGS), 1, ())
    assert rows == BODY


def test_an_archive_gives_each_list_by_its_path():
    content = a_zip(
        {
            "a/Tenants.csv": LIST,
            "b.csv.gz": gzip.compress(LIST.encode()),
            "c.xlsx": a_workbook(),
            "d.xlsx": a_workbook(One=[HEADINGS, *ROWS], Two=[HEADINGS, *ROWS]),
        }
    )

    tables = read(content, "Nightly.zip")

    assert [table.name for table, _ in tables] == ["a/Tenants.csv", "b.csv.gz", "c.xlsx", "d.xlsx/One", "d.xlsx/Two"]
    assert all(rows == BODY for _, rows in tables)


def test_headings_alone_are_a_list_without_rows():
    table, rows = read_one("Property,Tenant,Rent\n")

    assert table.headings == tuple(HEADINGS)
    assert rows == []


@pytest.mark.parametrize(
    ("content", "message", "action"),
    [
        (b"", "Tenants.csv is empty.", "Export the list again"),
        (b"\xef\xbb\xbf \r\n,,\r\n", "Tenants.csv is empty.", "Export the list again"),
        (gzip.compress(b""), "Tenants.csv is empty.", "Export the list again"),
        (a_workbook(Sheet1=[]), "Tenants.csv is empty.", "Export the list again"),
        (a_zip({}), "Tenants.csv is empty.", "Export the list again"),
        (b"1,2\n3,4\n", "Tenants.csv has no row of headings.", "Export the list with its headings"),
        (b"%PDF-1.7\n", "Tenants.csv is a PDF", "Export the list as CSV or Excel"),
        (b"\xef\xbb\xbf\n<HTML><table>", "Tenants.csv is a web page", "Open it in Excel"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 9, "Tenants.csv is not text", "Export the list as CSV or Excel"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000),
            "Tenants.csv is in the old Excel format",
            "Open it in Excel",
        ),
        (a_zip({"xl/workbook.bin": b""}), "Tenants.csv is a binary Excel workbook", "Open it in Excel"),
        (a_zip({"[Content_Types].xml": b"", "word/document.xml": b""}), "Tenants.csv is an Office file", "Export the"),
        (a_zip({"mimetype": b"", "content.xml": b""}), "Tenants.csv is an OpenDocument file", "Open it in Excel"),
        (gzip.compress(gzip.compress(b"a")), "Tenants.csv is an archive inside an archive.", "Unpack it"),
        (gzip.compress(a_zip({"a": "b"})), "Tenants.csv is an archive inside an archive.", "Unpack it"),
    ],
    ids=lambda given: "file" if isinstance(given, bytes) else None,  # some hold the time at which they were made
)
def test_what_is_no_list_is_refused_in_words(content, message, action):
    with pytest.raises(FileError) as refused:
        read(content)

    assert refused.value.message.startswith(message)
    assert refused.value.action.startswith(action)


def test_a_workbook_with_a_password_is_refused_as_such():
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000) + "EncryptedPackage".encode("utf-16-le") + bytes(500)

    with pytest.raises(FileError) as refused:
        read(content)

    assert refused.value.message == "Tenants.csv is protected by a password."
