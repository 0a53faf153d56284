"""An address line, taken apart: unit, house number, street, suburb, postcode. Pure: text in, parts out.

Australian and US ways of writing are known: "3/88 Station St" and "Unit 3, 88 Station Street" are the same door, and so are
"120 W 42nd St #5B" and "Apt 5B, 120 West 42nd Street"."""

import re
from typing import NamedTuple

STREET_TYPES = {
    "al": "alley", "ally": "alley", "arc": "arcade", "av": "avenue", "ave": "avenue", "bvd": "boulevard",
    "blvd": "boulevard", "boul": "boulevard", "bypa": "bypass", "cct": "circuit", "cir": "circle", "circ": "circuit",
    "cl": "close", "cnr": "corner", "con": "concourse", "cr": "crescent", "cres": "crescent", "crs": "crescent",
    "crt": "court", "ct": "court", "dr": "drive", "drv": "drive", "esp": "esplanade", "espl": "esplanade",
    "fwy": "freeway", "gdns": "gardens", "gr": "grove", "gv": "grove", "hts": "heights", "hwy": "highway",
    "jct": "junction", "la": "lane", "ln": "lane", "lnk": "link", "lp": "loop", "mws": "mews", "pde": "parade",
    "pkwy": "parkway", "pky": "parkway", "pl": "place", "pwy": "parkway", "qy": "quay", "rd": "road", "rdge": "ridge",
    "rte": "route", "rtt": "retreat", "sq": "square", "st": "street", "str": "street", "tce": "terrace", "ter": "terrace",
    "terr": "terrace", "trl": "trail", "vw": "view", "wy": "way", "wlk": "walk",
}  # fmt: skip
ORDINALS = {
    "first": "1st", "second": "2nd", "third": "3rd", "fourth": "4th", "fifth": "5th", "sixth": "6th",
    "seventh": "7th", "eighth": "8th", "ninth": "9th", "tenth": "10th", "eleventh": "11th", "twelfth": "12th",
}  # fmt: skip
STATES = (
    "nsw", "vic", "qld", "act", "tas", "nt", "sa", "wa", "new south wales", "victoria", "queensland", "tasmania",
    "south australia", "western australia", "northern territory", "australian capital territory",
    "ak", "ar", "az", "ca", "co", "dc", "de", "fl", "ga", "hi", "ia", "id", "il", "in", "ks", "ky", "ma", "md", "me",
    "mi", "mn", "mo", "ms", "mt", "nc", "nd", "ne", "nh", "nj", "nm", "nv", "ny", "oh", "ok", "or", "pa", "ri", "sc",
    "sd", "tn", "tx", "ut", "va", "vt", "wi", "wv", "wy", "arizona", "california", "colorado", "florida", "georgia",
    "illinois", "massachusetts", "michigan", "nevada", "new jersey", "new york", "north carolina", "ohio", "oregon",
    "pennsylvania", "texas", "utah", "virginia", "washington",
)  # fmt: skip
# These are states behind a town and street types behind a street: only a ZIP code tells.
STATES_BY_ZIP = ("al", "ct", "la")
DIRECTIONS = {
    "n": "north", "s": "south", "e": "east", "w": "west", "nth": "north", "sth": "south", "ne": "northeast",
    "nw": "northwest", "se": "southeast", "sw": "southwest",
}  # fmt: skip
AT_THE_START = {"st": "saint", "mt": "mount", "dr": "doctor", "hwy": "highway", "rte": "route", "rt": "route"}
NUMBERED = {"highway", "route", "road"}
INSIDE = (
    "unit", "u", "apt", "apartment", "flat", "shop", "suite", "ste", "villa", "townhouse", "th", "duplex", "studio",
    "room", "rm",
)  # fmt: skip

