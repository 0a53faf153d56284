"""Excel workbooks as programs and people make them."""

import re
from datetime import datetime, time, timedelta

import openpyxl
import pytest

from providers.errors import FileError
from providers.exports.sheets import NO_RESULTS
from tests.providers.exports.corpus import HEADINGS, ROWS, a_workbook, read, read_one, saved, with_part

SHEET = "xl/worksheets/sheet1.xml"


def without_dimension(part):
    return re.sub(rb"<dimension [^>]*/>", b"", part)


def test_cells_come_as_the_spreadsheet_holds_them():
    row = ["A", 5, 1.5, True, datetime(2026, 7, 1), time(9, 30), "#REF!", None, "=1"]
    book = openpyxl.Workbook()
    book.active.append([f"Column {number}" for number in range(len(row))])
    book.active.append(row[:-1])
    book.active.append(["B", timedelta(hours=30)])

    _, rows = read_one(saved(book))

    assert rows[0] == (2, tuple(row[:-2]))
    assert rows[1] == (3, ("B", "1 day, 6:00:00"))


@pytest.mark.parametrize("change", [without_dimension, lambda part: re.sub(rb'ref="A1:C3"', b'ref="A1"', part)])
def test_a_sheet_that_does_not_know_its_size_is_read_whole(change):
    _, rows = read_one(with_part(a_workbook(), SHEET, change))

    assert rows == [(number, tuple(row)) for number, row in enumerate(ROWS, 2)]


def test_rows_keep_their_numbers_over_gaps():
    _, rows = read_one(a_workbook(Sheet1=[["Tenants"], [], HEADINGS, ROWS[0], [], [], ROWS[1]]))

    assert [number for number, _ in rows] == [4, 7]


def test_visible_sheets_that_hold_something_are_lists():
    book = openpyxl.Workbook()
    for title in ("Tenants", "Owners", "Hidden"):
        sheet = book.create_sheet(title)
        sheet.append(HEADINGS)
    book["Hidden"].sheet_state = "hidden"

    tables = read(saved(book))

    assert [table.name for table, _ in tables] == ["Tenants", "Owners"]


def test_a_sheet_without_headings_costs_only_itself():
    (remark, _), (table, rows) = read(a_workbook(Remarks=[[1, 2], [3, 4]], Tenants=[HEADINGS, *ROWS]))

    assert remark.headings == ()
    assert remark.notes[0].startswith("The sheet Remarks of Tenants.csv has no row of headings.")
    assert (table.name, len(rows)) == ("Tenants", 2)


def test_a_formula_without_its_result_is_blank_and_said():
    table, rows = read_one(a_workbook(Sheet1=[HEADINGS, ["A", "B", "=SUM(1,2)"]]))

    assert rows == [(2, ("A", "B", None))]
    assert table.notes == (NO_RESULTS,)


def test_a_formula_gives_its_result():
    content = with_part(
        a_workbook(Sheet1=[HEADINGS, ["A", "B", "=[1]Other!A1"]]),
        SHEET,
        lambda part: part.replace(b"<v />", b"<v>620</v>"),
    )

    table, rows = read_one(content)

    assert rows == [(2, ("A", "B", 620))]
    assert table.notes == ()


@pytest.mark.parametrize(
    ("part", "change"),
    [
        (SHEET, lambda part: part[:-40]),
        (SHEET, lambda part: part.replace(b"<worksheet", b"<!DOCTYPE x [<!ENTITY a 'b'>]><worksheet", 1)),
        ("xl/workbook.xml", lambda part: None),
        ("xl/styles.xml", lambda part: b"<a"),
        ("[Content_Types].xml", lambda part: b"<a/>"),
        (SHEET, lambda part: part.replace(b't="inlineStr"', b't="n"').replace(b'r="A2"', b'r="??"')),
    ],
)
def test_a_broken_workbook_is_refused_in_words(part, change):
    with pytest.raises(FileError) as refused:
        read(with_part(a_workbook(), part, change))

    assert refused.value.message.startswith("Tenants.csv ")
    assert "Open it in Excel and save it." in refused.value.action


def test_rows_and_columns_far_outside_do_no_harm():
    content = with_part(
        a_workbook(),
        SHEET,
        lambda part: part.replace(
            b"</sheetData>", b'<row r="2000000000"><c r="A2000000000"><v>1</v></c></row></sheetData>'
        ),
    )

    _, rows = read_one(content)

    assert len(rows) == 2
