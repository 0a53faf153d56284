"""How a list is asked for: embeds, and with them always the fields by name, or embeds come back empty without a word."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from providers.base import Reply, Since

FIELD = "UpdateDate"


def asking(reply: type[Reply], *embeds: str, filters: str = "") -> dict[str, str]:
    """The query for rows of this shape: the fields of the struct, and the embeds that it needs."""
    asked = {"fields": ",".join(field.encode_name for field in msgspec.structs.fields(reply))}
    if embeds:
        asked["embeds"] = ",".join(embeds)
    if filters:
        asked["filters"] = filters
    return asked


def updated(*parts: str) -> Since:
    """Rows whose UpdateDate, or that of one of these embedded parts, is not before the mark. No order is promised, and the
    server's clock has no zone: a day is read again, which also covers a clock that is set back."""
    return Since(
        "filters",
        mark=mark_of,
        start=None,
        ask=lambda mark: f"{FIELD},ge,{a_day_before(mark)}",
        also=tuple(_part_updated(part) for part in parts),
        repeats=True,
        at=in_server_time,
        name=FIELD,
    )


def one_of(field: str, ids: Collection[str]) -> str:
    """The filter that leaves these rows."""
    return f"{field},in,({','.join(ids)})"


def mark_of(row: Any) -> str:
    """A row's UpdateDate to the second, in which all of its spellings agree."""
    stamp: str = row.update_date
    return stamp[:19]


def a_day_before(mark: str) -> str:
    """The same time a day earlier."""
    return (datetime.fromisoformat(mark) - timedelta(days=1)).isoformat(timespec="seconds")


def in_server_time(moment: datetime) -> str:
    """The mark of an instant. The server's zone is not known for certain: UTC is not before it by more than the day that
    is read again."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")


def _part_updated(part: str) -> Any:
    return lambda mark: f"{part}.{FIELD},ge,{a_day_before(mark)}"
