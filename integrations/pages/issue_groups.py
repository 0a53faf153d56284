"""Issues that stand together because one click mends them: of one cause, and in rows of files of one column and value too."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Case, CharField, F, IntegerField, QuerySet, Value, When

from integrations import retrying
from integrations.mending import with_number_alike
from integrations.models import Connection, SyncIssue
from integrations.pages.causes import Cause, cause_of, cause_of_row
from integrations.pages.row_names import Named, names_of
from integrations.pages.words import layout_words, plain
from providers import registry

Key = tuple[UUID, str, str, str, str, str | None]
LONGEST_SHOWN = 60
# Causes that lie in the value itself. Rows that share an id, or a property that is not there, are looked at one by one.
MENDED_TOGETHER = ("malformed_row", "value_does_not_fit")


@dataclass(frozen=True)
class Group:
    """Issues of one connection that have one cause. `number` counts all of them, `issues` are those on this page, with the
    names of their rows.

    For rows of files `layout` and `column` say where they stood. `value` is what all of them say; None where each says
    something else, or where the person may not see it."""

    connection: Connection
    kind: str
    code: str
    cause: Cause
    number: int
    can_retry: bool
    issues: list[tuple[SyncIssue, Named | None]]
    layout: str = ""
    column: str = ""
    value: str | None = None

    @property
    def kind_words(self) -> str:
        """The kind as people write it."""
        return plain(self.kind)

    @property
    def vendor(self) -> str:
        """The provider's label."""
        return registry.get(self.connection.provider).label

    @property
    def list_words(self) -> str:
        """The list that the rows stood in, "" for rows that came over an API."""
        return layout_words(self.connection.provider, self.layout) if self.layout else ""

    @property
    def title(self) -> str:
        """What is wrong: the value that all have in common, else the cause."""
        if not self.column:
            return self.cause.title
        if self.value:
            short = self.value if len(self.value) <= LONGEST_SHOWN else f"{self.value[:LONGEST_SHOWN]}…"
            return f"{self.column} says “{short}”"
        return (
            f"{self.column} is empty" if self.value == "" and self.number > 1 else f"{self.column}: {self.cause.title}"
        )

    @property
    def can_mend(self) -> bool:
        """Whether one value may be right for all of them: they say the same in a column of their own file."""
        return self.value is not None and bool(self.column) and self.code in MENDED_TOGETHER and self.can_retry

    @property
    def query(self) -> str:
        """What addresses of this group end with: `?connection=...&kind=...`; the same every night."""
        asked = {"connection": str(self.connection.pk), "kind": self.kind, "code": self.code}
        if self.layout:
            asked |= {"layout": self.layout, "column": self.column}
        if self.value:
            asked["value"] = self.value
        return urlencode(asked)

    @property
    def rows_query(self) -> str:
        """What addresses of a file with this group's rows end with."""
        return self.query if self.value is not None else f"{self.query}&alone=on"


def in_groups(rows: QuerySet[SyncIssue], *, by_value: bool) -> QuerySet[Any]:
    """The issues in the order in which their groups are shown: of each cause the values that most rows share first."""
    no_row, nothing = When(layout="", then=Value("")), Value("", CharField())
    alike = Case(When(layout="", then=Value(0)), default=F("alike"), output_field=IntegerField())
    counted = with_number_alike(rows).annotate(
        size=alike if by_value else Value(0, IntegerField()),
        place=Case(no_row, default=F("column"), output_field=CharField()),
        stood=Case(When(layout="", then=Value(0)), default=F("row_number"), output_field=IntegerField()),
        said=Case(no_row, default=F("value"), output_field=CharField()) if by_value else nothing,
    )
    account = ("connection__provider", "connection__account_name", "connection_id")
    return counted.order_by(*account, "kind", "code", "-size", "layout", "place", "said", "stood", "-updated_at", "id")


def groups(
    rows: Iterable[Any],
    counts: list[dict[str, Any]],
    shared: Iterable[Mapping[str, Any]],
    status: str,
    *,
    by_value: bool,
) -> list[Group]:
    """The rows, which come in the order of `in_groups`, by what they have in common. `counts` are the numbers by cause and
    `shared` those by value."""
    rows = list(rows)
    names = names_of(rows)
    numbers = _numbers(counts, shared if by_value else (), status)
    found = []
    for key, members in groupby(rows, key=lambda row: _key(row, by_value=by_value)):
        issues = [(row, names.get(row.pk)) for row in members]
        connection = issues[0][0].connection
        _, kind, code, layout, column, value = key
        found.append(
            Group(
                connection,
                kind,
                code,
                _cause(connection, code, layout),
                max(numbers.get(key, 0), len(issues)),
                _can_retry(connection, kind, code, layout),
                issues,
                layout,
                column,
                value,
            )
        )
    return found


def _key(row: Any, *, by_value: bool) -> Key:
    if not row.layout:
        return (row.connection_id, row.kind, row.code, "", "", None)
    value = row.value if by_value and row.alike > 1 else None
    return (row.connection_id, row.kind, row.code, row.layout, row.column, value)


def _numbers(counts: list[dict[str, Any]], shared: Iterable[Mapping[str, Any]], status: str) -> dict[Key, int]:
    """How many issues each group has, on all pages: those of a value, and of each column those that share none."""
    numbers: dict[Key, int] = {}
    for row in counts:
        if row["status"] == status:
            key = (row["connection"], row["kind"], row["code"], row["layout"], row["place"], None)
            numbers[key] = numbers.get(key, 0) + row["number"]
    for same in shared:
        cause = (same["connection"], same["kind"], same["code"], same["layout"], same["column"])
        numbers[(*cause, same["value"])] = same["number"]
        numbers[(*cause, None)] = numbers.get((*cause, None), 0) - same["number"]
    return numbers


def _cause(connection: Connection, code: str, layout: str) -> Cause:
    label = registry.get(connection.provider).label
    return cause_of_row(code, label) if layout else cause_of(code, label)


def _can_retry(connection: Connection, kind: str, code: str, layout: str) -> bool:
    """Whether reading again may help, and the connection can be read."""
    if connection.status not in Connection.SIGNED_IN:
        return False
    if layout:
        return True
    label = registry.get(connection.provider).label
    return cause_of(code, label).can_retry and kind in retrying.readable(connection)


def lists_to_correct(connection: Connection | None, counts: list[dict[str, Any]]) -> list[tuple[str, str, int]]:
    """The lists of a connection that have open rows: slug, words, and how many rows."""
    if connection is None:
        return []
    numbers: dict[str, int] = {}
    for row in counts:
        if row["layout"] and row["status"] == SyncIssue.Status.OPEN:
            numbers[row["layout"]] = numbers.get(row["layout"], 0) + row["number"]
    return [(layout, layout_words(connection.provider, layout), number) for layout, number in sorted(numbers.items())]
