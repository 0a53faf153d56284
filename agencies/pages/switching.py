"""Turning to another agency of the person."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from agencies.access import CURRENT_AGENCY
from agencies.pages.access import AgencyRequest, agency_page


@require_POST
@agency_page()
def switch(request: AgencyRequest) -> HttpResponse:
    """Every page from here on is about the agency named."""
    named = request.POST.get("agency", "")
    if named not in {str(row.agency_id) for row in request.memberships}:
        raise Http404("There is no such agency here.")
    request.session[CURRENT_AGENCY] = named
    return redirect("home")
