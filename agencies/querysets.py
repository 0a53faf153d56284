"""What the pages about an agency list."""

from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from agencies.models import Agency, AuditEntry, Invitation, Membership


def members(agency: Agency) -> QuerySet[Membership]:
    """The people of an agency, with their accounts: one query."""
    return Membership.objects.filter(agency=agency).select_related("user").order_by("user__email")


def open_invitations(agency: Agency) -> QuerySet[Invitation]:
    """Those that nobody has taken up: one query."""
    return Invitation.objects.open().filter(agency=agency).for_page()


def trail(agency: Agency) -> QuerySet[AuditEntry]:
    """What was done at an agency, and how its present people came in: log-ins belong to a person and to no agency."""
    people = Membership.objects.filter(agency=agency).values("user_id")
    return AuditEntry.objects.filter(Q(agency_id=agency.pk) | Q(agency_id=None, person_id__in=people))


def trail_matching(agency: Agency, asked: dict[str, Any]) -> QuerySet[AuditEntry]:
    """The entries that a `TrailForm` asks for. Days are the agency's own."""
    rows = trail(agency)
    for word in asked.get("search", "").split():
        rows = rows.filter(Q(subject__icontains=word) | Q(person__icontains=word) | Q(address__icontains=word))
    for name in ("person", "action"):
        if asked.get(name):
            rows = rows.filter(**{name: asked[name]})
    if since := asked.get("since"):
        rows = rows.filter(at__gte=datetime.combine(since, time(), tzinfo=agency.zone))
    if until := asked.get("until"):
        rows = rows.filter(at__lt=datetime.combine(until + timedelta(days=1), time(), tzinfo=agency.zone))
    return rows
