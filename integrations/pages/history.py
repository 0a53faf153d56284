"""The history of a connection's runs, and the chart of its last nights."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from agencies.pages.access import AgencyRequest
from agencies.pages.showing import page_of, show
from integrations.models import SyncLog
from integrations.pages import charts
from integrations.pages.access import provider_page
from integrations.pages.filters import RunFilter
from integrations.pages.finding import Place, place
from integrations.pages.run_queries import changes_of, nights
from integrations.pages.run_words import kept_out, saying, took
from integrations.pages.standing import run_state


@require_safe
@provider_page()
def history(request: AgencyRequest, provider: str) -> HttpResponse:
    """The runs that were asked for, the latest first, below the last 30 nights."""
    here = place(request, provider)
    narrowing = RunFilter(request.GET)
    page = page_of(request, narrowing.apply(SyncLog.objects.filter(connection=here.connection).for_page()))
    today = timezone.localdate(timezone=here.connection.agency.zone)
    nightly = nights(here.connection, today)
    changes = changes_of([*page, *nightly])
    drawn = charts.chart([as_drawn(log, changes.get(log.pk, 0)) for log in nightly], today, here.connection.agency.zone)
    rows = [(log, run_state(log), outcome(here, log), changes.get(log.pk, 0), took(log)) for log in page]
    found = {"page": page, "rows": rows, "narrowing": narrowing, "chart": drawn, **here.context()}
    return show(request, "integrations/history.html", **found)


def outcome(here: Place, log: SyncLog) -> str:
    """How a run ended, or what it is doing now."""
    if not log.is_live:
        return log.summary
    return saying(log, here.provider.label, timezone.now(), here.connection.agency.zone).words


def as_drawn(log: SyncLog, changes: int) -> charts.Run:
    """What the chart needs of a run."""
    length = took(log)
    seconds = length.total_seconds() if length else None
    failed = log.status == SyncLog.Status.FAILED
    return charts.Run(log.pk, run_state(log).words, log.created_at, seconds, changes, kept_out(log), failed)
