"""What a run came to, as its summary says it: the numbers, the rows that could not come in, what changed, and the files.

A first load may have changed 100,000 rows. They are counted in the database and the first of each sort are named; the number
of queries does not grow with the rows."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import groupby
from typing import Any

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber

from agencies.permissions import Permission
from integrations.models import ImportFile, RowChange, SyncIssue, SyncLog
from integrations.pages.changes import HIDDEN_FIELDS, FieldChange, in_words
from integrations.pages.file_words import FileRow, rows_of_files
from integrations.pages.run_queries import change_counts, known
from integrations.pages.run_words import Counted, counted
from integrations.sync.issues import MASS_WITHDRAWAL

SHOWN = 20  # of each sort
FIELDS_SHOWN = 12  # mail programs cut a long letter off
FILES_SHOWN = 50
READ_AT_ONCE = 2000
ROW = ("pk", "sync_log_id", "table", "row_id", "label", "action", "before", "after")
# How to reach people stays out of the mail, whoever reads it.
UNWRITTEN = frozenset(HIDDEN_FIELDS[Permission.SEE_CONTACTS] | {"postal_address"})
TROUBLED_FILES = (ImportFile.Status.UNRECOGNISED, ImportFile.Status.FAILED)


class Weight(IntEnum):
    """How much a run has to say."""

    QUIET = 0
    NEWS = 1
    PROBLEMS = 2


@dataclass
class Failed:
    """Rows that could not come in for one cause: how many, and the first of them."""

    kind: str
    code: str
    of_files: bool
    number: int
    issues: Sequence[SyncIssue]


@dataclass
class Touched:
    """Rows of one table that came or went: how many, and the first of their names."""

    table: str
    number: int
    labels: list[str]


@dataclass
class Edited:
    """One field that changed in rows of one table: how many, and the first of them by name."""

    table: str
    name: str
    number: int = 0
    rows: list[RowChange] = field(default_factory=list)
    lines: list[tuple[str, FieldChange]] = field(default_factory=list)


@dataclass(frozen=True)
class Digest:
    """A run that is over. `kept_back` are lists of which so much was missing that a person must confirm it."""

    log: SyncLog
    counted: Counted
    failed: list[Failed]
    kept_back: list[SyncIssue]
    created: list[Touched]
    withdrawn: list[Touched]
    edited: list[Edited]
    files: list[FileRow]
    new_issues: int

    @property
    def weight(self) -> Weight:
        """Problems are a failed run, issues that were not there before, and files that could not be used. A file with the
        content of an earlier one is no news."""
        if self.has_failed or self.new_issues or any(row.file.status in TROUBLED_FILES for row in self.files):
            return Weight.PROBLEMS
        has_files = any(row.file.status != ImportFile.Status.DUPLICATE for row in self.files)
        return Weight.NEWS if self.has_changes or has_files else Weight.QUIET

    @property
    def has_failed(self) -> bool:
        """Whether the run itself failed."""
        return self.log.status == SyncLog.Status.FAILED

    @property
    def has_changes(self) -> bool:
        """Whether it changed any row."""
        return bool(self.created or self.withdrawn or self.edited)


def digest(log: SyncLog) -> Digest:
    """What the run came to. `log` comes with its connection and agency. Eight queries, and one for each table that the
    shown values point at."""
    issues = SyncIssue.objects.open().filter(sync_log=log)
    counts = change_counts(log, ())
    named = list(_first_rows(log)) if counts else []
    files = log.import_files.select_related("uploaded_by").order_by("drop_key", "id")[:FILES_SHOWN]
    return Digest(
        log,
        counted(log),
        failed=_failed(issues.exclude(code=MASS_WITHDRAWAL)),
        kept_back=list(issues.filter(code=MASS_WITHDRAWAL).defer("raw").order_by("kind")),
        created=_touched(RowChange.Action.CREATED, counts, named),
        withdrawn=_touched(RowChange.Action.WITHDRAWN, counts, named),
        edited=_edited(log) if any(action == RowChange.Action.UPDATED for _, action in counts) else [],
        files=rows_of_files(files),
        new_issues=issues.filter(created_at__gte=log.created_at).count(),
    )


def _failed(issues: QuerySet[SyncIssue]) -> list[Failed]:
    """By cause, the one with most rows first: two queries."""
    groups = issues.order_by().values("kind", "code").annotate(number=Count("pk"))
    place = Window(RowNumber(), partition_by=["kind", "code"], order_by=["file", "row_number", "external_id"])
    rows = issues.defer("raw").annotate(place=place).filter(place__lte=SHOWN).order_by("kind", "code", "place")
    first = {key: list(some) for key, some in groupby(rows, key=lambda row: (row.kind, row.code))}
    found = [
        Failed(kind, code, any(row.layout for row in first[kind, code]), number, first[kind, code])
        for kind, code, number in groups.values_list("kind", "code", "number")
        if (kind, code) in first
    ]
    return sorted(found, key=lambda group: (-group.number, group.kind, group.code))


def _first_rows(log: SyncLog) -> Iterator[tuple[str, str, str]]:
    """Table, action and label of the first rows of each sort: one query."""
    sorts = log.changes.filter(action__in=(RowChange.Action.CREATED, RowChange.Action.WITHDRAWN))
    place = Window(RowNumber(), partition_by=["table", "action"], order_by="id")
    rows = sorts.annotate(place=place).filter(place__lte=SHOWN).order_by("table", "action", "place")
    return iter(rows.values_list("table", "action", "label"))


def _touched(action: str, counts: dict[tuple[str, str], int], named: list[tuple[str, str, str]]) -> list[Touched]:
    return [
        Touched(table, number, [label for of, did, label in named if (of, did) == (table, action) and label])
        for (table, did), number in counts.items()
        if did == action
    ]


def _edited(log: SyncLog) -> list[Edited]:
    """By table and field, the one with most rows first. The rows are read one after the other, and the first of each field
    are kept: one query, and one for each table that their values point at."""
    found: dict[tuple[str, str], Edited] = {}
    rows = log.changes.filter(action=RowChange.Action.UPDATED).order_by(F("id") + 0).only(*ROW)
    for row in rows.iterator(chunk_size=READ_AT_ONCE):
        for name in {*row.before, *row.after}:
            group = found.setdefault((row.table, name), Edited(row.table, name))
            group.number += 1
            if len(group.rows) < SHOWN:
                group.rows.append(row)
    groups = sorted(found.values(), key=lambda group: (-group.number, group.table, group.name))
    _put_in_words(groups[:FIELDS_SHOWN])
    return groups


def _put_in_words(groups: Iterable[Edited]) -> None:
    """Fill in the lines of these fields."""
    groups = list(groups)
    beside = known(list({row.pk: row for group in groups for row in group.rows}.values()))
    for group in groups:
        for row in group.rows:
            only: Any = RowChange(table=row.table, row_id=row.row_id, action=row.action, label=row.label)
            only.before = {key: value for key, value in row.before.items() if key in (group.name, "currency")}
            only.after = {key: value for key, value in row.after.items() if key in (group.name, "currency")}
            shown = in_words(only, beside, UNWRITTEN)
            fields = dict(zip(sorted({*only.before, *only.after}), shown.fields, strict=True))
            group.lines.append((shown.label, fields[group.name]))
