"""Syncing by hand, and one run: its progress while it is under way, and what came of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from agencies.pages.access import AgencyRequest
from agencies.pages.showing import page_of, show
from agencies.permissions import Permission
from integrations import runs
from integrations.models import SyncLog
from integrations.pages.access import provider_page
from integrations.pages.causes import troubles
from integrations.pages.changes import hidden_fields, hidden_tables, in_words
from integrations.pages.filters import ChangeFilter
from integrations.pages.finding import Place, place
from integrations.pages.run_queries import change_counts, in_order, issues_behind, known, where_held
from integrations.pages.run_words import counted, saying, took
from integrations.pages.standing import run_state
from integrations.sync.journal import ERRORS_KEPT


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
    log = the_run(here, job_id)
    runs.cancel(log)
    if log.is_live:
        messages.success(request, "The sync stops at its next page. What it has stored stays.")
    else:
        messages.success(request, "The sync was cancelled before it began.")
    return redirect(here.url("job", log.pk))


@require_safe
@provider_page()
def job(request: AgencyRequest, provider: str, job_id: str) -> HttpResponse:
    """One run: how far it is; once it is over what it counted, what went wrong, and what it changed."""
    here = place(request, provider)
    log = the_run(here, job_id)
    about = {"log": log, "state": run_state(log), **here.context()}
    found = under_way(here, log) if log.is_live else outcome(request, here, log)
    return show(request, "integrations/job.html", **about, **found)


@require_safe
@provider_page()
def progress(request: AgencyRequest, provider: str, job_id: str) -> HttpResponse:
    """The part of a live run's page that changes. Once the run is over, the browser is told to load the page again."""
    here = place(request, provider)
    log = the_run(here, job_id)
    if not request.htmx:
        return redirect(here.url("job", log.pk))
    if not log.is_live:
        return HttpResponseClientRefresh()
    about = {"log": log, "state": run_state(log), "told": request.GET.get("told", ""), **here.context()}
    return show(request, "components/run_progress.html", is_fragment=True, **about, **under_way(here, log))


def the_run(here: Place, job_id: str) -> SyncLog:
    """The connection's run with that id. Http404 where there is none."""
    rows = SyncLog.objects.for_page().select_related("undoes", "undone_by")
    log: SyncLog = get_object_or_404(rows, connection=here.connection, pk=job_id)
    return log


def under_way(here: Place, log: SyncLog) -> dict[str, Any]:
    """What is shown of a run that is not over."""
    zone = here.connection.agency.zone
    return {"saying": saying(log, here.provider.label, timezone.now(), zone), "counted": counted(log)}


def outcome(request: AgencyRequest, here: Place, log: SyncLog) -> dict[str, Any]:
    """What is shown of a run that is over."""
    tables = hidden_tables(request.membership)
    counts = change_counts(log, tables)
    narrowing = ChangeFilter(request.GET, counts)
    page = page_of(request, in_order(narrowing.apply(log.changes.exclude(table__in=tables))))
    rows = list(page)
    beside, hidden = known(rows), hidden_fields(request.membership)
    return {
        "counted": counted(log),
        "held_in": where_held(here.connection),
        "took": took(log),
        "troubles": troubles(log, issues_behind(log), here.provider.label),
        "errors_kept": ERRORS_KEPT if len(log.errors) >= ERRORS_KEPT else 0,
        "changed": sum(counts.values()),
        "hides_tables": bool(tables),
        "narrowing": narrowing,
        "page": page,
        "changes": [in_words(row, beside, hidden) for row in rows],
    }
