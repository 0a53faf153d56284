"""Delimited text: delimiters, quotes, numbers of rows, and rows that are not to be trusted."""

import pytest

from providers.errors import FileError
from providers.exports.grouping import SURPLUS
from providers.exports.text import LONG_CELL, NUL, OPEN_QUOTE
from tests.providers.exports.corpus import read, read_one, read_spoilt


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_told_by_the_headings(delimiter):
    content = delimiter.join(["Property", "Rent", "Paid to"]) + "\n" + delimiter.join(["1", '"1,5;2|3\t4"', "5"]) + "\n"

    table, rows = read_one(content)

    assert table.headings == ("Property", "Rent", "Paid to")
    assert rows == [(2, ("1", "1,5;2|3\t4", "5"))]


@pytest.mark.parametrize(
    ("content", "headings"),
    [
        ("Rents of Smith, Jones, Brown\n\nProperty\tRent\n1\t2\n", ("Property", "Rent")),
        ("Property;Rent;Bond\nA;1,5;2,5\nB;1,5;2,5\n", ("Property", "Rent", "Bond")),
        ('"Property, full";Rent\n"A; B";5\n', ("Property, full", "Rent")),
        ("Property, full;Rent\nA, B;5\nC, D;5\n", ("Property, full", "Rent")),
    ],
)
def test_titles_and_cells_may_hold_other_delimiters(content, headings):
    table, _ = read_one(content)

    assert table.headings == headings


def test_excels_own_word_for_the_delimiter_is_obeyed():
    table, rows = read_one("sep=;\r\nProperty;Rent, Bond\r\nA, B;5\r\n")

    assert (table.headings, table.heading_row) == (("Property", "Rent, Bond"), 1)
    assert rows == [(2, ("A, B", "5"))]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_rows_are_counted_as_a_spreadsheet_does(end):
    content = end.join(["Property,Rent", '"14 Imaginary Street', 'Bardon",620', "", "", "7 Sandbox Crescent,740"])

    _, rows = read_one(content)

    assert rows == [(2, (f"14 Imaginary Street{end}Bardon", "620")), (5, ("7 Sandbox Crescent", "740"))]


def test_a_quote_that_is_never_closed_costs_its_own_row():
    rows = read_spoilt('Id,Name,Rent\n1,"Ray,620\n2,"Zoë",740\n3,Ann,"800"\n4,Bo,5\n')

    assert rows == [
        (2, ("1", '"Ray', "620"), OPEN_QUOTE),
        (3, ("2", "Zoë", "740")),
        (4, ("3", "Ann", "800")),
        (5, ("4", "Bo", "5")),
    ]


def test_two_stray_quotes_do_not_make_one_row_of_two():
    rows = read_spoilt('Id,Name,Rent,From,To\n1,"Ray,620,a,b\n2,Zoë",740,c,d\n3,Bo,5,e,f\n')

    assert [row[0] for row in rows] == [2, 3, 4]
    assert rows[0] == (2, ("1", '"Ray', "620", "a", "b"), OPEN_QUOTE)
    assert rows[2] == (4, ("3", "Bo", "5", "e", "f"))


@pytest.mark.parametrize("below", [1, 5, 1000, 20_000])
def test_a_quote_that_would_swallow_the_rest_of_the_file_does_not(below):
    rows = read_spoilt('Id,Name\n1,"Ray\n' + "2,Zoë\n" * below)

    assert rows[0] == (2, ("1", '"Ray'), OPEN_QUOTE)
    assert rows[1:] == [(number, ("2", "Zoë")) for number in range(3, below + 3)]


def test_a_quote_left_open_on_the_last_line_is_said():
    assert read_spoilt('Id,Name\n1,Ray\n2,"Zoë') == [(2, ("1", "Ray")), (3, ("2", '"Zoë'), OPEN_QUOTE)]


def test_quotes_inside_words_are_letters():
    assert read_spoilt('Id,Name\n1,5" pipe\n2,"Ray ""Bo"" Low"\n') == [
        (2, ("1", '5" pipe')),
        (3, ("2", 'Ray "Bo" Low')),
    ]


def test_a_cell_longer_than_any_spreadsheet_has_costs_its_own_row():
    rows = read_spoilt("Id,Name\n1," + "x" * 200_000 + "\n2,Zoë\n")

    assert rows[0][0] == 2
    assert rows[0][2] == LONG_CELL
    assert rows[1:] == [(3, ("2", "Zoë"))]


def test_a_file_of_broken_quotes_alone_is_refused():
    with pytest.raises(FileError) as refused:
        read("Id,Name\n" + '1,"Ray\n2,"Bo" x "\n' * 2000)

    assert refused.value.message.startswith("More than 1,000 rows of Tenants.csv cannot be parted into cells")


def test_a_nul_costs_its_own_row():
    assert read_spoilt(b"Id,Name\n1,R\0y\n2,Bo\n") == [(2, ("1", "R\0y"), NUL), (3, ("2", "Bo"))]


def test_surplus_cells_cost_their_row_unless_blank():
    rows = read_spoilt("Id,Name,Rent\n1,Low, Ray,620\n2,Bo,5,,\n3,Ann\n")

    assert rows == [(2, ("1", "Low", " Ray", "620"), SURPLUS), (3, ("2", "Bo", "5")), (4, ("3", "Ann"))]


def test_10000_columns_are_read_and_17000_are_refused():
    def wide(columns):
        return ",".join(f"Column {number}" for number in range(columns)) + "\n" + ",".join(["1"] * columns) + "\n"

    table, rows = read_one(wide(10_000))
    with pytest.raises(FileError) as refused:
        read(wide(17_000))

    assert len(table.headings) == len(rows[0][1]) == 10_000
    assert refused.value.message == "Tenants.csv has 17,000 columns; a spreadsheet has 16,384 at most."


def test_what_looks_like_a_formula_stays_text():
    _, rows = read_one("Id,Name\n1,=1+1\n2,+61\n3,-5\n4,@x\n")

    assert rows == [(2, ("1", "=1+1")), (3, ("2", "+61")), (4, ("3", "-5")), (5, ("4", "@x"))]