_COUNTRY = re.compile(r"[\s,]+(?:australia|au|aus|united states(?: of america)?|usa|us)\s*$")
_POSTCODE = re.compile(r"\b(\d{4,5})(?:-\d{4})?\s*$")
_STATE = re.compile(rf"[\s,]+(?:{'|'.join(STATES)})[\s,]*$")
_STATE_BY_ZIP = re.compile(rf"[\s,]+(?:{'|'.join(STATES_BY_ZIP)})[\s,]*$")
_RANGE = re.compile(r"\b(\d+[a-z]?)\s*(?:&|\+|and|to)\s*(?=\d)")
_LEVEL = re.compile(
    r"\b(?:(?:level|lvl|l|floor|fl)\.?\s*(\d+[a-z]?)|(\d+)(?:st|nd|rd|th)\s+(?:floor|fl)|(g)round\s+(?:floor|level))\b[\s,]*"
)
_BUILDING = re.compile(r"\b(?:building|bldg|block|blk|tower)(?:\s*([a-z]?\d+[a-z]?)|\s+([a-z]))\b[\s,]*")
_PENTHOUSE = re.compile(r"\b(?:penthouse\s*|ph\s*(?=\d))(\d*)(?=[\s,/]|$)[\s,/]*")
_GRANNY_FLAT = re.compile(r"\b(granny) flat\b[\s,/]*")
# Doors are numbered (3), lettered (A) or both: 3A, G02.
_INSIDE = re.compile(rf"\b(?:{'|'.join(INSIDE)})(?:\.?\s*#?\s*([a-z]?\d+[a-z]?)|\.?\s+#?([a-z]))\b[\s,/]*")
_HASHED = re.compile(r"#\s*([a-z]?\d+[a-z]?|[a-z])\b[\s,/]*")
_SLASHED = re.compile(r"\b([a-z]?\d+[a-z]?|[a-z])\s*/\s*(?=\d)")
_LOT = re.compile(r"\blot\s*(\d+[a-z]?)\b[\s,]*")
_NUMBER_SIGN = re.compile(r"\bno\.?\s*(?=\d)")
_WORD = re.compile(r"\d+(?:st|nd|rd|th)?\b|[a-z]+")
# "12 3rd Avenue": a number that counts streets is not the house's.
_NUMBER = re.compile(r"\b(\d+)([a-z]?)(?:\s*-\s*(\d+)([a-z]?))?\b")


class Address(NamedTuple):
    """An address taken apart. `first` and `last` are the house number's range; `letter` the one behind it, as in 14A.
    `direction` is that of a street such as North Main Street; `is_lot` marks a number that is a lot's and not a house's."""

    unit: str
    first: int | None
    last: int | None
    letter: str
    street: str
    suburb: str
    postcode: str
    direction: str = ""
    building: str = ""
    level: str = ""
    is_lot: bool = False


def parse(text: str, postcode: str = "") -> Address:
    """An address line taken apart. Missing parts are empty; words that no rule knows stay in street or suburb."""
    rest, found_code = _without_place(_plain(text))
    level, rest = _take(_LEVEL, _NUMBER_SIGN.sub("", rest))
    building, rest = _take(_BUILDING, rest)
    unit, is_hashed, rest = _unit(rest)
    lot, rest = _take(_LOT, rest)
    number = _NUMBER.search(rest)
    if number is None and is_hashed:  # "#5 Elm Street": the sign stands for a house number
        number, unit = _NUMBER.search(unit), ""
        is_lot = False
    elif number is None:
        number, is_lot = _NUMBER.search(lot), bool(lot)
    else:
        is_lot = False
        # What stands before the number is a building's name, unless nothing follows: "Elm Street 5".
        rest = rest[number.end() :] if re.search("[a-z]", rest[number.end() :]) else rest[: number.start()]
    first = int(number.group(1)) if number else None
    last = int(number.group(3)) if number and number.group(3) else first
    letter = number.group(2) if number else ""
    street, direction, suburb = _split_street(rest)
    return Address(
        unit, first, last, letter, street, suburb, postcode or found_code, direction, building, level, is_lot
    )


