"""Addresses, on one line or parted into columns."""

from functools import lru_cache
from typing import NamedTuple

from providers.exports.australian import STATES

STREETS = frozenset(
    "street st road rd avenue ave av drive dr drv court ct crescent cres cr place pl lane ln terrace tce parade pde highway hwy "
    "boulevard blvd bvd boulevarde circuit cct close cl way grove gr gve esplanade esp square sq walk rise view loop mews quay "
    "circle cir row promenade prom track trail "
    "ridge chase outlook vista gardens gdns green link alley broadway mall heights hts".split()
)
COUNTRIES = frozenset(("australia", "au", "aus"))
SHORT_STATES = frozenset(STATES.values())


class Place(NamedTuple):
    """An address in parts, "" where a part is not told. `street` has the number and not the unit."""

    unit: str
    street: str
    suburb: str
    state: str
    postcode: str


@lru_cache(maxsize=8192)
def split_address(line: str) -> Place:
    """The parts of `14B/21 Heath Street, Ashgrove QLD 4060`, commas or not. What cannot be told apart stays in the street."""
    words = line.split()
    if words and words[-1].lower() in COUNTRIES:
        words.pop()
        words[-1:] = [words[-1].rstrip(",")] if words else []
    state = postcode = ""
    if words and len(words[-1]) == 4 and words[-1].isdecimal() and len(words) > 1:
        postcode = words.pop()
    if words and words[-1].upper().strip(",") in SHORT_STATES:
        state = words.pop().upper().strip(",")
    rest = " ".join(words).rstrip(" ,")
    street, comma, suburb = rest.rpartition(",")
    if not comma or not any(sign.isalpha() for sign in street):
        street, suburb = _by_street_word(rest.split()) if state or postcode else (rest, "")
    unit, street = split_unit(street.strip())
    return Place(unit, street, suburb.strip(), state, postcode)


def split_unit(street: str) -> tuple[str, str]:
    """The unit and the rest of `14B/21 Heath Street`, of `Unit 3, 12 High Street` and of `12 High Street` ("")."""
    head, slash, rest = street.partition("/")
    if slash and rest[:1].isdecimal() and len(head.split()) <= 2:
        return head.split()[-1] if head.split() else "", rest.strip()
    head, comma, rest = street.partition(",")
    if comma and rest.strip()[:1].isdecimal():
        return head.strip(), rest.strip()
    return "", street


def in_one_line(line: str, suburb: str, state: str, postcode: str) -> str:
    """The line with what its columns tell and it lacks: `14 Imaginary Street, Bardon QLD 4065`."""
    told = split_address(line)
    has_suburb = told.suburb or (suburb and line.lower().rstrip(" ,").endswith(suburb.lower()))
    if told.postcode or told.state:
        # The line tells the whole address, or all but its postcode.
        return line if told.postcode or not postcode else f"{line} {postcode}"
    tail = " ".join(part for part in ("" if has_suburb else suburb, state, postcode) if part)
    if not tail:
        return line
    return f"{line} {tail}" if has_suburb else f"{line}, {tail}"


def _by_street_word(words: list[str]) -> tuple[str, str]:
    """The street up to its kind of street, and the suburb behind it. The first two words are a number and a name."""
    for at in range(2, len(words) - 1):
        if words[at].strip(",.").lower() in STREETS:
            return " ".join(words[: at + 1]), " ".join(words[at + 1 :])
    return " ".join(words), ""
