"""The capability table: for every kind, whether a provider reports it, pmsync derives it, or it is not to be had."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from providers.feeds import WHOLE, Covers, Feed
from providers.records import Kind

IN_FILES = "In export files."


class How(StrEnum):
    """Where a kind's rows come from."""

    REPORTED = "reported"
    DERIVED = "derived"
    NOT_OFFERED = "not offered"


@dataclass(frozen=True)
class Capability:
    """One row of the table. `covers` None and "" mean that nothing is read. `sentence` tells people how a kind is
    derived or why it is missing."""

    kind: Kind
    how: How
    covers: Covers | None = None
    cursor: str = ""
    scope: str = ""
    sentence: str = ""


def capabilities_of(
    feeds: Iterable[Feed],
    derived: Mapping[Kind, str],
    not_offered: Mapping[Kind, str],
    file_kinds: Iterable[Kind] = (),
    otherwise: Mapping[Kind, str] | None = None,
) -> tuple[Capability, ...]:
    """A row for every kind there is, in the order of `Kind`. Of several feeds of a kind the first one speaks for it; a kind
    without a feed may still come in files. `otherwise` says of kinds that nothing else speaks of that they are missing."""
    main: dict[Kind, Feed] = {}
    for feed in feeds:
        if not feed.on_request:
            for kind in feed.kinds:
                main.setdefault(kind, feed)
    in_files = set(file_kinds).difference(main)
    return tuple(
        _from_files(kind, not_offered)
        if kind in in_files
        else _capability(kind, main.get(kind), derived, not_offered, (otherwise or {}).get(kind, ""))
        for kind in Kind
    )


def _from_files(kind: Kind, not_offered: Mapping[Kind, str]) -> Capability:
    """A kind that only files bring, with what is to be said of it otherwise."""
    return Capability(kind, How.REPORTED, WHOLE, sentence=f"{IN_FILES} {not_offered.get(kind, '')}".strip())


def _capability(
    kind: Kind, feed: Feed | None, derived: Mapping[Kind, str], not_offered: Mapping[Kind, str], otherwise: str
) -> Capability:
    if feed is None:
        return Capability(kind, How.NOT_OFFERED, sentence=not_offered.get(kind, otherwise))
    how = How.DERIVED if kind in derived else How.REPORTED
    if feed.where_offered and kind in not_offered:
        how = How.NOT_OFFERED
    return Capability(
        kind,
        how,
        covers=feed.covers,
        cursor=(feed.since.name or feed.since.param) if feed.since else "",
        scope=feed.scope,
        sentence=derived.get(kind) or not_offered.get(kind, ""),
    )
