"""How well a connection works, worked out from what its runs left behind and what was measured: facts in, a verdict and what
to do out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from functools import partial
from uuid import UUID

from django.db.models import Count, Q

from agencies.permissions import Permission
from integrations.measuring import Measured
from integrations.models import Connection, SyncIssue, SyncLog
from integrations.quality.scores import Finding
from integrations.whose_fault import Whose
from providers.errors import ClientError

WINDOW = timedelta(days=30)
# A night comes every 24 hours. Two hours late is late; after two missed nights nobody should trust the rows.
LATE_AFTER, STALE_AFTER = timedelta(hours=26), timedelta(hours=50)
FEW = 0.9
# So many calls say something about an address, and so many failures among them are too many.
ENOUGH_CALLS, MANY_ERRORS = 20, 0.1
POOR_SCORE = 80
MOST_FINDINGS = 5
UNDER_WAY = "A sync is under way. Wait until it is through."


class Verdict(StrEnum):
    """The three answers, the worst last."""

    HEALTHY = "healthy"
    ATTENTION = "attention"
    DOWN = "down"


@dataclass(frozen=True)
class Facts:
    """What is known of one connection. `completed` and `failed` count the runs of the last 30 days; a cancelled one says
    nothing. `last_run` is the status of the newest run that is over, "" where there is none, and `last_run_id` its id.
    `missing_since` is the hour by which a file was expected that has not come."""

    status: str
    last_sync_at: datetime | None = None
    last_run: str = ""
    completed: int = 0
    failed: int = 0
    open_issues: int = 0
    last_run_id: UUID | None = None
    is_running: bool = False
    takes_files: bool = False
    missing_since: time | None = None

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
    """One thing that is not as it should be: what, what to do, and on which page (`route`, with `args` behind the provider,
    and `anchor`). `verdict` says how bad, `needs` who may do it."""

    code: str
    verdict: Verdict
    message: str
    action: str
    route: str = "integrations:provider"
    args: tuple[object, ...] = ()
    anchor: str = ""
    needs: Permission = Permission.VIEW


def advice(facts: Facts, label: str, now: datetime, measured: Measured | None = None) -> list[Advice]:
    """What a person should do about the connection, the most pressing first; nothing where all is well."""
    if facts.status != Connection.Status.ACTIVE:
        return [_standing(facts, label)]
    measured = measured or Measured()
    return [
        found
        for found in (
            _silence(measured, label),
            _freshness(facts, label, now),
            _file(facts, label),
            _last_run(facts, label),
            _rate(facts),
            _issues(facts.open_issues),
            _calls(measured, label),
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
    logs = SyncLog.objects.filter(connection__in=rows, created_at__gte=now - WINDOW).exclude(
        Q(status=SyncLog.Status.CANCELLED) | Q(trigger=SyncLog.Trigger.UNDO)
    )
    runs: dict[object, list[tuple[UUID, str]]] = {row.pk: [] for row in rows}
    for connection_id, pk, status in logs.order_by("-created_at").values_list("connection", "pk", "status"):
        runs[connection_id].append((pk, status))
    return {row: _facts(row, runs[row.pk], numbers.get(row.pk, 0)) for row in rows}


def _facts(row: Connection, runs: list[tuple[UUID, str]], open_issues: int) -> Facts:
    """The facts of one connection; its runs come with the newest first."""
    over = [(pk, status) for pk, status in runs if status not in SyncLog.LIVE]
    last_id, last_run = over[0] if over else (None, "")
    ends = [status for _, status in over]
    return Facts(
        status=row.status,
        last_sync_at=row.last_sync_at,
        last_run=last_run,
        completed=ends.count(SyncLog.Status.COMPLETED),
        failed=ends.count(SyncLog.Status.FAILED),
        open_issues=open_issues,
        last_run_id=last_id,
        is_running=len(runs) > len(over),
        takes_files=row.takes_files,
        missing_since=row.expected_by if row.takes_files and row.missed_on else None,
    )


def _standing(facts: Facts, label: str) -> Advice:
    if facts.status == Connection.Status.PAUSED:
        message, action = "Nightly syncs are paused.", "Press “Resume” in its settings when you are ready."
        return Advice("paused", Verdict.ATTENTION, message, action, "integrations:settings", needs=Permission.CONNECT)
    if facts.status in Connection.SIGN_IN_LOST:
        message = f"{label} no longer lets pmsync in."
        action = "Press “Reconnect” and sign in to the same account. Nothing is lost."
        return Advice("sign_in", Verdict.DOWN, message, action, needs=Permission.CONNECT)
    button = "Take its export files again" if facts.takes_files else f"Connect {label}"
    message, action = f"{label} is not connected.", f"Press “{button}”."
    return Advice("not_connected", Verdict.DOWN, message, action, needs=Permission.CONNECT)


def _freshness(facts: Facts, label: str, now: datetime) -> Advice | None:
    age = facts.age(now)
    if age is not None and age < LATE_AFTER:
        return None
    if age is None:
        code, level, message = "never_synced", Verdict.ATTENTION, f"Nothing has come from {label} yet."
        action = "Press “Sync now”."
    elif age >= STALE_AFTER:
        code, level, message = "stale", Verdict.DOWN, f"The last sync that went well is {_words(age)} old."
        action = "Press “Sync now”. If that fails, too, the page of the sync says why."
    else:
        code, level, message = "late", Verdict.ATTENTION, f"The last sync that went well is {_words(age)} old."
        action = "Press “Sync now”, or wait for tonight."
    if facts.is_running:
        return Advice(code, level, message, UNDER_WAY, "integrations:history")
    if age is None and facts.takes_files:
        action = f"Hand in a first file, or let {label} send its exports to the place that the page names."
        return Advice(code, level, message, action, "integrations:files")
    return Advice(code, level, message, action, needs=Permission.SYNC)


def _file(facts: Facts, label: str) -> Advice | None:
    if facts.missing_since is None:
        return None
    message = f"The file that {label} should have sent by {facts.missing_since:%H:%M} has not come."
    action = f"Look in {label} whether its export still runs and where it sends the file, or hand one in yourself."
    return Advice("no_file", Verdict.ATTENTION, message, action, "integrations:files")


def _last_run(facts: Facts, label: str) -> Advice | None:
    if facts.last_run != SyncLog.Status.FAILED or facts.last_run_id is None:
        return None
    message, action = f"The last sync with {label} failed.", "Open it: its page says why, and what to do."
    return Advice("failed", Verdict.ATTENTION, message, action, "integrations:job", (facts.last_run_id,))


def _rate(facts: Facts) -> Advice | None:
    rate = facts.success_rate
    if rate is None or rate >= FEW:
        return None
    message = f"{facts.failed} of {facts.completed + facts.failed} syncs of the last 30 days failed."
    action = "Open those that failed: each says why. Where they all say the same, mend that."
    return Advice("often_fails", Verdict.ATTENTION, message, action, "integrations:history")


def _issues(number: int) -> Advice | None:
    if not number:
        return None
    message = "1 row needs a person." if number == 1 else f"{number} rows need a person."
    action = "Open the issues: each says what is wrong and what to do."
    return Advice("issues", Verdict.ATTENTION, message, action, "integrations:issues")


def _silence(measured: Measured, label: str) -> Advice | None:
    """One check may fail by chance; two in a row do not."""
    if not measured.checks or measured.checks[0].is_up:
        return None
    newest, whose = measured.checks[0], measured.blame.whose
    is_lasting = len(measured.checks) > 1 and not measured.checks[1].is_up
    level = Verdict.DOWN if is_lasting else Verdict.ATTENTION
    found = partial(Advice, "not_answering", level, newest.message or f"{label} does not answer.")
    if newest.code == ClientError.code:
        action = f"Tell whoever runs pmsync for you: {label} refuses pmsync itself, so reconnecting does not help."
        return found(action, "integrations:health")
    if whose == Whose.US:
        action = "Wait a few minutes. If it lasts, press “Sync now”: where the sign-in is the cause, you are asked to reconnect."
        return found(action, needs=Permission.SYNC)
    if whose == Whose.THEM:
        return found("Wait: pmsync asks every five minutes, and the next sync makes up for it.", "integrations:health")
    return found(f"Wait a few minutes, then try whether you can work in {label} yourself.", "integrations:health")


def _calls(measured: Measured, label: str) -> Advice | None:
    calls = measured.latency
    if calls.calls < ENOUGH_CALLS or calls.error_rate <= MANY_ERRORS:
        return None
    message = f"{label} failed to answer {calls.errors} of {calls.calls} requests in the last 24 hours."
    action = "Each sync asks again by itself. If it goes on for another day, tell support which addresses fail."
    return Advice("calls_fail", Verdict.ATTENTION, message, action, "integrations:health", anchor="endpoints")


def _quality(measured: Measured) -> Advice | None:
    scores = measured.quality
    if scores is None or scores.overall >= POOR_SCORE:
        return None
    message = f"The quality of the rows is {scores.overall} of 100."
    action = "Open the findings, and begin with the kind that stands first: each finding says what to do."
    return Advice("poor_quality", Verdict.ATTENTION, message, action, "integrations:quality")


def _words(age: timedelta) -> str:
    hours = int(age.total_seconds() // 3600)
    return f"{hours} hours" if hours < 48 else f"{hours // 24} days"
