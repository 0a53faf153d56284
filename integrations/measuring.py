"""What was measured of connections, put together for the people and programs that ask how they are: uptime from checks,
latency from calls, scores, and whose fault it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, OuterRef, Q, Subquery

from integrations import vendor_status
from integrations.checking import EVERY, checkable
from integrations.latency import Latency, by_endpoint, of_all
from integrations.models import CallStats, Connection, HealthCheck, VendorStatus
from integrations.quality import scores
from integrations.quality.scores import Scores
from integrations.whose_fault import FILES, OURS, Blame, Seen, blame
from providers.base import Provider

WINDOW = timedelta(days=30)
LATELY = timedelta(hours=24)
# A check is late by its turn, and by how long the workers' queue is.
FRESH = 3 * EVERY


@dataclass(frozen=True)
class Uptime:
    """The share of the checks of the last 30 days that found the vendor up. `since` is the first of them where there are
    fewer than 30 days of them."""

    checks: int = 0
    up: int = 0
    since: datetime | None = None

    @property
    def percentage(self) -> float | None:
        """0 to 100; None without checks. Less than all is never rounded up to 100."""
        return int(10_000 * self.up / self.checks) / 100 if self.checks else None


@dataclass(frozen=True)
class Measured:
    """One connection. `checks` are its fresh ones, the newest first."""

    uptime: Uptime = Uptime()
    checks: tuple[HealthCheck, ...] = ()
    endpoints: tuple[Latency, ...] = ()
    quality: Scores | None = None
    vendor: VendorStatus | None = None
    blame: Blame = FILES

    @property
    def latency(self) -> Latency:
        """All addresses together."""
        return of_all(self.endpoints)


def measured_of(
    provider: type[Provider], connections: Iterable[Connection], now: datetime
) -> dict[Connection, Measured]:
    """What was measured of each of these connections to one provider: six queries, however many there are."""
    rows = list(connections)
    uptimes, fresh = _uptimes(rows, now), _fresh_checks(rows, now)
    calls: dict[object, list[CallStats]] = {}
    for stats in CallStats.objects.filter(connection__in=rows, hour__gt=now - LATELY):
        calls.setdefault(stats.connection_id, []).append(stats)
    scored, vendor = scores.newest(rows), vendor_status.known(provider, now)
    checked, failing = _all_checked(provider, now)
    return {
        row: Measured(
            uptime=uptimes.get(row.pk, Uptime()),
            checks=tuple(fresh.get(row.pk, ())),
            endpoints=by_endpoint(calls.get(row.pk, ())),
            quality=scored.get(row.pk),
            vendor=vendor,
            blame=FILES if row.takes_files else _blame(provider, row, fresh.get(row.pk, ()), vendor, checked, failing),
        )
        for row in rows
    }


def _blame(
    provider: type[Provider],
    connection: Connection,
    checks: Sequence[HealthCheck],
    vendor: VendorStatus | None,
    checked: int,
    failing: int,
) -> Blame:
    """Us or them. Of all that were checked, those beside the connection itself count, which is among them while active."""
    says_up = vendor.is_up if vendor else None
    if not checks:
        return blame(Seen(is_up=None, says_up=says_up), provider.label)
    own = checks[0]
    itself = connection.status == Connection.Status.ACTIVE
    fails = itself and not own.is_up and own.code not in OURS
    seen = Seen(own.is_up, own.code, checked - itself, failing - fails, says_up)
    return blame(seen, provider.label)


def _uptimes(rows: Sequence[Connection], now: datetime) -> dict[object, Uptime]:
    of_these = HealthCheck.objects.filter(connection__in=rows, checked_at__gt=now - WINDOW).order_by()
    counted = of_these.values_list("connection").annotate(
        checks=Count("pk"), up=Count("pk", filter=Q(is_up=True)), first=Min("checked_at")
    )
    whole = now - WINDOW + timedelta(days=1)  # from the first day of the window on
    return {
        connection_id: Uptime(checks, up, first if first > whole else None)
        for connection_id, checks, up, first in counted
    }


def _fresh_checks(rows: Sequence[Connection], now: datetime) -> dict[object, list[HealthCheck]]:
    found: dict[object, list[HealthCheck]] = {}
    for check in HealthCheck.objects.filter(connection__in=rows, checked_at__gt=now - FRESH).order_by("-checked_at"):
        found.setdefault(check.connection_id, []).append(check)
    return found


def _all_checked(provider: type[Provider], now: datetime) -> tuple[int, int]:
    """How many of all agencies' connections to the provider were checked just now, and how many of them it did not answer,
    whosever they are."""
    newest = HealthCheck.objects.filter(connection=OuterRef("pk"), checked_at__gt=now - FRESH).order_by("-checked_at")
    rows = checkable().filter(provider=provider.slug).order_by()
    rows = rows.annotate(up=Subquery(newest.values("is_up")[:1]), why=Subquery(newest.values("code")[:1]))
    found = rows.aggregate(
        checked=Count("pk", filter=Q(up__isnull=False)),
        failing=Count("pk", filter=Q(up=False) & ~Q(why__in=OURS)),
    )
    return found["checked"], found["failing"]
