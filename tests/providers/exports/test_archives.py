"""Archives that are damaged, or made to do damage."""

import gzip
import io
import zipfile

import pytest

from providers.errors import FileError
from tests.providers.exports.corpus import (
    LIST,
    a_gzip_bomb,
    a_workbook,
    a_zip,
    a_zip_bomb,
    an_encrypted_zip,
    read,
    read_one,
    with_part,
)

HOSTILE = ["../out.csv", "a/../../out.csv", "/etc/out.csv", "C:\\out.csv", "..\\out.csv"]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_path_that_leads_out_costs_only_that_file(name):
    (refused, no_rows), (table, rows) = read(a_zip({name: LIST, "list.csv": LIST}), "Nightly.zip")

    assert (refused.name, refused.headings, no_rows) == (name, (), [])
    assert refused.notes == (
        f"{name} in Nightly.zip has a path that leads out of the archive, so it was not read. Pack it again without that.",
    )
    assert (table.name, len(rows)) == ("list.csv", 2)


@pytest.mark.parametrize(
    ("content", "note"),
    [
        (b"", "odd.csv in Nightly.zip is empty."),
        (b"1,2\n", "odd.csv in Nightly.zip has no row of headings."),
        (b"%PDF-1.7", "odd.csv in Nightly.zip is a PDF"),
        (a_zip({"list.csv": LIST}), "odd.csv in Nightly.zip is an archive inside an archive."),
        (gzip.compress(LIST.encode() * 100)[:-30], "odd.csv in Nightly.zip is damaged or cut short."),
        (a_workbook()[:-40], "odd.csv in Nightly.zip is damaged or cut short."),
    ],
    ids=lambda given: "file" if isinstance(given, bytes) else None,  # some hold the time at which they were made
)
def test_a_file_that_cannot_be_read_costs_only_itself(content, note):
    (unread, _), (table, rows) = read(a_zip({"odd.csv": content, "list.csv": LIST}), "Nightly.zip")

    assert (unread.name, unread.headings) == ("odd.csv", ())
    assert unread.notes[0].startswith(note)
    assert (table.name, len(rows)) == ("list.csv", 2)


def test_an_archive_without_any_list_is_refused():
    with pytest.raises(FileError) as refused:
        read(a_zip({"odd.pdf": b"%PDF-1.7"}), "Nightly.zip")

    assert refused.value.message == (
        "Nightly.zip holds no list that can be read. odd.pdf in Nightly.zip is a PDF: a printed page, no list."
    )


def test_what_a_system_puts_into_archives_is_passed_over():
    table, _ = read_one(a_zip({"__MACOSX/._list.csv": b"x", "a/.DS_Store": b"x", "a/": b"", "list.csv": LIST}))

    assert table.name == "list.csv"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_are_told_apart():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("list.csv", LIST)
        archive.writestr("list.csv", LIST)

    tables = read(stream.getvalue())

    assert [(table.name, len(rows)) for table, rows in tables] == [("list.csv", 2), ("list.csv (2)", 2)]


def test_a_file_with_a_password_costs_only_itself():
    with pytest.raises(FileError) as refused:
        read(an_encrypted_zip(), "Nightly.zip")

    assert "list.csv in Nightly.zip is protected by a password" in refused.value.message


@pytest.mark.parametrize(
    "content",
    [
        a_gzip_bomb(),
        a_zip_bomb(),
        a_zip({"bomb.csv.gz": a_gzip_bomb()}),
        with_part(a_workbook(), "xl/sharedStrings.xml", lambda part: b" " * 60 * 1024 * 1024),
    ],
    ids=["gzip", "zip", "gzip in a zip", "workbook"],
)
def test_a_bomb_is_not_opened(content):
    with pytest.raises(FileError) as refused:
        read(content)

    assert "unpacks to far more than a list can be, so it was not opened." in refused.value.message


def test_an_archive_of_thousands_of_files_is_not_opened():
    with pytest.raises(FileError) as refused:
        read(a_zip({f"{number}.csv": "" for number in range(1001)}), "Nightly.zip")

    assert refused.value.message == "Nightly.zip holds more than 1,000 files, so it was not opened."


@pytest.mark.parametrize(
    "content",
    [
        a_zip({"list.csv": LIST})[:-10],
        a_zip({"list.csv": LIST})[:60],
        gzip.compress(LIST.encode() * 100)[:-30],
        gzip.compress(LIST.encode() * 100)[:-8] + b"12345678",
        a_zip({"a.csv": LIST, "b.zip": a_zip({"c.csv": LIST})}, zipfile.ZIP_STORED)[:-130],
    ],
    ids=["end", "start", "gzip end", "gzip sum", "an archive within"],
)
def test_a_damaged_archive_is_refused(content):
    with pytest.raises(FileError) as refused:
        read(content, "Nightly.zip")

    assert refused.value.message == "Nightly.zip is damaged or cut short."


def test_a_file_damaged_inside_an_archive_costs_only_itself():
    content = a_zip({"odd.csv": LIST, "list.csv": LIST}, zipfile.ZIP_STORED).replace(b"Linh", b"Lynh", 1)

    (unread, _), (table, _) = read(content, "Nightly.zip")

    assert unread.notes[0].startswith("odd.csv in Nightly.zip is damaged or cut short.")
    assert table.name == "list.csv"
