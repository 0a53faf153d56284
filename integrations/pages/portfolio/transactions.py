"""The agency's money in and out, for people who may see it."""

from typing import Any

from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from agencies.pages.access import AgencyRequest, agency_page
from agencies.pages.showing import show
from agencies.permissions import Permission
from integrations.pages.portfolio.narrowing import DAYS, Narrowing, any_of
from integrations.pages.portfolio.paging import slice_of
from integrations.pages.portfolio.sources import sources_of
from portfolio.filters import MoneyListFilter
from portfolio.models import Lease, Property, Transaction
from portfolio.models.transactions import Category

LABELS = {
    "search": "Search",
    "date_from": "From",
    "date_to": "To",
    "type": "Type",
    "category": "Category",
    "status": "Status",
    "basis": "Basis",
}


@require_safe
@agency_page(Permission.SEE_MONEY)
def transactions(request: AgencyRequest) -> HttpResponse:
    """The list, and what it comes to."""
    narrowing = narrowed(request)
    sources = sources_of(request.membership.agency)
    found = slice_of(request, narrowing.rows.for_page().order_by("-date"))
    sums = narrowing.rows.sums()
    about: dict[str, Any] = {"narrowing": narrowing, "page": found, "sums": sums, **of_whom(request, narrowing)}
    rows = [(row, sources.of(row)) for row in found.rows]
    number = sum(row.number for row in sums)
    shown: dict[str, Any] = {"rows": rows, "sources": sources.in_use, "number": number}
    return show(request, "portfolio/transactions.html", **shown, **about)


def narrowed(request: AgencyRequest) -> Narrowing:
    """The agency's transactions that were asked for."""
    rows = Transaction.objects.filter(agency=request.membership.agency)
    widgets = {
        "date_from": DAYS,
        "date_to": DAYS,
        "type": any_of("In and out", *Transaction.Direction.choices),
        "category": any_of("Any category", *Category.choices),
        "status": any_of("Any status", *Transaction.Status.choices),
        "basis": any_of("Any basis", *Transaction.Basis.choices),
    }
    return Narrowing(MoneyListFilter, request.GET, rows, LABELS, widgets, kept=("property", "lease"))


def of_whom(request: AgencyRequest, narrowing: Narrowing) -> dict[str, Any]:
    """The property and the lease that the list is narrowed to: one query for each. Http404 for another agency's."""
    agency, named = request.membership.agency, narrowing.filter.form.cleaned_data
    found: dict[str, Any] = {}
    models: dict[str, type[Model]] = {"property": Property, "lease": Lease}
    for name, model in models.items():
        if request.GET.get(name):
            if not named.get(name):
                raise Http404(f"There is no such {name} here.")
            found[name] = get_object_or_404(model, agency=agency, pk=named[name])
    return found
