import csv
import io
import unicodedata
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from agencies.refusals import Refusal
from portfolio.spreadsheets import BYTE_ORDER_MARK, clean, csv_lines, xlsx_file

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\uff1d1", "\uff0b1", "\uff0d1", "\uff201", " =1")
UNSEEN = ("\u200b=1", "\ufeff=1", "\xa0=1", "\x00=1", "\x01\x02=1", "\u202e=1", "\u061c=1", "\u22121")
ANYTHING = st.text(st.characters(codec=None), max_size=40)
NASTY = st.builds(
    lambda start, rest: start + rest, st.sampled_from(["", *FORMULAS, *UNSEEN, "'", '"', ",", ";"]), ANYTHING
)


def through_csv(*rows):
    text = "".join(csv_lines(["Text", "Day", "Amount"], rows))
    # As it goes over the wire and comes back.
    text = text.encode().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def through_xlsx(*rows):
    with xlsx_file("Rows", ["Text", "Day", "Amount"], rows, len(rows)) as file:
        return list(load_workbook(file)["Rows"].iter_rows())


def test_the_file_says_that_it_is_utf_8():
    first, *_ = csv_lines(["Straße"], [])

    assert first == f"{BYTE_ORDER_MARK}Straße\r\n"


@pytest.mark.parametrize("text", [*FORMULAS, *UNSEEN, "-", "\uff1d", "+61 400 000 001"])
def test_what_could_be_a_formula_gets_an_apostrophe(text):
    ((_, (found,))) = list(csv.reader(io.StringIO("".join(csv_lines(["Text"], [[text]])), newline="")))

    assert found == f"'{clean(text)}"


@pytest.mark.parametrize(
    "text", ["", "Rent", "'=1+1", "1 Elm Street, Ultimo", "a=b", 'The "best"', "Zoë", "two\nlines"]
)
def test_other_text_stays_as_it_is(text):
    assert through_csv([text, None, None])[1] == [text, "", ""]


@pytest.mark.parametrize("part", ["=1+1", " =1+1", '"=1+1"', "-1", "\uff1d1", "@SUM(A1)"])
def test_a_part_behind_a_semicolon_is_no_formula_either(part):
    """A program whose lists are parted by semicolons takes it for a cell."""
    found = through_csv([f"Rent; paid;{part};again", None, None])[1][0]

    assert found == f"Rent; paid;'{part};again"


def test_numbers_and_days_are_what_they_are():
    row = ["Reversal", date(2026, 7, 3), Decimal("-650.00")]

    assert through_csv(row)[1] == ["Reversal", "2026-07-03", "-650.00"]
    text, day, amount = through_xlsx(row)[1]
    assert (text.data_type, text.value) == ("s", "Reversal")
    assert (day.is_date, day.value) == (True, datetime(2026, 7, 3))
    assert (amount.data_type, amount.value) == ("n", -650)
    assert amount.number_format == "#,##0.00"


@pytest.mark.parametrize("text", ["=1+1", "#N/A", "TRUE", "2026-07-03", "650.00", "=cmd|' /C calc'!A0"])
def test_text_in_a_sheet_is_never_read_as_anything_else(text):
    cell = through_xlsx([text, None, None])[1][0]

    assert (cell.data_type, cell.value) == ("s", text)


def test_what_no_sheet_can_hold_is_left_out_or_cut():
    cells = [row[0].value for row in through_xlsx(["a\x00b\x1fc\ufffed", None, None], ["\ud83dx", None, None])[1:]]
    long = through_xlsx(["x" * 40_000, None, None])[1][0].value

    assert cells == ["abcd", "\ufffdx"]
    assert (len(long), long[-1]) == (32_767, "…")


def test_more_rows_than_a_sheet_holds_are_refused_in_words():
    with pytest.raises(Refusal) as refused:
        xlsx_file("Rows", ["Text"], [], 1_048_576)

    assert refused.value.sentence == (
        "These are 1,048,576 rows, and an Excel sheet holds 1,048,575. "
        "Narrow them to fewer days, or export them as CSV."
    )
    xlsx_file("Rows", ["Text"], [], 1_048_575).close()


def begins_a_formula(text):
    seen = next((sign for sign in text if not sign.isspace() and unicodedata.category(sign) not in ("Cf", "Cc")), "")
    return unicodedata.normalize("NFKC", seen) in ("=", "+", "-", "@") and seen != ""


@given(st.lists(NASTY, min_size=1, max_size=5))
@example(["=1", "'=1", "\x00=1", "\ud800", "\r\n", "a\rb", "\x00", "a;=1"])
@settings(deadline=None)
def test_whatever_the_text_it_comes_back_and_is_no_formula(texts):
    rows = [[text, date(2026, 7, 3), Decimal("1.50")] for text in texts]

    read = through_csv(*rows)
    sheet = through_xlsx(*rows)

    assert [len(row) for row in read] == [3] * (len(texts) + 1)
    for text, (found, *_), (cell, *_) in zip(texts, read[1:], sheet[1:], strict=True):
        for part, was in zip(found.split(";"), clean(text).split(";"), strict=True):
            assert part in (was, f"'{was}")
            assert not begins_a_formula(part)
        assert cell.data_type in ("s", "n") and cell.value in (
            clean(text).replace("\r\n", "\n").replace("\r", "\n") or None,
        )


def test_a_heading_becomes_no_formula_either() -> None:
    (line,) = csv_lines(["=1+1", "Day"], [])

    with xlsx_file("Rows", ["=1+1"], [], 0) as file:
        heading = load_workbook(file).active["A1"]  # type: ignore[index]

    assert line == "\ufeff'=1+1,Day\r\n"
    assert (heading.value, heading.data_type) == ("=1+1", "s")
