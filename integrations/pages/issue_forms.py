"""The forms of the to-fix list: the values of one row, and the buttons of a group."""

from collections.abc import Mapping
from typing import Any

from django import forms

from agencies.models import User
from agencies.refusals import Refusal
from integrations import mending, retrying
from integrations.mending import Alike
from integrations.models import Connection, SyncIssue, SyncLog
from integrations.pages.words import plain

# A form has an end: a row of more columns is mended in a spreadsheet.
MOST_SHOWN = 300
LONG = 80
MOST_TICKED = 100
CELL = "cell:"


class RowForm(forms.Form):
    """Every value of one row by its heading; the one that is wrong stands first and has the focus."""

    def __init__(self, data: Any, issue: SyncIssue) -> None:
        super().__init__(data, label_suffix="", auto_id="value-%s")
        self.issue, self.row = issue, mending.values_of(issue)
        for heading in sorted(self.row, key=lambda heading: heading != issue.column)[:MOST_SHOWN]:
            self.fields[CELL + heading] = cell_field(heading, self.row[heading], is_wrong=heading == issue.column)

    @property
    def wrong(self) -> list[Any]:
        """The field of the value that is wrong; none where the whole row is."""
        return [field for field in self if field.label == self.issue.column]

    @property
    def others(self) -> list[Any]:
        """The other fields, as its file has them."""
        return [field for field in self if field.label != self.issue.column]

    @property
    def left_out(self) -> int:
        """How many columns are not shown."""
        return len(self.row) - len(self.fields)

    def changed_values(self) -> dict[str, str]:
        """What was written, by heading. Refusal where a value cannot be kept, or all are as they were."""
        if not self.is_valid():
            raise Refusal(
                "unreadable", "Those values could not be read, so nothing was changed.", "Look for odd signs."
            )
        posted = {name: self.cleaned_data[name].replace("\r\n", "\n") for name in self.fields if name in self.data}
        changed = {name.removeprefix(CELL): value for name, value in posted.items()}
        return {
            heading: value for heading, value in changed.items() if value != self.row[heading].replace("\r\n", "\n")
        }


def cell_field(heading: str, value: str, *, is_wrong: bool) -> forms.CharField:
    """A field for one value, with room for several lines where it has them."""
    attributes = {"autofocus": True} if is_wrong else {}
    is_long = "\n" in value or len(value) > LONG
    widget = forms.Textarea({"rows": 3, **attributes}) if is_long else forms.TextInput(attributes)
    return forms.CharField(label=heading, initial=value, required=False, strip=False, widget=widget)


class GroupForm(forms.Form):
    """One button of a group of rows. With rows ticked it is about these alone. `value` is missing where each row of the
    group says something else."""

    action = forms.ChoiceField(choices=[(action, action) for action in ("mend", "empty", "retry", "ignore")])
    kind = forms.CharField(max_length=40)
    code = forms.CharField(max_length=60)
    layout = forms.CharField(max_length=80)
    column = forms.CharField(max_length=120, required=False, strip=False)
    value = forms.CharField(required=False, strip=False)
    new = forms.CharField(max_length=1000, required=False)
    reason = forms.CharField(max_length=300, required=False)
    issue = forms.TypedMultipleChoiceField(required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        ticked = data.getlist("issue")[:MOST_TICKED]
        ids = forms.UUIDField()
        field: Any = self.fields["issue"]
        field.choices, field.coerce = [(pk, pk) for pk in ticked], ids.to_python

    @property
    def alike(self) -> Alike:
        """What the group's rows have in common."""
        given = self.cleaned_data
        value = given["value"] if "value" in self.data else None
        return Alike(given["kind"], given["code"], given["layout"], given["column"], value, tuple(given["issue"]))

    def carry_out(self, connection: Connection, user: User) -> tuple[str, SyncLog | None]:
        """Do it: what was done, in words, and the run that tries these rows again. Refusal where nothing is left to do."""
        if not self.is_valid():
            raise mending.nothing_there()
        given = self.cleaned_data
        found = mending.open_rows(connection, self.alike)
        rows = f"{len(found):,} row{'' if len(found) == 1 else 's'}"
        if given["action"] == "ignore":
            mending.set_aside_all(connection, found, given["reason"])
            return f"{rows} set aside.", None
        if given["action"] in ("mend", "empty"):
            mending.mend(connection, found, {given["column"]: self.new_value()}, user)
        log = retrying.retry_rows(connection, [str(pk) for pk in found], user)
        return f"Trying {rows} of {plain(given['kind']).lower()} again. This page follows it.", log

    def new_value(self) -> str:
        """What all of them shall say. Refusal where nothing was written, or what they say now may well be right for some."""
        if self.cleaned_data["action"] == "empty":
            return ""
        if not self.cleaned_data["new"]:
            raise Refusal("no_value", "Nothing was changed: no value was written.", "Write what these rows shall say.")
        return str(self.cleaned_data["new"])


def narrowed(rows: Any, asked: Mapping[str, str]) -> Any:
    """The issues that an address names by any of list, kind, cause, column, value, file and run; with `alone`, those whose
    value no other row shares."""
    columns = {name: name for name in ("layout", "kind", "code", "column", "value", "file")} | {"job": "sync_log_id"}
    found = rows.filter(**{column: asked[name] for name, column in columns.items() if asked.get(name)})
    if asked.get("alone"):
        found = rows.filter(pk__in=mending.with_number_alike(found).filter(alike=1).values("pk"))
    return found
