"""The form above a list: a filter's fields, with the words and widgets of a page."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict

DAYS = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
HIDDEN = forms.HiddenInput()


def any_of(words: str, *choices: tuple[str, str]) -> forms.Select:
    """A select whose first line says that all are shown."""
    return forms.Select(choices=[("", words), *choices])


class Narrowing:
    """A filter as its page shows it. `labels` names the fields that are shown, in order; `initial` holds what a first visit
    is narrowed to, and `kept` the fields that links hand on unseen."""

    def __init__(
        self,
        shape: Any,
        asked: QueryDict,
        rows: Any,
        labels: Mapping[str, str],
        widgets: Mapping[str, forms.Widget] | None = None,
        initial: Mapping[str, str] | None = None,
        kept: tuple[str, ...] = (),
        **given: Any,
    ) -> None:
        data = asked.copy()
        for name, value in (initial or {}).items():
            data.setdefault(name, value)
        self.filter = shape(data, rows, **given)
        self.filter.form.label_suffix = ""
        self.asked, self.labels, self.kept = asked, labels, kept
        for name, label in labels.items():
            self._field(name).label = label
        for name, widget in {**(widgets or {}), **dict.fromkeys(kept, HIDDEN)}.items():
            widget.is_required = False
            self._field(name).widget = widget

    @property
    def rows(self) -> Any:
        """The rows that were asked for. A value that makes no sense narrows nothing."""
        return self.filter.qs

    @property
    def fields(self) -> list[BoundField]:
        """The fields to show."""
        return [self.filter.form[name] for name in self.labels]

    @property
    def hidden(self) -> list[BoundField]:
        """The fields to hand on, where they say anything."""
        return [self.filter.form[name] for name in self.kept if self.asked.get(name)]

    @property
    def chosen(self) -> dict[str, str]:
        """What was asked for, field by field, in the words of the address."""
        return {name: str(self.asked[name]) for name in (*self.labels, *self.kept) if self.asked.get(name)}

    def _field(self, name: str) -> Any:
        return self.filter.form.fields[name]
