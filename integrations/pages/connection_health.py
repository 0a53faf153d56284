"""How a connection is, at one glance: the verdict, whose fault it is, the score, uptime, latency, and what to do."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import TruncDate
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from agencies.models import Membership
from agencies.pages.access import AgencyRequest
from agencies.pages.showing import show
from integrations import vendor_status
from integrations.health import MOST_FINDINGS, Advice, Verdict, advice, facts_of, verdict
from integrations.measuring import LATELY, measured_of
from integrations.models import Connection, HealthCheck
from integrations.pages import health_charts
from integrations.pages.access import provider_page
from integrations.pages.finding import Place, place
from integrations.pages.quality import lines_by_kind
from integrations.pages.standing import State
from integrations.quality import scores
from integrations.whose_fault import Whose

VERDICTS = {
    Verdict.HEALTHY: State("Healthy", "good"),
    Verdict.ATTENTION: State("Needs attention", "warn"),
    Verdict.DOWN: State("Down", "bad"),
}
WHOSE = {
    Whose.NOBODY: State("All is well", "good"),
    Whose.THEM: State("It is them", "warn"),
    Whose.US: State("It is us", "bad"),
    Whose.UNKNOWN: State("Not known", "idle"),
}
LEADS_TO = {
    "integrations:provider": "Open the connection",
    "integrations:settings": "Open its settings",
    "integrations:files": "Open its files",
    "integrations:history": "See the syncs",
    "integrations:job": "Open that sync",
    "integrations:issues": "See the issues",
    "integrations:quality": "See the findings",
}
ON_THIS_PAGE = "See which"


@dataclass(frozen=True)
class Step:
    """One recommendation, with the page to follow it on; "" where there is none to go to. `whom` says whom to ask where the
    person's own role does not allow it."""

    advice: Advice
    words: str
    address: str
    whom: str = ""


@require_safe
@provider_page()
def health(request: AgencyRequest, provider: str) -> HttpResponse:
    """Everything that was measured of one connection."""
    here = place(request, provider)
    now, row = timezone.now(), here.connection
    today = row.agency.local_day(now)
    measured = measured_of(here.provider, [row], now)[row]
    found = advice(facts_of([row], now)[row], here.provider.label, now, measured)
    up_days = health_charts.up_days(checks_by_day(row, now), today)
    kept = scores.trend(row, today)
    known: dict[str, Any] = {
        "state": VERDICTS[verdict(found)],
        "steps": [as_step(here, request.membership, each) for each in found],
        "whose": WHOSE[measured.blame.whose],
        "vendor_words": vendor_status.words_of(here.provider, measured.vendor),
        "measured": measured,
        "up_days": up_days,
        "up_words": health_charts.up_in_words(up_days),
        "trend": health_charts.trend(scores.overall_by_day(kept), today) if kept else None,
        "kinds": lines_by_kind(row, measured.quality, kept, today),
        "findings": measured.quality.findings[:MOST_FINDINGS] if measured.quality else (),
        "hours": int(LATELY.total_seconds() // 3600),
    }
    return show(request, "integrations/health.html", **known, **here.context())


def as_step(here: Place, member: Membership, found: Advice) -> Step:
    """The recommendation with its button, for those whose role lets them follow it."""
    if not member.allows(found.needs):
        return Step(found, "", "", f"Your role does not allow this: ask an admin of {member.agency}.")
    if found.anchor:
        return Step(found, ON_THIS_PAGE, f"#{found.anchor}")
    words = LEADS_TO.get(found.route, "")
    return Step(found, words, here.url(found.route.removeprefix("integrations:"), *found.args) if words else "")


def checks_by_day(connection: Connection, now: datetime) -> dict[date, tuple[int, int]]:
    """How many checks there were, and how many found the vendor up, on each of the last days of the agency: one query."""
    since = now - timedelta(days=health_charts.DAYS + 1)
    rows = HealthCheck.objects.filter(connection=connection, checked_at__gt=since).order_by()
    by_day = rows.annotate(day=TruncDate("checked_at", tzinfo=connection.agency.zone)).values_list("day")
    counted = by_day.annotate(checks=Count("pk"), up=Count("pk", filter=Q(is_up=True)))
    return {day: (checks, up) for day, checks, up in counted}
