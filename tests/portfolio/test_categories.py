"""Sorting bills by the words they carry."""

import pytest

from portfolio.categories import WORDS, categorise
from portfolio.models.transactions import Category


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Council rates Q3 - City of Sydney", "council_rates"),
        ("SHIRE OF MUNDARING", "council_rates"),
        ("Land tax 2026 assessment", "land_tax"),
        ("State Revenue Office", "land_tax"),
        ("Water rates and sewerage", "water"),
        ("Sydney Water usage", "water"),
        ("Landlord insurance premium", "insurance"),
        ("Strata levy SP 1234", "strata"),
        ("Body Corporate admin fund levy", "strata"),
        ("Owners  Corporation insurance", "strata"),
        ("Electricity supply", "utilities"),
        ("Gas account", "utilities"),
        ("Advertising: signboard", "advertising"),
        ("Tribunal application", "legal"),
        ("Management fee June", "management_fees"),
        ("Letting fee", "management_fees"),
        ("Carpet clean", "cleaning"),
        ("Lawn mowing", "gardening"),
        ("Termite inspection", "pest_control"),
        ("Plumber: leaking tap", "repairs_and_maintenance"),
        ("Smoke alarm service", "repairs_and_maintenance"),
        ("Sundry", "other"),
        ("", "other"),
        ("Corporate rateschedule", "other"),  # only whole words count
        ("Councillor", "other"),
    ],
)
def test_a_bill_is_sorted_by_the_most_telling_word(text: str, category: str) -> None:
    found = categorise(text)

    assert found == category


def test_an_agencys_own_words_come_first_and_in_their_order() -> None:
    rules = [("harbour levy", "strata"), ("water", "other"), ("harbour", "legal")]

    found = [categorise(text, rules) for text in ("Water bill", "HARBOUR   LEVY", "harbour", "Levy harbour", "Rates")]

    assert found == ["other", "strata", "legal", "legal", "council_rates"]


@pytest.mark.parametrize("words", ["a.b", "(x", "c++", "50% off", "[", "\\"])
def test_signs_in_own_words_mean_themselves(words: str) -> None:
    assert categorise("nothing of the kind", [(words, "legal")]) == "other"


def test_every_category_has_words_but_those_that_bills_never_are() -> None:
    assert {category for category, _ in WORDS} == set(Category) - {Category.OTHER, Category.RENTAL_INCOME}
