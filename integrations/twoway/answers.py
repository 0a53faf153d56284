"""A vendor's row, given in answer to a push, in the columns that a sync would write."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from integrations.sync.facts import Facts
from integrations.sync.limits import misfit
from integrations.sync.links import links_of
from integrations.sync.plan import Draft, Existing, make_plan
from integrations.sync.refs import Lookup
from integrations.sync.targets import Target
from providers.records import Record


@dataclass(frozen=True)
class Answer:
    """The columns, the vendor's stamp, and the fingerprint that a sync would give the row; "" where a sync has more to do with
    it than to set columns."""

    values: dict[str, Any]
    version: str
    fingerprint: str


def answer_of(
    facts: Facts, target: Target, record: Record, lookup: Lookup, row: dict[str, Any] | None
) -> Answer | None:
    """The record as columns; None where the table cannot hold it. Whatever it refers to that has not come in stays as the row
    has it."""
    if row is None:
        return None
    try:
        values = target.values(record, facts)
    except OverflowError:
        return None
    if target.keeps_natural_keys:
        values["custom"] = dict(record.custom)
    for ref in target.refs:
        external_id = getattr(record, ref.of)
        found = lookup.find(ref.kind, external_id)
        is_away = found is None and (external_id or ref.required)
        values[ref.column] = row[ref.column] if is_away else found
    values[target.id_column] = record.external_id
    if misfit(target.model, values) is not None:
        return None
    existing = {record.external_id: Existing(row["pk"], "", False, False)}
    plan = make_plan(target, [record], existing, lookup)
    draft = next(iter(plan.changes), None)
    is_linked = draft is not None and _has_links(target, row["pk"], draft)
    return Answer(values, record.version, draft.fingerprint if draft is not None and is_linked else "")


def _has_links(target: Target, pk: UUID, draft: Draft) -> bool:
    """Whether the row's many-to-many fields hold what the record says. One query for each."""
    return all(
        wanted is None or set(links_of(target.model, link.name, [pk]).get(pk, ())) == set(wanted)
        for link, wanted in zip(target.links, draft.links, strict=True)
    )
