"""Forms that know what they showed. Only what the person changed is taken, and where somebody else has changed the same meanwhile
the person is told before it is overwritten."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict


class RememberingForm(forms.BaseForm):
    """A form that sends what it showed along with what was typed."""

    def remember(self) -> None:
        """Let every field be compared with what was shown, not with what there is when the form comes back."""
        for field in self.fields.values():
            field.show_hidden_initial = True

    def is_overtaken(self, current: Mapping[str, Any]) -> bool:
        """Whether a field that the person changed is not what they saw any more. `current` holds what there is now, by field; the
        caller holds the row. Each such field says so, and takes what was typed when the form is sent again."""
        changed, data = list(self.changed_data), QueryDict(mutable=True)
        data.update(self.data)
        for name in changed:
            field, bound, hidden = self.fields[name], self[name], self.fields[name].hidden_widget()
            now = current[name].replace(microsecond=0) if isinstance(current[name], datetime) else current[name]
            shown = hidden.value_from_datadict(self.data, self.files, bound.html_initial_name)
            if field.has_changed(now, shown) and field.has_changed(now, bound.data):
                _put(data, hidden, bound.html_initial_name, field.prepare_value(now))
                said = f"This has become “{_words(field, now)}” meanwhile. Save again to put yours in its place."
                self.add_error(name, said)
        self.data = data
        return bool(self.errors)


def _put(data: Any, widget: Any, name: str, value: Any) -> None:
    """Set what a field, which may be shown in parts, is said to have shown."""
    suffixes = getattr(widget, "widgets_names", None)
    parts = zip(suffixes, widget.decompress(value), strict=True) if suffixes else [("", value)]
    for suffix, part in parts:
        data[f"{name}{suffix}"] = "" if part is None else part


def _words(field: Any, value: Any) -> str:
    """A value as people write it."""
    if hasattr(field, "queryset"):
        return str(field.queryset.filter(pk=value).first() or "nothing")
    chosen = dict(getattr(field, "choices", ())).get(value)
    return str(chosen or ("nothing" if value in (None, "") else value))
