"""The agency's leases with their arrears on a day, and one lease with everything about it."""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from agencies.pages.access import AgencyRequest, agency_page
from agencies.pages.showing import page_of, show
from agencies.permissions import Permission
from integrations.pages.changes import hidden_fields
from integrations.pages.portfolio.editing import editable
from integrations.pages.portfolio.narrowing import DAYS, Narrowing, any_of
from integrations.pages.portfolio.own_fields import own_fields
from integrations.pages.portfolio.people import joined, people
from integrations.pages.portfolio.queries import histories
from integrations.pages.portfolio.sources import sources_of
from portfolio.arrears import Arrears, arrears, terms_of
from portfolio.filters import ArrearsFilter, LeaseListFilter
from portfolio.models import Lease
from providers.choices import Kind

LATEST = 20
LABELS = {"search": "Search", "status": "Status"}
ARREARS = {"behind": "Days behind, at least", "on": "On the day", "sort": "Order"}
FACTS = """tenant_name reference status start_date end_date vacated_on is_periodic rent_amount rent_frequency paid_to
    bond_amount bond_reference withdrawn_at""".split()


@require_safe
@agency_page()
def leases(request: AgencyRequest) -> HttpResponse:
    """The list, with arrears for those who may see money."""
    sees_money = request.membership.allows(Permission.SEE_MONEY)
    sources = sources_of(request.membership.agency)
    narrowing = narrowed(request, sees_money)
    on = narrowing.filter.day if sees_money else None
    page = page_of(request, narrowing.rows.for_page())
    rows = [(row, standing(row, on), sources.of(row)) for row in page]
    about: dict[str, Any] = {"narrowing": narrowing, "page": page, "rows": rows, "on": on, "sources": sources.in_use}
    return show(request, "portfolio/leases.html", **about)


def narrowed(request: AgencyRequest, sees_money: bool) -> Narrowing:
    """The agency's leases that were asked for; the current ones, unless others were."""
    agency = request.membership.agency
    rows = Lease.objects.filter(agency=agency)
    widgets: dict[str, forms.Widget] = {"status": any_of("Any status", *Lease.Status.choices)}
    initial, kept = {"status": Lease.Status.CURRENT.value, "withdrawn": "false"}, ("property",)
    if not sees_money:
        return Narrowing(LeaseListFilter, request.GET, rows, LABELS, widgets, initial, kept)
    numbers = forms.NumberInput(attrs={"min": "1", "max": "10000", "inputmode": "numeric"})
    widgets |= {"behind": numbers, "on": DAYS, "sort": any_of("Newest first", ("behind", "Most behind first"))}
    labels = LABELS | ARREARS
    return Narrowing(ArrearsFilter, request.GET, rows, labels, widgets, initial, kept, today=agency.local_day())


def standing(lease: Lease, on: date | None) -> Arrears | None:
    """Its arrears on that day. None without a day, where nobody can tell, and where the source has let go of it."""
    terms = terms_of(lease) if on and lease.withdrawn_at is None else None
    return arrears(terms, on) if terms and on else None


@require_safe
@agency_page()
def one_lease(request: AgencyRequest, pk: str) -> HttpResponse:
    """One lease."""
    agency, hidden = request.membership.agency, hidden_fields(request.membership)
    lease: Lease = get_object_or_404(Lease.objects.for_page().filter(agency=agency), pk=pk)
    tenants, sources = list(lease.tenants.all()), sources_of(agency)
    found = histories(agency, [lease.pk, *(tenant.pk for tenant in tenants)], hidden)
    own, source = found[lease.pk], sources.of(lease)
    facts = [*own.facts(lease, FACTS, source, hidden), *own_fields(lease, own, source)]
    return show(
        request,
        "portfolio/lease.html",
        lease=lease,
        source=source,
        facts=[*facts, own.fact("Tenants", joined(tenants), source)] if tenants else facts,
        tenants=people(tenants, found, sources, hidden),
        events=own.events,
        editable=editable(request.membership, sources, {Kind.LEASE: [lease], Kind.TENANT: tenants}),
        **money_of(request, lease),
    )


def money_of(request: AgencyRequest, lease: Lease) -> dict[str, Any]:
    """Arrears on the day that was asked for and the latest transactions, for those who may see money."""
    if not request.membership.allows(Permission.SEE_MONEY):
        return {}
    asked = ArrearsFilter(request.GET, Lease.objects.none(), today=request.membership.agency.local_day())
    on = asked.day
    rows = list(lease.transactions.for_page()[:LATEST])
    return {"on": on, "arrears": standing(lease, on), "transactions": rows}
