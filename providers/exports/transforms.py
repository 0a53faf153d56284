"""What can be done to a column's values before they are read: a table of small, pure steps.

A step is kept as JSON, {"name": "money", "as": "comma"}, and runs on one cell after the other. Spaces around a text are
always cut off first."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from providers.exports.australian import printed_business_number, printed_phone, printed_postcode
from providers.exports.cells import as_text, first_email, wrong
from providers.exports.cleaning import (
    amount_of,
    day_of,
    name_case,
    split_name,
)
from providers.exports.layouts import Cell

MOST_STEPS = 3
MOST_VALUES = 200
JOIN = "join"
# Steps on values that stay out of sentences: see `cells`.
PRIVATE = ("money", "name", "normalise")
VALUES = "values"

Step = Mapping[str, Any]


@dataclass(frozen=True)
class Transform:
    """One kind of step: what people call it, and its ways (the `as` of a step) in words. `apply` gets the cell and the step,
    and raises ValueError with a sentence's end where the cell is not of that form."""

    name: str
    words: str
    ways: Mapping[str, str]
    apply: Callable[[Cell, Step], Cell]


def trimmed(cell: Cell) -> Cell:
    """The cell without spaces around its text, and with single ones inside."""
    return " ".join(cell.split()) if isinstance(cell, str) else cell


def joined(cells: Sequence[Cell], between: str) -> Cell:
    """Several cells as one text, blank ones left out; the cell itself where only one is filled."""
    filled = [cell for cell in map(trimmed, cells) if cell not in (None, "")]
    return filled[0] if len(filled) == 1 else between.join(map(as_text, filled))


def _case(cell: Cell, step: Step) -> Cell:
    ways: dict[str, Callable[[str], str]] = {"upper": str.upper, "lower": str.lower, "title": name_case}
    return ways[step["as"]](as_text(cell))


def _date(cell: Cell, step: Step) -> Cell:
    if isinstance(cell, date):
        return cell
    return day_of(as_text(cell), step["as"])


def _money(cell: Cell, step: Step) -> Cell:
    if isinstance(cell, str):
        return amount_of(cell, "," if step["as"] == "comma" else ".")
    return cell


def _values(cell: Cell, step: Step) -> Cell:
    table = {as_text(trimmed(old)).casefold(): new for old, new in step.get("values", {}).items()}
    return table.get(as_text(cell).casefold(), cell)


def _name(cell: Cell, step: Step) -> Cell:
    order, _, part = str(step["as"]).partition("/")
    return split_name(as_text(cell), is_last_first=order == "last_first", part=part)


def _normalise(cell: Cell, step: Step) -> Cell:
    ways: dict[str, Callable[[str], str]] = {
        "phone": printed_phone,
        "email": first_email,
        "postcode": printed_postcode,
        "abn": printed_business_number,
    }
    return ways[step["as"]](as_text(cell))


def _unchanged(cell: Cell, step: Step) -> Cell:
    return cell


# Joining takes several cells and so happens before all other steps; it stands here for its words alone.
TRANSFORMS: dict[str, Transform] = {
    transform.name: transform
    for transform in (
        Transform(
            JOIN,
            "Join columns",
            {", ": "with a comma", " ": "with a space", "/": "with a slash", "; ": "with a semicolon"},
            _unchanged,
        ),
        Transform(
            "case",
            "Change case",
            {"title": "To Names Like This", "upper": "TO CAPITALS", "lower": "to small letters"},
            _case,
        ),
        Transform(
            "date",
            "Read as a date",
            {
                "day_first": "day first: 14/03/2026",
                "month_first": "month first: 03/14/2026",
                "year_first": "year first: 2026-03-14",
                "excel": "Excel's day number: 46095",
            },
            _date,
        ),
        Transform(
            "money",
            "Read as money",
            {"point": "with a decimal point: 1,480.50", "comma": "with a decimal comma: 1.480,50"},
            _money,
        ),
        Transform(VALUES, "Replace values", {}, _values),
        Transform(
            "name",
            "Split names",
            {
                "last_first": "they are written Last, First",
                "first_last": "they are written First Last",
                "last_first/first": "first name out of Last, First",
                "last_first/last": "last name out of Last, First",
                "first_last/first": "first name out of First Last",
                "first_last/last": "last name out of First Last",
            },
            _name,
        ),
        Transform(
            "normalise",
            "Tidy up",
            {"phone": "phone number", "email": "e-mail address", "postcode": "postcode", "abn": "ABN"},
            _normalise,
        ),
    )
}


def transform(cells: Sequence[Cell], steps: Sequence[Step], heading: str) -> Cell:
    """One value out of a field's cells. RecordError, under that heading, where a cell does not have the form that a step
    asks for."""
    between = next((step["as"] for step in steps if step["name"] == JOIN), " ")
    value = joined(cells, between)
    for step in steps:
        if value in (None, ""):
            break
        try:
            value = TRANSFORMS[step["name"]].apply(value, step)
        except ValueError as error:
            raise wrong(heading, as_text(value), str(error), is_private=step["name"] in PRIVATE) from error
    return value


def is_step(step: object) -> bool:
    """Whether this is a step as kept: of a known name, with one of its ways, and no more values than people list."""
    if not isinstance(step, dict) or step.get("name") not in TRANSFORMS:
        return False
    if step["name"] == VALUES:
        table = step.get("values")
        return (
            isinstance(table, dict)
            and len(table) <= MOST_VALUES
            and all(isinstance(old, str) and isinstance(new, str) for old, new in table.items())
        )
    return step.get("as") in TRANSFORMS[step["name"]].ways
