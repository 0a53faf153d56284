"""Sorting bills into categories by the words they carry.

The table is asked from top to bottom; the first line with a matching word wins, so the more telling words stand first
("land tax" before "council", "water rates" before "rates"). An agency's own rules come before all of these."""

import re
from collections.abc import Iterable
from functools import lru_cache

from portfolio.models.transactions import Category

WORDS: tuple[tuple[Category, tuple[str, ...]], ...] = (
    (Category.LAND_TAX, ("land tax", "state revenue")),
    (Category.STRATA, ("strata", "body corporate", "owners corporation", "sinking fund", "admin fund levy")),
    (Category.INSURANCE, ("insurance", "insurer", "premium")),
    (Category.WATER, ("water", "sewerage", "sewer")),
    (Category.COUNCIL_RATES, ("council", "rates", "shire")),
    (Category.MANAGEMENT_FEES, ("management fee", "management fees", "letting fee", "leasing fee", "commission")),
    (Category.ADVERTISING, ("advertising", "marketing", "listing fee", "signboard", "photography")),
    (Category.LEGAL, ("legal", "solicitor", "solicitors", "lawyer", "lawyers", "tribunal", "conveyancing")),
    (Category.PEST_CONTROL, ("pest", "termite", "termites", "fumigation")),
    (Category.GARDENING, ("garden", "gardening", "lawn", "lawns", "mowing", "tree", "trees")),
    (Category.CLEANING, ("cleaning", "cleaner", "cleaners", "clean", "carpet clean")),
    (
        Category.UTILITIES,
        ("electricity", "gas supply", "gas account", "energy", "power", "internet", "utilities", "utility"),
    ),
    (
        Category.REPAIRS_AND_MAINTENANCE,
        (
            "repair",
            "repairs",
            "maintenance",
            "plumbing",
            "plumber",
            "electrician",
            "electrical",
            "smoke alarm",
            "locksmith",
        ),
    ),
)


@lru_cache(maxsize=2048)
def _pattern(words: str) -> re.Pattern[str]:
    spaced = r"\s+".join(map(re.escape, words.split()))
    return re.compile(rf"\b{spaced}\b", re.IGNORECASE)


def categorise(text: str, own_rules: Iterable[tuple[str, str]] = ()) -> str:
    """The category of a bill whose description and supplier read `text`; `other` where no word tells.
    `own_rules` are the agency's (words, category) pairs, asked first."""
    for words, category in own_rules:
        if _pattern(words).search(text):
            return category
    for built_in, alternatives in WORDS:
        if any(_pattern(words).search(text) for words in alternatives):
            return built_in
    return Category.OTHER
