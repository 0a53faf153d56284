"""What of a row goes out: its own fields, the embeds asked for, and of both only what `fields` names."""

from __future__ import annotations

from typing import NamedTuple

from sandbox.rentmanager.computed import ALONG, ALWAYS
from sandbox.rentmanager.embeds import EMBEDS
from sandbox.rentmanager.estate import Location, Row
from sandbox.rentmanager.schema import FIELDS


class BadName(ValueError):
    """A name in `fields` or `embeds` that is not understood; `where` is the parameter."""

    def __init__(self, where: str, name: str) -> None:
        super().__init__(f"The name '{name}' is not available.")
        self.where = where


class Shape(NamedTuple):
    """How rows of one resource are written. `names` None means all fields; `below` has the shape of each embed."""

    resource: str
    names: frozenset[str] | None
    below: dict[str, Shape]
    is_hollow: bool = False  # the embeds come back as empty lists

    @property
    def is_plain(self) -> bool:
        """Whether rows go out as they lie in their table."""
        return self.names is None and not self.below and self.resource not in ALWAYS


def shape(resource: str, names: list[str], embeds: list[str], *, is_hollow: bool = False) -> Shape:
    """The shape that `fields` and `embeds` ask for. BadName for a name that is none: whether the vendor refuses it too is
    not known."""
    known = EMBEDS.get(resource, {})
    below: dict[str, Shape] = {}
    for name in dict.fromkeys(text.partition(".")[0] for text in embeds):
        if name not in known:
            raise BadName("embeds", name)
        inner = [rest for text in embeds if (rest := text.partition(".")[2]) and text.startswith(f"{name}.")]
        inner_names = [rest for text in names if (rest := text.partition(".")[2]) and text.startswith(f"{name}.")]
        below[name] = shape(known[name].target, inner_names, inner)
    top = frozenset(text for text in names if "." not in text)
    for name in top:
        if name not in FIELDS.get(resource, {}) and name not in known and not comes_along(resource, name):
            raise BadName("fields", name)
    kept = top or None
    if kept is not None:  # an embed that `fields` leaves out is not shown, and no error says so
        below = {name: inner for name, inner in below.items() if name in kept}
    return Shape(resource, kept, below, is_hollow)


def comes_along(resource: str, name: str) -> bool:
    """Whether it is a field that rows show only with an embed."""
    return name in {
        "Leases": {"StartDate", "EndDate"},
        "Properties": {"UnitCount", "VacantUnitCount"},
    }.get(resource, set())


def write(location: Location, shape: Shape, row: Row) -> Row:
    """The row as it goes out."""
    if shape.is_plain:
        return row
    out = row if shape.names is None else {name: value for name, value in row.items() if name in shape.names}
    added: Row = {}
    for name, work in ALWAYS.get(shape.resource, {}).items():
        if shape.names is None or name in shape.names:
            added[name] = work(location, row)
    for name, inner in shape.below.items():
        embed = EMBEDS[shape.resource][name]
        along = ALONG.get((shape.resource, name))
        if shape.is_hollow:
            added |= {name: []} if embed.is_many else {}
            continue
        if along is not None:
            found = along(location, row)
            added |= {key: value for key, value in found.items() if shape.names is None or key in shape.names}
        got = embed.find(location, row)
        if embed.target and got is not None:
            got = [write(location, inner, one) for one in got] if embed.is_many else write(location, inner, got)
        if got is not None:
            added[name] = got
    return out | added
