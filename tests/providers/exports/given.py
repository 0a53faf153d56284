"""Rows as lists print them, read as a file's rows are."""

from collections.abc import Mapping, Sequence

from providers.exports.layouts import Cell, Layout, Recognition
from providers.exports.pages import RowReader
from providers.exports.recognising import recognise
from providers.exports.refused import REFUSED
from providers.records import Record, Rejected


def told(headings: Sequence[str], layouts: Sequence[Layout], name: str = "") -> Recognition:
    """What a list of these headings is, among these layouts and all refused lists."""
    return recognise(headings, layouts, REFUSED, name)


def read_row(layouts: Sequence[Layout], row: Mapping[str, Cell]) -> tuple[Record | Rejected, ...]:
    """What one row, given by its headings, becomes. Its headings must be those of one of the layouts."""
    headings = tuple(row)
    recognition = told(headings, layouts)
    assert recognition.layout is not None, recognition.reason
    return RowReader(headings, recognition, "list.csv")(2, tuple(row.values()))


def read_rejected(layouts: Sequence[Layout], row: Mapping[str, Cell]) -> Rejected:
    """The rejection that one row becomes."""
    (rejected,) = read_row(layouts, row)
    assert isinstance(rejected, Rejected), rejected
    return rejected
