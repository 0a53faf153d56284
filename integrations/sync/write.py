"""A plan becomes rows: bulk writes, links between rows, and what changed, field by field."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db import models

from integrations.models import RowChange
from integrations.sync.bulk import Row, update, upsert
from integrations.sync.facts import Facts
from integrations.sync.limits import misfit
from integrations.sync.links import links_of, relink
from integrations.sync.plan import Draft, Existing, Plan
from integrations.sync.refs import identified
from integrations.sync.targets import Target
from integrations.twoway.merging import Merge
from providers.records import Record, Rejected

WITHDRAWN = models.ExpressionWrapper(models.Q(withdrawn_at__isnull=False), models.BooleanField())
NEW = models.ExpressionWrapper(models.Q(synced_at__isnull=True), models.BooleanField())
# Columns that say nothing to people, by the record's field; a record that leaves one out lets it be.
SILENT = {"natural_key": "natural_key", "external_version": "version"}


@dataclass
class Written:
    """What writing one plan did. `keys` are the written rows' primary keys by external id; `emptied` counts drafts that
    changed nothing a person can see. `news` are the new rows, and `changes` what happened to others, as columns to note."""

    created: int = 0
    updated: int = 0
    withdrawn: int = 0
    emptied: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    news: list[Row] = field(default_factory=list)
    changes: list[Row] = field(default_factory=list)
    keys: dict[str, UUID] = field(default_factory=dict)


def existing_rows(facts: Facts, target: Target, records: Iterable[Record]) -> dict[str, Existing]:
    """The rows that these records already have, by external id. One query."""
    ids = {record.external_id for record in records}
    rows = identified(facts, target, ids).values_list(target.id_column, "pk", "fingerprint", WITHDRAWN, NEW)
    return {external_id: Existing(*row) for external_id, *row in rows}


def write(facts: Facts, target: Target, plan: Plan, merge: Merge | None = None) -> Written:
    """Carry out a plan. Queries: one or two each for new rows, changed rows, and each of their links; never one a row. `merge`
    lets rows keep what was edited here and is on its way out."""
    written = Written()
    creates = _fitting(facts, target, plan.creates, written)
    changes = _fitting(facts, target, plan.changes, written)
    _insert(facts, target, creates, written)
    _change(facts, target, changes, written, merge)
    _withdraw(facts, target, plan.withdraws, written)
    return written


def _fitting(facts: Facts, target: Target, drafts: list[Draft], written: Written) -> list[tuple[Draft, Row]]:
    """Drafts with their columns, less those that the table cannot hold."""
    fitting = []
    for draft in drafts:
        try:
            values = target.values(draft.record, facts)
        except OverflowError:
            written.rejected.append(_refused(draft.record, "", "One of its times lies beyond the calendar.", ""))
            continue
        if target.keeps_natural_keys:
            values["custom"] = dict(draft.record.custom)
        values.update(zip((ref.column for ref in target.refs), draft.refs, strict=True))
        values[target.id_column] = draft.record.external_id
        fault = misfit(target.model, values)
        if fault is None:
            fitting.append((draft, values))
            continue
        column, reason = fault
        message = f"{column.replace('_', ' ').capitalize()} {reason}."
        written.rejected.append(_refused(draft.record, column, message, str(values[column])[:200]))
    return fitting


def _refused(record: Record, column: str, message: str, value: str) -> Rejected:
    return Rejected(
        kind=record.kind,
        external_id=record.external_id,
        code="value_does_not_fit",
        message=message,
        action="Correct the value in the other system. The row comes in with the next sync.",
        field=column,
        value=value,
    )


def _insert(facts: Facts, target: Target, drafts: list[tuple[Draft, Row]], written: Written) -> None:
    same = {
        "agency_id": facts.agency_id,
        target.source_column: facts.source,
        "external_account": facts.account,
        "synced_at": facts.started_at,
        "withdrawn_at": None,
        "created_at": facts.started_at,
        "updated_at": facts.started_at,
    }
    for draft, values in drafts:
        values["id"], values["fingerprint"] = draft.pk, draft.fingerprint
        if target.keeps_natural_keys:
            values["natural_key"] = draft.record.natural_key
            values["external_version"] = draft.record.version
    identity = ("agency_id", target.source_column, target.id_column)
    keys = upsert(target.model, [values for _, values in drafts], identity, keep=("id", "created_at"), same=same)
    written.keys.update({external_id: pk for (_, _, external_id), pk in keys.items()})
    for index, link in enumerate(target.links):
        wanted = {written.keys[draft.record.external_id]: draft.links[index] or () for draft, _ in drafts}
        relink(target.model, link.name, wanted, {})
    written.created += len(drafts)
    written.news = [
        {"row_id": written.keys[draft.record.external_id], "label": str(values[target.label])}
        for draft, values in drafts
    ]


def _change(
    facts: Facts, target: Target, drafts: list[tuple[Draft, Row]], written: Written, merge: Merge | None
) -> None:
    if not drafts:
        return
    columns = [name for name in drafts[0][1] if name != target.id_column]
    # Kept, and nothing that people would call a change.
    silent = SILENT if target.keeps_natural_keys else {}
    pks = [draft.pk for draft, _ in drafts]
    found = target.model._default_manager.filter(pk__any_of=pks)
    found = found if merge is None else found.select_for_update().order_by("pk")
    old_rows = {row["pk"]: row for row in found.values("pk", "withdrawn_at", *columns, *silent)}
    if merge is not None:
        left_alone = merge.settle(drafts, old_rows)
        written.keys.update({draft.record.external_id: draft.pk for draft, _ in drafts if draft.pk in left_alone})
        written.emptied += len(left_alone)
        drafts = [(draft, values) for draft, values in drafts if draft.pk not in left_alone]
        pks = [draft.pk for draft, _ in drafts]
    links = [links_of(target.model, link.name, pks) for link in target.links]
    rows = []
    for draft, values in drafts:
        old = old_rows[draft.pk]
        changed = {name for name in columns if old[name] != values[name]}
        before = {name: old[name] for name in changed}
        after = {name: values[name] for name in changed}
        for link, current, wanted in zip(target.links, links, draft.links, strict=True):
            if wanted is not None and set(current.get(draft.pk, ())) != set(wanted):
                before[link.name], after[link.name] = (
                    sorted(map(str, current.get(draft.pk, ()))),
                    list(map(str, wanted)),
                )
        if old["withdrawn_at"] is not None:
            before["withdrawn_at"], after["withdrawn_at"] = old["withdrawn_at"], None
        rows.append(
            values
            | target.resets
            | {
                "id": draft.pk,
                "external_account": facts.account,
                "fingerprint": draft.fingerprint,
                "synced_at": facts.started_at,
                "withdrawn_at": None,
                "updated_at": facts.started_at,
            }
            | {name: getattr(draft.record, of) or old[name] for name, of in silent.items()}
        )
        if draft.is_new:
            written.created += 1
        elif before:
            written.updated += 1
        else:
            written.emptied += 1
        if before:
            label = str(values[target.label])
            written.changes.append(_note(target, draft.pk, RowChange.Action.UPDATED, label, before, after))
        written.keys[draft.record.external_id] = draft.pk
    update(target.model, rows)
    for index, link in enumerate(target.links):
        spoken_of = {draft.pk: wanted for draft, _ in drafts if (wanted := draft.links[index]) is not None}
        relink(target.model, link.name, spoken_of, {pk: links[index].get(pk, []) for pk in spoken_of})


def _withdraw(facts: Facts, target: Target, drafts: list[Draft], written: Written) -> None:
    if drafts:
        rows = target.model._default_manager.filter(pk__any_of=[draft.pk for draft in drafts])
        written.changes.extend(withdraw(facts, target, rows))
        written.withdrawn += len(drafts)


def withdraw(facts: Facts, target: Target, rows: models.QuerySet) -> list[Row]:
    """Mark rows as no longer kept by their source. Two queries; the changes to note come back."""
    changes = [
        _note(
            target,
            pk,
            RowChange.Action.WITHDRAWN,
            str(label),
            {"withdrawn_at": None},
            {"withdrawn_at": facts.started_at},
        )
        for pk, label in rows.values_list("pk", target.label)
    ]
    target.model._default_manager.filter(pk__any_of=[change["row_id"] for change in changes]).update(
        withdrawn_at=facts.started_at, updated_at=facts.started_at
    )
    return changes


def _note(
    target: Target, pk: UUID, action: str, label: str, before: Row | None = None, after: Row | None = None
) -> Row:
    """A RowChange's columns, less its run and time."""
    return {
        "table": target.model._meta.db_table,
        "row_id": pk,
        "action": str(action),
        "label": label,
        "before": before or {},
        "after": after or {},
    }
