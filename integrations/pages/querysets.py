"""What the pages ask of the database. Each function says how many queries it makes, however many rows there are."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from agencies.models import Agency
from integrations.models import Connection, PropertyMapping, SyncIssue, SyncLog
from integrations.models.mappings import STATES
from portfolio.filters import PropertyFilter
from portfolio.models import Property


def latest_runs(connections: Iterable[Connection]) -> dict[UUID, SyncLog]:
    """The last run of each connection, by the connection's id: one query."""
    newest = SyncLog.objects.filter(connection=OuterRef("pk")).order_by("-created_at").values("pk")[:1]
    of_these = Connection.objects.filter(pk__in=[row.pk for row in connections])
    latest = of_these.annotate(latest=Subquery(newest)).values("latest")
    return {log.connection_id: log for log in SyncLog.objects.filter(pk__in=latest)}


def waiting_mappings(connections: Iterable[Connection]) -> dict[UUID, int]:
    """How many properties wait for a person, by the connection's id: one query."""
    rows = PropertyMapping.objects.open().filter(connection__in=connections)
    return dict(rows.order_by().values_list("connection").annotate(Count("pk")))


def open_issues(connections: Iterable[Connection]) -> dict[UUID, int]:
    """How many issues are open, by the connection's id: one query."""
    rows = SyncIssue.objects.open().filter(connection__in=connections)
    return dict(rows.order_by().values_list("connection").annotate(Count("pk")))


def mapping_counts(connection: Connection) -> dict[str, int]:
    """How many mappings are in each state, and `all`: one query."""
    states = {"all": Q(), **STATES}
    # A column is called left_out too, and an alias must not be.
    found = connection.mappings.aggregate(**{f"in_{name}": Count("pk", filter=state) for name, state in states.items()})
    return {name: found[f"in_{name}"] for name in states}


def shared_properties(connection: Connection, mappings: Iterable[PropertyMapping]) -> set[UUID]:
    """The own properties that more than one of the connection's properties is mapped to: one query."""
    own = [row.property_id for row in mappings if row.property_id]
    rows = connection.mappings.filter(property__in=own).order_by().values_list("property")
    return set(rows.annotate(number=Count("pk")).filter(number__gt=1).values_list("property", flat=True))


def candidates(agency: Agency, words: str) -> QuerySet[Property]:
    """The agency's properties that hold every word."""
    rows = Property.objects.managed().filter(agency=agency)
    return PropertyFilter({"search": words}, rows).qs
