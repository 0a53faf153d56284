"""Grids exported with their groups: what is a row of the list, and what is not."""

from providers.exports.grouping import SURPLUS
from tests.providers.exports.corpus import a_workbook, read_one, read_spoilt


def test_groups_and_their_totals_are_left_out():
    content = a_workbook(
        Tenants=[
            [None, "Property", "Rent"],
            ["Grace Okafor"],
            [None, "14 Imaginary Street", 620.0],
            [None, "7 Sandbox Crescent", 740.0],
            ["Subtotal", None, 1360.0],
            [],
            ["Daniel Ferreira"],
            [None, "1 Total Road", 500.0],
            ["Total for Daniel Ferreira", None, 500.0],
            ["Grand Total: 3", None, 1860.0],
        ]
    )

    table, rows = read_one(content)

    assert table.headings == ("", "Property", "Rent")
    assert rows == [
        (3, (None, "14 Imaginary Street", 620.0)),
        (4, (None, "7 Sandbox Crescent", 740.0)),
        (8, (None, "1 Total Road", 500.0)),
    ]


def test_totals_are_left_out_of_a_plain_list():
    content = "Property,Tenant,Rent\nA,B,5\nTotal,,5\nSUBTOTAL:,,5\n,Total,5\nGrand total (1),,5\n"

    _, rows = read_one(content)

    assert rows == [(2, ("A", "B", "5"))]


def test_a_row_that_only_looks_odd_is_a_row():
    content = "Property,Tenant,Rent\nTotal Tools Pty Ltd,B,5\nA,,\n,,5\n , ,7\nProperty,B,5\nTotally Fine,B,6\n"

    _, rows = read_one(content)

    assert rows == [
        (2, ("Total Tools Pty Ltd", "B", "5")),
        (3, ("A", "", "")),
        (4, ("", "", "5")),
        (5, (" ", " ", "7")),
        (6, ("Property", "B", "5")),
        (7, ("Totally Fine", "B", "6")),
    ]


def test_a_numbered_leading_column_without_heading_names_no_groups():
    _, rows = read_one(",Property,Rent\n0,A,5\n1,B,6\n")

    assert rows == [(2, ("0", "A", "5")), (3, ("1", "B", "6"))]


def test_headings_of_a_new_page_and_blank_rows_are_left_out():
    _, rows = read_one("Property,Rent\nA,5\n,\n  ,\n\nProperty,Rent\nB,6\n")

    assert rows == [(2, ("A", "5")), (7, ("B", "6"))]


def test_surplus_cells_are_seen_in_grouped_lists_too():
    rows = read_spoilt(",Property,Rent\nGrace,,\n,A,5,x\n,B,6,\n")

    assert rows == [(3, ("", "A", "5", "x"), SURPLUS), (4, ("", "B", "6"))]
