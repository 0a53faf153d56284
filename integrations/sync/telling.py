"""What a run tells the agency's own systems, through `integrations/events.py`: how it ended, which rows it changed, and which
causes need a person since. Where nobody listens, telling asks the cache once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from typing import Any
from uuid import UUID

from integrations.events import MOST_IDS, Data, emit, in_parts, is_heard
from integrations.models import SyncIssue, SyncLog
from portfolio.models import Lease, Property

FAILED = SyncLog.Status.FAILED
# Tables whose rows are told of, with the type of the event and the page that shows a row.
TOLD = {
    Lease._meta.db_table: ("lease.changed", "portfolio:lease"),
    Property._meta.db_table: ("property.changed", "portfolio:property"),
}


class Count:
    """A number of rows, and the first of their ids."""

    def __init__(self, number: int = 0, first: Sequence[str] = ()) -> None:
        self.number = number
        self.first = list(first)

    def add(self, ids: Sequence[str], number: int) -> None:
        """So many more, among these."""
        self.number += number
        self.first.extend(ids[: max(0, MOST_IDS - len(self.first))])


class News:
    """The issues that a run has opened and resolved so far, by cause: told once, when it ends, pauses or is given up. The
    run's row keeps them meanwhile, written with the pages that they are of, so that no worker takes them with it."""

    def __init__(self, kept: Mapping[str, Any] | None = None) -> None:
        self.opened: dict[tuple[str, str], Count] = defaultdict(Count)
        self.resolved: dict[str, Count] = defaultdict(Count)
        for kind, code, number, first in (kept or {}).get("opened", ()):
            self.opened[kind, code] = Count(number, first)
        for kind, number, first in (kept or {}).get("resolved", ()):
            self.resolved[kind] = Count(number, first)

    def __bool__(self) -> bool:
        return bool(self.opened or self.resolved)

    def as_json(self) -> dict[str, list[Any]]:
        """As `SyncLog.news` keeps them."""
        opened = [[*cause, count.number, count.first] for cause, count in self.opened.items()]
        resolved = [[kind, count.number, count.first] for kind, count in self.resolved.items()]
        return {"opened": opened, "resolved": resolved} if self else {}

    def copy(self) -> "News":
        """As they are now, for a page that may be taken back."""
        return deepcopy(self)

    def note_opened(self, opened: Iterable[tuple[str, str, str]]) -> None:
        """Kind, row and code of each issue that is new, or open again."""
        for kind, external_id, code in opened:
            self.opened[kind, code].add([external_id], 1)

    def note_resolved(self, kind: str, ids: Sequence[str], number: int) -> None:
        """That many issues of a kind, among those of these rows."""
        if number:
            self.resolved[kind].add(ids, number)


def tell_end(log: SyncLog, status: str, summary: str, counts: Mapping[str, Any], news: News) -> None:
    """Tell how a run ended, in its last transaction."""
    tell_news(log, news)
    data = {
        "job_id": str(log.pk),
        "connection_id": str(log.connection_id),
        "provider": log.connection.provider,
        "sync_type": str(log.sync_type),
        "trigger": str(log.trigger),
        "status": str(status),
        "summary": summary,
        "counts": dict(counts),
    }
    emit(log.connection.agency_id, "sync.failed" if status == FAILED else "sync.finished", data)


def tell_news(log: SyncLog, news: News) -> None:
    """Tell of the issues since the last time, in the transaction that ends or pauses the run."""
    if not news:
        return
    for (kind, code), count in news.opened.items():
        _tell_issues(log, "issue.opened", {"kind": kind, "code": code}, count)
    for kind, count in news.resolved.items():
        _tell_issues(log, "issue.resolved", {"kind": kind}, count)
    news.opened.clear()
    news.resolved.clear()
    SyncLog.objects.filter(pk=log.pk).update(news={})


def tell_opened(log: SyncLog, issue: SyncIssue) -> None:
    """Tell of trouble with a whole list."""
    _tell_issues(log, "issue.opened", {"kind": issue.kind, "code": issue.code}, _one(issue))


def tell_decided(issue: SyncIssue) -> None:
    """Tell that a person has settled an issue."""
    data = {"job_id": None, "connection_id": str(issue.connection_id), "kind": issue.kind, "count": 1}
    emit(issue.connection.agency_id, "issue.resolved", data | {"external_ids": [issue.external_id]})


def tell_changes(agency_id: UUID, log: SyncLog, changes: Sequence[Mapping[str, Any]]) -> None:
    """Tell of changed leases and properties, in the transaction that changed them. No values: only which fields."""
    by_table: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for change in changes:
        if change["table"] in TOLD:
            by_table[change["table"]].append(change)
    if not by_table or not is_heard(agency_id):
        return
    about = {"job_id": str(log.pk), "connection_id": str(log.connection_id)}
    for table, rows in by_table.items():
        event_type, page = TOLD[table]
        for part in in_parts(rows, page):
            emit(agency_id, event_type, about | {"changes": part})


def _tell_issues(log: SyncLog, event_type: str, cause: Data, count: Count) -> None:
    about = {"job_id": str(log.pk), "connection_id": str(log.connection_id)}
    numbers = {"count": count.number, "external_ids": list(count.first)}
    emit(log.connection.agency_id, event_type, about | cause | numbers)


def _one(issue: SyncIssue) -> Count:
    count = Count()
    count.add([issue.external_id] if issue.external_id else [], 1)
    return count
