"""Rows of files that are tried again, out of the issues that keep them: those that a person asked for, and those that only
waited for their property. Nothing is withdrawn, because these are never all rows of a list."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import msgspec
from django.db.models import QuerySet
from django.utils import timezone

from integrations.files.arriving import kinds_of_others
from integrations.files.doubles import CODE, Numbered, without_strangers
from integrations.files.identities import Identities
from integrations.files.inspecting import Part, layouts_of, place_in_line, recognised_as
from integrations.files.outcomes import FILES
from integrations.files.ownership import Holdings
from integrations.files.reading import UNKNOWN_PROPERTY, Reading, located
from integrations.models import SyncIssue
from integrations.sync.feeds import wanted_rows
from integrations.sync.issues import key_of
from integrations.sync.pages import Run, store
from integrations.sync.refs import mapped_properties
from providers.exports.layouts import Cell, Layout, Table
from providers.exports.pages import FilePage, kept_cells
from providers.records import Kind, Record, Rejected

# So many rows that wait for a property are looked at in one run. The others come in with a later one.
MOST_WAITING = 5000
READ_TOGETHER = 500


@dataclass
class Sheet:
    """Kept rows of one list, as one run noted them: a table of their own. One row may have several issues."""

    layout: Layout
    headings: tuple[str, ...]
    file: str
    rows: dict[int, Sequence[Cell]] = field(default_factory=dict)
    issues: dict[int, list[SyncIssue]] = field(default_factory=dict)

    def table(self) -> Table:
        """The rows as a file would give them."""
        rows: Iterator[tuple[int, Sequence[Cell]]] = iter(sorted(self.rows.items()))
        return Table("", self.headings, 1, rows)


def read_again(run: Run, issue_ids: Iterable[str], identities: Identities, holdings: Holdings) -> None:
    """Read the rows of these issues again, as they are kept by now. An issue whose row comes in closes."""
    _read(run, _kept(run).filter(pk__in=list(issue_ids)), identities, holdings, only_ready=False)


def read_what_waited(run: Run, identities: Identities, holdings: Holdings) -> None:
    """Read the rows again that were turned away for want of a property which is here by now. The others stay as they are."""
    waiting = _kept(run).filter(code=UNKNOWN_PROPERTY, status=SyncIssue.Status.OPEN)
    _read(run, waiting[:MOST_WAITING], identities, holdings, only_ready=True)


def _kept(run: Run) -> Any:
    """The issues of the run's connection whose row of a file is still kept."""
    issues = SyncIssue.objects.filter(connection_id=run.log.connection_id, raw__isnull=False).exclude(layout="")
    return issues.order_by("layout", "file", "row_number", "pk")


def _read(
    run: Run, issues: QuerySet[SyncIssue], identities: Identities, holdings: Holdings, *, only_ready: bool
) -> None:
    layouts = {layout.slug: layout for layout in layouts_of(run.log.connection)}
    last = len(Kind)
    order = {slug: place_in_line(layout) for slug, layout in layouts.items()}
    rows = list(issues.values_list("pk", "layout"))
    ids = [pk for pk, _ in sorted(rows, key=lambda row: order.get(row[1], last))]
    if not only_ready:
        run.journal.total = len(ids)
    for start in range(0, len(ids), READ_TOGETHER):
        found = list(SyncIssue.objects.defer(None).filter(pk__in=ids[start : start + READ_TOGETHER]).order_by("pk"))
        unknown = {issue.layout for issue in found} - layouts.keys()
        for slug in sorted(unknown):
            run.journal.note_error(
                FILES, slug, "layout_unknown", "What the columns of this list mean is no longer known."
            )
        found.sort(key=lambda issue: order.get(issue.layout, last))
        for sheet in _sheets([issue for issue in found if issue.layout not in unknown], layouts):
            run.journal.beat(f"Trying rows of {sheet.layout.label} again")
            _store(run, sheet, identities, holdings, only_ready=only_ready)


def _sheets(issues: Iterable[SyncIssue], layouts: dict[str, Layout]) -> list[Sheet]:
    """The issues' rows by the list that they stood in. Within one run's look at a list, a number means one row."""
    sheets: dict[tuple[str, str, UUID | None, tuple[str, ...]], Sheet] = {}
    for issue in issues:
        row = msgspec.json.decode(issue.raw or "{}", type=dict[str, str])
        identity = (issue.layout, issue.file, issue.sync_log_id, tuple(row))
        sheet = sheets.setdefault(identity, Sheet(layouts[issue.layout], tuple(row), issue.file))
        number = issue.row_number or 0
        sheet.rows[number] = kept_cells(row)
        sheet.issues.setdefault(number, []).append(issue)
    return list(sheets.values())


def _store(run: Run, sheet: Sheet, identities: Identities, holdings: Holdings, *, only_ready: bool) -> None:
    run.feed_kinds = sheet.layout.kinds
    part = Part("", sheet.headings, recognised_as(sheet.layout, sheet.headings))
    reading = Reading(
        run,
        part,
        sheet.file,
        identities,
        holdings,
        source=f"again {sheet.file}",
        lets_go=False,
        shared=kinds_of_others(run, sheet.layout),
    )
    with closing(reading), located(run, reading):
        for page in reading.pages(sheet.table()):
            with run.journal.page():
                _store_page(run, sheet, reading, page, only_ready=only_ready)


def _store_page(run: Run, sheet: Sheet, reading: Reading, page: FilePage, *, only_ready: bool) -> None:
    rows = [Numbered(row, number) for row, number in zip(reading.prepare(page), page.numbers, strict=True)]
    tried = set(page.cells)
    if only_ready:
        tried -= _not_ready(run, rows)
    rows = without_strangers(
        [Numbered(_kept_double(sheet, row, number), number) for row, number in rows if number in tried]
    )
    excluded = run.log.connection.excluded_kinds
    rejected = store(run, wanted_rows([row for row, _ in rows], excluded))
    again = {(row.kind.value, key_of(row), row.code) for row in rejected}
    over = [
        issue.pk
        for number in tried
        for issue in sheet.issues[number]
        if (issue.kind, issue.external_id, issue.code) not in again
    ]
    SyncIssue.objects.open().filter(pk__in=over).update(status=SyncIssue.Status.RESOLVED, updated_at=timezone.now())
    run.journal.done += len(tried)


def _not_ready(run: Run, rows: Iterable[tuple[Record | Rejected, int]]) -> set[int]:
    """The numbers of the rows whose property has still not come."""
    named = {number: getattr(row, "property_id", None) for row, number in rows if hasattr(row, "property_id")}
    known = mapped_properties(run.facts, {name for name in named.values() if name})
    return {
        number for row, number in rows if isinstance(row, Rejected) or (number in named and named[number] not in known)
    }


def _kept_double(sheet: Sheet, row: Record | Rejected, number: int) -> Record | Rejected:
    """A row that has still the id of another one stays aside: it would only take that one's place."""
    if isinstance(row, Rejected):
        return row
    for issue in sheet.issues[number]:
        if (issue.code, issue.kind, issue.external_id) == (CODE, row.kind.value, row.external_id):
            return Rejected(
                kind=row.kind,
                external_id=row.external_id,
                code=CODE,
                message=issue.message,
                action=issue.action,
                value=issue.value,
            )
    return row
