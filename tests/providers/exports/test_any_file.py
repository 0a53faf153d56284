"""Any list comes back as it was written, and no file whatever does more than be refused."""

import codecs
import csv
import gzip
import io

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from providers.errors import FileError
from tests.providers.exports.corpus import a_workbook, a_zip, read, read_one

WORDS = ("Property", "Tenant", "Rent", "Paid to")
SIGNS = st.sampled_from(",;|\t\"'\r\n ")
CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]) | SIGNS, max_size=12)
WINDOWS_CELLS = st.text(st.characters(codec="cp1252", exclude_categories=["Cc"]) | SIGNS, max_size=12)
ENCODERS = {
    "utf-8": lambda text: text.encode(),
    "utf-8 with a mark": lambda text: codecs.BOM_UTF8 + text.encode(),
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-16 be": lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
}


def written(headings, rows, delimiter, end):
    stream = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if end == "\n" else csv.QUOTE_MINIMAL  # else a "\r" in a cell is written bare
    csv.writer(stream, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows([headings, *rows])
    return stream.getvalue()


def numbered(rows):
    return [(number, (f"K-{number}", *row)) for number, row in enumerate(rows, 2)]


@st.composite
def grids(draw, cells=CELLS):
    width = draw(st.integers(1, 3))
    return width, draw(st.lists(st.lists(cells, min_size=width, max_size=width), max_size=8))


@settings(max_examples=150, deadline=None)
@given(grids(), st.sampled_from(",;\t|"), st.sampled_from(["\n", "\r\n"]), st.sampled_from(sorted(ENCODERS)))
def test_any_grid_comes_back_as_it_was_written(grid, delimiter, end, encoding):
    width, body = grid
    rows = numbered(body)

    content = ENCODERS[encoding](written(WORDS[: width + 1], [row for _, row in rows], delimiter, end))

    table, read_rows = read_one(content)
    assert table.headings == WORDS[: width + 1]
    assert read_rows == rows


@settings(max_examples=100, deadline=None)
@given(grids(WINDOWS_CELLS), st.sampled_from(",;\t|"))
def test_any_grid_of_an_older_excel_comes_back(grid, delimiter):
    width, body = grid
    rows = numbered(body)
    content = written(WORDS[: width + 1], [row for _, row in rows], delimiter, "\r\n").encode("cp1252")
    assume(content.decode("utf-8", "ignore").isascii())  # no odd letters that are UTF-8 by chance

    _, read_rows = read_one(content)

    assert read_rows == rows


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
@example(b"\x1f\x8b")
@example(b"PK\x03\x04")
@example(b"PK\x05\x06" + bytes(18))
@example(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
@example(b"\xff\xfe\x00")
def test_any_bytes_are_read_or_refused(content):
    refused_or_read(content)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from([a_workbook(), a_zip({"a.csv": "A,B\n1,2\n"}), gzip.compress(b"A,B\n1,2\n" * 9)]),
    st.integers(0, 6000),
    st.binary(max_size=4),
    st.booleans(),
)
def test_any_damage_is_read_over_or_refused(content, at, put, cut):
    at %= len(content)

    refused_or_read(content[:at] + put + (b"" if cut else content[at + len(put) :]))


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from('ab,;"\n\r\t |\0é'), max_size=120))
def test_any_mix_of_quotes_and_ends_loses_no_letter_silently(text):
    content = 'Id,Name\nx,"' + text

    for table, rows in refused_or_read(content.encode()):
        held = "".join(str(cell) for _, cells in rows for cell in cells) + " ".join(table.headings)
        said = "".join(table.notes)
        assert held.count("é") == text.count("é") or "above the headings" in said


def refused_or_read(content):
    try:
        return read(content)
    except FileError as error:
        assert error.message
        assert error.action
        return []
