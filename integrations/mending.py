"""Mending rows of exported files on the to-fix list: one, or all that have the same thing wrong.

A vendor's row that came over an API is mended where it came from; a row of a file is kept with its issue and mended here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
from django.db import transaction
from django.db.models import Count, F, QuerySet, Window
from django.utils import timezone

from agencies import audit
from agencies.models import Membership, User
from agencies.permissions import Permission
from agencies.refusals import Refusal
from integrations import retrying
from integrations.models import Connection, SyncIssue, SyncLog

# One click mends so many rows at most: each is opened, written and closed again while the person waits.
MOST_AT_ONCE = 5000
WRITTEN_TOGETHER = 200
# Columns that we add to a file of rows to be corrected. They are no part of the row.
REASON, ADVICE = "What is wrong", "What to do"


@dataclass(frozen=True)
class Alike:
    """What the open issues of one group have in common: their list, the heading and the value that it says. `value` None
    means those whose value no other row shares. `ids` narrows them to the rows that were ticked."""

    kind: str
    code: str
    layout: str
    column: str
    value: str | None
    ids: tuple[UUID, ...] = ()


def with_number_alike(rows: QuerySet[SyncIssue]) -> QuerySet[Any]:
    """The issues, each with `alike`: how many of them have the same list, cause, column and value."""
    same = [F(name) for name in ("connection", "kind", "code", "layout", "column", "value")]
    return rows.annotate(alike=Window(Count("pk"), partition_by=same))


def open_rows(connection: Connection, alike: Alike) -> list[UUID]:
    """The ids of the open issues of a group, the latest first, with a row that is still kept. One query. Refusal where
    there are none, or more than one click can do."""
    rows: QuerySet[Any] = SyncIssue.objects.open().filter(
        connection=connection, kind=alike.kind, code=alike.code, layout=alike.layout, column=alike.column
    )
    rows = with_number_alike(rows).filter(alike=1) if alike.value is None else rows.filter(value=alike.value)
    rows = rows.filter(raw__isnull=False).exclude(layout="")
    if alike.ids:
        rows = rows.filter(pk__in=alike.ids)
    found = list(rows.order_by("-updated_at", "pk").values_list("pk", flat=True)[: MOST_AT_ONCE + 1])
    if not found:
        raise nothing_there()
    if len(found) > MOST_AT_ONCE:
        raise Refusal(
            "too_many_rows",
            f"These are more than {MOST_AT_ONCE:,} rows, too many for one click.",
            "Correct them in your system, or in the file that they came from, and hand it in again.",
        )
    return found


@transaction.atomic
def mend(connection: Connection, issue_ids: Iterable[UUID], values: Mapping[str, str], user: User) -> None:
    """Write these values, by heading, into the kept rows of these issues. Refusal where a row is not kept, or has no such
    heading; then none is changed."""
    issues = list(SyncIssue.objects.select_for_update().filter(connection=connection, pk__in=list(issue_ids)))
    for issue in issues:
        row = values_of(issue)
        for heading in values.keys() - row.keys():
            raise Refusal("unknown_column", f"The row has no column “{heading}”.", "Use the headings of its file.")
        issue.raw = msgspec.json.encode({**row, **values}).decode()
    SyncIssue.objects.bulk_update(issues, ["raw"], batch_size=WRITTEN_TOGETHER)
    # The values stay out: the trail is kept for good, and a value may be a person's detail.
    subject = f"{issues[0].kind} {issues[0].external_id}".strip() if len(issues) == 1 else connection
    details = {"connection": str(connection), "rows": len(issues), "columns": sorted(values)}
    audit.record(audit.Action.ROW_MENDED, subject, agency=connection.agency, person=user, **details)


@transaction.atomic
def set_aside_all(connection: Connection, issue_ids: Iterable[UUID], reason: str) -> None:
    """Nobody needs to be reminded of these; they stay aside however often they come back. Refusal without a reason."""
    require_reason(reason)
    rows = SyncIssue.objects.filter(connection=connection, pk__in=list(issue_ids))
    number = rows.update(status=SyncIssue.Status.IGNORED, reason=reason, updated_at=timezone.now())
    status = audit.change(SyncIssue.Status.OPEN, SyncIssue.Status.IGNORED)
    about = audit.Action.ISSUE_DECIDED
    audit.record(about, connection, agency=connection.agency, rows=number, status=status, reason=reason)


def try_again(issues: Iterable[SyncIssue], connection: Connection, user: User) -> SyncLog:
    """The queued run that tries what these issues are about: the rows of files alone, else all rows of their kinds."""
    issues = list(issues)
    of_files = [str(issue.pk) for issue in issues if issue.layout]
    if of_files:
        return retrying.retry_rows(connection, of_files, user)
    return retrying.retry(connection, {issue.kind for issue in issues}, user)


def values_of(issue: SyncIssue) -> dict[str, str]:
    """The row by heading, as its file had it or as it was mended since. Refusal where it is not kept, or came over an API."""
    if not issue.layout:
        raise Refusal(
            "not_editable", "This is no row of an exported file.", "Mend it where it came from.", conflict=True
        )
    if not issue.raw:
        raise Refusal(
            "row_forgotten",
            "The row is no longer kept: that is done for 90 days.",
            "Export it once more and hand the file in again.",
            conflict=True,
        )
    row = msgspec.json.decode(issue.raw, type=dict[str, str])
    return {heading: value for heading, value in row.items() if heading not in (REASON, ADVICE)}


def may_see_rows(member: Membership) -> bool:
    """Whether a person may see whole rows: people's details and amounts stand in them."""
    return member.allows(Permission.SEE_CONTACTS) and member.allows(Permission.SEE_MONEY)


def require_reason(reason: str) -> None:
    """Refusal where nobody says why a row of a file shall stay out."""
    if not reason.strip():
        raise Refusal(
            "no_reason", "Say in a few words why this may stay out.", "Whoever looks at it later will want to know."
        )


def nothing_there() -> Refusal:
    """Why a step about a group does nothing: its rows have come in, were set aside, or are no longer kept."""
    return Refusal(
        "nothing_to_retry",
        "None of these rows waits any longer.",
        "Load the page again to see which rows are left.",
        conflict=True,
    )
