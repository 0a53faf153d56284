"""Which own property a vendor's property is likely to be, by its address. Pure: text in, score and reason out.

Addresses are taken apart first (unit, house number, street, suburb, postcode), because "3/88 Station St" and "Unit 3, 88
Station Street" are the same door while "8/33 Station St" is another. Only doors with the same numbers are compared; how
alike their streets and suburbs are written is rapidfuzz's business."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from rapidfuzz import fuzz

STREET_TYPES = {
    "al": "alley", "ally": "alley", "arc": "arcade", "av": "avenue", "ave": "avenue", "bvd": "boulevard",
    "blvd": "boulevard", "boul": "boulevard", "bypa": "bypass", "cct": "circuit", "cir": "circle", "circ": "circuit",
    "cl": "close", "cnr": "corner", "con": "concourse", "cr": "crescent", "cres": "crescent", "crs": "crescent",
    "crt": "court", "ct": "court", "dr": "drive", "drv": "drive", "esp": "esplanade", "espl": "esplanade",
    "fwy": "freeway", "gdns": "gardens", "gr": "grove", "gv": "grove", "hts": "heights", "hwy": "highway",
    "jct": "junction", "la": "lane", "ln": "lane", "lnk": "link", "lp": "loop", "mws": "mews", "pde": "parade",
    "pkwy": "parkway", "pky": "parkway", "pl": "place", "pwy": "parkway", "qy": "quay", "rd": "road", "rdge": "ridge",
    "rtt": "retreat", "sq": "square", "st": "street", "str": "street", "tce": "terrace", "ter": "terrace",
    "terr": "terrace", "trl": "trail", "vw": "view", "wy": "way", "wlk": "walk",
}  # fmt: skip
STATES = {
    "act", "nsw", "nt", "qld", "sa", "tas", "vic", "wa", "queensland", "victoria", "tasmania", "australia",
}  # fmt: skip
ORDINALS = {
    "first": "1st", "second": "2nd", "third": "3rd", "fourth": "4th", "fifth": "5th", "sixth": "6th",
    "seventh": "7th", "eighth": "8th", "ninth": "9th", "tenth": "10th", "eleventh": "11th", "twelfth": "12th",
}  # fmt: skip
DIRECTIONS = {"north", "south", "east", "west", "n", "s", "e", "w"}
INSIDE = ("unit", "u", "apt", "apartment", "flat", "shop", "suite", "ste", "villa", "townhouse", "th")
FLOOR = ("level", "lvl", "l", "floor", "fl")

_POSTCODE = re.compile(r"\b(\d{4,5})(?:-\d{4})?\s*$")
_FLOOR = re.compile(rf"\b(?:{'|'.join(FLOOR)})\.?\s*(\d+[a-z]?)\b[\s,]*")
# Doors are numbered (3), lettered (A) or both: 3A, G02.
_INSIDE = re.compile(rf"\b(?:{'|'.join(INSIDE)})(?:\.?\s*([a-z]?\d+[a-z]?)|\.?\s+([a-z]))\b[\s,/]*")
_SLASHED = re.compile(r"\b([a-z]?\d+[a-z]?|[a-z])\s*/\s*(?=\d)")
_LOT = re.compile(r"\blot\s*(\d+[a-z]?)\b[\s,]*")
_NUMBER_SIGN = re.compile(r"\bno\.?\s*(?=\d)")
_WORD = re.compile(r"\d+(?:st|nd|rd|th)\b|[a-z]+")
_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(r"\b(\d+)([a-z]?)(?:\s*-\s*(\d+)([a-z]?))?\b")


class Address(NamedTuple):
    """An address taken apart. `first` and `last` are the house number's range; `letter` the one behind it, as in 14A."""

    unit: str
    first: int | None
    last: int | None
    letter: str
    street: str
    suburb: str
    postcode: str


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


