"""The mapping bench: which of the agency's own properties each vendor property is."""

import re
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from agencies.models import Agency
from agencies.pages.access import AgencyRequest
from agencies.pages.showing import page_of, show
from agencies.permissions import Permission
from integrations import mapping as mapping_steps
from integrations.api.filters import mappings_matching
from integrations.api.serializers.mappings import STATES
from integrations.models import PropertyMapping
from integrations.pages.access import provider_page
from integrations.pages.finding import Place, place
from integrations.pages.forms import AutoForm, ChangeForm
from integrations.pages.querysets import candidates, mapping_counts, shared_properties

FILTERS = {"": "All", "unmapped": "Not mapped", "suggested": "Suggested", "mapped": "Mapped", "left_out": "Left out"}
POSTCODE = re.compile(r"\b\d{4,5}\b(?=\D*$)")


@require_safe
@provider_page()
def mappings(request: AgencyRequest, provider: str) -> HttpResponse:
    """A page of the vendor's properties, by state and words."""
    here = place(request, provider)
    state, words = request.GET.get("state", ""), request.GET.get("search", "")
    page = page_of(request, narrowed(here, state, words))
    counts = mapping_counts(here.connection)
    filters = [(key, label, counts[key or "all"]) for key, label in FILTERS.items()]
    asked: dict[str, Any] = {"state": state, "search": words, "filters": filters, "auto": AutoForm()}
    shared = shared_properties(here.connection, page)
    return show(request, "integrations/mappings.html", page=page, shared=shared, **asked, **here.context())


@require_POST
@provider_page(Permission.MAP, back="integrations:mappings")
def change(request: AgencyRequest, provider: str, mapping_id: str) -> HttpResponse:
    """Carries out one change, and returns to where the person was."""
    here = place(request, provider)
    row = get_object_or_404(PropertyMapping.objects.for_page(), connection=here.connection, pk=mapping_id)
    form = ChangeForm(request.POST, agency=request.membership.agency)
    if form.is_valid():
        messages.success(request, form.carry_out(row))
    else:
        messages.error(request, "That could not be done. Please try again.")
    return redirect(coming_from(request, here))


@require_POST
@provider_page(Permission.MAP, back="integrations:mappings")
def auto(request: AgencyRequest, provider: str) -> HttpResponse:
    """Accepts every suggestion at or above a score."""
    here = place(request, provider)
    form = AutoForm(request.POST)
    if not form.is_valid():
        messages.error(request, "The score must be a whole number from 0 to 100.")
        return redirect(coming_from(request, here))
    done = mapping_steps.accept_suggestions(here.connection, **form.cleaned_data)
    messages.success(request, f"{done.mapped} mapped, {done.created} created, {done.left} left for you to look at.")
    return redirect(coming_from(request, here))


@require_safe
@provider_page(Permission.MAP)
def choose(request: AgencyRequest, provider: str, mapping_id: str) -> HttpResponse:
    """The agency's own properties, searched, to choose one from."""
    here = place(request, provider)
    row = get_object_or_404(PropertyMapping.objects.for_page(), connection=here.connection, pk=mapping_id)
    words = request.GET.get("search", first_guess(request.membership.agency, row))
    found = {"page": page_of(request, candidates(request.membership.agency, words)), "search": words}
    back = coming_from(request, here)
    return show(request, "integrations/choose.html", mapping=row, back=back, **found, **here.context())


def first_guess(agency: Agency, row: PropertyMapping) -> str:
    """The postcode of the vendor's address, where the agency has properties there; else nothing, which finds all."""
    postcode = POSTCODE.search(row.provider_property_address)
    return postcode.group() if postcode and candidates(agency, postcode.group()).exists() else ""


def narrowed(here: Place, state: str, words: str) -> QuerySet[PropertyMapping]:
    """The connection's mappings in that state, if any is asked for, whose address holds every word."""
    rows: Any = PropertyMapping.objects.filter(connection=here.connection).for_page()
    return mappings_matching(rows.in_states([state]) if state in STATES else rows, words)


def coming_from(request: AgencyRequest, here: Place) -> str:
    """The page of the bench that the person was on, if the form says so truly; else the bench."""
    back = request.POST.get("back", "") or request.GET.get("back", "")
    safe = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return back if safe else here.url("mappings")
