"""What people decide about issues."""

from django.db import transaction
from django.utils import timezone

from agencies import audit
from agencies.refusals import Refusal
from integrations.models import SyncIssue
from integrations.sync.issues import MASS_WITHDRAWAL
from integrations.sync.telling import tell_decided


def set_aside(issue: SyncIssue, reason: str = "") -> None:
    """Nobody needs to be reminded of it; it stays counted, and stays aside however often it comes back."""
    _decide(issue, SyncIssue.Status.IGNORED, reason)


def resolve(issue: SyncIssue) -> None:
    """It has been put right. It opens again by itself should a run meet it once more."""
    _decide(issue, SyncIssue.Status.RESOLVED, "")


def take_up_again(issue: SyncIssue) -> None:
    """Put an issue that was set aside or resolved back on the list."""
    _decide(issue, SyncIssue.Status.OPEN, "")


def confirm_withdrawal(issue: SyncIssue) -> None:
    """The rows that were missing from a complete list are really gone: the next complete read lets as many go."""
    if issue.code != MASS_WITHDRAWAL:
        raise Refusal(
            "nothing_to_confirm", "This issue is not about missing rows.", "Mend the row in the other system."
        )
    _decide(issue, SyncIssue.Status.CONFIRMED, "")


@transaction.atomic
def _decide(issue: SyncIssue, status: str, reason: str) -> None:
    before = issue.status
    issue.status, issue.reason, issue.updated_at = status, reason, timezone.now()
    issue.save(update_fields=["status", "reason", "updated_at"])
    # Its message stays out: the trail is kept for good, and a message may quote a person's details.
    audit.record(
        audit.Action.ISSUE_DECIDED,
        f"{issue.kind} {issue.external_id}".strip(),
        agency=issue.connection.agency,
        connection=str(issue.connection),
        about=issue.code,
        status=audit.change(before, status),
        reason=reason,
    )
    if status == SyncIssue.Status.RESOLVED:
        tell_decided(issue)
