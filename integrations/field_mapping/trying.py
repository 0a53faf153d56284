"""Trying rules on live rows: what each source field holds, what becomes of it, and why not. Nothing is stored."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from agencies.refusals import Refusal
from integrations import vault
from integrations.field_mapping.writing import Kept, as_rules
from integrations.files.arriving import newest_imported
from integrations.files.drops import fetched
from integrations.files.inspecting import look_inside, opened
from integrations.models import Connection
from providers.choices import Kind
from providers.errors import FileError, RecordError
from providers.exports.cells import as_text
from providers.field_rules import FieldRule, cell_at, paths_of, read_as, sets_anything, sources_of, value_of
from providers.field_targets import CUSTOM, read_custom, targets_of
from providers.sampling import SampleRow, sample_of, sample_of_table

LONGEST_SHOWN = 120
HIDDEN = "•••"


@dataclass(frozen=True)
class Tried:
    """What one rule made of one row: the source's value and ours as texts, or why there is none. `is_idle` says that the rule
    can do nothing to such a row, whatever stands in it."""

    source: str
    value: str
    error: str = ""
    is_idle: bool = False


@dataclass(frozen=True)
class TriedRow:
    """One row: its id at the source, and what each rule made of it, in the rules' order."""

    external_id: str
    tried: tuple[Tried, ...]

    @property
    def is_rejected(self) -> bool:
        """Whether the rules turn the row away."""
        return any(cell.error and not cell.is_idle for cell in self.tried)


@dataclass(frozen=True)
class Trial:
    """What the rules made of a sample. `fields` are the source's own, each with an example."""

    rows: tuple[TriedRow, ...]
    fields: dict[str, str]

    @property
    def rejected(self) -> int:
        """How many rows the rules turn away."""
        return sum(row.is_rejected for row in self.rows)


def try_rules(connection: Connection, kind: Kind, rules: Sequence[Kept], *, may_see: bool) -> Trial:
    """What the rules make of the first rows that the source has now, or of the newest file. Values are shown to those who may
    see them. Refusal where the connection is not signed in; ProviderError where its vendor does not answer."""
    rows, carried_out = _sample(connection, kind), as_rules(rules)
    fields: dict[str, str] = {}
    for row in rows:
        for path, value in paths_of(row.fields).items():
            fields[path] = fields.get(path) or _shown(value, may_see)
    withheld = {path.casefold() for row in rows for path in row.withheld}
    tried = tuple(_tried(kind, row, carried_out, withheld, may_see) for row in rows)
    return Trial(tried, dict(sorted(fields.items())))


def refuse_if_useless(kind: Kind, rules: Sequence[Kept], trial: Trial) -> None:
    """Refusal for rules of which one can do nothing to any row, or that would turn every row away."""
    if not rules or not trial.rows:
        return
    for cells in zip(*(row.tried for row in trial.rows), strict=True):
        if all(cell.is_idle for cell in cells):
            action = "Nothing was saved. Take that field out, or choose others, and try again."
            raise Refusal("does_nothing", cells[0].error, action)
    if trial.rejected == len(trial.rows):
        first = next(cell.error for cell in trial.rows[0].tried if cell.error and not cell.is_idle)
        message = (
            f"All {len(trial.rows)} {kind.replace('_', ' ')} that they were tried on would be turned away: {first}"
        )
        raise Refusal("all_rejected", message, "Nothing was saved. Mend the fields, and try them again.")


def _sample(connection: Connection, kind: Kind) -> list[SampleRow]:
    if connection.takes_files:
        return _of_newest_file(connection, kind)
    if connection.status not in Connection.SIGNED_IN:
        raise Refusal(
            "not_connected",
            f"{connection} is not connected, so nothing can be tried.",
            "Reconnect it first.",
            conflict=True,
        )
    return sample_of(vault.open_provider(connection), kind)


def _of_newest_file(connection: Connection, kind: Kind) -> list[SampleRow]:
    """The first rows of the newest imported list that brings the kind; none where there is none any more."""
    for file in reversed(newest_imported(connection)):
        with suppress(FileError), fetched(file) as path:
            parts = look_inside(path, file.name, connection)
            part = next((part for part in parts if part.layout and kind in part.layout.kinds), None)
            if part is not None:
                with opened(path, file.name, part.name) as table:
                    return sample_of_table(table, part.recognition, kind)
    return []


def _tried(
    kind: Kind, row: SampleRow, rules: Sequence[FieldRule], withheld: Collection[str], may_see: bool
) -> TriedRow:
    tried = []
    for rule in rules:
        idle = _why_idle(kind, row, rule, withheld)
        tried.append(Tried("", "", idle, is_idle=True) if idle else _one(kind, row, rule, may_see))
    return TriedRow(row.record.external_id, tuple(tried))


def _why_idle(kind: Kind, row: SampleRow, rule: FieldRule, withheld: Collection[str]) -> str:
    """Why the rule can do nothing to such a row, "" where it can."""
    for source in sources_of(rule):
        if ".".join(part for part in source.casefold().split(".") if not part.isdecimal()) in withheld:
            return f"{source} is private: pmsync neither shows nor keeps it."
    if not sets_anything(rule, row.record):
        return f"The {kind.replace('_', ' ')} that come from there have no {rule.target} to be set."
    return ""


def _one(kind: Kind, row: SampleRow, rule: FieldRule, may_see: bool) -> Tried:
    source = ""
    try:
        source = _shown(cell_at(row.fields, rule.source), may_see)
        cell = value_of(rule, row.fields)
        if cell is None:
            return Tried(source, "")
        shapes = targets_of(kind)
        own = rule.target.startswith(CUSTOM)
        value = read_custom(cell, rule.source) if own else read_as(shapes[rule.target], cell, rule.source)
    except RecordError as error:
        return Tried(source, "", error.message)
    return Tried(source, _shown(value, may_see))


def _shown(value: Any, may_see: bool) -> str:
    shown = ("yes" if value else "no") if isinstance(value, bool) else as_text(value)
    if not may_see:
        return HIDDEN if shown else ""
    return shown if len(shown) <= LONGEST_SHOWN else f"{shown[: LONGEST_SHOWN - 1]}…"
