"""Small readers shared by all translators: one value in the vendor's spelling in, a Python value out.
Each raises RecordError naming the field in the vendor's own words."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from typing import TypeVar

from providers.errors import RecordError

Word = TypeVar("Word")

CENT = Decimal("0.01")
TOO_MUCH = Decimal(10**10)
NEVER = "0001-01-01"
NO_ID = "00000000-0000-0000-0000-000000000000"


def text(value: str | None) -> str:
    """The text without blanks around it; "" where there is none."""
    return value.strip() if value else ""


def first_text(*values: str | None) -> str:
    """The first of these that says anything, else ""."""
    for value in values:
        if value and (stripped := value.strip()):
            return stripped
    return ""


def maybe_id(value: str | None) -> str | None:
    """An id that refers to another row; None where it is blank or the all-zero GUID."""
    return value if value and value != NO_ID else None


def choice(word: str | None, table: Mapping[str, Word], field: str) -> Word:
    """What the vendor's word means. The table's keys are in lower case; the vendor's own case does not matter."""
    if not word:
        raise RecordError(f"{field} is missing.", field=field, action=f"Fill in {field} at its source.")
    meaning = table.get(word)
    if meaning is None:
        meaning = table.get(word.strip().lower())
    if meaning is None:
        raise RecordError(
            f"{field} says {_short(word)}, a word that pmsync does not know.",
            field=field,
            value=_short(word),
            action=f"Choose one of {', '.join(table)} at its source, or ask support to add the word.",
        )
    return meaning


def day(value: str | None, field: str) -> date:
    """A calendar day from "2026-03-13"; a time of day behind it is ignored."""
    found = maybe_day(value, field)
    if found is None:
        raise RecordError(f"{field} is missing.", field=field, action=f"Fill in {field} at its source.")
    return found


def maybe_day(value: str | None, field: str) -> date | None:
    """As `day`; None where there is none or where the vendor writes "0001-01-01" for never."""
    if not value or value.startswith(NEVER):
        return None
    try:
        return date.fromisoformat(value if len(value) == 10 else _day_part(value))
    except ValueError:
        raise RecordError(
            f"{field} is {_short(value)}, which is not a day in the calendar.",
            field=field,
            value=_short(value),
            action=f"Correct {field} at its source.",
        ) from None


def maybe_instant(value: str | None, field: str, zone: tzinfo = UTC) -> datetime | None:
    """An aware UTC instant from "2026-07-01T04:30:12.0000000Z", or a bare day's midnight; None as in `maybe_day`. `zone` is that
    of times that name none."""
    found = _moment(value, field)
    if found is None:
        return None
    try:
        return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
    except OverflowError:
        raise _no_time(str(value), field) from None


def maybe_wall_clock(value: str | None, field: str) -> datetime | None:
    """As the clock on the wall shows it, without a zone: a `Z` at the end is dropped, not converted."""
    found = _moment(value, field)
    return None if found is None else found.replace(tzinfo=None)


def money(value: Decimal, field: str) -> Decimal:
    """The amount to the cent, of either sign."""
    if not (value.is_finite() and abs(value) < TOO_MUCH):
        raise RecordError(
            f"{field} is no sensible amount of money.",  # less the amount, which not everybody may see
            field=field,
            value=_short(str(value)),
            action=f"Correct {field} at its source.",
        )
    return value.quantize(CENT)


def positive_money(value: Decimal, field: str) -> Decimal:
    """The amount to the cent, which may be zero but never less."""
    amount = money(value, field)
    if amount < 0:
        raise RecordError(
            f"{field} cannot be less than zero.",
            field=field,
            value=amount,
            action=f"Correct {field} at its source.",
        )
    return amount


def _moment(value: str | None, field: str) -> datetime | None:
    """The moment with the zone that stands behind it; decimals past the sixth are cut off."""
    if not value or value.startswith(NEVER):
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        raise _no_time(value, field) from None


def _no_time(value: str, field: str) -> RecordError:
    return RecordError(
        f"{field} is {_short(value)}, which is not a time.",
        field=field,
        value=_short(value),
        action=f"Correct {field} at its source.",
    )


def _day_part(value: str) -> str:
    """The ten characters before a time of day; the whole value, which no calendar knows, where there is none."""
    return value[:10] if value[10:11] in ("T", " ") else value


def _short(value: str) -> str:
    """The value as quoted in messages: forty characters at most."""
    return value if len(value) <= 40 else value[:39] + "…"
