"""The agency's properties, and one of them with everything about it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from agencies.pages.access import AgencyRequest, agency_page
from agencies.pages.showing import page_of, show
from agencies.permissions import Permission
from integrations.pages.changes import hidden_fields
from integrations.pages.portfolio.editing import editable
from integrations.pages.portfolio.narrowing import Narrowing, any_of
from integrations.pages.portfolio.origins import Fact, History
from integrations.pages.portfolio.own_fields import own_fields
from integrations.pages.portfolio.people import joined, people
from integrations.pages.portfolio.queries import histories, mappings_to, waiting
from integrations.pages.portfolio.sources import Sources, label_of, sources_of
from portfolio.filters import PropertyListFilter
from portfolio.models import Property
from providers.choices import Kind

LATEST, MOST_UNITS = 20, 500
LABELS = {"search": "Search", "withdrawn": "Managed", "let": "Let", "source": "Source"}
FACTS = """address unit street suburb state postcode country property_type bedrooms bathrooms car_spaces key_number
    manager_name labels withdrawn_at""".split()


@require_safe
@agency_page()
def properties(request: AgencyRequest) -> HttpResponse:
    """The list."""
    agency = request.membership.agency
    sources = sources_of(agency)
    narrowing = narrowed(request, sources)
    page = page_of(request, narrowing.rows.for_list())
    rows = [(row, sources.of(row)) for row in page]
    # Why there is nothing to list: asked only then.
    unmapped = None if rows or narrowing.chosen else waiting(agency)
    about: dict[str, Any] = {
        "narrowing": narrowing,
        "page": page,
        "rows": rows,
        "sources": sources.in_use,
        "unmapped": unmapped,
    }
    return show(request, "portfolio/properties.html", **about)


def narrowed(request: AgencyRequest, sources: Sources) -> Narrowing:
    """The agency's properties that were asked for; those it manages, unless others were."""
    widgets = {
        "withdrawn": any_of("Any", ("false", "Managed"), ("true", "No longer managed")),
        "let": any_of("Let or vacant", ("yes", "Let"), ("no", "Vacant")),
        "source": any_of("Any source", *sources.offered, ("none", "Entered here")),
    }
    rows = Property.objects.filter(agency=request.membership.agency)
    return Narrowing(PropertyListFilter, request.GET, rows, LABELS, widgets, initial={"withdrawn": "false"})


@require_safe
@agency_page()
def one_property(request: AgencyRequest, pk: str) -> HttpResponse:
    """One property."""
    agency = request.membership.agency
    rows = Property.objects.for_page().filter(agency=agency)
    house: Property = get_object_or_404(rows, pk=pk)
    owners, hidden = list(house.owners.all()), hidden_fields(request.membership)
    sources = sources_of(agency)
    found = histories(agency, [house.pk, *(owner.pk for owner in owners)], hidden)
    return show(
        request,
        "portfolio/property.html",
        property=house,
        source=sources.of(house),
        facts=facts(house, found[house.pk], sources, hidden),
        owners=people(owners, found, sources, hidden),
        events=found[house.pk].events,
        mappings=[(row, label_of(row.connection.provider)) for row in mappings_to(house)],
        **(near := beside(request, house)),
        editable=editable(
            request.membership,
            sources,
            {Kind.PROPERTY: [house], Kind.OWNER: owners, Kind.UNIT: near["units"], Kind.MAINTENANCE_JOB: near["jobs"]},
        ),
        takes_jobs=request.membership.allows(Permission.WRITE_BACK) and sources.takes(house, Kind.MAINTENANCE_JOB),
    )


def facts(house: Property, history: History, sources: Sources, hidden: frozenset[str]) -> list[Fact]:
    """What is known of the property."""
    source = sources.of(house)
    found = [*history.facts(house, FACTS, source, hidden), *own_fields(house, history, source)]
    owners = joined(house.owners.all())
    return [*found, history.fact("Owners", owners, source)] if owners.content else found


def beside(request: AgencyRequest, house: Property) -> dict[str, Any]:
    """What belongs to the property: units, leases with tenants, jobs, inspections; transactions for those who may see money."""
    leases = list(house.leases.prefetch_related("tenants").order_by("-start_date", "id"))
    current = [row for row in leases if row.status == row.Status.CURRENT and row.withdrawn_at is None]
    money = house.transactions.for_page() if request.membership.allows(Permission.SEE_MONEY) else None
    return {
        "current": current,
        "former": [row for row in leases if row not in current],
        "units": list(house.units.filter(withdrawn_at__isnull=True)[:MOST_UNITS]),
        "jobs": list(house.maintenance_jobs.all()[:LATEST]),
        "inspections": house.inspections.all()[:LATEST],
        "transactions": list(money[:LATEST]) if money is not None else None,
    }