def parse(text: str, postcode: str = "") -> Address:
    """An address line taken apart. Missing parts are empty; words that no rule knows stay in street or suburb."""
    rest = re.sub(r"[\"'().#]", " ", text.lower())
    found = _POSTCODE.search(rest.strip())
    if found:
        rest = rest.strip()[: found.start()]
    code = postcode or (found.group(1) if found else "")
    rest = _FLOOR.sub("", _NUMBER_SIGN.sub("", rest))
    unit, rest = _take(_INSIDE, rest)
    if not unit:
        unit, rest = _take(_SLASHED, rest)
    lot, without_lot = _take(_LOT, rest)
    number = _NUMBER.search(without_lot)
    if number is None and lot:
        number = _NUMBER.search(lot)
        rest = without_lot
    elif lot:
        rest = without_lot
    first = last = None
    letter = ""
    if number is not None:
        first, letter = int(number.group(1)), number.group(2)
        last = int(number.group(3)) if number.group(3) else first
        rest = rest.replace(number.group(0), " ", 1) if number.string == rest else rest
    street, suburb = _split_street(rest)
    return Address(unit, first, last, letter, street, suburb, code)


def _take(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    """What the first match caught, and the text without it."""
    found = pattern.search(text)
    if found is None:
        return "", text
    return next(filter(None, found.groups())), text[: found.start()] + " " + text[found.end() :]


def _split_street(text: str) -> tuple[str, str]:
    """Street words up to the street's type, then the suburb; a comma parts them where there is no type."""
    head, _, tail = text.strip(" ,").partition(",")
    words = [_whole_word(word, at) for at, word in enumerate(_WORD.findall(head))]
    after = [word for word in re.findall(r"[a-z]+", tail) if word not in STATES]
    ends = [at for at, word in enumerate(words) if at and word in STREET_TYPES.values()]
    if ends:
        cut = ends[0] + 1
        if after and words[cut:] and set(words[cut:]) <= DIRECTIONS:
            cut = len(words)
        after = [word for word in words[cut:] if word not in STATES] + after
        words = words[:cut]
    return " ".join(words), " ".join(after)


def _whole_word(word: str, at: int) -> str:
    """A street's word written out: "St" is a saint where the street begins and a street where it ends."""
    if at == 0:
        return {"st": "saint", "mt": "mount"}.get(word) or ORDINALS.get(word, word)
    return STREET_TYPES.get(word) or ORDINALS.get(word, word)


def _numbers(address: Address) -> set[int]:
    """The house numbers that an address covers: those of one side of the street where both ends are on it."""
    if address.first is None:
        return set()
    last = address.last or address.first
    step = 2 if (last - address.first) % 2 == 0 else 1
    return set(range(address.first, min(last, address.first + WIDEST) + 1, step)) or {address.first}


def compare(left: Address, right: Address) -> tuple[int, str]:
    """How likely two addresses are the same door, 0 to 100, and why."""
    if left.first is None or right.first is None:
        return 0, "No house number to compare"
    if left.unit != right.unit and left.unit and right.unit:
        return 0, "Another unit"
    if not _numbers(left) & _numbers(right):
        return 0, "Another house number"
    if _DIGITS.findall(left.street) != _DIGITS.findall(right.street):
        return 0, "Another numbered street"
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
    if left.unit != right.unit:
        score = min(score, 70.0)
        reasons.append("one has a unit number")
    if left.letter != right.letter:
        score = min(score, 75.0)
        reasons.append("the letters behind the number differ")
    if (left.first, left.last) != (right.first, right.last):
        score = min(score, 88.0)
        reasons.append("one number lies in the other's range")
    return max(0, round(score)), ", ".join(reasons).capitalize()


LEAST = 60
# A range of house numbers wider than this is a slip of the pen.
WIDEST = 100


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
        scored = []
        for number in _numbers(address):
            for candidate in self._by_number.get(number, ()):
                if str(candidate.pk) not in turned_down and candidate.pk not in (taken or {}):
                    scored.append((*compare(address, candidate.address), candidate.pk))
        likely = sorted({(score, str(pk)): (score, reason, pk) for score, reason, pk in scored if score >= LEAST}.values(),
                        key=lambda one: -one[0])  # fmt: skip
        if not likely or (len(likely) > 1 and likely[0][0] == likely[1][0]):
            return None
        score, reason, pk = likely[0]
        return Suggestion(pk, score, reason)
