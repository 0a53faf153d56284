"""How one row leads to others: by a field of its own, by a field of theirs, through links, or by working it out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from sandbox.rentmanager.computed import VALUES
from sandbox.rentmanager.estate import Location, Row
from sandbox.rentmanager.schema import FIELDS, PRIMARY


class Embed(NamedTuple):
    """One name. `find` gives a list of rows, a row, a value, or None for nothing; `target` is empty for a value."""

    target: str
    is_many: bool
    find: Callable[[Location, Row], Any]
    reads: frozenset[str]

    def rows(self, location: Location, row: Row) -> list[Row]:
        """The rows found, one or many."""
        found = self.find(location, row)
        return found if self.is_many else [found] if found is not None else []


def one(target: str, field: str = "") -> Embed:
    """The row that a field of this row names; the field is called like the target's key unless said otherwise."""
    name = field or PRIMARY[target]

    def find(location: Location, row: Row) -> Row | None:
        return location.tables[target].get(row.get(name))  # type: ignore[arg-type]

    return Embed(target, False, find, frozenset({target}))


def many(target: str, field: str, key: str, *, where: Callable[[Location, Row], bool] | None = None) -> Embed:
    """The rows of which a field names this row's key."""

    def find(location: Location, row: Row) -> list[Row]:
        rows = location.index(target, field).get(row.get(key), [])
        return [found for found in rows if where(location, found)] if where else list(rows)

    return Embed(target, True, find, frozenset({target}))


def first(embed: Embed) -> Embed:
    """The first of many."""
    return Embed(embed.target, False, lambda location, row: next(iter(embed.find(location, row)), None), embed.reads)


def children(target: str, kind: str, key: str, *, primary: bool = False) -> Embed:
    """The rows that name this row with ParentType and ParentID; with `primary` the one marked as such."""

    def find(location: Location, row: Row) -> list[Row]:
        rows = location.index(target, "ParentID").get(row.get(key), [])
        return [found for found in rows if found.get("ParentType") == kind and (not primary or found.get("IsPrimary"))]

    embed = Embed(target, True, find, frozenset({target}))
    return first(embed) if primary else embed


def through(links: str, field: str, key: str, target: str) -> Embed:
    """The rows joined to this one by a table of links."""

    def find(location: Location, row: Row) -> list[Row]:
        joined = location.index(links, field).get(row.get(key), [])
        rows = (location.tables[target].get(link.get(PRIMARY[target])) for link in joined)  # type: ignore[arg-type]
        return [found for found in rows if found is not None]

    return Embed(target, True, find, frozenset({links, target}))


def defined(kind: str, key: str) -> Embed:
    """The values of the fields that the customer defined for this kind of record."""

    def find(location: Location, row: Row) -> list[Row]:
        fields = location.tables["UserDefinedFields"]
        values = location.index("UserDefinedValues", "ParentID").get(row.get(key), [])
        return [value for value in values if fields.get(value["UserDefinedFieldID"], {}).get("ParentType") == kind]

    return Embed("UserDefinedValues", True, find, frozenset({"UserDefinedValues", "UserDefinedFields"}))


def value(name: str, resource: str) -> Embed:
    """A value that is worked out."""
    return Embed("", False, VALUES[resource][name], frozenset(FIELDS))


def worked_out(target: str, find: Callable[[Location, Row], Any], *, is_many: bool = False) -> Embed:
    """Rows of another table that are chosen by what they say, by the day for one."""
    return Embed(target, is_many, find, frozenset(FIELDS))
