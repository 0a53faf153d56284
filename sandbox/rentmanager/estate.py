"""One location's rows: a database of its own, in which ids are unique for each resource."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.clock import Clock
from sandbox.rentmanager.schema import FIELDS, PRIMARY

__all__ = ["PRIMARY", "Location", "Row"]

Row = dict[str, Any]
EASTERN = ZoneInfo("America/New_York")  # what the server's clock on the wall looks like
SECOND = timedelta(seconds=1)
STAMPED = {name for name, fields in FIELDS.items() if "UpdateDate" in fields}
MADE = ("CreateDate", "CreateUserID")
COUNTED = {name for name, fields in FIELDS.items() if "ConcurrencyID" in fields}


class Location:
    """The tables of one location of one company, by resource and primary key. A row holds no nulls: they are left out.

    Whoever changes a row calls `stamp`; whoever makes one calls `put`; whoever takes one away calls `drop`.
    """

    def __init__(self, company: str, number: int, name: str, clock: Clock) -> None:
        self.company = company
        self.number = number
        self.name = name
        self.clock = clock
        self.tables: dict[str, dict[int, Row]] = {resource: {} for resource in FIELDS}
        self.versions: Counter[str] = Counter()  # how often each table changed
        self._highest: dict[str, int] = {}
        self._last: datetime | None = None
        self._indexes: dict[tuple[str, str], tuple[int, dict[Any, list[Row]]]] = {}

    @property
    def account(self) -> str:
        """`samplehomes/1`."""
        return f"{self.company}/{self.number}"

    def next_id(self, resource: str) -> int:
        """An id that no row of this resource ever had."""
        self._highest[resource] = self._highest.get(resource, 0) + 1
        return self._highest[resource]

    def begin(self, resource: str, number: int) -> None:
        """Give the first row of a resource this id."""
        self._highest[resource] = number - 1

    def put(self, resource: str, row: Row) -> Row:
        """The row itself, entered under its key; it gets one if it has none."""
        key = row.setdefault(PRIMARY[resource], None)
        if key is None:
            key = row[PRIMARY[resource]] = self.next_id(resource)
        self._highest[resource] = max(self._highest.get(resource, 0), key)
        self.tables[resource][key] = row
        self.versions[resource] += 1
        return row

    def drop(self, resource: str, key: int) -> None:
        """Take a row away without a trace."""
        del self.tables[resource][key]
        self.versions[resource] += 1

    def index(self, resource: str, field: str) -> dict[Any, list[Row]]:
        """The rows of a table by the value of one field, those of one value in order of their keys."""
        known = self._indexes.get((resource, field))
        if known is not None and known[0] == self.versions[resource]:
            return known[1]
        found: dict[Any, list[Row]] = {}
        for row in self.tables[resource].values():
            if field in row:
                found.setdefault(row[field], []).append(row)
        self._indexes[resource, field] = (self.versions[resource], found)
        return found

    def stamp(self, resource: str, row: Row, user: int = 1) -> None:
        """Say in the row that this user has just changed it, at a time later than any stamp before."""
        self.versions[resource] += 1
        if resource not in STAMPED:
            return
        self._last = self.moment() if self._last is None else max(self._last + SECOND, self.clock.now)
        text = wall(self._last)
        made = {"CreateDate": text, "CreateUserID": user} | {name: row[name] for name in MADE if name in row}
        row |= {
            name: value
            for name, value in (made | {"UpdateDate": text, "UpdateUserID": user}).items()
            if name in FIELDS[resource]
        }
        if resource in COUNTED:
            row["ConcurrencyID"] = row.get("ConcurrencyID", 0) + 1

    def moment(self) -> datetime:
        """Now by this server's clock, which is never behind a stamp."""
        return self.clock.now if self._last is None else max(self._last, self.clock.now)


def wall(moment: datetime) -> str:
    """`2026-10-12T16:41:03`: the time in the eastern states, and no zone to say so."""
    return moment.astimezone(EASTERN).strftime("%Y-%m-%dT%H:%M:%S")
