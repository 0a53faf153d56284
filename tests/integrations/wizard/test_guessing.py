"""Guesses: what a list is, and which column means what."""

import pytest

from integrations.wizard.guessing import as_columns, guess_columns, guess_kind, order_of_days
from integrations.wizard.sampling import SampleList, SampleRow
from tests.integrations.wizard.cases import HEADINGS, ROWS, column


def a_list(headings: tuple[str, ...], *rows: tuple[str, ...]) -> SampleList:
    return SampleList("", headings, tuple(SampleRow(number, row) for number, row in enumerate(rows, 2)))


LEASES = a_list(
    ("Property", "Renter", "Mobile", "Commenced", "Rent ($)", "Per"),
    ("1 Elm Street Glebe NSW 2037", "Omar Hassan", "0400 000 001", "03/14/2026", "1.300,00", "F"),
    ("2 Elm Street Glebe NSW 2037", "Priya Raman", "0400 000 002", "04/02/2026", "650,00", "W"),
)
OWNERS = a_list(("Landlord name", "Email address", "ABN"), ("Olive Owner", "olive@example.com", "51 824 753 556"))


@pytest.mark.parametrize(
    ("given", "kind"),
    [(a_list(HEADINGS, *ROWS), "properties"), (LEASES, "leases"), (OWNERS, "owners")],
)
def test_a_list_is_told_by_its_headings_and_values(given: SampleList, kind: str) -> None:
    guessed, score = guess_kind(given)

    assert guessed == kind
    assert score >= 60


def test_each_column_is_guessed_for_one_field_and_a_stranger_for_none() -> None:
    guesses = guess_columns(a_list(HEADINGS, *ROWS), "properties")

    assert {name: guess.heading for name, guess in guesses.items()} == {
        "property_id": "Ref",
        "address": "Where",
        "suburb": "Suburb",
        "state": "State",
        "postcode": "PC",
        "bedrooms": "Beds",
    }


def test_values_of_another_look_speak_against_a_heading() -> None:
    given = a_list(("Contact", "Email"), ("olive@example.com", "Olive Owner"), ("omar@example.com", "Omar Hassan"))

    guesses = guess_columns(given, "owners")

    assert "email" not in guesses or guesses["email"].words != "sure"


def test_the_values_ask_for_their_transforms() -> None:
    columns = as_columns(guess_columns(LEASES, "leases"), LEASES, "leases")

    assert columns["start"] == column("Commenced", transforms=[{"name": "date", "as": "month_first"}])
    assert columns["rent"] == column("Rent ($)", transforms=[{"name": "money", "as": "comma"}])


@pytest.mark.parametrize(
    ("values", "order"),
    [
        (["14/03/2026", "04/03/2026"], ""),
        (["04/03/2026"], ""),
        (["03/14/2026", "04/03/2026"], "month_first"),
        (["Mar 14, 2026"], "month_first"),
        (["03/14/2026", "14/03/2026"], ""),
        (["46095", "46100"], "excel"),
        (["2026-03-14"], ""),
        ([], ""),
    ],
)
def test_the_order_of_days_is_told_only_where_no_other_is_possible(values: list[str], order: str) -> None:
    assert order_of_days(values) == order
