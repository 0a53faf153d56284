"""What the lists of runs, changes and issues can be narrowed to. A choice that does not exist narrows nothing."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from integrations.models import RowChange, SyncIssue, SyncLog
from integrations.pages.causes import cause_of
from integrations.pages.changes import TABLES
from integrations.pages.run_queries import with_changes
from integrations.pages.words import plain

Choices = Iterable[tuple[str, str]]
DAYS = (("7", "The last 7 days"), ("30", "The last 30 days"), ("90", "The last 90 days"))


class Narrowing(forms.Form):
    """Selects that each may be left at "any"."""

    def __init__(self, data: Any) -> None:
        super().__init__(data, label_suffix="")

    def chosen(self) -> dict[str, Any]:
        """The valid choices that were made."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def offer(self, name: str, choices: Choices) -> None:
        """Fill a select with what there is."""
        field: Any = self.fields[name]
        field.choices = [*field.choices, *choices]


def choice(label: str, any_of: str, choices: Choices = ()) -> forms.ChoiceField:
    """A select whose first line says that all are shown."""
    return forms.ChoiceField(choices=[("", any_of), *choices], required=False, label=label)


class RunFilter(Narrowing):
    """By state, type, what began it, when, and whether it changed anything."""

    state = choice("State", "Any state", SyncLog.Status.choices)
    type = choice("Type", "Any type", SyncLog.Type.choices)
    trigger = choice("Begun by", "Anything", SyncLog.Trigger.choices)
    days = choice("When", "At any time", DAYS)
    changed = forms.BooleanField(required=False, label="With changes only")

    def apply(self, rows: QuerySet[SyncLog]) -> QuerySet[SyncLog]:
        """The runs that were asked for."""
        asked = self.chosen()
        columns = {"state": "status", "type": "sync_type", "trigger": "trigger"}
        rows = rows.filter(**{columns[name]: asked[name] for name in columns.keys() & asked.keys()})
        if "days" in asked:
            rows = rows.filter(created_at__gte=timezone.now() - timedelta(days=int(asked["days"])))
        return with_changes(rows) if "changed" in asked else rows


class ChangeFilter(Narrowing):
    """By kind of row, and by what became of it."""

    table = choice("Rows", "All rows")
    action = choice("What", "Anything", RowChange.Action.choices)

    def __init__(self, data: Any, counts: Mapping[tuple[str, str], int]) -> None:
        super().__init__(data)
        tables = dict.fromkeys(table for table, _ in counts)
        self.offer("table", [(table, table_words(table)) for table in tables])

    def apply(self, rows: QuerySet[RowChange]) -> QuerySet[RowChange]:
        """The changes that were asked for."""
        return rows.filter(**self.chosen())


class IssueFilter(Narrowing):
    """By status (the open ones unless another is asked for), kind and cause; of rows of files by list, column and value too,
    which is how a mail points at a group."""

    status = choice("Status", "Open", [row for row in SyncIssue.Status.choices if row[0] != SyncIssue.Status.OPEN])
    kind = choice("Rows", "All rows")
    code = choice("Cause", "Any cause")
    column = choice("Column", "Any column")
    layout = forms.CharField(required=False, widget=forms.HiddenInput)
    value = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, counts: Iterable[Mapping[str, Any]], label: str, *, by_value: bool = True) -> None:
        super().__init__(data)
        rows = list(counts)
        kinds, codes, columns = ({row[name]: None for row in rows} for name in ("kind", "code", "place"))
        self.offer("kind", sorted((kind, plain(kind)) for kind in kinds))
        self.offer("code", sorted((code, cause_of(code, label).title) for code in codes))
        self.offer("column", sorted((column, column) for column in columns if column))
        if not columns.keys() - {""}:
            self.fields["column"].widget = forms.HiddenInput()
        if not by_value:
            del self.fields["value"]

    @property
    def wanted_status(self) -> str:
        """The status whose issues are shown."""
        return str(self.chosen().get("status", SyncIssue.Status.OPEN))

    @property
    def is_narrowed(self) -> bool:
        """Whether more than the status was asked for."""
        return bool(self.chosen().keys() - {"status"})

    def apply(self, rows: QuerySet[SyncIssue]) -> QuerySet[SyncIssue]:
        """The issues that were asked for."""
        return rows.filter(**self.chosen() | {"status": self.wanted_status})


def table_words(table: str) -> str:
    """A table as people call its rows."""
    return plain(str(TABLES[table]._meta.verbose_name_plural)) if table in TABLES else plain(table.split("_", 1)[-1])
