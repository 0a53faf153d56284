"""The forms of the settings pages."""

from typing import Any

from django import forms

from agencies.refusals import Refusal
from integrations import adjusting, fixing, mending
from integrations.models import Connection, SyncIssue
from integrations.pages.words import plain
from providers.base import Provider


class AutoForm(forms.Form):
    """Which suggestions to accept at once. `numbers` says of each score how many would be mapped, `waiting` how many wait."""

    minimum_score = forms.IntegerField(min_value=0, max_value=100, initial=90, label="Accept suggestions of")
    create_unmatched = forms.BooleanField(required=False, label="create all others as new properties")

    def __init__(self, *args: Any, numbers: dict[int, int] | None = None, waiting: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (score, f"{score} % or more: {number} mapped, {waiting - number} left")
            for score, number in (numbers or {}).items()
        ]
        self.fields["minimum_score"].widget = forms.Select(choices=choices)


class SettingsForm(forms.Form):
    """What a connection syncs, and what happens to properties that nobody has mapped."""

    kinds = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple, label="What to sync")
    unmapped = forms.ChoiceField(
        choices=[
            (Connection.Unmapped.ASK, "Ask: their rows wait until somebody maps the property"),
            (Connection.Unmapped.CREATE, "Create: each becomes a new property here, at the next sync"),
        ],
        widget=forms.RadioSelect,
        label="Properties that nobody has mapped",
    )
    expected_by = forms.TimeField(
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        label="A file should have come each day by",
        help_text="Where none has come by then, the admins are told. Leave it empty to be told nothing.",
    )

    def __init__(self, data: Any, provider: type[Provider], connection: Connection) -> None:
        offered = [kind for kind in provider.synced_kinds() if kind != adjusting.ALWAYS]
        chosen = [kind.value for kind in offered if kind not in connection.excluded_kinds]
        initial = {"kinds": chosen, "unmapped": connection.unmapped, "expected_by": connection.expected_by}
        super().__init__(data, initial=initial)
        self.fields["kinds"].choices = [(kind.value, plain(kind)) for kind in offered]  # type: ignore[attr-defined]
        if not connection.takes_files:
            del self.fields["expected_by"]
        self.provider, self.connection = provider, connection

    def carry_out(self) -> str:
        """Do it; what was done, in words. Refusal where nothing was readable."""
        if not self.is_valid():
            raise Refusal("unreadable", "Those settings could not be read, so nothing was changed.", "Try again.")
        asked = dict(self.cleaned_data)
        is_new = "expected_by" in asked and adjusting.expect_by(self.connection, asked.pop("expected_by"))
        is_new = adjusting.adjust(self.connection, self.provider, **asked) or is_new
        return "Saved. The next sync goes by it." if is_new else "Nothing was changed: it was so already."


class UploadForm(forms.Form):
    """A file from the person's own machine."""

    file = forms.FileField(label="File", help_text="CSV, Excel, or a ZIP of these.")


class IssueForm(forms.Form):
    """One button of one issue."""

    action = forms.ChoiceField(choices=[(action, action) for action in ("ignore", "open", "confirm")])
    reason = forms.CharField(max_length=300, required=False)

    def carry_out(self, issue: SyncIssue) -> str:
        """Do it; what was done, in words."""
        if self.cleaned_data["action"] == "ignore":
            if issue.layout:
                mending.require_reason(self.cleaned_data["reason"])
            fixing.set_aside(issue, self.cleaned_data["reason"])
            return "Set aside."
        if self.cleaned_data["action"] == "confirm":
            fixing.confirm_withdrawal(issue)
            return "Confirmed. The next full sync lets those rows go."
        fixing.take_up_again(issue)
        return "Taken up again."
