"""One step on the mapping bench: what a button means, what must be asked before, and how it is taken back."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django import forms
from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone

from agencies.refusals import Refusal
from integrations import mapping as mapping_steps
from integrations import suggesting
from integrations.models import Connection, PropertyMapping
from integrations.pages.querysets import mapped_to_already
from integrations.taking_back import Standing, Step, take_back, take_back_all
from portfolio.models import Property

# The steps of this browser session that can be taken back: the row's id, or the connection's where all were accepted, and
# the step. The latest is the last.
STEPS = "bench_steps"
STEPS_KEPT = 30
ACTIONS = ("assign", "accept", "turn_down", "create", "leave_out", "undo", "take_back", "sync_on", "sync_off")


class ChangeForm(forms.Form):
    """One button of one row. `confirmed` says that the person knows that the property is another's already."""

    action = forms.ChoiceField(choices=[(action, action) for action in ACTIONS])
    property = forms.ModelChoiceField(Property.objects.none(), required=False)
    confirmed = forms.BooleanField(required=False)

    def __init__(self, *args: Any, row: PropertyMapping, session: SessionBase, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row, self.session = row, session
        own = Property.objects.filter(agency=row.connection.agency)
        self.fields["property"].queryset = own  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """To assign, a property of the agency must be named."""
        data = super().clean() or {}
        if data.get("action") == "assign" and not data.get("property"):
            raise forms.ValidationError("Choose a property.")
        return data

    def chosen(self) -> Property | None:
        """The own property that the row would be mapped to."""
        action = self.cleaned_data["action"]
        return self.row.suggestion if action == "accept" else self.cleaned_data["property"]

    def shares_with(self) -> PropertyMapping | None:
        """The row that is mapped to the chosen property already, where the person has not been asked about it."""
        if self.cleaned_data["action"] not in ("assign", "accept") or self.cleaned_data["confirmed"]:
            return None
        return mapped_to_already(self.row, own) if (own := self.chosen()) else None

    def carry_out(self) -> str:
        """Do it and remember it, so that it can be taken back; what was done, in words."""
        if not self.is_valid():
            raise Refusal("unreadable", "That could not be done.", "Please try again.")
        row, action = self.row, self.cleaned_data["action"]
        if action == "take_back":
            return self._take_back()
        before, now = Standing.of(row), timezone.now()
        words = f"{row}: {getattr(self, f'_{action}')()}"
        made = Property.objects.filter(mappings=row, created_at__gte=now)
        has_created = action == "create" and made.exists()
        step = Step.taken(row, words, before, has_created)
        _remember(self.session, row.connection, str(row.pk), asdict(step))
        return words

    def _assign(self) -> str:
        own = self.chosen()
        if own is None:
            raise Refusal("no_suggestion", f"There is no suggestion for {self.row} any more.", "Choose a property.")
        mapping_steps.assign(self.row, own)
        return f"mapped to {own.address}."

    def _accept(self) -> str:
        return f"suggestion accepted, {self._assign()}"

    def _turn_down(self) -> str:
        refused = self.row.suggestion
        found = suggesting.turn_down(self.row)
        found_next = f"The next best has {found.score} %." if found else "Nothing else is like it."
        return f"{refused} is not suggested for it again. {found_next}"

    def _create(self) -> str:
        mapping_steps.create_property(self.row)
        return "created as a new property. Its details come with the next sync."

    def _leave_out(self) -> str:
        mapping_steps.leave_out(self.row)
        return "left out."

    def _undo(self) -> str:
        was = self.row.property
        mapping_steps.clear(self.row)
        return f"no longer mapped. {was} is not suggested for it again." if was else "waits for you again."

    def _sync_on(self) -> str:
        mapping_steps.set_auto_sync(self.row, True)
        return "syncs again."

    def _sync_off(self) -> str:
        mapping_steps.set_auto_sync(self.row, False)
        return "no longer syncs. What it brought stays."

    def _take_back(self) -> str:
        take_back(self.row, Step(**_recall(self.session, str(self.row.pk))))
        return f"{self.row}: as it was before."


def accept_all(connection: Connection, session: SessionBase, minimum_score: int, create_unmatched: bool) -> str:
    """Accept every suggestion at or above a score, and remember it; what was done, in words. Refusal where nothing was."""
    at = timezone.now()
    done = mapping_steps.accept_suggestions(connection, minimum_score, create_unmatched, at)
    if not done.mapped and not done.created:
        raise Refusal(
            "nothing_to_accept", "No suggestion scores that high.", "Choose a lower score, or a row at a time."
        )
    words = f"{done.mapped} mapped, {done.created} created, {done.left} left for you to look at."
    _remember(session, connection, str(connection.pk), {"words": words, "at": at.isoformat()})
    return words


def take_all_back(connection: Connection, session: SessionBase) -> str:
    """Take the last acceptance of all back; what was done, in words. Refusal where this session knows of none."""
    number = take_back_all(connection, datetime.fromisoformat(_recall(session, str(connection.pk))["at"]))
    return f"{number} propert{'y is' if number == 1 else 'ies are'} open again. What has changed since stays."


def last_step(session: SessionBase, connection: Connection) -> dict[str, Any] | None:
    """The step that a person took just now at this connection, once: to offer to take it back. It has `words`, and the
    `mapping` that it was at, or the instant `at` which all were accepted."""
    steps = session.get(STEPS, {})
    key = next(reversed(steps), None)
    if key is None or steps[key]["is_shown"] or steps[key]["connection"] != str(connection.pk):
        return None
    session[STEPS] = steps | {key: steps[key] | {"is_shown": True}}
    step: dict[str, Any] = steps[key]["step"]
    return step


def _remember(session: SessionBase, connection: Connection, key: str, step: dict[str, Any]) -> None:
    others = [item for item in session.get(STEPS, {}).items() if item[0] != key]
    noted = {"connection": str(connection.pk), "step": step, "is_shown": False}
    session[STEPS] = dict([*others, (key, noted)][-STEPS_KEPT:])


def _recall(session: SessionBase, key: str) -> dict[str, Any]:
    """The step, which is then forgotten."""
    steps = session.get(STEPS, {})
    if key not in steps:
        raise Refusal("nothing_to_take_back", "There is no step of yours to take back.", "Use the buttons in the row.")
    session[STEPS] = {other: noted for other, noted in steps.items() if other != key}
    step: dict[str, Any] = steps[key]["step"]
    return step
