"""Guessing what a list is and which column means what: by the words of its headings and the look of its values."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, utils

from integrations.wizard.sampling import SampleList
from providers.exports.cleaning import EXCEL_DAYS, MONTHS
from providers.exports.own_fields import Field, Shape
from providers.exports.own_lists import LISTS

SURE = 85
LIKELY = 60
LOOKED_AT = 30
# Words alone must be nearer: "Colour" is not "Country".
LEAST_BY_WORDS = 75
LEAST_BY_LOOK = 50

LOOKS: dict[Shape, re.Pattern[str]] = {
    Shape.EMAIL: re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+"),
    Shape.PHONE: re.compile(r"\+?[\d\s()-]{8,17}"),
    Shape.DAY: re.compile(r"\d{1,4}[/.-](\d{1,2}|[A-Za-z]{3,9})[/.-]\d{2,4}([T ].*)?|\d{1,2} [A-Za-z]{3,9} \d{4}"),
    Shape.MONEY: re.compile(r"-?\(?\$?\s?\d[\d.,\s]*\)?"),
    Shape.NUMBER: re.compile(r"\d{1,3}(\.0)?"),
    Shape.POSTCODE: re.compile(r"\d{3,4}"),
    Shape.ADDRESS: re.compile(r".*\d.*[A-Za-z]{3}.*"),
}


@dataclass(frozen=True)
class Guess:
    """Which column a field may be, and how sure that is (0 to 100)."""

    heading: str
    score: int

    @property
    def words(self) -> str:
        """How sure it is, for people."""
        return "sure" if self.score >= SURE else "likely" if self.score >= LIKELY else "a guess"


def guess_kind(given: SampleList) -> tuple[str, int]:
    """The kind of list that this looks most like, and how sure that is (0 to 100)."""
    scores = {kind: _fit(given, kind) for kind in LISTS}
    kind = max(scores, key=lambda name: scores[name])
    return kind, scores[kind]


def _fit(given: SampleList, kind: str) -> int:
    guesses = guess_columns(given, kind)
    own = LISTS[kind]
    groups = [(field.name,) for field in own.fields if field.is_required] + [one.fields for one in own.one_of]
    needed = [max((guesses[name].score for name in group if name in guesses), default=0) for group in groups]
    told = sum(guess.score for guess in guesses.values()) / max(1, len(given.named))
    return round(0.6 * sum(needed) / max(1, len(needed)) + 0.4 * min(100, told))


def guess_columns(given: SampleList, kind: str) -> dict[str, Guess]:
    """For each field that some column may well be: the best one. No column is guessed twice."""
    found: dict[str, Guess] = {}
    scored = [
        (score, -order, field.name, heading)
        for order, field in enumerate(LISTS[kind].fields)
        for heading in given.named
        if (score := _score(field, heading, given)) >= (LEAST_BY_LOOK if field.shape in LOOKS else LEAST_BY_WORDS)
    ]
    taken: set[str] = set()
    for score, _, name, heading in sorted(scored, reverse=True):
        if name not in found and heading not in taken:
            found[name] = Guess(heading, score)
            taken.add(heading)
    return found


def _score(field: Field, heading: str, given: SampleList) -> int:
    wanted = utils.default_process(heading)
    words = max(fuzz.token_sort_ratio(wanted, utils.default_process(name)) for name in field.names)
    look = LOOKS.get(field.shape)
    if look is None or words < 40:
        return round(words)
    values = given.column(heading)[:LOOKED_AT]
    if not values:
        return round(words * 0.9)
    share = sum(bool(look.fullmatch(value)) for value in values) / len(values)
    # A column of the right look gains, one of another look can hardly be it.
    return min(100, round(words + 12 * share)) if share >= 0.5 else round(words * (0.5 + share))


def as_columns(guesses: Mapping[str, Guess], given: SampleList, kind: str) -> dict[str, Any]:
    """The guesses as a column mapping keeps them, with the transforms that the values ask for."""
    fields = {field.name: field for field in LISTS[kind].fields}
    return {
        name: {
            "headings": [guess.heading],
            "transforms": _steps(fields[name], given.column(guess.heading)[:LOOKED_AT]),
            "constant": None,
        }
        for name, guess in guesses.items()
    }


def _steps(field: Field, values: Iterable[str]) -> list[dict[str, str]]:
    if field.shape == Shape.DAY:
        order = order_of_days(values)
        return [{"name": "date", "as": order}] if order else []
    if field.shape == Shape.MONEY and any(re.search(r",\d{1,2}$", value) for value in values):
        return [{"name": "money", "as": "comma"}]
    return []


def order_of_days(values: Iterable[str]) -> str:
    """How these dates are written, where it is another way than the usual ones (day first, ISO); "" otherwise."""
    votes: Counter[str] = Counter()
    for value in values:
        parts = [part for part in re.split(r"[\s/.,-]+", value) if part]
        if len(parts) == 1 and parts[0].isdecimal() and int(parts[0]) in EXCEL_DAYS:
            votes["excel"] += 1
        elif len(parts) >= 3 and parts[0].isdecimal() and parts[1].isdecimal() and len(parts[0]) <= 2:
            votes["day" if int(parts[0]) > 12 else "month_first" if int(parts[1]) > 12 else "either"] += 1
        elif parts and parts[0].lower() in MONTHS:
            votes["month_first"] += 1
    if votes["month_first"] and not votes["day"]:
        return "month_first"
    return "excel" if votes["excel"] and votes["excel"] == votes.total() else ""
