"""What the lock-out after wrong passwords goes by. django-axes counts; these say whom, and for how long."""

from datetime import datetime
from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from agencies.audit import address_of

LONGEST = 254  # of an e-mail address, and what the column holds


def name_of(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """Whom a log-in names, so that `Anna@x` and `anna@x` share one count. Forms say `username`, the API `email`."""
    given = credentials or request.POST
    return str(given.get("username") or given.get("email") or "").strip().lower()[:LONGEST]


def seconds_left(request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
    """How long the lock of this name from this address still holds. At least 1."""
    attempts = AccessAttempt.objects.filter(username=name_of(request, credentials), ip_address=address_of(request))
    last: datetime | None = attempts.order_by("-attempt_time").values_list("attempt_time", flat=True).first()
    end = (last or timezone.now()) + settings.AXES_COOLOFF_TIME
    return max(1, round((end - timezone.now()).total_seconds()))
