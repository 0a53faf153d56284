"""How well a connection works, worked out from what its runs left behind and what was measured: facts in, a verdict and what
to do out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import Count, Q

from integrations.measuring import Measured
from integrations.models import Connection, SyncIssue, SyncLog
from integrations.quality.scores import Finding
from integrations.whose_fault import Whose

WINDOW = timedelta(days=30)
# A night comes every 24 hours. Two hours late is late; after two missed nights nobody should trust the rows.
LATE_AFTER, STALE_AFTER = timedelta(hours=26), timedelta(hours=50)
FEW = 0.9
# So many calls say something about an address, and so many failures among them are too many.
ENOUGH_CALLS, MANY_ERRORS = 20, 0.1
POOR_SCORE = 80
MOST_FINDINGS = 5
WHAT_TO_DO = {
    Whose.THEM: "Wait: pmsync asks every five minutes, and the next sync makes up for it.",
    Whose.US: "Reconnect the account if it lasts for more than a few minutes.",
    Whose.NOBODY: "Wait a few minutes.",
    Whose.UNKNOWN: "Wait a few minutes, then see whether you can work there yourself.",
}


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


def advice(facts: Facts, label: str, now: datetime, measured: Measured | None = None) -> list[Advice]:
    """What a person should do about the connection, the most pressing first; nothing where all is well."""
    if facts.status != Connection.Status.ACTIVE:
        return [_standing(facts.status, label)]
    measured = measured or Measured()
    return [
        found
        for found in (
            _silence(measured, label),
            _freshness(facts, label, now),
            _last_run(facts, label),
            _rate(facts),
            _issues(facts.open_issues),
            _calls(measured),
            _quality(measured),
        )
        if found
    ]


def issues_of(found: Iterable[Advice], measured: Measured) -> list[str]:
    """Everything that is not as it should be, in sentences: what was advised, then what takes most from the score."""
    findings = measured.quality.findings[:MOST_FINDINGS] if measured.quality else ()
    return [*(row.message for row in found), *(sentence_of(finding) for finding in findings)]


def sentence_of(finding: Finding) -> str:
    """A finding in one sentence, with how many rows it is about."""
    words = finding.rule.kind.replace("_", " ").capitalize()
    return f"{words}, {finding.rows} row{'' if finding.rows == 1 else 's'}: {finding.rule.sentence}"


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


def _silence(measured: Measured, label: str) -> Advice | None:
    """One check may fail by chance; two in a row do not."""
    if not measured.checks or measured.checks[0].is_up:
        return None
    is_lasting = len(measured.checks) > 1 and not measured.checks[1].is_up
    level = Verdict.DOWN if is_lasting else Verdict.ATTENTION
    message = measured.checks[0].message or f"{label} does not answer."
    return Advice("not_answering", level, message, WHAT_TO_DO[measured.blame.whose], "integrations:health")


def _calls(measured: Measured) -> Advice | None:
    calls = measured.latency
    if calls.calls < ENOUGH_CALLS or calls.error_rate <= MANY_ERRORS:
        return None
    message = f"{calls.errors} of {calls.calls} calls of the last 24 hours failed."
    return Advice("calls_fail", Verdict.ATTENTION, message, "See which of its addresses fail.", "integrations:health")


def _quality(measured: Measured) -> Advice | None:
    scores = measured.quality
    if scores is None or scores.overall >= POOR_SCORE:
        return None
    message = f"The quality of the rows is {scores.overall} of 100."
    return Advice(
        "poor_quality", Verdict.ATTENTION, message, "Mend first what takes most from it.", "integrations:quality"
    )


def _words(age: timedelta) -> str:
    hours = int(age.total_seconds() // 3600)
    return f"{hours} hours" if hours < 48 else f"{hours // 24} days"
