"""Carrying out a plan: rows go back or away in bulk, the money that was worked out with them, a note of each change, and word
of it to the agency's own systems."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models

from integrations.mapping import NO_SUGGESTION
from integrations.models import PropertyMapping, RowChange, SyncLog
from integrations.sync import invoices, rent
from integrations.sync.bulk import Row, update, upsert
from integrations.sync.facts import Facts
from integrations.sync.links import links_of, relink
from integrations.sync.telling import tell_changes
from integrations.undoing.outcome import Step
from portfolio.models import Property, Transaction

# What a row that is removed need not be remembered by.
STAMPS = {"id", "agency_id", "fingerprint", "synced_at", "created_at", "updated_at"}


def carry_out(undo: SyncLog, facts: Facts, steps: Sequence[Step]) -> None:
    """Write the steps of one table, in the undo's transaction. Queries: a constant number, however many rows."""
    model = steps[0].model
    removing = [step for step in steps if step.removes]
    restoring = [step for step in steps if step.fields]
    notes = [removal(step, links) for step, links in _with_links(model, removing)]
    notes += [restoration(step) for step in restoring]
    _restore(model, restoring, facts.started_at)
    _remove(model, removing)
    if model is Transaction:
        _take_money_back(facts, removing, restoring)
    upsert(RowChange, [note | {"sync_log_id": undo.pk, "created_at": facts.started_at} for note in notes], ())
    tell_changes(facts.agency_id, undo, notes)


def _restore(model: type[models.Model], steps: Sequence[Step], now: datetime) -> None:
    """Without its fingerprint the next sync writes a row again, and so brings what the other system has by then."""
    linked = {relation.name for relation in model._meta.many_to_many}
    columns = {name for step in steps for name in step.fields} - linked
    rows = []
    for step in steps:
        values = {name: step.fields[name][1] if name in step.fields else step.row[name] for name in columns}
        rows.append({"id": step.pk, "fingerprint": "", "updated_at": now} | values)
    update(model, rows)
    for name in linked:
        moving = {step.pk: step.fields[name] for step in steps if name in step.fields}
        if moving:
            wanted, current = ({pk: pair[side] for pk, pair in moving.items()} for side in (1, 0))
            relink(model, name, wanted, current)


def _remove(model: type[models.Model], steps: Sequence[Step]) -> None:
    pks = [step.pk for step in steps]
    if not pks:
        return
    if model is Property:
        PropertyMapping.objects.filter(suggestion_id__any_of=pks).update(**NO_SUGGESTION)
    model._default_manager.filter(pk__any_of=pks).delete()


def _take_money_back(facts: Facts, removing: Sequence[Step], restoring: Sequence[Step]) -> None:
    """What these rows booked is not booked any more, and so comes in again, once, with the next sync."""
    receipts, expenses = {}, {}
    for step in (*removing, *restoring):
        key = step.row["provider_transaction_id"]
        if step.row["basis"] != Transaction.Basis.DERIVED:
            continue
        if step.row["type"] == Transaction.Direction.EXPENSE:
            back = step.fields.get("amount", (None, step.row["amount"]))[1]
            expenses[key] = None if step.removes else back
        elif step.removes:
            receipts[key] = step.row["amount"]
    rent.take_back(facts, receipts)
    invoices.take_back(facts, expenses)


def _with_links(model: type[models.Model], steps: Sequence[Step]) -> list[tuple[Step, dict[str, list[str]]]]:
    """The rows, each with what its many-to-many fields hold. One query for each such field."""
    pks = [step.pk for step in steps]
    held = {row.name: links_of(model, row.name, pks) for row in model._meta.many_to_many} if pks else {}
    return [(step, {name: sorted(map(str, links.get(step.pk, ()))) for name, links in held.items()}) for step in steps]


def removal(step: Step, links: dict[str, list[str]] | None = None) -> Row:
    """The `RowChange` of a row that goes away, with all that it held."""
    values = {name: value for name, value in step.row.items() if name not in STAMPS and value not in (None, "", [])}
    return _note(step, RowChange.Action.REMOVED, values | {name: ids for name, ids in (links or {}).items() if ids}, {})


def restoration(step: Step) -> Row:
    """The `RowChange` of a row that goes back: from what it holds now to what it held before."""
    withdrawn = step.fields.get("withdrawn_at", (None, None))[1]
    action = RowChange.Action.WITHDRAWN if withdrawn and len(step.fields) == 1 else RowChange.Action.UPDATED
    before, after = ({name: _plain(pair[side]) for name, pair in step.fields.items()} for side in (0, 1))
    return _note(step, action, before, after)


def _plain(value: Any) -> Any:
    """As JSON keeps it: the ids of linked rows in a fixed order."""
    is_link = isinstance(value, list) and any(isinstance(item, UUID) for item in value)
    return sorted(map(str, value)) if is_link else value


def _note(step: Step, action: RowChange.Action, before: Row, after: Row) -> Row:
    return {
        "table": step.model._meta.db_table,
        "row_id": step.pk,
        "action": action.value,
        "label": step.label,
        "before": before,
        "after": after,
    }
