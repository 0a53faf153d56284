"""Which own property a vendor's property is likely to be, by its address. Pure: text in, score and reason out.

Addresses are taken apart first (`addresses.py`), because "3/88 Station St" and "Unit 3, 88 Station Street" are the same door
while "8/33 Station St" is another. Only doors with the same numbers are compared; how alike their streets and suburbs are
written is rapidfuzz's business."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from rapidfuzz import fuzz

from integrations.addresses import Address

LEAST = 60
# A range of house numbers wider than this is a slip of the pen.
WIDEST = 100

_DIGITS = re.compile(r"\d+")


class Candidate(NamedTuple):
    """An own property that may be meant."""

    pk: UUID
    address: Address


@dataclass(frozen=True)
class Suggestion:
    """The likeliest own property, how sure we are (0 to 100), and why, for people."""

    pk: UUID
    score: int
    reason: str


def _numbers(address: Address) -> set[int]:
    """The house numbers that an address covers: those of one side of the street where both ends are on it."""
    if address.first is None:
        return set()
    last = address.last or address.first
    step = 2 if (last - address.first) % 2 == 0 else 1
    return set(range(address.first, min(last, address.first + WIDEST) + 1, step)) or {address.first}


def compare(left: Address, right: Address) -> tuple[int, str]:
    """How likely two addresses are the same door, 0 to 100, and why."""
    apart = _apart(left, right)
    if apart:
        return 0, apart
    street = fuzz.ratio(left.street, right.street)
    suburb = fuzz.ratio(left.suburb, right.suburb) if left.suburb and right.suburb else None
    same_code = left.postcode == right.postcode if left.postcode and right.postcode else None
    score = street if suburb is None else 0.7 * street + 0.3 * max(suburb, 100 if same_code else 0)
    reasons = ["same street" if street == 100 else f"street written {street:.0f} % alike"]
    if same_code:
        reasons.append("same postcode")
    elif same_code is False:
        score = min(score, 100.0 if suburb == 100 else 75.0) - 15
        reasons.append("another postcode")
    if same_code is None and suburb is None:
        score = min(score, 70.0)
        reasons.append("no suburb or postcode to compare")
    for differs, most, reason in _doubts(left, right):
        if differs:
            score = min(score, most)
            reasons.append(reason)
    return max(0, round(score)), ", ".join(reasons).capitalize()


def _apart(left: Address, right: Address) -> str:
    """Why they cannot be the same door; "" where they can."""
    if left.first is None or right.first is None:
        return "No house number to compare"
    if _differ(left.unit, right.unit):
        return "Another unit"
    if not _numbers(left) & _numbers(right):
        return "Another house number"
    if _DIGITS.findall(left.street) != _DIGITS.findall(right.street):
        return "Another numbered street"
    if _differ(left.building, right.building):
        return "Another building"
    if not (left.unit and right.unit) and _differ(left.level, right.level):
        return "Another level"
    return "Another end of the street" if _differ(left.direction, right.direction) else ""


def _differ(left: str, right: str) -> bool:
    """Whether both say something, and not the same."""
    return bool(left and right and left != right)


def _doubts(left: Address, right: Address) -> tuple[tuple[bool, float, str], ...]:
    """What may be a slip and may be another door: whether it is so, the most that they then score, and the words."""
    return (
        (left.unit != right.unit, 70.0, "one has a unit number"),
        (left.letter != right.letter, 75.0, "the letters behind the number differ"),
        ((left.first, left.last) != (right.first, right.last), 88.0, "one number lies in the other's range"),
        (left.is_lot != right.is_lot, 70.0, "one number is a lot's"),
        (left.direction != right.direction, 85.0, "one street has a direction"),
        (left.building != right.building, 88.0, "one names a building"),
    )


def how_alike(words: str, line: str) -> float:
    """How much of what somebody types stands in an address line so, 0 to 100: "10 station" is more like 10 than like 100."""
    return fuzz.partial_ratio(words.lower(), line.lower())


class Matcher:
    """Own properties sorted by house number, so that each vendor property meets only a few of them."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self._by_number: dict[int, list[Candidate]] = {}
        for candidate in candidates:
            for number in _numbers(candidate.address):
                self._by_number.setdefault(number, []).append(candidate)

    def best(
        self, address: Address, refused: Iterable[str] = (), taken: Mapping[UUID, str] | None = None
    ) -> Suggestion | None:
        """The likeliest own property that was not refused before and is not `taken` by another vendor property; None
        where none is likely, or two are equally so."""
        turned_down = set(refused)
        likely = [one for one in self.likely(address) if str(one.pk) not in turned_down and one.pk not in (taken or {})]
        if not likely or (len(likely) > 1 and likely[0].score == likely[1].score):
            return None
        return likely[0]

    def likely(self, address: Address) -> list[Suggestion]:
        """Every own property that may be meant, the likeliest first."""
        met = {candidate.pk: candidate for number in _numbers(address) for candidate in self._by_number.get(number, ())}
        found = (Suggestion(pk, *compare(address, candidate.address)) for pk, candidate in met.items())
        return sorted((one for one in found if one.score >= LEAST), key=lambda one: (-one.score, str(one.pk)))
