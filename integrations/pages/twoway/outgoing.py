"""Edits on their way to the other system: what became of each, and how to try one again or give it up."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.pages.access import AgencyRequest
from agencies.pages.showing import page_of, show
from agencies.permissions import Permission
from integrations.models import OutgoingEdit
from integrations.pages.access import provider_page
from integrations.pages.changes import hidden_fields
from integrations.pages.finding import place
from integrations.pages.twoway.forms import EditFilter, TwoWayForm
from integrations.pages.twoway.words import shown_edit
from integrations.twoway import conflicts


@require_safe
@provider_page()
def outgoing(request: AgencyRequest, provider: str) -> HttpResponse:
    """All edits, the latest first."""
    here = place(request, provider)
    rows = OutgoingEdit.objects.filter(connection=here.connection)
    narrowing = EditFilter(request.GET, rows.order_by().values_list("kind", flat=True).distinct())
    page = page_of(request, narrowing.apply(rows.for_page()).order_by("-pk"))
    hidden = hidden_fields(request.membership)
    known: dict[str, Any] = {
        "page": page,
        "rows": [shown_edit(row, hidden) for row in page],
        "narrowing": narrowing,
        **here.context(),
    }
    return show(request, "integrations/outgoing.html", **known)


@require_POST
@provider_page(Permission.WRITE_BACK, back="integrations:outgoing")
def retry(request: AgencyRequest, provider: str, edit_id: int) -> HttpResponse:
    """Sends an edit once more."""
    here = place(request, provider)
    edit = get_object_or_404(OutgoingEdit.objects.for_page(), connection=here.connection, pk=edit_id)
    conflicts.retry(edit, request.user)
    messages.success(request, f"{edit.label} is on its way again.")
    return redirect(here.coming_from(request, "outgoing"))


@require_POST
@provider_page(Permission.WRITE_BACK, back="integrations:outgoing")
def drop(request: AgencyRequest, provider: str, edit_id: int) -> HttpResponse:
    """Gives an edit up: the row goes back to what the other system has."""
    here = place(request, provider)
    edit = get_object_or_404(OutgoingEdit.objects.for_page(), connection=here.connection, pk=edit_id)
    conflicts.drop(edit, request.user)
    messages.success(request, f"The edit of {edit.label} is given up.")
    return redirect(here.coming_from(request, "outgoing"))


@require_http_methods(["GET", "POST"])
@provider_page(Permission.CONNECT)
def two_way(request: AgencyRequest, provider: str) -> HttpResponse:
    """Which kinds are written back, and who wins."""
    here = place(request, provider)
    form = TwoWayForm(request.POST or None, here.provider, here.connection)
    if request.method == "GET":
        return show(request, "integrations/two_way.html", form=form, **here.context())
    messages.success(request, form.carry_out(request.user))
    return redirect(here.url("two_way"))