def _plain(text: str) -> str:
    """Small letters, plain dashes; a house's name in quotation marks is left out, ranges have a dash."""
    rest = re.sub("[\u2010-\u2015]", "-", text.lower())
    rest = re.sub(r"[\"\u201c][^\"\u201d]*[\"\u201d]", " ", rest)
    rest = re.sub(r"['\u2019]", "", rest)
    rest = re.sub(r"(?<=\d)\s*\u00bd", "h", rest)  # 12½ is a door of its own, as 12H would be
    return _RANGE.sub(r"\1-", re.sub(r"[\".()\u201c\u201d]", " ", rest)).strip(" ,")


def _without_place(text: str) -> tuple[str, str]:
    """The line without country, postcode and state, and the postcode."""
    text = _COUNTRY.sub("", text)
    found = _POSTCODE.search(text)
    code = found.group(1) if found else ""
    text = text[: found.start()] if found else text
    shorter = _STATE.sub("", _COUNTRY.sub("", text))
    return (_STATE_BY_ZIP.sub("", shorter) if len(code) == 5 and shorter == text else shorter), code


def _unit(text: str) -> tuple[str, bool, str]:
    """The door inside the building, whether a bare # marks it, and the text without it."""
    penthouse = _PENTHOUSE.search(text)
    if penthouse:
        return f"ph{penthouse.group(1)}", False, f"{text[: penthouse.start()]} {text[penthouse.end() :]}"
    for pattern in (_GRANNY_FLAT, _INSIDE, _SLASHED, _HASHED):
        unit, rest = _take(pattern, text)
        if unit:
            return unit, pattern is _HASHED, rest
    return "", False, text


def _take(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    """What the first match caught, and the text without it."""
    found = pattern.search(text)
    if found is None:
        return "", text
    return next(filter(None, found.groups())), text[: found.start()] + " " + text[found.end() :]


def _split_street(text: str) -> tuple[str, str, str]:
    """Street words up to the street's type, its direction, then the suburb; a comma parts them where there is no type."""
    head, _, tail = text.strip(" ,").partition(",")
    words = [_whole_word(word, at) for at, word in enumerate(_WORD.findall(head))]
    after = re.findall(r"[a-z]+", tail)
    ends = [at for at, word in enumerate(words) if word in STREET_TYPES.values() and (at or word in NUMBERED)]
    if ends:
        cut = ends[0] + 1
        if words[ends[0]] in NUMBERED and words[cut:] and words[cut].isdigit():
            cut += 1
        behind = words[cut:]
        if behind and after and all(word in DIRECTIONS or word in DIRECTIONS.values() for word in behind):
            cut = len(words)
        elif (
            behind and behind[0] in DIRECTIONS and len(behind[0]) < 3
        ):  # "Smith St N Dayton": nobody shortens a suburb so
            cut += 1
        after = [word for word in words[cut:] if word.isalpha()] + after
        words = words[:cut]
    street, direction = _without_direction(words)
    return " ".join(street), direction, " ".join(after)


def _without_direction(words: list[str]) -> tuple[list[str], str]:
    """A street's words without the direction before or behind them. North Street and The Avenue keep their names."""
    if len(words) > 2 and _compass(words[-1]):
        return words[:-1], _compass(words[-1])
    if len(words) > 2 and _compass(words[0]):
        return words[1:], _compass(words[0])
    return words, ""


def _compass(word: str) -> str:
    return DIRECTIONS.get(word) or (word if word in DIRECTIONS.values() else "")


def _whole_word(word: str, at: int) -> str:
    """A street's word written out: "St" is a saint where the street begins and a street where it ends."""
    if at == 0:
        return AT_THE_START.get(word) or ORDINALS.get(word, word)
    return STREET_TYPES.get(word) or ORDINALS.get(word, word)
