"""Values in the vendor's shapes: days, instants, ticks, money, ids."""

from __future__ import annotations

import random
import uuid
from datetime import UTC, date, datetime, timedelta

NEVER = "0001-01-01"  # written where a date cannot be null and there is none
NO_ID = "00000000-0000-0000-0000-000000000000"
EPOCH = datetime(1, 1, 1, tzinfo=UTC)


def instant(moment: datetime) -> str:
    """`2026-07-01T04:30:12.0000000Z`; exactly midnight comes as a plain day."""
    if moment.time() == datetime.min.time():
        return moment.date().isoformat()
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond:06d}0Z"


def false_z(local: datetime) -> str:
    """A local wall-clock time that wears a Z all the same: how inspection starts are written."""
    return local.strftime("%Y-%m-%dT%H:%M:%S.0000000Z")


def moment_of(text: str) -> datetime:
    """The moment of a day or an instant, UTC. ValueError when it is neither."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def is_since(value: object, earliest: datetime) -> bool:
    """Whether a row's moment is that one or later; whatever else it was edited to hold is not."""
    try:
        return moment_of(str(value)) >= earliest
    except ValueError:
        return False


def day_of(text: object) -> date | None:
    """The day of a value in a row; None when it holds no day at all, for rows may be edited to anything."""
    try:
        return date.fromisoformat(str(text)[:10])
    except ValueError:
        return None


def ticks(moment: datetime) -> int:
    """Hundreds of nanoseconds since the year 1: an 18-digit number."""
    return (moment - EPOCH) // timedelta(microseconds=1) * 10


def money(cents: int) -> int | float:
    """Dollars as a JSON number: `620`, `453.58`."""
    return cents // 100 if cents % 100 == 0 else cents / 100


def cents_of(dollars: object) -> int | None:
    """Cents of a value in a row; None when it is no number."""
    if isinstance(dollars, int | float) and not isinstance(dollars, bool):
        return round(dollars * 100)
    return None


def amount_text(cents: int) -> str:
    """`620.00`."""
    return f"{cents / 100:.2f}"


def new_id(rng: random.Random) -> str:
    """The next id that this generator gives."""
    return str(uuid.UUID(int=rng.getrandbits(128), version=4))


def id_from(*parts: str) -> str:
    """An id that always belongs to these parts, for things that have no row of their own."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "/".join(parts)))


def add_months(day: date, months: int) -> date:
    """The same day so many months on, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))
