"""What an undo does to each row of a run. Reads, and writes nothing: the preview and the undo follow the same plan."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Min

from integrations.models import OutgoingEdit, SyncLog
from integrations.sync.bulk import Row
from integrations.sync.links import links_of
from integrations.undoing.outcome import (
    DELETED,
    EDITED,
    GOING_OUT,
    LATER_RUN,
    NOT_KEPT,
    POINTS_NOWHERE,
    Kept,
    Later,
    Step,
)
from integrations.undoing.pasts import Past, pasts
from integrations.undoing.pointers import Leaving, needed
from integrations.undoing.values import from_json, ids_in, is_still
from portfolio.models import (
    Appointment,
    ArchitecturalRequest,
    Association,
    Charge,
    Contact,
    Inspection,
    Lease,
    LeaseRenewal,
    MaintenanceJob,
    Owner,
    Property,
    Prospect,
    RecurringCharge,
    RentalApplication,
    RetailSale,
    Screening,
    SecurityDeposit,
    Subsidy,
    Tenant,
    Transaction,
    Unit,
    Violation,
)

# Rows that point at others before the others, so that a row may go once nothing points at it any more.
ORDER: tuple[type[models.Model], ...] = (
    Transaction,
    Charge,
    RecurringCharge,
    SecurityDeposit,
    RetailSale,
    Violation,
    ArchitecturalRequest,
    Association,
    LeaseRenewal,
    Appointment,
    Screening,
    RentalApplication,
    Prospect,
    Inspection,
    MaintenanceJob,
    Lease,
    Unit,
    Property,
    Contact,
    Tenant,
    Owner,
    Subsidy,
)
BATCH = 1000


@dataclass
class Rows:
    """Some rows of one table as they are: their columns, their links, which of the rows they once pointed at exist, and the
    fields of each that people have edited for another system, with whether that is still to be told."""

    columns: dict[str, models.Field]
    now: dict[UUID, Row]
    links: dict[str, dict[UUID, list[UUID]]]
    there: dict[str, set[UUID]]
    edited: dict[UUID, dict[str, bool]]


def steps(log: SyncLog, *, lock: bool = False) -> Iterator[list[Step]]:
    """What becomes of the run's rows, up to 1,000 of one table at a time. With `lock` nobody else can change them until the
    transaction ends. Queries: one, one for each table that the run changed, and for each 1,000 rows a constant number."""
    tables = dict(log.changes.order_by().values_list("table").annotate(first=Min("pk")))
    first, leaving = min(tables.values(), default=0), Leaving()
    for model in ORDER:
        if model._meta.db_table not in tables:
            continue
        changed = log.changes.filter(table=model._meta.db_table).order_by("row_id")
        ids = list(changed.values_list("row_id", flat=True).distinct())
        for start in range(0, len(ids), BATCH):
            yield _plan(log, model, ids[start : start + BATCH], first, leaving, lock)


def _plan(
    log: SyncLog, model: type[models.Model], ids: list[UUID], first: int, leaving: Leaving, lock: bool
) -> list[Step]:
    found = pasts(log, model._meta.db_table, ids, first)
    rows = _rows(log, model, found, lock)
    planned = [_step(model, pk, past, rows) for pk, past in found.items()]
    removing = [step.pk for step in planned if step.removes]
    wanted = needed(model, removing, leaving, log.connection_id)
    for step in planned:
        if step.pk in wanted:
            step.removes = False
            step.kept.append(Kept(f"Something that stays here belongs to it ({wanted[step.pk]})."))
        if step.removes:
            leaving.rows.add(step.pk)
        leaving.fields.update((name, step.pk) for name in step.fields)
    return planned


def _rows(log: SyncLog, model: type[models.Model], found: Mapping[UUID, Past], lock: bool) -> Rows:
    columns = {column.attname: column for column in model._meta.concrete_fields}
    agency = log.connection.agency_id
    asked = model._default_manager.filter(pk__any_of=list(found), agency_id=agency).order_by("pk")
    asked = asked.select_for_update() if lock else asked
    now = {row["id"]: row for row in asked.values(*columns)}
    names = {name for past in found.values() if not past.is_new for name in past.fields}
    linked = [relation.name for relation in model._meta.many_to_many if relation.name in names]
    links = {name: links_of(model, name, list(found)) for name in linked}
    there = {}
    for name in names.intersection([*linked, *(name for name, column in columns.items() if column.is_relation)]):
        old = [past.fields[name][0] for past in found.values() if name in past.fields]
        pointed_at = {pk for stored in old for pk in ids_in(stored if name in links else filter(None, [stored]))}
        target: Any = model._meta.get_field(name) if name in links else columns[name]
        others = target.related_model._default_manager.filter(pk__any_of=pointed_at, agency_id=agency)
        there[name] = set(others.values_list("pk", flat=True))
    return Rows(columns, now, links, there, _edited(list(found)))


def _edited(ids: list[UUID]) -> dict[UUID, dict[str, bool]]:
    """The columns of each row that edits speak of, and whether an edit of them is still open. One query."""
    edits = OutgoingEdit.objects.filter(row_id__any_of=ids).exclude(status=OutgoingEdit.Status.DROPPED)
    fields: dict[UUID, dict[str, bool]] = {}
    for row, changes, status in edits.values_list("row_id", "changes", "status"):
        known, is_open = fields.setdefault(row, {}), status in OutgoingEdit.OPEN
        for name in changes:
            column = name.partition(".")[0]  # one of the agency's own fields stands in the column of them all
            known[column] = known.get(column, False) or is_open
    return fields


def _step(model: type[models.Model], pk: UUID, past: Past, rows: Rows) -> Step:
    step = Step(model, pk, past.label, rows.now.get(pk, {}))
    if not step.row:
        step.kept.append(Kept(DELETED))
    elif past.is_new:
        _take_away(step, past, is_edited=pk in rows.edited)
    else:
        kept: dict[tuple[str, Later | None], list[str]] = {}
        for name in past.fields:
            reason = _put_back(step, name, past, rows)
            if reason:
                later = past.latest(name) if reason == LATER_RUN else None
                kept.setdefault((reason, later), []).append(name)
        step.kept += [Kept(reason, tuple(names), later) for (reason, later), names in kept.items()]
    return step


def _take_away(step: Step, past: Past, *, is_edited: bool) -> None:
    """A new row goes again, unless somebody has touched it since. Syncs and undos note when they write a row; a row that was
    written after that was written by a person."""
    later = past.latest()
    written_at = max(filter(None, (past.noted_at, step.row["synced_at"])))
    if later is not None:
        step.kept.append(Kept(LATER_RUN, later=later))
    elif is_edited or step.row["updated_at"] > written_at:
        step.kept.append(Kept(EDITED))
    else:
        step.removes = True


def _put_back(step: Step, name: str, past: Past, rows: Rows) -> str:
    """Why the field cannot go back; "" where it can, and then it is among the step's fields."""
    before, after = past.fields[name]
    is_link = name in rows.links
    if not is_link and name not in rows.columns:
        return NOT_KEPT
    if past.latest(name):
        return LATER_RUN
    if rows.edited.get(step.pk, {}).get(name):
        return GOING_OUT
    if is_link:
        now, old = sorted(rows.links[name].get(step.pk, ())), ids_in(before)
        is_ours, is_same = set(now) == set(ids_in(after)), set(now) == set(old)
    else:
        now, old = step.row[name], from_json(rows.columns[name], before)
        is_ours, is_same = is_still(rows.columns[name], after, now), is_still(rows.columns[name], before, now)
    if not is_ours:
        return EDITED
    if name in rows.there and not rows.there[name].issuperset(_pointed_at(old)):
        return POINTS_NOWHERE
    if not is_same:
        step.fields[name] = (now, old)
    return ""


def _pointed_at(old: UUID | Collection[UUID] | None) -> list[UUID]:
    if old is None:
        return []
    return [old] if isinstance(old, UUID) else list(old)
