"""The filter language: `Field,op,value;Field2,op,value2`, all of which must hold. There is no or, and no order.

A field may lie inside an embedded row (`Contacts.Email,eq,...`), whose rows may be narrowed first
(`UserDefinedValues(Name,eq,University).Value,ct,State`). Two parts only mean `eq`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from sandbox.rentmanager.comparing import LISTS, OPERATORS, comparison
from sandbox.rentmanager.embeds import EMBEDS
from sandbox.rentmanager.estate import Location, Row
from sandbox.rentmanager.schema import FIELDS

SEGMENT = re.compile(r"(\w+)(?:\((.*)\))?\Z", re.DOTALL)
# a client found that this one is refused, though rows show it
REFUSED = {("RecurringCharges", "PropertyID")}
Test = Callable[[Any], bool]
RowTest = Callable[[Location, Row], bool]


class BadFilter(ValueError):
    """A filter that cannot be understood; the text is what the caller is told."""


class Condition(NamedTuple):
    """One condition. `field` is set when it is one of the rows' own, the common and fast case."""

    field: str | None
    test: Test
    holds: RowTest
    reads: frozenset[str]  # the tables it looks into beside the rows' own


def split(text: str, at: str, most: int = -1) -> list[str]:
    """The parts between separators that stand outside all brackets."""
    parts: list[str] = []
    depth = begin = 0
    for place, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if letter == at and depth == 0 and most != len(parts):
            parts.append(text[begin:place])
            begin = place + 1
    if depth:
        raise BadFilter(f"Error parsing filter '{text}'. A bracket is missing.")
    return [*parts, text[begin:]]


def conditions(resource: str, text: str) -> list[Condition]:
    """The conditions of a filter on one resource; BadFilter says what is wrong with it."""
    return [condition(resource, part.strip()) for part in split(text, ";") if part.strip()]


def condition(resource: str, text: str) -> Condition:
    """One condition."""
    parts = [part.strip() for part in split(text, ",", most=2)]
    if len(parts) == 2:
        parts = [*parts, ""] if parts[1] == "hv" else [parts[0], "eq", parts[1]]
    if len(parts) != 3 or parts[1] not in OPERATORS:
        raise BadFilter(f"Error parsing filter '{text}'. A field, an operator and a value are expected.")
    name, operator, value = parts
    path = split(name, ".")
    target, letter = resource, None
    for segment in path[:-1]:
        target = step(target, segment, text)
    letter = FIELDS[target].get(path[-1]) if (target, path[-1]) not in REFUSED else None
    if letter is None:
        raise BadFilter(f"Error parsing filter '{text}'. Field is not available for filtering.")
    try:
        test = comparison(letter, operator, members(value) if operator in LISTS else [value])
    except ValueError as error:
        raise BadFilter(f"Error parsing filter '{text}'. {error}") from error
    field = path[-1]
    if len(path) == 1:
        return Condition(field, test, lambda location, row: test(row.get(field)), frozenset())
    return inside(resource, path, test)


def step(resource: str, segment: str, text: str) -> str:
    """The resource that an embedded name leads to."""
    found = SEGMENT.match(segment)
    embed = EMBEDS.get(resource, {}).get(found[1]) if found else None
    if embed is None or not embed.target:
        raise BadFilter(f"Error parsing filter '{text}'. Field is not available for filtering.")
    return embed.target


def inside(resource: str, path: list[str], test: Test) -> Condition:
    """A condition on rows embedded in the row: it holds when it holds for one of them."""
    name, narrow = SEGMENT.match(path[0]).groups()  # type: ignore[union-attr]  # `step` has matched it
    embed = EMBEDS[resource][name]
    narrowed = conditions(embed.target, narrow) if narrow else []
    field = path[1]
    if len(path) == 2:
        last: RowTest = lambda location, row: test(row.get(field))  # noqa: E731
        reads = frozenset(embed.reads)
    else:
        deeper = inside(embed.target, path[1:], test)
        last, reads = deeper.holds, deeper.reads | embed.reads

    def holds(location: Location, row: Row) -> bool:
        return any(
            all(one.holds(location, found) for one in narrowed) and last(location, found)
            for found in embed.rows(location, row)
        )

    return Condition(None, test, holds, reads.union(*(one.reads for one in narrowed)))


def members(text: str) -> list[str]:
    """The members of `(4,5,6)`."""
    if not (text.startswith("(") and text.endswith(")")):
        raise ValueError("A list in brackets is expected.")
    return [part.strip() for part in text[1:-1].split(",")]


class Matches:
    """Which keys a filter leaves, remembered until a table changes: a read asks page after page."""

    KEPT = 24

    def __init__(self, location: Location) -> None:
        self.location = location
        self._known: dict[tuple[str, str], tuple[tuple[int, ...], list[int]]] = {}

    def keys(self, resource: str, text: str) -> list[int]:
        """The keys of the matching rows in order; BadFilter for a filter that is not understood."""
        wanted = conditions(resource, text)
        tables = sorted({resource}.union(*(one.reads for one in wanted)))
        versions = tuple(self.location.versions[name] for name in tables)
        known = self._known.get((resource, text))
        if known is not None and known[0] == versions:
            return known[1]
        found = self._find(resource, wanted)
        self._known.pop((resource, text), None)
        while len(self._known) >= self.KEPT:
            del self._known[next(iter(self._known))]
        self._known[resource, text] = (versions, found)
        return found

    def _find(self, resource: str, wanted: list[Condition]) -> list[int]:
        table = self.location.tables[resource]
        keys = sorted(table)
        for one in wanted:
            name, test = one.field, one.test
            if name is not None:
                keys = [key for key in keys if test(table[key].get(name))]
            else:
                keys = [key for key in keys if one.holds(self.location, table[key])]
        return keys
