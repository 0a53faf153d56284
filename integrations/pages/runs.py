"""Syncing by hand, the history of runs, one run, and the issues that runs found."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from agencies.pages.access import AgencyRequest
from agencies.pages.showing import page_of, show
from agencies.permissions import Permission
from integrations import runs
from integrations.models import SyncIssue, SyncLog
from integrations.pages.access import provider_page
from integrations.pages.finding import place
from integrations.pages.forms import IssueForm
from integrations.pages.standing import run_state
from integrations.pages.words import COUNTED, change, counts_by_kind, plain

CHANGES = 200


@require_POST
@provider_page(Permission.SYNC)
def sync_now(request: AgencyRequest, provider: str) -> HttpResponse:
    """Starts a run, and goes to its page."""
    here = place(request, provider)
    log = runs.request_sync(here.connection, SyncLog.Type.MANUAL, SyncLog.Trigger.PERSON, user=request.user)
    messages.success(request, "The sync is starting. This page follows it.")
    return redirect(here.url("job", log.pk))


@require_POST
@provider_page(Permission.SYNC)
def cancel(request: AgencyRequest, provider: str, job_id: str) -> HttpResponse:
    """Asks a run to stop."""
    here = place(request, provider)
    log = get_object_or_404(SyncLog.objects.for_page(), connection=here.connection, pk=job_id)
    runs.cancel(log)
    messages.success(request, "The sync stops at its next page. What it has stored stays.")
    return redirect(here.url("job", log.pk))


@require_safe
@provider_page()
def history(request: AgencyRequest, provider: str) -> HttpResponse:
    """All runs, the latest first."""
    here = place(request, provider)
    page = page_of(request, SyncLog.objects.filter(connection=here.connection).for_page())
    rows = [(log, run_state(log)) for log in page]
    return show(request, "integrations/history.html", page=page, rows=rows, **here.context())


@require_safe
@provider_page()
def job(request: AgencyRequest, provider: str, job_id: str) -> HttpResponse:
    """One run: how far it is, what it counted, what went wrong, and what it changed."""
    here = place(request, provider)
    log = get_object_or_404(SyncLog.objects.for_page(), connection=here.connection, pk=job_id)
    allowed = request.membership.allows(Permission.SEE_MONEY) and request.membership.allows(Permission.SEE_CONTACTS)
    changes = [change(row) for row in log.changes.order_by("pk")[:CHANGES]] if allowed else []
    errors = [(plain(row.get("kind", "")), row) for row in log.errors]
    numbers = {"counted": [plain(name) for name in COUNTED], "counts": counts_by_kind(log)}
    found = {"errors": errors, "changes": changes, "most": CHANGES, **numbers, **here.context()}
    return show(request, "integrations/job.html", log=log, state=run_state(log), **found)


@require_safe
@provider_page()
def issues(request: AgencyRequest, provider: str) -> HttpResponse:
    """What a person must look at; with `?status=ignored`, what somebody set aside."""
    here = place(request, provider)
    status = "ignored" if request.GET.get("status") == "ignored" else "open"
    page = page_of(request, SyncIssue.objects.filter(connection=here.connection, status=status).for_page())
    rows = [(plain(row.kind), row) for row in page]
    return show(request, "integrations/issues.html", page=page, rows=rows, status=status, **here.context())


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
    return redirect(here.url("issues"))
