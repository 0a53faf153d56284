"""The rows that need a person: of one connection, and of all of them at a morning's glance."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
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
from integrations.models import Connection, SyncIssue
from integrations.pages.access import provider_page
from integrations.pages.causes import Cause, cause_of
from integrations.pages.filters import IssueFilter
from integrations.pages.finding import place
from integrations.pages.forms import IssueForm
from integrations.pages.row_names import Named, names_of
from integrations.pages.run_queries import issue_counts, issues_of
from integrations.pages.words import plain
from providers import registry

STATUSES = {"open": "Open", "ignored": "Set aside", "confirmed": "Confirmed", "resolved": "Resolved"}


@dataclass(frozen=True)
class Group:
    """Issues of one connection that have one cause. `number` counts all of them, `issues` are those on this page, with the
    names of their rows."""

    connection: Connection
    kind: str
    code: str
    cause: Cause
    number: int
    can_retry: bool
    issues: list[tuple[SyncIssue, Named | None]]

    @property
    def kind_words(self) -> str:
        """The kind as people write it."""
        return plain(self.kind)

    @property
    def vendor(self) -> str:
        """The provider's label."""
        return registry.get(self.connection.provider).label


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
    narrowing = IssueFilter(request.GET, counts, label)
    status = narrowing.wanted_status
    ordered = ("connection__provider", "connection__account_name", "connection_id", "kind", "code", "-updated_at", "id")
    page = page_of(request, narrowing.apply(rows).order_by(*ordered))
    numbers = [
        (name, words, sum(row["number"] for row in counts if row["status"] == name)) for name, words in STATUSES.items()
    ]
    of_this = {
        (row["connection"], row["kind"], row["code"]): row["number"] for row in counts if row["status"] == status
    }
    found = {"page": page, "groups": groups(page, of_this), "status": status, "statuses": numbers}
    return show(request, "integrations/issues.html", narrowing=narrowing, **found, **about)


def groups(rows: Iterable[SyncIssue], numbers: dict[tuple[Any, str, str], int]) -> list[Group]:
    """The rows, which come in order, by connection, kind and cause."""
    rows = list(rows)
    found, names = [], names_of(rows)
    for (kind, code, _), members in groupby(rows, key=lambda row: (row.kind, row.code, row.connection_id)):
        issues = [(row, names.get(row.pk)) for row in members]
        connection = issues[0][0].connection
        provider = registry.get(connection.provider)
        cause = cause_of(code, provider.label)
        can_retry = (
            cause.can_retry and connection.status in Connection.SIGNED_IN and kind in retrying.readable(connection)
        )
        found.append(Group(connection, kind, code, cause, numbers[connection.pk, kind, code], can_retry, issues))
    return found


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
