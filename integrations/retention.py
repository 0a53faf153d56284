"""How long things are kept that are only kept for a while."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils import timezone

from integrations.models import SignIn, SyncIssue
from integrations.wizard import starting

RAW_ROWS = timedelta(days=90)


class Tidied(NamedTuple):
    """How many things were forgotten."""

    raw_rows: int
    sign_ins: int
    imports: int = 0


def tidy(now: datetime | None = None) -> Tidied:
    """Blank raw rows that were last seen 90 days ago (their issues stay), drop sign-ins that can no longer be used, and give
    up imports that nobody has touched for 30 days."""
    now = now or timezone.now()
    raw_rows = SyncIssue.objects.filter(updated_at__lt=now - RAW_ROWS).filter(raw__isnull=False)
    sign_ins, _ = SignIn.objects.filter(created_at__lt=now - 2 * SignIn.LIFETIME).delete()
    return Tidied(raw_rows.update(raw=None), sign_ins, starting.tidy(now))
