"""What was measured, for tests: as tests/factories.py."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from integrations.models import CallStats, Connection, HealthCheck, QualityScore, VendorStatus


def a_check(connection: Connection, minutes_ago: float = 1, **given: Any) -> HealthCheck:
    """A check of a moment ago that found the vendor up."""
    at = timezone.now() - timedelta(minutes=minutes_ago)
    values = {"checked_at": at, "is_up": True, "latency_ms": 180, **given}
    return HealthCheck.objects.create(connection=connection, **values)


def a_failed_check(connection: Connection, minutes_ago: float = 1, **given: Any) -> HealthCheck:
    """A check of a moment ago that found the vendor down."""
    values = {"code": "vendor_unavailable", "message": "PropertyMe took too long to answer.", **given}
    return a_check(connection, minutes_ago, is_up=False, latency_ms=None, **values)


def call_stats(connection: Connection, endpoint: str = "v1/lots", **given: Any) -> CallStats:
    """Four quick calls of this hour."""
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    values = {
        "hour": hour,
        "calls": 4,
        "errors": 0,
        "total_ms": 600,
        "statuses": {"200": 4},
        "milliseconds": {"200": 4},
        **given,
    }
    return CallStats.objects.create(connection=connection, endpoint=endpoint, **values)


def a_score(connection: Connection, kind: str = "leases", score: float = 95, **given: Any) -> QualityScore:
    """Today's score of a kind with a hundred rows."""
    values = {"day": connection.agency.local_day(), "rows": 100, **given}
    return QualityScore.objects.create(connection=connection, kind=kind, score=Decimal(str(score)), **values)


def a_vendor_status(provider: str = "propertyme", **given: Any) -> VendorStatus:
    """A vendor that says that all is well."""
    values = {"is_up": True, "words": "All Systems Operational", "read_at": timezone.now(), **given}
    return VendorStatus.objects.create(provider=provider, **values)


def everything_measured(connection: Connection, mark: str) -> list[Any]:
    """One row of everything that is measured, whose texts hold the mark."""
    return [
        call_stats(connection, f"{mark}/lots"),
        a_check(connection, code=mark, message=f"{mark} check"),
        a_score(connection),
        a_vendor_status(f"{mark} {connection.pk.hex[:8]}", words=f"{mark} words"),
    ]


def a_month_of(connection: Connection) -> None:
    """Thirty days of checks with two bad ones among them, calls of some hours ago, and scores that went up until yesterday."""
    now, today = timezone.now(), connection.agency.local_day()
    for days in range(30):
        for number in range(8):
            at = {"checked_at": now - timedelta(days=days, minutes=3 + 100 * number)}
            is_bad = (days == 9 and number < 3) or (days == 21 and number == 5)
            (a_failed_check if is_bad else a_check)(connection, **at)
    for endpoint, calls, errors, lengths in (
        ("v1/lots", 212, 0, {"200": 190, "500": 22}),
        ("v1/tenancies", 48, 0, {"500": 40, "1000": 8}),
        ("v1/jobtasks/{id}/quotations", 31, 2, {"100": 29, "2000": 2}),
        ("sign-in", 9, 0, {"200": 9}),
    ):
        numbers = {"calls": calls, "errors": errors, "milliseconds": lengths, "statuses": {"200": calls}}
        call_stats(connection, endpoint, hour=now.replace(minute=0) - timedelta(hours=2), **numbers)
    findings = {
        "leases": {"lease_without_tenant": 1, "lease_past_its_end": 2},
        "tenants": {"tenant_email": 2, "tenant_without_lease": 1},
        "properties": {"property_without_owner": 1},
    }
    for days in range(1, 60, 2):
        for kind, score in (("leases", 92.1), ("tenants", 95.4), ("properties", 98.2), ("owners", 100)):
            value = max(0.0, score - days / 6)
            day = today - timedelta(days=days)
            a_score(connection, kind, value, day=day, rows=40, findings=findings.get(kind, {}))
