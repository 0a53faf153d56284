"""Encodings as exports have them."""

import codecs

import pytest

from providers.errors import FileError
from providers.exports.decoding import MIXED, UNKNOWN_CHARACTERS
from tests.providers.exports.corpus import read, read_one

TEXT = "Property;Tenant\r\n1;René “Ray” O\u2019Neil \u2013 tenant\r\n2;Zoë\r\n"
ROWS = [(2, ("1", "René “Ray” O\u2019Neil \u2013 tenant")), (3, ("2", "Zoë"))]


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("cp1252"),
    ],
    ids=["utf-8", "utf-8 mark", "utf-16 le mark", "utf-16 be mark", "utf-16 le", "utf-16 be", "windows-1252"],
)
def test_a_text_is_read_in_its_own_encoding(content):
    table, rows = read_one(content)

    assert (table.headings, rows, table.notes) == (("Property", "Tenant"), ROWS, ())


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_a_text_glued_from_two_encodings_is_read_in_both(mark):
    content = mark + TEXT.encode() + "3;Chloé\r\n".encode("cp1252")

    table, rows = read_one(content)

    assert rows == [*ROWS, (4, ("3", "Chloé"))]
    assert table.notes == (MIXED,)


def test_two_odd_letters_of_windows_do_not_pass_for_another_encoding():
    table, rows = read_one("Property;Tenant\r\n1;CAFÉ\u2019S OWNER\r\n2;Zoë\r\n".encode("cp1252"))

    assert rows == [(2, ("1", "CAFÉ\u2019S OWNER")), (3, ("2", "Zoë"))]
    assert table.notes == ()


def test_an_encoding_is_told_from_the_whole_file():
    content = b"Property;Tenant\r\n" + b"1;Ray\r\n" * 300_000 + "2;Zoë\r\n".encode("cp1252")

    _, rows = read_one(content)

    assert rows[-1] == (300_002, ("2", "Zoë"))


@pytest.mark.parametrize(
    ("content", "cell"),
    [
        (b"Property;Tenant\r\n1;Zo\xeb \x8d\r\n", "Zoë \ufffd"),
        (
            codecs.BOM_UTF16_LE + "Property;Tenant\r\n1;Zo\ud800".encode("utf-16-le", "surrogatepass") + b"\n",
            "Zo\ufffd",
        ),
    ],
    ids=["windows-1252", "utf-16"],
)
def test_a_character_of_no_encoding_is_shown_and_said(content, cell):
    table, rows = read_one(content)

    assert rows == [(2, ("1", cell))]
    assert table.notes == (UNKNOWN_CHARACTERS,)


def test_a_line_of_100_megabytes_is_refused_before_a_row_is_read():
    with pytest.raises(FileError) as refused:
        read(b"Property,Tenant\n1,Ray\n" + b"x" * 100_000_000)

    assert refused.value.message.startswith("Line 3 of Tenants.csv is longer than 32 million characters")
