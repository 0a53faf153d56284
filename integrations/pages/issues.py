"""The rows that need a person: of one connection, and of all of them at a morning's glance."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from agencies.pages.access import AgencyRequest, agency_page
from agencies.pages.showing import page_of, show
from agencies.permissions import Permission
from integrations import retrying
from integrations.mending import may_see_rows
from integrations.models import SyncIssue
from integrations.pages.access import provider_page
from integrations.pages.filters import IssueFilter
from integrations.pages.finding import place
from integrations.pages.forms import IssueForm, UploadForm
from integrations.pages.issue_groups import groups, in_groups, lists_to_correct
from integrations.pages.run_queries import issue_counts, issues_of, shared_values
from integrations.pages.words import plain

STATUSES = {"open": "Open", "ignored": "Set aside", "confirmed": "Confirmed", "resolved": "Resolved"}


@require_safe
@provider_page()
def issues(request: AgencyRequest, provider: str) -> HttpResponse:
    """What a person must look at in one connection, by cause."""
    here = place(request, provider)
    rows: Any = SyncIssue.objects.filter(connection=here.connection).for_page().select_related("connection")
    return listed(request, rows, here.provider.label, **here.context())


@require_safe
@agency_page()
def all_issues(request: AgencyRequest) -> HttpResponse:
    """The same for all connections of the agency."""
    return listed(request, issues_of(request.membership.agency), "the other system")


def listed(request: AgencyRequest, rows: QuerySet[SyncIssue], label: str, **about: Any) -> HttpResponse:
    """A page of these issues, narrowed as the address asks, in groups with one cause."""
    counts = issue_counts(rows)
    by_value = may_see_rows(request.membership)
    narrowing = IssueFilter(request.GET, counts, label, by_value=by_value)
    status = narrowing.wanted_status
    page = page_of(request, in_groups(narrowing.apply(rows), by_value=by_value))
    numbers = [
        (name, words, sum(row["number"] for row in counts if row["status"] == name)) for name, words in STATUSES.items()
    ]
    of_files = any(row["layout"] for row in counts)
    shared = shared_values(rows.filter(status=status)) if of_files and by_value else []
    found: dict[str, Any] = {
        "page": page,
        "groups": groups(page, counts, shared, status, by_value=by_value),
        "status": status,
        "statuses": numbers,
        "lists": lists_to_correct(about.get("connection"), counts),
        "upload": UploadForm(),
        "sees_rows": by_value,
    }
    return show(request, "integrations/issues.html", narrowing=narrowing, **found, **about)


@require_POST
@provider_page(Permission.FIX_ISSUES, back="integrations:issues")
def set_issue(request: AgencyRequest, provider: str, issue_id: str) -> HttpResponse:
    """Sets an issue aside, takes it up again, or confirms it."""
    here = place(request, provider)
    row = get_object_or_404(SyncIssue.objects.for_page(), connection=here.connection, pk=issue_id)
    form = IssueForm(request.POST)
    if not form.is_valid():
        raise Http404("There is no such step.")
    messages.success(request, form.carry_out(row))
    return redirect(here.coming_from(request, "issues"))


@require_POST
@provider_page(Permission.FIX_ISSUES, back="integrations:issues")
def retry(request: AgencyRequest, provider: str) -> HttpResponse:
    """Reads all rows of one kind again, and goes to the run's page."""
    here = place(request, provider)
    kind = request.POST.get("kind", "")
    log = retrying.retry(here.connection, [kind], request.user)
    messages.success(request, f"Reading all {plain(kind).lower()} again. This page follows it.")
    return redirect(here.url("job", log.pk))
