"""Reading one cell: a cell and its heading in, a value out, None where the cell is blank. RecordError names the heading, what is
wrong and what to do. Amounts and personal details stay out of its sentence, which more people may see than the value."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, TypeVar

from providers.choices import Frequency
from providers.errors import RecordError
from providers.exports.layouts import Cell
from providers.records import NATURAL

Value = TypeVar("Value")
Reader = Callable[[Cell, str], Any]

CENT = Decimal("0.01")
ZERO = Decimal("0.00")
TOO_MUCH = Decimal(10**10)
LONGEST_SHOWN = 40

# Spreadsheets put an apostrophe before what must stay a text. Before anything else it belongs to a name, as in 't Hooft.
MARKED_AS_TEXT = tuple(f"'{sign}" for sign in "=+-@0123456789")

YES = frozenset("yes y true t 1 x ✓ ✔ ☑ ✅ √ on".split())
NO = frozenset("no n false f 0 ✗ ✘ ☐ ☒ ❌ off".split())

FREQUENCIES = {
    word: frequency
    for frequency, words in (
        (Frequency.WEEKLY, "weekly|week|w|wk|pw|per week|p/w|each week|every week|1 week"),
        (
            Frequency.FORTNIGHTLY,
            "fortnightly|fortnight|f|fn|pf|per fortnight|p/f|every fortnight|2 weekly|two weekly|2 weeks|every 2 weeks|"
            "every two weeks",
        ),
        (
            Frequency.MONTHLY,
            "monthly|month|m|mth|pm|pcm|per month|p/m|calendar month|calendar monthly|per calendar month|every month|1 month",
        ),
        (Frequency.QUARTERLY, "quarterly|quarter|q|per quarter|3 monthly|3 months|every 3 months|every quarter"),
        (
            Frequency.YEARLY,
            "yearly|year|y|pa|p/a|per year|per annum|annual|annually|every year|12 monthly|12 months|1 year",
        ),
    )
    for word in words.split("|")
}


def wrong(heading: str, value: str, why: str, *, is_private: bool = False) -> RecordError:
    """The error of a cell; `why` goes on from what the cell says."""
    shown = value if len(value) <= LONGEST_SHOWN else value[: LONGEST_SHOWN - 1] + "…"
    says = f"{heading} holds a value" if is_private else f'{heading} says "{shown}"'
    return RecordError(
        f"{says}, {why}.",
        field=heading,
        value=value,
        action=f"Correct {heading} in your system's export, or here.",
    )


def as_text(cell: Cell) -> str:
    """A cell as people would type it: 12.0 is 12, a day is ISO."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return (
            cell.isoformat(sep=" ")
            if cell.time().replace(tzinfo=None) != datetime.min.time()
            else cell.date().isoformat()
        )
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell)


def text(cell: Cell, heading: str) -> str:
    """The text without blanks around it, "" where there is none. One that begins like a formula stays what it is."""
    if type(cell) is not str:
        return "" if cell is None else as_text(cell)
    stripped = cell.strip()
    if "\0" in stripped:
        raise wrong(heading, stripped.replace("\0", "?"), "with a character in it that no text can hold")
    return stripped[1:] if stripped[:1] == "'" and stripped.startswith(MARKED_AS_TEXT) else stripped


def line(cell: Cell, heading: str) -> str:
    """As `text`, on one line: names and addresses are sometimes typed on several."""
    found = text(cell, heading)
    return ", ".join(part for row in found.splitlines() if (part := row.strip(" ,"))) if "\n" in found else found


def identifier(cell: Cell, heading: str) -> str:
    """An id as it stands, "" where there is none. GUIDs are in small letters: systems write them both ways."""
    found = text(cell, heading)
    if found.startswith(NATURAL):
        raise wrong(heading, found, f"and no id begins with {NATURAL}")
    if len(found) == 36 and found[8] == found[13] == found[18] == found[23] == "-":
        return found.lower()
    return found


def required(read: Callable[[Cell, str], Value]) -> Callable[[Cell, str], Value]:
    """The same reader for a cell that must not be blank."""

    def read_filled(cell: Cell, heading: str) -> Value:
        value = read(cell, heading)
        if value is None or value == "":
            raise RecordError(
                f"{heading} is empty.",
                field=heading,
                action=f"Fill in {heading} in your system, or here.",
            )
        return value

    return read_filled


def reader(parse: Callable[[str], Value], *, is_private: bool = False) -> Callable[[Cell, str], Value | None]:
    """A reader out of a function from a text that is not blank. Its ValueError goes on from what the cell says."""

    def read(cell: Cell, heading: str) -> Value | None:
        found = text(cell, heading)
        if not found:
            return None
        try:
            return parse(found)
        except ValueError as error:
            raise wrong(heading, found, str(error), is_private=is_private) from None

    return read


