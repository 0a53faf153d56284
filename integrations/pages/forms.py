"""The forms of the settings pages."""

from typing import Any

from django import forms

from integrations import fixing, mending
from integrations.models import SyncIssue


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
