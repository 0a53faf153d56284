"""Keeping one issue per cause: opened by the rows that could not come in, closed by the run that brings them."""

from collections.abc import Iterable
from hashlib import blake2b
from uuid import UUID

import msgspec
from django.db import transaction
from django.utils import timezone

from integrations.models import SyncIssue, SyncLog
from integrations.sync.limits import LONGEST_ID
from integrations.sync.telling import tell_opened
from providers.records import Kind, Rejected

MASS_WITHDRAWAL = "mass_withdrawal"
FEED_CODES = ("scope_missing", "not_permitted", "reply_not_as_documented", "not_found")


def key_of(rejected: Rejected) -> str:
    """What names a row: its id, or a stable stand-in for a row that has none."""
    return rejected.external_id or f"without-id-{blake2b(rejected.raw, digest_size=6).hexdigest()}"


def presentable(row: Rejected) -> Rejected:
    """The same rejection in text that every database can hold: a bad row's own words stand in it."""
    return msgspec.structs.replace(
        row,
        external_id=_clean(row.external_id)[:LONGEST_ID],
        message=_clean(row.message),
        field=_clean(row.field)[:120],
        value=_clean(row.value),
    )


def _clean(text: str) -> str:
    return text.replace("\x00", "�")


def open_issues(log: SyncLog, rejections: Iterable[Rejected]) -> list[tuple[str, str, str]]:
    """Note these rows as issues of the run. Seen before: counted again, and reopened unless somebody ignores them. Kind, row
    and code of those that are open now and were not before come back. Three queries at most, however many rows."""
    latest = {(row.kind.value, key_of(row), row.code): row for row in rejections}
    if not latest:
        return []
    known = {
        (issue.kind, issue.external_id, issue.code): issue
        for issue in SyncIssue.objects.defer("raw").filter(
            connection_id=log.connection_id,
            external_id__in={external_id for _, external_id, _ in latest},
            code__in={code for _, _, code in latest},
        )
    }
    new, again, opened = [], [], []
    for identity, row in latest.items():
        issue = known.get(identity)
        if issue is None:
            kind, external_id, code = identity
            issue = SyncIssue(connection_id=log.connection_id, kind=kind, external_id=external_id, code=code)
            new.append(issue)
            opened.append(identity)
        else:
            issue.occurrences += 1
            if issue.status == SyncIssue.Status.RESOLVED:
                issue.status = SyncIssue.Status.OPEN
                opened.append(identity)
            again.append(issue)
        issue.message, issue.action = row.message, row.action
        issue.column, issue.value, issue.row_number = row.field, row.value, row.row_number
        issue.file, issue.layout = row.file, row.layout
        issue.raw = row.raw.decode("utf-8", "replace").replace("\x00", "") or None
        issue.sync_log, issue.updated_at = log, timezone.now()
    SyncIssue.objects.bulk_create(new)
    fields = [
        "occurrences",
        "status",
        "message",
        "action",
        "column",
        "value",
        "row_number",
        "file",
        "layout",
        "raw",
        "sync_log",
        "updated_at",
    ]
    SyncIssue.objects.bulk_update(again, fields, batch_size=100)
    return opened


def open_keys(connection_id: UUID) -> set[tuple[str, str]]:
    """Kind and row of every open issue of a connection. One query."""
    issues = SyncIssue.objects.open().filter(connection_id=connection_id).exclude(external_id="")
    return set(issues.values_list("kind", "external_id"))


def close_issues(log: SyncLog, kind: Kind, external_ids: Iterable[str]) -> int:
    """Resolve the open issues of rows that have come in; how many there were."""
    return (
        SyncIssue.objects.open()
        .filter(connection_id=log.connection_id, kind=kind.value, external_id__in=list(external_ids))
        .update(status=SyncIssue.Status.RESOLVED, updated_at=timezone.now())
    )


def close_feed_issues(log: SyncLog, kinds: Iterable[Kind], codes: Iterable[str] = FEED_CODES) -> None:
    """Resolve what was wrong with a whole feed once it has been read again."""
    names = [kind.value for kind in kinds]
    SyncIssue.objects.filter(
        connection_id=log.connection_id,
        kind__in=names,
        external_id="",
        code__in=list(codes),
        status__in=(SyncIssue.Status.OPEN, SyncIssue.Status.CONFIRMED),
    ).update(status=SyncIssue.Status.RESOLVED, updated_at=timezone.now())


def confirmed_rows(log: SyncLog, kind: Kind) -> int:
    """How many missing rows of a kind a person has agreed to let go. One query."""
    confirmed = SyncIssue.objects.filter(
        connection_id=log.connection_id, kind=kind.value, code=MASS_WITHDRAWAL, status=SyncIssue.Status.CONFIRMED
    )
    return int(confirmed.values_list("value", flat=True).first() or 0)


@transaction.atomic
def open_feed_issue(log: SyncLog, kind: Kind, code: str, message: str, action: str, value: str = "") -> None:
    """Note that a whole feed, not one row, is in trouble, and tell of it, in one transaction."""
    issue, is_new = SyncIssue.objects.defer("raw").get_or_create(
        connection_id=log.connection_id,
        kind=kind.value,
        external_id="",
        code=code,
        defaults={"message": message, "action": action, "value": value, "sync_log": log},
    )
    was_settled = issue.status in (SyncIssue.Status.RESOLVED, SyncIssue.Status.CONFIRMED)
    if not is_new:
        reopened = SyncIssue.Status.OPEN if was_settled else issue.status
        SyncIssue.objects.filter(pk=issue.pk).update(
            message=message,
            action=action,
            value=value,
            sync_log=log,
            status=reopened,
            occurrences=issue.occurrences + 1,
            updated_at=timezone.now(),
        )
    if is_new or was_settled:
        tell_opened(log, issue)
