"""The forms of the settings pages."""

from collections.abc import Callable
from typing import Any

from django import forms

from agencies.models import Agency
from agencies.refusals import Refusal
from integrations import fixing
from integrations import mapping as mapping_steps
from integrations.models import PropertyMapping, SyncIssue
from portfolio.models import Property

ACTIONS = ("assign", "accept", "create", "leave_out", "undo", "sync_on", "sync_off")


class AutoForm(forms.Form):
    """Which suggestions to accept at once."""

    minimum_score = forms.IntegerField(min_value=0, max_value=100, initial=90, label="Score of at least")
    create_unmatched = forms.BooleanField(required=False, label="Create the others as new properties")


class ChangeForm(forms.Form):
    """One button of one mapping."""

    action = forms.ChoiceField(choices=[(action, action) for action in ACTIONS])
    property = forms.ModelChoiceField(Property.objects.none(), required=False)

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["property"].queryset = Property.objects.filter(agency=agency)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """To assign, a property of the agency must be named."""
        data = super().clean() or {}
        if data.get("action") == "assign" and not data.get("property"):
            raise forms.ValidationError("Choose a property.")
        return data

    def carry_out(self, row: PropertyMapping) -> str:
        """Do it; what was done, in words."""
        action = self.cleaned_data["action"]
        chosen: Any = row.suggestion if action == "accept" else self.cleaned_data["property"]
        if action == "accept" and chosen is None:
            raise Refusal("no_suggestion", f"There is no suggestion for {row} any more.", "Choose a property.")
        steps: dict[str, Callable[[], object]] = {
            "assign": lambda: mapping_steps.assign(row, chosen),
            "accept": lambda: mapping_steps.assign(row, chosen),
            "create": lambda: mapping_steps.create_property(row),
            "leave_out": lambda: mapping_steps.leave_out(row),
            "undo": lambda: mapping_steps.clear(row),
            "sync_on": lambda: mapping_steps.set_auto_sync(row, True),
            "sync_off": lambda: mapping_steps.set_auto_sync(row, False),
        }
        steps[action]()
        return f"{row}: {DONE[action]}."


class IssueForm(forms.Form):
    """One button of one issue."""

    action = forms.ChoiceField(choices=[(action, action) for action in ("ignore", "open", "confirm")])
    reason = forms.CharField(max_length=300, required=False)

    def carry_out(self, issue: SyncIssue) -> str:
        """Do it; what was done, in words."""
        if self.cleaned_data["action"] == "ignore":
            fixing.set_aside(issue, self.cleaned_data["reason"])
            return "Set aside."
        if self.cleaned_data["action"] == "confirm":
            fixing.confirm_withdrawal(issue)
            return "Confirmed. The next full sync lets those rows go."
        fixing.take_up_again(issue)
        return "Taken up again."


DONE = {
    "assign": "mapped",
    "accept": "suggestion accepted",
    "create": "created as a new property",
    "leave_out": "left out",
    "undo": "undone",
    "sync_on": "syncs again",
    "sync_off": "no longer syncs",
}
