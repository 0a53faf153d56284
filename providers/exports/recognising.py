"""Telling a list by its headings. Their order, their case, blanks and punctuation do not matter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from providers.exports.layouts import Column, Layout, Recognition, Refused

ALTERNATIVES = "|"  # between the headings of which a refused list has one
ENOUGH = 60  # below, a list is not taken for what it looks like
SURE = 90  # from here on, a list is what it is, although it has the columns of a refused one too
FITS, KNOWN, TELLING = 50, 25, 25  # what a score is made of: its needed headings, the share of known ones, telling ones
TELLING_ENOUGH = 2
NONE_TELLING = 55  # the most that a list gets whose headings others have as well
SHOWN = 3


@dataclass(frozen=True)
class Fit:
    """How well some headings fit one layout."""

    layout: Layout
    score: int
    positions: Mapping[str, int]
    known: int
    telling: tuple[str, ...]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]


def recognise(
    headings: Sequence[str], layouts: Sequence[Layout], refused: Sequence[Refused], name: str = ""
) -> Recognition:
    """The layout or the refused list that these headings fit best, with a score and the reason. The file's name helps only
    with a list whose headings fit nothing."""
    fits = sorted((_fit(headings, layout) for layout in layouts), key=lambda fit: (-fit.score, -fit.known))
    best = fits[0] if fits else None
    total = sum(map(bool, headings))
    no_list = refused_by(headings, refused)
    if no_list is not None and (best is None or best.score < SURE):
        return Recognition(None, no_list, 100, f"Its headings are those of {_in_prose(no_list.label)}.", {})
    if best is None or best.score < ENOUGH:
        no_list = _named(name, refused)
        if no_list is not None:
            return Recognition(None, no_list, ENOUGH, f"It is called as {_in_prose(no_list.label)} are.", {})
        return _nothing(max(fits, key=lambda fit: (fit.known, fit.score), default=None), total)
    if len(fits) > 1 and _is_tie(best, fits[1]):
        labels = f"{best.layout.label} and {fits[1].layout.label}"
        return Recognition(None, None, best.score, f"It fits {labels} equally well.", {}, best.unknown)
    return Recognition(
        best.layout, None, best.score, _reason(best, total), best.positions, best.unknown, missing=_not_there(best)
    )


def recognise_anywhere(headings: Sequence[str], layouts: Sequence[Layout]) -> Recognition:
    """As `recognise`, among the layouts of all systems and without refused lists: what a list looks like."""
    return recognise(headings, layouts, ())


def refused_by(headings: Sequence[str], refused: Sequence[Refused]) -> Refused | None:
    """The first refused list all of whose telling headings are there, each in one of its alternatives."""
    there = set(map(normal, headings))
    for one in refused:
        if all(not there.isdisjoint(map(normal, group.split(ALTERNATIVES))) for group in one.telling):
            return one
    return None


@lru_cache(maxsize=8192)
def normal(heading: str) -> str:
    """A heading without what may differ: small letters and digits."""
    return "".join([sign for sign in heading.lower() if sign.isalnum()])


def place_columns(headings: Sequence[str], columns: Sequence[Column]) -> dict[str, int]:
    """Where each field stands. Of equal headings the first counts, and a heading goes before synonyms, these in their order.
    Fields that are needed may share a column that another field has taken."""
    at: dict[str, int] = {}
    for position, heading in enumerate(headings):
        if heading:
            at.setdefault(normal(heading), position)
    placed = {column.field: at[name] for column in columns if (name := normal(column.heading)) in at}
    taken = set(placed.values())
    for is_shared in (False, True):
        for column in columns:
            if column.field in placed or (is_shared and not column.required):
                continue
            found = [at[name] for name in map(normal, column.synonyms) if name in at]
            for position in found:
                if is_shared or position not in taken:
                    placed[column.field] = position
                    taken.add(position)
                    break
    return placed


def _fit(headings: Sequence[str], layout: Layout) -> Fit:
    positions = place_columns(headings, layout.columns)
    ignored = {normal(heading) for heading in layout.ignored}
    used = set(positions.values())
    aliases = {normal(name) for column in layout.columns for name in (column.heading, *column.synonyms)}
    unknown = tuple(
        heading
        for at, heading in enumerate(headings)
        if heading and at not in used and normal(heading) not in ignored and normal(_once(heading)) not in aliases
    )
    total = sum(map(bool, headings))
    known = total - len(unknown)
    needed = [column for column in layout.columns if column.required]
    missing = tuple(column.heading for column in needed if column.field not in positions)
    all_telling = [column for column in layout.columns if column.telling]
    telling = tuple(headings[positions[column.field]] for column in all_telling if column.field in positions)
    share = known / total if total else 0.0
    told = min(1.0, len(telling) / min(TELLING_ENOUGH, len(all_telling))) if all_telling else 1.0
    score = round(FITS + KNOWN * share + TELLING * told)
    if missing:
        score = round(FITS * (len(needed) - len(missing)) / len(needed) * share)
    elif not told:
        score = min(score, NONE_TELLING)
    return Fit(layout, score, positions, known, telling, missing, unknown)


def _once(heading: str) -> str:
    """A heading without the number that tells it from an equal one before it, as in "Rent (2)"."""
    bare, _, number = heading.rpartition(" (")
    return bare if bare and number[:-1].isdecimal() else heading


def _is_tie(best: Fit, second: Fit) -> bool:
    return (best.score, best.known, best.layout.source) == (second.score, second.known, second.layout.source)


def _reason(fit: Fit, total: int) -> str:
    among = f", among them {_listed(fit.telling[:SHOWN], 'and')}" if fit.telling else ""
    return f"{fit.known} of {total} headings are those of {fit.layout.label}{among}."


def _nothing(best: Fit | None, total: int) -> Recognition:
    if best is None or not best.known:
        return Recognition(None, None, 0, "None of its headings is known.", {})
    lacks = best.missing or tuple(column.heading for column in best.layout.columns if column.telling)[:SHOWN]
    what = _listed(lacks, "and" if best.missing else "or")
    reason = f"Its headings come nearest to {best.layout.label} ({best.known} of {total}), but there is no {what}."
    return Recognition(None, None, best.score, reason, {}, best.unknown, missing=best.missing)


def _not_there(fit: Fit) -> tuple[str, ...]:
    return tuple(column.heading for column in fit.layout.columns if column.field not in fit.positions)


def _named(name: str, refused: Sequence[Refused]) -> Refused | None:
    called = f" {' '.join(''.join(sign if sign.isalnum() else ' ' for sign in name.lower()).split())} "
    return next((one for one in refused if any(f" {words} " in called for words in one.words)), None)


def _in_prose(label: str) -> str:
    return label[:1].lower() + label[1:]


def _listed(words: Sequence[str], last: str) -> str:
    return f"{', '.join(words[:-1])} {last} {words[-1]}" if len(words) > 1 else "".join(words)
