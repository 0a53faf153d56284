"""What the pages about runs and issues ask of the database. Each function says how many queries it makes, however many rows
there are."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, QuerySet, Value, When

from agencies.models import Agency
from integrations.models import Connection, RowChange, SyncIssue, SyncLog
from integrations.models.connections import SECRETS_OF_CONNECTION
from integrations.pages.changes import Known, pointed_at
from integrations.pages.charts import first_day
from integrations.pages.querysets import mapping_counts
from portfolio.models import Contact, Lease, Owner, Property, Tenant, Transaction, Unit

NAMES: dict[type[models.Model], str] = {
    Property: "address",
    Lease: "tenant_name",
    Contact: "name",
    Owner: "name",
    Tenant: "name",
    Unit: "name",
}
WITH_CURRENCY = (Lease, Transaction)


def issues_behind(log: SyncLog) -> list[SyncIssue]:
    """The issues that the run's errors were made into: one query."""
    errors = [(row.get("kind", ""), row.get("external_id", ""), row.get("code", "")) for row in log.errors]
    rows = SyncIssue.objects.for_page().filter(
        connection_id=log.connection_id,
        kind__in={kind for kind, _, _ in errors},
        external_id__in={external_id for _, external_id, _ in errors},
        code__in={code for _, _, code in errors},
    )
    return list(rows) if errors else []


def where_held(connection: Connection) -> str:
    """The state of the bench in which the properties stand that rows are held back for: one query."""
    counts = mapping_counts(connection)
    return next((state for state in ("unmapped", "suggested") if counts[state]), "left_out")


def change_counts(log: SyncLog, hidden_tables: Sequence[str]) -> dict[tuple[str, str], int]:
    """How many rows the run changed, by table and action, less the hidden tables: one query."""
    rows = log.changes.exclude(table__in=hidden_tables).order_by()
    found = rows.values_list("table", "action").annotate(number=Count("pk")).order_by("table", "action")
    return {(table, action): number for table, action, number in found}


def in_order(rows: QuerySet[RowChange]) -> QuerySet[RowChange]:
    """The changes as they were made: one query. The sum keeps PostgreSQL from walking the whole table by its primary key to
    find the few rows of one run."""
    return rows.order_by(F("id") + 0)


def known(rows: Sequence[RowChange]) -> Known:
    """What is shown beside these changes: one query for each table that they point at, and one for properties, leases and
    transactions each where any of them changed."""
    names: dict[str, str] = {}
    for model, ids in pointed_at(rows).items():
        found = model._default_manager.filter(pk__in=ids).values_list("pk", NAMES[model])
        names.update((str(key), name) for key, name in found)
    currencies: dict[UUID, str] = {}
    for model in WITH_CURRENCY:
        keys = [row.row_id for row in rows if row.table == model._meta.db_table]
        if keys:
            currencies.update(model._default_manager.filter(pk__in=keys).values_list("pk", "currency"))
    houses = [row.row_id for row in rows if row.table == Property._meta.db_table]
    present = set(Property.objects.filter(pk__in=houses).values_list("pk", flat=True)) if houses else set()
    return Known(names, currencies, frozenset(present.union(currencies)))


def with_changes(rows: QuerySet[SyncLog]) -> QuerySet[SyncLog]:
    """The runs that changed any row."""
    return rows.filter(Exists(RowChange.objects.filter(sync_log=OuterRef("pk"))))


def nights(connection: Connection, today: date) -> list[SyncLog]:
    """The nightly runs of the days that the chart shows: one query."""
    zone = connection.agency.zone
    since = datetime.combine(first_day(today), datetime.min.time(), tzinfo=zone)
    rows = SyncLog.objects.filter(connection=connection, trigger=SyncLog.Trigger.SCHEDULE, created_at__gte=since)
    return list(rows.order_by("created_at"))


def changes_of(logs: Iterable[SyncLog]) -> dict[UUID, int]:
    """How many rows each of these runs changed: one query."""
    rows = RowChange.objects.filter(sync_log__in={log.pk for log in logs}).order_by()
    return dict(rows.values_list("sync_log").annotate(Count("pk")))


def issues_of(agency: Agency) -> QuerySet[SyncIssue]:
    """The issues of the agency's connections that are in use, with their connection: one query."""
    rows: Any = SyncIssue.objects.for_page().filter(connection__agency=agency, connection__status__in=Connection.IN_USE)
    return rows.select_related("connection").defer("raw", *SECRETS_OF_CONNECTION)


def issue_counts(rows: QuerySet[SyncIssue]) -> list[dict[str, Any]]:
    """How many issues there are of each connection, kind, code and status, and of rows of files of each list and column:
    one query."""
    place = Case(When(layout="", then=Value("")), default=F("column"))
    grouped: Any = rows.select_related(None).order_by().annotate(place=place)
    by_cause = grouped.values("connection", "kind", "code", "status", "layout", "place")
    return list(by_cause.annotate(number=Count("pk")))


def shared_values(rows: QuerySet[SyncIssue]) -> list[dict[str, Any]]:
    """How many of these rows of files have the same value in the same column, where several do: one query."""
    by_value: Any = rows.select_related(None).order_by().exclude(layout="")
    counted = by_value.values("connection", "kind", "code", "layout", "column", "value").annotate(number=Count("pk"))
    return list(counted.filter(number__gt=1))
