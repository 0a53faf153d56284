"""How a list is asked for: embeds, and with them always the fields by name, or embeds come back empty without a word."""

from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from providers.base import Reply, Since

FIELD = "UpdateDate"
# Prospects are worked on for so many days after somebody has entered them.
LATELY = 90


def asking(reply: type[Reply], *embeds: str, filters: str = "") -> dict[str, str]:
    """The query for rows of this shape: the fields of the struct, and the embeds that it needs."""
    asked = {"fields": ",".join(field.encode_name for field in msgspec.structs.fields(reply))}
    if embeds:
        asked["embeds"] = ",".join(embeds)
    if filters:
        asked["filters"] = filters
    return asked


def updated(*parts: str, also: tuple[Callable[[str], str], ...] = ()) -> Since:
    """Rows whose UpdateDate, or that of one of these embedded parts, is not before the mark. No order is promised, and the
    server's clock has no zone: a day is read again, which also covers a clock that is set back. `also` are questions for the
    rows that may change in a part which bears no date."""
    return Since(
        "filters",
        mark=mark_of,
        start=None,
        ask=lambda mark: f"{FIELD},ge,{a_day_before(mark)}",
        also=(*(_part_updated(part) for part in parts), *also),
        repeats=True,
        at=in_server_time,
        name=FIELD,
    )


def still_open(mark: str) -> str:
    """The filter that leaves what is not closed, whenever it changed: what it is linked to bears no date."""
    return "IsClosed,eq,false"


def entered_lately(mark: str) -> str:
    """The filter that leaves rows made in the last months, whenever they changed: telephone numbers bear no date."""
    return f"CreateDate,ge,{days_before(mark, LATELY)}"


def one_of(field: str, ids: Collection[str]) -> str:
    """The filter that leaves these rows."""
    return f"{field},in,({','.join(ids)})"


def mark_of(row: Any) -> str:
    """A row's UpdateDate to the second, in which all of its spellings agree. One of the future counts as now, or nothing that
    changes until then would be read."""
    stamp: str = row.update_date
    return min(stamp[:19], in_server_time(datetime.now(UTC)))


def a_day_before(mark: str) -> str:
    """The same time a day earlier."""
    return days_before(mark, 1)


def days_before(mark: str, days: int) -> str:
    """The same time so many days earlier."""
    return (datetime.fromisoformat(mark) - timedelta(days=days)).isoformat(timespec="seconds")


def in_server_time(moment: datetime) -> str:
    """The mark of an instant. The server's zone is not known for certain: UTC is not before it by more than the day that
    is read again."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")


def _part_updated(part: str) -> Any:
    return lambda mark: f"{part}.{FIELD},ge,{a_day_before(mark)}"
