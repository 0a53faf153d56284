"""Reading texts whose form a person has named: dates, amounts, names, and numbers that people write in many ways.

Each raises ValueError, with the end of a sentence, where the text does not have that form."""

import re
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

MONTHS = {
    name: number
    for number, names in enumerate(
        "jan january|feb february|mar march|apr april|may|jun june|jul july|aug august|sep sept september|oct october|"
        "nov november|dec december".split("|"),
        1,
    )
    for name in names.split()
}
# Excel counts days from here; the day that it thinks 1900 had too many is behind us in any list of today.
EXCEL_EPOCH = date(1899, 12, 30)
EXCEL_DAYS = range(10_000, 80_000)
CENTURY = 2000
PEOPLE_APART = re.compile(r"\s*(?:;|&|/|\band\b)\s*", re.IGNORECASE)
NOT_PEOPLE = re.compile(r"\b(?:pty|ltd|limited|trust|inc|fund|corporation|estate|holdings)\b", re.IGNORECASE)


class Order(NamedTuple):
    """Where day, month and year stand in a date of that form, and what people call it."""

    day: int
    month: int
    year: int
    words: str


ORDERS = {
    "day_first": Order(0, 1, 2, "day first"),
    "month_first": Order(1, 0, 2, "month first"),
    "year_first": Order(2, 1, 0, "year first"),
}


def day_of(text: str, order: str) -> date:
    """The day. A time behind it is passed over; two digits of a year are of this century."""
    if order == "excel":
        return _counted_day(text)
    parts = [part for part in re.split(r"[\s/.,-]+|T(?=\d)", text) if part][:3]
    where = ORDERS[order]
    trouble = f"which is no date written {where.words}"
    if len(parts) < 3:
        raise ValueError(trouble)
    try:
        year = int(parts[where.year])
        month = MONTHS.get(parts[where.month].lower()) or int(parts[where.month])
        return date(year + CENTURY if year < 100 else year, month, int(parts[where.day]))
    except ValueError as error:
        raise ValueError(trouble) from error


def _counted_day(text: str) -> date:
    number = text.partition(".")[0]
    if not number.isdecimal() or int(number) not in EXCEL_DAYS:
        raise ValueError("which is no day number of Excel's")
    return EXCEL_EPOCH + timedelta(days=int(number))


def amount_of(text: str, point: str) -> Decimal:
    """The amount. Currency signs and thousands marks are passed over; (12.50) and 12.50- are negative."""
    thousands = "." if point == "," else ","
    bare = re.sub(r"[^\d.,()+-]", "", text)
    is_negative = bare.startswith(("(", "-")) or bare.endswith("-")
    whole, mark, cents = bare.strip("()+-").partition(point)
    groups = whole.split(thousands)
    trouble = f"which is no amount with a decimal {'comma' if point == ',' else 'point'}"
    if thousands in cents or point in cents or any(len(group) != 3 for group in groups[1:]) or (mark and not cents):
        raise ValueError(trouble)
    try:
        amount = Decimal("".join(groups) + (f".{cents}" if cents else ""))
    except InvalidOperation as error:
        raise ValueError(trouble) from error
    return -amount if is_negative else amount


def name_case(text: str) -> str:
    """Every word with a capital letter: "O'BRIEN-SMITH" becomes "O'Brien-Smith"."""
    return re.sub(r"[^\W\d_]+", lambda word: _capital(word), text.lower())


def _capital(word: re.Match[str]) -> str:
    letters, at = word.group(), word.start()
    is_ending = len(letters) == 1 and word.string[at - 1 : at] in ("'", "\u2019")  # as in "tenant's"
    return letters if is_ending else letters[0].upper() + letters[1:]


def split_name(text: str, *, is_last_first: bool, part: str = "") -> str:
    """All people of a text as "Last, First; Last, First", or the first person's `part` ("first" or "last"). A company's
    name stays as it is, and has no first name."""
    if NOT_PEOPLE.search(text):
        return "" if part == "first" else text
    people = [person for person in PEOPLE_APART.split(text) if person]
    pairs = [_first_and_last(person, is_last_first) for person in people]
    if not is_last_first and len(pairs) > 1:  # "Priya & Tom Raman" share the last name
        shared = pairs[-1][1]
        pairs = [(first, last) if last else (first, shared) for first, last in pairs]
    if is_last_first and len(pairs) > 1:  # "Raman, Priya & Tom"
        shared = pairs[0][1]
        pairs = [(first, last) if first else (last, shared) for first, last in pairs]
    if part:
        return pairs[0][0 if part == "first" else 1] if pairs else ""
    return "; ".join(f"{last}, {first}" if first and last else first or last for first, last in pairs)


def _first_and_last(person: str, is_last_first: bool) -> tuple[str, str]:
    if "," in person:
        last, _, first = person.partition(",")
        return first.strip(), last.strip()
    words = person.split()
    if is_last_first:
        return " ".join(words[1:]), words[0] if words else ""
    return (" ".join(words[:-1]), words[-1]) if len(words) > 1 else (person, "")
