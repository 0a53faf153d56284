"""Change feeds: which rows a cursor leaves, and how the contract words a missing one."""

from __future__ import annotations

from datetime import timedelta

from sandbox.propertyme.estate import Estate
from sandbox.propertyme.replies import asked, refuse
from sandbox.propertyme.wire import ticks
from sandbox.settings import Settings

MONTH = timedelta(days=31)


def changed_keys(estate: Estate, collection: str, settings: Settings, *, missing: int = 400) -> list[str]:
    """Keys of the rows whose Timestamp is strictly greater than the one asked for, in order of change.

    A cursor older than a month gives all rows. Without one all come too, or the status `missing` when strict.
    """
    text = asked("Timestamp")
    if text is None or text == "":
        if settings["strict_timestamp"]:
            refuse(missing, "Timestamp value is not supplied")
        cursor = 0
    else:
        try:
            cursor = int(text)
        except ValueError:
            refuse(400, "Invalid timestamp", "Timestamp")
    oldest = ticks(estate.clock.now - MONTH)
    rows = estate[collection].items()
    if cursor < oldest:
        return [key for key, _ in rows]
    return [key for key, row in rows if is_after(row.get("Timestamp"), cursor)]


def is_after(stamp: object, cursor: int) -> bool:
    """Whether a row's cursor value is the later one; a row edited to have none counts as changed."""
    return not isinstance(stamp, int) or stamp > cursor
