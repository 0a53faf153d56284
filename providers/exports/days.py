"""Reading days. The day comes before the month in all that these systems print; nothing is guessed."""

from datetime import date, datetime, timedelta
from functools import lru_cache

from providers.errors import RecordError
from providers.exports.cells import as_text, text, wrong, yes_no
from providers.exports.cleaning import EXCEL_DAYS, EXCEL_EPOCH, MONTHS
from providers.exports.layouts import Cell

YEARS = range(1900, 2201)
# Two digits up to this one are of this century: leases end in the near future, and began as far back as 1980.
LAST_OF_THIS_CENTURY = 79
WEEKDAYS = frozenset("mon tue wed thu fri sat sun".split())
WRITE = "write it like 14/03/2025"


def day(cell: Cell, heading: str) -> date | None:
    """The calendar day of a cell, whatever time stands behind it; None where it is blank.

    `14/03/2025`, `4-3-25`, `14 Mar 2025`, ISO, a real date, or five digits: the number by which Excel keeps a day. Shorter
    numbers (before 1927) are more likely a year or an amount that has slipped into the column."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    shown = text(cell, heading) if isinstance(cell, str) else as_text(cell)
    if not shown:
        return None
    try:
        if isinstance(cell, str):
            return _day(shown)
        return _counted(shown)
    except ValueError as error:
        raise wrong(heading, shown, str(error)) from None


def archived(cell: Cell, heading: str) -> date | bool | None:
    """The day on which a row was put away; True where the system only says that it was."""
    try:
        return yes_no(cell, heading) or None
    except RecordError:
        return day(cell, heading)


@lru_cache(maxsize=8192)
def _day(shown: str) -> date:
    if shown.isdecimal() or (shown[5:6] == "." and shown[:5].isdecimal() and shown[6:].isdecimal()):
        return _counted(shown)
    if len(shown) >= 10 and shown[4] == "-" and shown[10:11] in ("", "T", " "):
        try:
            return _checked(date.fromisoformat(shown[:10]))
        except ValueError:
            raise ValueError(f"which is not a day in the calendar; {WRITE}") from None
    parts = shown.lower().replace("/", " ").replace("-", " ").replace(".", " ").replace(",", " ").split()
    if parts and parts[0][:3] in WEEKDAYS:
        parts = parts[1:]
    if len(parts) < 3 or any(":" not in part and part not in ("am", "pm", "m", "a", "p") for part in parts[3:]):
        raise ValueError(f"which is no day; {WRITE}")
    first, second, third = map(_cardinal, parts[:3])
    if first in MONTHS:  # a month in letters cannot be taken for a day
        return _of(second, MONTHS[first], third)
    if len(first) == 4:
        return _of(third, MONTHS.get(second) or _number(second), first)
    month = MONTHS.get(second) or _number(second)
    if month > 12 >= _number(first):
        raise ValueError(f"which looks as if the month came first; {WRITE}, the day first")
    return _of(first, month, third)


def _of(day_text: str, month: int, year_text: str) -> date:
    number = _number(day_text)
    year = _number(year_text)
    if len(year_text) == 2:
        year += 2000 if year <= LAST_OF_THIS_CENTURY else 1900
    elif len(year_text) != 4:
        raise ValueError(f"whose year has not four digits; {WRITE}")
    try:
        return _checked(date(year, month, number))
    except ValueError:
        raise ValueError(f"which is not a day in the calendar; {WRITE}") from None


def _cardinal(part: str) -> str:
    return part[:-2] if part[:1].isdecimal() and part[-2:] in ("st", "nd", "rd", "th") else part


def _number(digits: str) -> int:
    if not digits.isdecimal() or not digits.isascii() or len(digits) > 4:
        raise ValueError(f"which is no day; {WRITE}")
    return int(digits)


def _counted(shown: str) -> date:
    """Excel's own count. It takes 1900 for a leap year; the day too many is behind all numbers of five digits."""
    whole = shown.partition(".")[0]
    if len(whole) != 5 or not whole.isdecimal() or not whole.isascii() or int(whole) not in EXCEL_DAYS:
        raise ValueError(f"which is no day; {WRITE}")
    return EXCEL_EPOCH + timedelta(days=int(whole))


def _checked(found: date) -> date:
    if found.year not in YEARS:
        raise ValueError("out of range")
    return found
