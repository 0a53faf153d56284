"""What the pages ask of the database. Each function says how many queries it makes, however many rows there are."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery

from agencies.models import Agency
from integrations.addresses import STREET_TYPES
from integrations.models import Connection, OutgoingEdit, PropertyMapping, SyncIssue, SyncLog
from integrations.models.connections import SECRETS_OF_CONNECTION
from integrations.models.mappings import STATES, MappingQuerySet
from portfolio.filters import MOST_WORDS, PropertyFilter
from portfolio.models import Property

SHARED = "shared"


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


def stuck_edits(connections: Iterable[Connection]) -> dict[UUID, tuple[int, int]]:
    """How many edits wait because both sides changed something, and how many were refused, by the connection's id: one
    query."""
    stuck = (OutgoingEdit.Status.CONFLICT, OutgoingEdit.Status.FAILED)
    rows = OutgoingEdit.objects.filter(connection__in=connections, status__in=stuck).order_by()
    found: dict[UUID, tuple[int, int]] = {}
    for connection_id, status, number in rows.values_list("connection", "status").annotate(Count("pk")):
        disputed, refused = found.get(connection_id, (0, 0))
        found[connection_id] = (number, refused) if status == stuck[0] else (disputed, number)
    return found


def mapping_counts(connection: Connection) -> dict[str, int]:
    """How many mappings are in each state, `shared` and `all`: one query."""
    states = {"all": Q(), **STATES, SHARED: Q(Exists(_others_on_the_same()))}
    # A column is called left_out too, and an alias must not be.
    found = connection.mappings.aggregate(**{f"in_{name}": Count("pk", filter=state) for name, state in states.items()})
    return {name: found[f"in_{name}"] for name in states}


def shared_properties(connection: Connection, mappings: Iterable[PropertyMapping]) -> set[UUID]:
    """The own properties that more than one of the provider's properties is mapped to: one query."""
    own = [row.property_id for row in mappings if row.property_id]
    rows = _of_the_provider(connection).filter(property__in=own).order_by().values_list("property")
    return set(rows.annotate(number=Count("pk")).filter(number__gt=1).values_list("property", flat=True))


def _others_on_the_same() -> MappingQuerySet:
    here = {name: OuterRef(name) for name in ("connection__agency", "connection__provider", "property")}
    others = PropertyMapping.objects.filter(**here).exclude(connection__status=Connection.Status.DISCONNECTED)
    return others.exclude(pk=OuterRef("pk"))


def _of_the_provider(connection: Connection) -> MappingQuerySet:
    """The mappings of the agency's accounts at one provider: two accounts may know one house, and book its rent twice."""
    accounts = {"connection__agency": connection.agency_id, "connection__provider": connection.provider}
    return PropertyMapping.objects.filter(**accounts).exclude(connection__status=Connection.Status.DISCONNECTED)


def narrowed(connection: Connection, state: str) -> MappingQuerySet:
    """The connection's mappings in that state, those that share an own property for `shared`, else all: one query."""
    rows = PropertyMapping.objects.filter(connection=connection).for_page()
    if state == SHARED:
        return rows.filter(Exists(_others_on_the_same()))
    return rows.in_states([state]) if state in STATES else rows


def mapped_to_already(mapping: PropertyMapping, own: Property) -> PropertyMapping | None:
    """Another property of the same provider, in any of its accounts, that is mapped to this own one: one query."""
    others = _of_the_provider(mapping.connection).select_related("connection").defer(*SECRETS_OF_CONNECTION)
    return others.filter(property=own).exclude(pk=mapping.pk).first()


def acceptable(connection: Connection, scores: Iterable[int]) -> dict[int, int]:
    """How many suggestions would be accepted at or above each score: one query. An own property that is suggested for two
    is left for a person, so it does not count."""
    open_ones = PropertyMapping.objects.open().filter(connection=connection, suggestion__isnull=False)
    alone = open_ones.order_by().values("suggestion").annotate(number=Count("pk"), score=Max("suggestion_score"))
    counts = {f"at_{score}": Count("suggestion", filter=Q(score__gte=score)) for score in scores}
    found = alone.filter(number=1).aggregate(**counts)
    return {int(name.removeprefix("at_")): number for name, number in found.items()}


def takers(connection: Connection, own: Iterable[UUID]) -> dict[UUID, str]:
    """The vendor address that is mapped to each of these own properties, where one is: one query."""
    rows = _of_the_provider(connection).filter(property__in=list(own))
    return dict(rows.values_list("property", "provider_property_address"))


def candidates(agency: Agency, words: str) -> QuerySet[Property]:
    """The agency's properties that hold every word, of the first twenty. A street's type may be written out or short:
    "street" finds "St"."""
    rows = Property.objects.managed().filter(agency=agency)
    plain = []
    for word in words.replace(",", " ").split()[:MOST_WORDS]:
        short = [f" {other}" for other, whole in STREET_TYPES.items() if whole == word.lower()]
        if short:
            rows = rows.filter(_any_of("address", [word, *short]))
        else:
            plain.append(word)
    return PropertyFilter({"search": " ".join(plain)}, rows).qs


def _any_of(column: str, words: Iterable[str]) -> Q:
    wanted = Q(pk__in=())
    for word in words:
        wanted |= Q(**{f"{column}__icontains": word})
    return wanted