def money(cell: Cell, heading: str) -> Decimal | None:
    """The amount to the cent. `(12.50)` and `-12.50` are less than zero; a lone dash is how spreadsheets print zero."""
    if cell is None or cell == "":
        return None
    try:
        if type(cell) is str:
            stripped = text(cell, heading)
            return _amount(stripped) if stripped else None
        if isinstance(cell, bool) or not isinstance(cell, int | float | Decimal):
            raise ValueError("which is no amount of money")
        return _to_the_cent(repr(cell) if isinstance(cell, float) else str(cell))
    except ValueError as error:
        raise wrong(heading, as_text(cell), str(error), is_private=True) from None


@lru_cache(maxsize=4096)
def _amount(shown: str) -> Decimal:
    bare = shown.removeprefix("AUD").removesuffix("AUD").strip()
    is_negative = False
    if bare.startswith("(") and bare.endswith(")"):
        is_negative, bare = True, bare[1:-1]
    for _ in range(2):  # the sign stands before the dollar or behind it
        if bare.startswith("-") and not is_negative:
            is_negative, bare = True, bare[1:]
        bare = bare.removeprefix("$").strip()
    if bare == "" and is_negative and "(" not in shown:
        return ZERO
    whole, point, cents = bare.partition(".")
    groups = whole.split(",")
    if len(groups) > 1 and (not 1 <= len(groups[0]) <= 3 or any(len(group) != 3 for group in groups[1:])):
        raise ValueError("whose comma stands where none belongs in an amount; write it like 1,480.00")
    digits = "".join(groups)
    if not (digits + cents).isdecimal() or not (digits + cents).isascii() or (point and not cents):
        raise ValueError("which is no amount of money; write it like 1,480.00")
    amount = _to_the_cent(f"{digits or '0'}.{cents or '0'}")
    return -amount if is_negative and amount else amount


def _to_the_cent(digits: str) -> Decimal:
    try:
        amount = Decimal(digits)
    except InvalidOperation:
        raise ValueError("which is no amount of money") from None
    if not amount.is_finite() or abs(amount) >= TOO_MUCH:
        raise ValueError("which is no sensible amount of money")
    return amount.quantize(CENT, ROUND_HALF_UP)


def positive_money(cell: Cell, heading: str) -> Decimal | None:
    """As `money`, never less than zero."""
    amount = money(cell, heading)
    if amount is not None and amount < 0:
        raise wrong(heading, as_text(cell), "which must not be less than zero", is_private=True)
    return amount


def yes_no(cell: Cell, heading: str) -> bool | None:
    """True for a tick, TRUE, Yes, Y or 1; False for their opposites; None where the cell is blank."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, bool):
        return cell
    word = as_text(cell).strip().lower()
    if word in YES:
        return True
    if word in NO:
        return False
    if not word:
        return None
    raise wrong(heading, word, "which is neither yes nor no")


@lru_cache(maxsize=1024)
def _whole(shown: str) -> int:
    digits, _, rest = shown.partition(".")
    if rest.strip("0"):
        raise ValueError("which is no whole number")
    if not digits.isdecimal() or not digits.isascii() or len(digits) > 4:
        raise ValueError("which is no whole number from 0 to 9999")
    return int(digits)


def _bedrooms(shown: str) -> int:
    return 0 if shown.lower() in ("studio", "bedsit") else _whole(shown)


@lru_cache(maxsize=256)
def _frequency(shown: str) -> Frequency:
    word = " ".join(shown.lower().replace("-", " ").split())
    found = FREQUENCIES.get(word)
    if found is None:
        raise ValueError(
            "which is no rent period that pmsync knows; weekly, fortnightly, monthly, quarterly or yearly are"
        )
    return found


def first_email(shown: str) -> str:
    """The first of the addresses of a text."""
    first = shown.replace(",", ";").partition(";")[0].strip()
    if "<" in first:  # "Linh Nguyen <linh@example.com>"
        first = first.partition("<")[2].removesuffix(">").strip()
    name, sign, host = first.partition("@")
    if not (name and sign and "." in host.strip(".")) or "@" in host or " " in first:
        raise ValueError("which is no e-mail address")
    return first


def _labels(shown: str) -> tuple[str, ...]:
    parts = shown.replace("|", ",").replace(";", ",").split(",")
    return tuple(dict.fromkeys(part for label in parts if (part := label.strip())))


whole_number = reader(_whole)
bedrooms = reader(_bedrooms)
frequency = reader(_frequency)
email = reader(first_email, is_private=True)
labels = reader(_labels)
