"""An agency with an admin, and the browser of any of its people."""

from typing import Any

from django.test import Client

from agencies.models import Agency, AuditEntry, Membership, User
from agencies.permissions import Role
from tests.factories import a_member


def membership(agency: Agency, role: Role = Role.ADMIN, **given: Any) -> Membership:
    """The membership of a new person."""
    return Membership.objects.get(user=a_member(agency, role, **given))


def browser_of(user: User) -> Client:
    """Where that person is logged in."""
    client = Client()
    client.force_login(user)
    return client


def entries(*actions: AuditEntry.Action) -> list[AuditEntry]:
    """The trail's entries of these kinds, the first one first."""
    return list(AuditEntry.objects.filter(action__in=actions).order_by("at"))


def told(entry: AuditEntry) -> tuple[str, str, str, str, dict[str, Any]]:
    """What an entry says: action, person, agency, subject, details."""
    return entry.action, entry.person, entry.agency_name, entry.subject, entry.details
