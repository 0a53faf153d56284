"""Transforms: each step on the values that people's files hold, and what is said of those that it cannot read."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.errors import RecordError
from providers.exports.layouts import Cell
from providers.exports.transforms import TRANSFORMS, is_step, transform

HEADING = "Where"


def changed(cell: Cell, *steps: dict[str, Any]) -> Cell:
    return transform([cell], steps, HEADING)


def step(name: str, way: str) -> dict[str, str]:
    return {"name": name, "as": way}


@pytest.mark.parametrize(
    ("cell", "name", "way", "expected"),
    [
        ("  two   words ", "case", "upper", "TWO WORDS"),
        ("O'BRIEN-SMITH", "case", "title", "O'Brien-Smith"),
        ("the tenant's 14B flat", "case", "title", "The Tenant's 14B Flat"),
        ("ME@EXAMPLE.COM", "case", "lower", "me@example.com"),
        ("14/03/2026", "date", "day_first", date(2026, 3, 14)),
        ("4/3/26", "date", "day_first", date(2026, 3, 4)),
        ("14 March 2026", "date", "day_first", date(2026, 3, 14)),
        ("14.03.2026 09:30", "date", "day_first", date(2026, 3, 14)),
        ("03/14/2026", "date", "month_first", date(2026, 3, 14)),
        ("Mar 14, 2026", "date", "month_first", date(2026, 3, 14)),
        ("2026-03-14T09:30:00", "date", "year_first", date(2026, 3, 14)),
        ("46095", "date", "excel", date(2026, 3, 14)),
        (46095.0, "date", "excel", date(2026, 3, 14)),
        (date(2026, 3, 14), "date", "month_first", date(2026, 3, 14)),
        ("$1,480.50", "money", "point", Decimal("1480.50")),
        ("1.480,50 EUR", "money", "comma", Decimal("1480.50")),
        ("650", "money", "comma", Decimal("650")),
        ("(12,50)", "money", "comma", Decimal("-12.50")),
        (650, "money", "comma", 650),
        ("Hassan, Omar", "name", "last_first", "Hassan, Omar"),
        ("Hassan Omar", "name", "last_first", "Hassan, Omar"),
        ("Omar Hassan", "name", "first_last", "Hassan, Omar"),
        ("Priya & Tom Raman", "name", "first_last", "Raman, Priya; Raman, Tom"),
        ("Omar Hassan and Jodie Wells", "name", "first_last", "Hassan, Omar; Wells, Jodie"),
        ("Raman, Priya & Tom", "name", "last_first", "Raman, Priya; Raman, Tom"),
        ("Mary Ann Smith", "name", "first_last/first", "Mary Ann"),
        ("Mary Ann Smith", "name", "first_last/last", "Smith"),
        ("Baxter Family Trust", "name", "first_last", "Baxter Family Trust"),
        ("Baxter Family Trust", "name", "first_last/first", ""),
        ("+61 400 000 001", "normalise", "phone", "0400 000 001"),
        ("+61 (0)2 9000 0001", "normalise", "phone", "02 9000 0001"),
        (400000001, "normalise", "phone", "0400 000 001"),
        ("+64 21 000 000", "normalise", "phone", "+64 21 000 000"),
        ("Olive <Olive@Example.com>; b@example.com", "normalise", "email", "Olive@Example.com"),
        (800.0, "normalise", "postcode", "0800"),
        ("51 824 753 556", "normalise", "abn", "51 824 753 556"),
    ],
)
def test_a_step_gives(cell: Cell, name: str, way: str, expected: Cell) -> None:
    assert changed(cell, step(name, way)) == expected


@pytest.mark.parametrize(
    ("cell", "name", "way", "why"),
    [
        ("31/02/2026", "date", "day_first", "which is no date written day first"),
        ("03/14/2026", "date", "day_first", "which is no date written day first"),
        ("soon", "date", "year_first", "which is no date written year first"),
        ("2026", "date", "excel", "which is no day number of Excel's"),
        ("1,480.50", "money", "comma", "which is no amount with a decimal comma"),
        ("1.480,50", "money", "point", "which is no amount with a decimal point"),
        ("free", "money", "point", "which is no amount with a decimal point"),
        ("none", "normalise", "email", "which is no e-mail address"),
        ("n/a", "normalise", "phone", "which is no phone number"),
        ("12345", "normalise", "postcode", "which is no postcode of four digits"),
        ("12", "normalise", "abn", "which is no ABN of eleven digits"),
    ],
)
def test_a_value_of_another_form_is_named(cell: Cell, name: str, way: str, why: str) -> None:
    with pytest.raises(RecordError) as caught:
        changed(cell, step(name, way))

    says = "holds a value" if name in ("money", "normalise") else f'says "{cell}"'
    assert caught.value.message == f"Where {says}, {why}."
    assert (caught.value.field, caught.value.value) == (HEADING, str(cell))


def test_several_columns_are_joined_and_blank_ones_left_out() -> None:
    joined = transform(["14 Elm Street", None, " Glebe "], [step("join", ", ")], HEADING)

    assert joined == "14 Elm Street, Glebe"


def test_without_a_step_that_joins_them_a_space_stands_between() -> None:
    assert transform(["Olive", "Owner"], [], HEADING) == "Olive Owner"


def test_values_are_replaced_whatever_their_case_and_others_stay() -> None:
    table = {"name": "values", "values": {"W": "weekly", "F": "fortnightly"}}

    assert [changed(cell, table) for cell in ("w", " F ", "M", "")] == ["weekly", "fortnightly", "M", ""]


def test_steps_come_one_after_the_other() -> None:
    table = {"name": "values", "values": {"none": "0,00"}}

    assert changed("None", table, step("money", "comma")) == Decimal("0.00")


def test_a_blank_cell_stays_blank_whatever_the_steps() -> None:
    for transformation in TRANSFORMS.values():
        for way in transformation.ways:
            assert changed("  ", step(transformation.name, way)) == ""


@pytest.mark.parametrize(
    "given",
    [
        None,
        {"name": "shout"},
        {"name": "case", "as": "loud"},
        {"name": "values", "values": {"W": 1}},
        {"name": "values", "values": {str(number): "" for number in range(201)}},
    ],
)
def test_what_is_no_step_is_told(given: object) -> None:
    assert not is_step(given)


@given(
    st.text(),
    st.sampled_from([step(name, way) for name, transformation in TRANSFORMS.items() for way in transformation.ways]),
)
def test_no_text_ends_in_anything_but_a_value_or_a_named_trouble(text: str, chosen: dict[str, str]) -> None:
    try:
        changed(text, chosen)
    except RecordError as error:
        assert error.message.startswith(HEADING)


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2090, 1, 1)))
def test_every_day_comes_back_from_every_order(day: date) -> None:
    forms = {"day_first": f"{day:%d/%m/%Y}", "month_first": f"{day:%m/%d/%Y}", "year_first": f"{day:%Y-%m-%d}"}

    assert {changed(text, step("date", order)) for order, text in forms.items()} == {day}


@given(st.decimals(min_value=-10_000_000, max_value=10_000_000, places=2))
def test_every_amount_comes_back_from_both_marks(amount: Decimal) -> None:
    point = f"{amount:,.2f}"
    comma = point.translate(str.maketrans(",.", ".,"))

    assert changed(point, step("money", "point")) == changed(comma, step("money", "comma")) == amount
