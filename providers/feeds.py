"""The rows of facts that a provider declares: its feeds, and the pages that reading them gives."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec

from providers.records import Kind, Record, Rejected

Mark = int | str


class Covers(StrEnum):
    """What a reply's silence means: nothing (CHANGES), or that the row is gone (WHOLE)."""

    CHANGES = "changes"
    WHOLE = "whole"


CHANGES = Covers.CHANGES
WHOLE = Covers.WHOLE


class Reply(msgspec.Struct, gc=False):
    """Root of the reply structs: one row as the vendor sends it. Unknown keys are ignored; null is like left out."""


@dataclass(frozen=True)
class Since:
    """How a change feed is asked for what is new: the query parameter, and each row's own mark.

    `start` asks for everything (None leaves the parameter out). `ask` turns the stored mark into what is sent, where an
    overlap is wanted. `mark` gives an int or a text that sorts by time, "" where the row has none. `repeats` says that
    rows at the mark, or just before it, come again: the vendor's filter is "on or after", or `ask` overlaps. `at` makes the
    mark of an aware instant that a person names; None where marks are no times. `name` is what people know the mark by,
    where the parameter says nothing. `also` are further questions, asked one after the other, for rows that changed in a part
    that has a mark of its own."""

    param: str
    mark: Callable[[Any], Mark]
    start: str | None = "0"
    ask: Callable[[str], str] = str
    repeats: bool = False
    at: Callable[[datetime], str] | None = None
    name: str = ""
    also: tuple[Callable[[str], str], ...] = ()


@dataclass(frozen=True)
class Offsets:
    """Read by `Offset` and `Limit`, `limit` rows at a time, until a page is not full."""

    limit: int


@dataclass(frozen=True)
class Numbered:
    """Read by `pagesize` and `pagenumber`, which begins with 1. `X-Total-Results` tells how many rows there are, a `Link` to
    the next page that there is one. The vendor keeps no snapshot: rows may move between pages while they are read."""

    size: int = 1000


@dataclass(frozen=True)
class Feed:
    """One read, as a row of facts. `translate` turns one reply row into a record, several, or none.

    `per` names a kind whose rows are read one by one: `{id}` in the path is the parent's external id.
    `on_request` feeds are offered by name but take no part in a sync. `where_offered` feeds may be missing at a host
    (404): reading one then gives no page at all. `gives` lists the kinds of records that come out, where they are not
    just `kind`. `paging` None means that everything comes in one reply. `whole_from_start` says that a change feed asked
    from its start lists every row there is, so that what it does not hold is gone. `private` are the vendor's names of fields,
    at any depth, that are not kept even of a row that is set aside."""

    kind: Kind
    path: str
    reply: Any
    translate: Callable[..., Any]
    covers: Covers = Covers.CHANGES
    since: Since | None = None
    paging: Offsets | Numbered | None = None
    params: Mapping[str, str] = field(default_factory=dict)
    scope: str = ""
    gives: tuple[Kind, ...] = ()
    per: Kind | None = None
    on_request: bool = False
    where_offered: bool = False
    whole_from_start: bool = False
    private: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The feed's own name in cursors and logs: its path."""
        return self.path

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """Every kind of record that this feed gives."""
        return self.gives or (self.kind,)


@dataclass(frozen=True)
class Page:
    """A batch of translated rows. `mark` is the feed's new cursor once this batch is stored; None leaves it as it was.
    `total` is how many rows the reply holds in all, where that is known, and `read` how many of them this batch used
    up: one reply row may give several records, or none. `is_last` ends the read."""

    rows: tuple[Record | Rejected, ...]
    mark: str | None = None
    total: int | None = None
    is_last: bool = False
    read: int = 0


def comparable(mark: str) -> Mark:
    """Marks that are all digits compare as numbers, others as text."""
    return int(mark) if mark.isdigit() else mark
