"""Writing the audit trail: one call beside each step that a person takes, in that step's own transaction."""

from contextlib import suppress
from contextvars import ContextVar
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from agencies.models import Agency, AuditEntry, User

# The request that is being answered, so that steps need not hand it through. Set by agencies/middleware.py.
current_request: ContextVar[HttpRequest | None] = ContextVar("current_request", default=None)

Action = AuditEntry.Action


def record(
    action: Action, subject: object = "", *, agency: Agency | None = None, person: User | None = None, **details: Any
) -> None:
    """Add an entry: one query. Without `person` it was the one whose request is being answered; outside of a request it
    was a command. `details` are JSON values, never secrets."""
    request = current_request.get()
    who = person or _signed_in(request)
    AuditEntry.objects.create(
        action=action,
        subject=str(subject),
        details=details,
        agency_id=agency.pk if agency else None,
        agency_name=agency.name if agency else "",
        person_id=who.pk if who else None,
        person=who.email if who else "",
        via=_via(request),
        address=address_of(request),
    )


def change(old: object, new: object) -> dict[str, Any]:
    """How `details` tell of a value that became another one."""
    return {"old": old, "new": new}


def address_of(request: HttpRequest | None) -> str | None:
    """Where a request came from: the last address that our own proxy added, where there is one."""
    if request is None:
        return None
    forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return (_address(forwarded) if settings.BEHIND_PROXY else "") or request.META.get("REMOTE_ADDR") or None


def _address(text: str) -> str:
    """The address that a proxy wrote, less the port that some add; "" where it wrote none, such as "unknown"."""
    for part in (text, text.rpartition(":")[0].strip("[]")):
        with suppress(ValueError):
            return str(ip_address(part))
    return ""


def _signed_in(request: HttpRequest | None) -> User | None:
    user = getattr(request, "user", None)
    return user if isinstance(user, User) or getattr(user, "is_authenticated", False) else None


def _via(request: HttpRequest | None) -> AuditEntry.Via:
    if request is None:
        return AuditEntry.Via.COMMAND
    if request.path.startswith("/admin/"):
        return AuditEntry.Via.ADMIN
    api = request.path.startswith("/api/") and not request.path.endswith("/callback")
    return AuditEntry.Via.API if api else AuditEntry.Via.PAGE
