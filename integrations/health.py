"""How well a connection works, worked out from what its runs left behind: facts in, a verdict and what to do out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import Count, Q

from integrations.models import Connection, SyncIssue, SyncLog

WINDOW = timedelta(days=30)
# A night comes every 24 hours. Two hours late is late; after two missed nights nobody should trust the rows.
LATE_AFTER, STALE_AFTER = timedelta(hours=26), timedelta(hours=50)
FEW = 0.9


class Verdict(StrEnum):
    """The three answers, the worst last."""

    HEALTHY = "healthy"
    ATTENTION = "attention"
    DOWN = "down"


@dataclass(frozen=True)
class Facts:
    """What is known of one connection. `completed` and `failed` count the runs of the last 30 days; a cancelled one says
    nothing. `last_run` is the status of the newest run that is over, "" where there is none."""

    status: str
    last_sync_at: datetime | None = None
    last_run: str = ""
    completed: int = 0
    failed: int = 0
    open_issues: int = 0

    @property
    def success_rate(self) -> float | None:
        """The completed share of the runs, 0 to 1; None where none was over."""
        runs = self.completed + self.failed
        return round(self.completed / runs, 3) if runs else None

    def age(self, now: datetime) -> timedelta | None:
        """How long ago the last sync that went well was."""
        return now - self.last_sync_at if self.last_sync_at else None


@dataclass(frozen=True)
class Advice:
    """One thing that is not as it should be: what, what to do, and on which page (`route`). `verdict` says how bad."""

    code: str
    verdict: Verdict
    message: str
    action: str
    route: str = "integrations:provider"


def advice(facts: Facts, label: str, now: datetime) -> list[Advice]:
    """What a person should do about the connection, the most pressing first; nothing where all is well."""
    if facts.status != Connection.Status.ACTIVE:
        return [_standing(facts.status, label)]
    return [
        found
        for found in (
            _freshness(facts, label, now),
            _last_run(facts, label),
            _rate(facts),
            _issues(facts.open_issues),
        )
        if found
    ]


def verdict(found: Iterable[Advice]) -> Verdict:
    """The worst of them."""
    order = list(Verdict)
    return max((row.verdict for row in found), key=order.index, default=Verdict.HEALTHY)


def facts_of(connections: Iterable[Connection], now: datetime) -> dict[Connection, Facts]:
    """The facts of each connection: two queries, however many there are."""
    rows = list(connections)
    issues = SyncIssue.objects.open().filter(connection__in=rows).order_by()
    numbers = dict(issues.values_list("connection").annotate(Count("pk")))
    over = SyncLog.objects.filter(connection__in=rows, created_at__gte=now - WINDOW).exclude(
        Q(status__in=SyncLog.LIVE) | Q(status=SyncLog.Status.CANCELLED) | Q(trigger=SyncLog.Trigger.UNDO)
    )
    runs: dict[object, list[str]] = {row.pk: [] for row in rows}
    for connection_id, status in over.order_by("-created_at").values_list("connection", "status"):
        runs[connection_id].append(status)
    return {
        row: Facts(
            status=row.status,
            last_sync_at=row.last_sync_at,
            last_run=next(iter(runs[row.pk]), ""),
            completed=runs[row.pk].count(SyncLog.Status.COMPLETED),
            failed=runs[row.pk].count(SyncLog.Status.FAILED),
            open_issues=numbers.get(row.pk, 0),
        )
        for row in rows
    }


def _standing(status: str, label: str) -> Advice:
    if status == Connection.Status.PAUSED:
        return Advice("paused", Verdict.ATTENTION, "Nightly syncs are paused.", "Resume them when you are ready.")
    if status in Connection.SIGN_IN_LOST:
        message = f"{label} no longer lets pmsync in."
        return Advice("sign_in", Verdict.DOWN, message, "Reconnect the same account. Nothing is lost.")
    return Advice("not_connected", Verdict.DOWN, f"{label} is not connected.", "Connect it.")


def _freshness(facts: Facts, label: str, now: datetime) -> Advice | None:
    age = facts.age(now)
    if age is None:
        return Advice("never_synced", Verdict.ATTENTION, f"Nothing has come from {label} yet.", "Start a sync.")
    if age < LATE_AFTER:
        return None
    message = f"The last sync that went well is {_words(age)} old."
    if age >= STALE_AFTER:
        return Advice("stale", Verdict.DOWN, message, "Start a sync. If it fails, its page says why.")
    return Advice("late", Verdict.ATTENTION, message, "Start a sync, or wait for tonight.")


def _last_run(facts: Facts, label: str) -> Advice | None:
    if facts.last_run != SyncLog.Status.FAILED:
        return None
    message = f"The last sync with {label} failed."
    return Advice("failed", Verdict.ATTENTION, message, "Its page says why.", "integrations:history")


def _rate(facts: Facts) -> Advice | None:
    rate = facts.success_rate
    if rate is None or rate >= FEW:
        return None
    message = f"{facts.failed} of {facts.completed + facts.failed} syncs of the last 30 days failed."
    return Advice(
        "often_fails", Verdict.ATTENTION, message, "Look for what they have in common.", "integrations:history"
    )


def _issues(number: int) -> Advice | None:
    if not number:
        return None
    message = "1 row needs a person." if number == 1 else f"{number} rows need a person."
    return Advice(
        "issues", Verdict.ATTENTION, message, "Each says what is wrong and what to do.", "integrations:issues"
    )


def _words(age: timedelta) -> str:
    hours = int(age.total_seconds() // 3600)
    return f"{hours} hours" if hours < 48 else f"{hours // 24} days"
