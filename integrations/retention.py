"""How long things are kept that are only kept for a while."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils import timezone

from integrations.hooks import forgetting
from integrations.models import CallStats, HealthCheck, QualityScore, SignIn, SyncIssue
from integrations.subscriptions import forgetting as deliveries
from integrations.wizard import starting

RAW_ROWS = timedelta(days=90)
CALLS = CHECKS = timedelta(days=90)
SCORES = timedelta(days=400)


class Tidied(NamedTuple):
    """How many things were forgotten."""

    raw_rows: int
    sign_ins: int
    imports: int = 0
    measured: int = 0
    events: int = 0


def tidy(now: datetime | None = None) -> Tidied:
    """Blank raw rows that were last seen 90 days ago (their issues stay), drop sign-ins that can no longer be used, give up
    imports that nobody has touched for 30 days, forget old measurements (calls and checks of 90 days ago, scores of 400) and
    events (what they said after 30 days, that they came or went after 90)."""
    now = now or timezone.now()
    raw_rows = SyncIssue.objects.filter(updated_at__lt=now - RAW_ROWS).filter(raw__isnull=False)
    sign_ins, _ = SignIn.objects.filter(created_at__lt=now - 2 * SignIn.LIFETIME).delete()
    return Tidied(raw_rows.update(raw=None), sign_ins, starting.tidy(now), _measured(now), _events(now))


def _events(now: datetime) -> int:
    return forgetting.forget(now) + deliveries.forget(now)


def _measured(now: datetime) -> int:
    calls, _ = CallStats.objects.filter(hour__lt=now - CALLS).delete()
    checks, _ = HealthCheck.objects.filter(checked_at__lt=now - CHECKS).delete()
    scores, _ = QualityScore.objects.filter(day__lt=(now - SCORES).date()).delete()
    return calls + checks + scores
