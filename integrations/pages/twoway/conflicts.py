"""Fields that both sides changed: each with both values, who changed what when, and the ways to decide."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Count, Max
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from agencies.pages.access import AgencyRequest
from agencies.pages.showing import page_of, show
from agencies.permissions import Permission
from agencies.refusals import Refusal
from integrations.models import FieldConflict
from integrations.pages.access import provider_page
from integrations.pages.changes import hidden_fields
from integrations.pages.finding import Place, place
from integrations.pages.twoway.forms import ConflictFilter, DecisionForm, ManyForm
from integrations.pages.twoway.words import shown_conflict
from integrations.pages.words import column_words, plain

NUMBERS = {"number": Count("pk"), "latest": Max("updated_at")}


@require_safe
@provider_page()
def conflicts(request: AgencyRequest, provider: str) -> HttpResponse:
    """What waits for a decision, row by row; or what has been decided."""
    here = place(request, provider)
    rows = FieldConflict.objects.filter(connection=here.connection)
    counted: list[Any] = list(rows.order_by().values("kind", "field", "status").annotate(**NUMBERS))
    narrowing = ConflictFilter(request.GET, counted)
    page = page_of(request, narrowing.apply(rows.for_page()).order_by("label", "row_id", "field"))
    hidden = hidden_fields(request.membership)
    known: dict[str, Any] = {
        "page": page,
        "rows": [shown_conflict(row, hidden) for row in page],
        "narrowing": narrowing,
        "bulk": _in_bulk(counted) if narrowing.is_open else [],
        **here.context(),
    }
    return show(request, "integrations/conflicts.html", **known)


@require_POST
@provider_page(Permission.WRITE_BACK, back="integrations:conflicts")
def decide(request: AgencyRequest, provider: str, conflict_id: str) -> HttpResponse:
    """Keeps ours, takes theirs, or enters a third value."""
    here = place(request, provider)
    row = get_object_or_404(FieldConflict.objects.for_page(), connection=here.connection, pk=conflict_id)
    return _carried_out(request, here, DecisionForm(request.POST, conflict=row))


@require_POST
@provider_page(Permission.WRITE_BACK, back="integrations:conflicts")
def decide_many(request: AgencyRequest, provider: str) -> HttpResponse:
    """The same decision for one field of every row that waits."""
    here = place(request, provider)
    return _carried_out(request, here, ManyForm(request.POST, connection=here.connection))


def _carried_out(request: AgencyRequest, here: Place, form: DecisionForm | ManyForm) -> HttpResponse:
    if not form.is_valid():
        raise Http404("There is no such step.")
    try:
        messages.success(request, form.carry_out(request.user))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect(here.coming_from(request, "conflicts"))


def _in_bulk(counted: list[Any]) -> list[tuple[str, str, str, int, datetime]]:
    """Kind, field, their words, how many wait and when the latest of them changed, of each field with more than one open
    conflict."""
    waiting = [row for row in counted if row["status"] == FieldConflict.Status.OPEN and row["number"] > 1]
    return [
        (
            row["kind"],
            row["field"],
            f"{column_words(row['field'])} of {plain(row['kind']).lower()}",
            row["number"],
            row["latest"],
        )
        for row in sorted(waiting, key=lambda row: (row["kind"], row["field"]))
    ]
