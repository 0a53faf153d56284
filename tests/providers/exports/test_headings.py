"""Which row holds the headings, and what the columns are called."""

import pytest

from providers.exports.headings import find_headings, name_columns
from tests.providers.exports.corpus import read_one


@pytest.mark.parametrize(
    ("rows", "at"),
    [
        ([], None),
        ([["1", "2"], ["3", "4"]], None),
        ([["Property", "Rent"]], 0),
        ([["Tenants of Sample Realty", ""], ["", ""], ["Property", "Rent"], ["A", "5"]], 2),
        ([["Agency:", "Sample Realty", "", ""], ["Property", "Rent", "Bond", "Paid"], ["A", "5", "6", "7"]], 1),
        ([["", "Property", "Rent"], ["Grace", "", ""], ["", "A", "5"], ["Total", "", "5"]], 0),
        ([["Property", "Rent"], ["A", "5", "x", "y"], ["B", "5"], ["C", "6"]], 0),
        ([["Property"], ["A"]], 0),
        ([[None, "Property"], [None, "A"]], 0),
        ([["5"], ["6"]], None),
    ],
)
def test_headings_are_found_below_titles(rows, at):
    assert find_headings(rows) == at


def test_what_stands_above_the_headings_is_said():
    table, rows = read_one("Tenants of Sample Realty\n\nAs of,1/07/2026,,\nProperty,Tenant,Rent,Bond\nA,B,5,6\n")

    assert (table.headings, table.heading_row) == (("Property", "Tenant", "Rent", "Bond"), 4)
    assert table.notes == ("Rows 1 to 3 stand above the headings and were not read.",)
    assert rows == [(5, ("A", "B", "5", "6"))]


def test_a_heading_that_comes_again_is_numbered_and_said():
    headings, notes = name_columns(["Name", "Rent", "Name", "", " Move\n in ", "Name", "", 2026, None])

    assert headings == ("Name", "Rent", "Name (2)", "", "Move in", "Name (3)", "", "2026", "")
    assert notes == ('The heading "Name" stands there more than once; the first column of that name is read.',)
