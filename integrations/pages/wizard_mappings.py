"""The column mappings that an agency keeps: changed, renamed, deleted, and handed to other agencies."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from agencies.pages.access import AgencyRequest, View, agency_page
from agencies.pages.showing import page_of, show
from agencies.permissions import Permission
from agencies.refusals import Refusal
from integrations.models import ColumnMapping
from integrations.pages.wizard_columns import columns_in, field_rows, step_choices
from integrations.wizard import mapping as steps
from integrations.wizard import saved
from integrations.wizard.sampling import SampleList
from providers.exports.own_lists import LISTS

ALL = "integrations:column_mappings"


def mapping_page(view: Callable[[AgencyRequest, ColumnMapping], HttpResponse]) -> View:
    """A page about one column mapping of the current agency. What is refused becomes a message on its page."""

    @wraps(view)
    def wrapped(request: AgencyRequest, columns_id: str) -> HttpResponse:
        rows = ColumnMapping.objects.select_related("agency", "connection")
        mapping = rows.filter(agency=request.membership.agency, pk=columns_id).first()
        if mapping is None:
            raise Http404("There is no such column mapping here.")
        try:
            return view(request, mapping)
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
            return redirect(reverse("integrations:column_mapping", args=[columns_id]))

    return agency_page(Permission.CONNECT, back=ALL)(wrapped)


@require_http_methods(["GET", "HEAD", "POST"])
@agency_page(Permission.CONNECT, back=ALL)
def column_mappings(request: AgencyRequest) -> HttpResponse:
    """Those of this agency; posted, takes up one that another agency has shared."""
    agency = request.membership.agency
    if request.method == "POST":
        taken = saved.take_code(agency, request.user, request.POST.get("code", ""))
        messages.success(request, f"{taken.name} is here. Files with its headings come in by it from now on.")
        return redirect("integrations:column_mapping", taken.pk)
    page = page_of(request, ColumnMapping.objects.filter(agency=agency).select_related("created_by"))
    rows = [(row, LISTS[row.kind].label if row.kind in LISTS else row.kind) for row in page]
    return show(request, "integrations/import_mappings.html", page=page, rows=rows)


@require_http_methods(["GET", "HEAD", "POST"])
@mapping_page
def column_mapping(request: AgencyRequest, mapping: ColumnMapping) -> HttpResponse:
    """What it says; posted, what it says from now on."""
    if request.method == "POST":
        saved.change_columns(mapping, columns_in(request.POST, mapping.kind), "is_complete" in request.POST)
        messages.success(request, "Saved. The coming files are read so.")
        return redirect("integrations:column_mapping", mapping.pk)
    given = SampleList(mapping.name, tuple(mapping.headings))
    about: dict[str, Any] = {"mapping": mapping, "given": given, "unused": steps.unused(mapping.columns, given)}
    about["code"] = saved.code_of(mapping)
    about["others"] = saved.agencies_of(request.user, mapping.agency)
    fields = field_rows(mapping.kind, mapping.columns, given, is_guessed=False)
    label = LISTS[mapping.kind].label
    return show(
        request, "integrations/import_mapping.html", fields=fields, choices=step_choices(), label=label, **about
    )


@require_POST
@mapping_page
def rename_mapping(request: AgencyRequest, mapping: ColumnMapping) -> HttpResponse:
    """Calls it something else."""
    saved.rename(mapping, request.POST.get("name", ""))
    messages.success(request, f"It is called {mapping.name} now.")
    return redirect("integrations:column_mapping", mapping.pk)


@require_POST
@mapping_page
def delete_mapping(request: AgencyRequest, mapping: ColumnMapping) -> HttpResponse:
    """Forgets it."""
    saved.delete(mapping)
    messages.success(request, f"{mapping.name} is forgotten. What came in with it stays.")
    return redirect(ALL)


@require_POST
@mapping_page
def copy_mapping(request: AgencyRequest, mapping: ColumnMapping) -> HttpResponse:
    """Hands it to another agency of the same person."""
    copy = saved.copy_to(mapping, request.POST.get("agency", ""), request.user)
    messages.success(request, f"{copy.agency} has it too now.")
    return redirect("integrations:column_mapping", mapping.pk)
