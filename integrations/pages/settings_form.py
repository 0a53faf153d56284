"""The form of a connection's settings: what it syncs, which properties, and how it reads."""

from typing import Any

from django import forms

from agencies.refusals import Refusal
from integrations import adjusting, configuring, narrowing
from integrations.models import Connection
from integrations.pages.words import plain
from integrations.run_options import BATCH_SIZE, LARGEST_BATCH, MOST_WORKERS, SMALLEST_BATCH, WORKERS
from providers.base import Provider

TYPE_WORDS = {"hoa": "Home owners association"}  # the others read well as they are


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
    property_type = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label="Which properties"
    )
    active = forms.BooleanField(required=False, label="Only those in use: nothing more of what was put away there")
    properties = forms.CharField(
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        label="Only these properties",
        help_text="Their numbers in the other system, one on each line. Leave it empty for all.",
    )
    batch_size = forms.IntegerField(
        required=False,
        min_value=SMALLEST_BATCH,
        max_value=LARGEST_BATCH,
        label="Rows stored in one step",
        help_text=f"From {SMALLEST_BATCH} to {LARGEST_BATCH:,}. Larger is quicker; smaller loses less where a sync is cut off.",
    )
    max_workers = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=MOST_WORKERS,
        label="Pages read at the same time",
        help_text=f"From 1 to {MOST_WORKERS}. The other system's limit is kept in any case.",
    )
    expected_by = forms.TimeField(
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        label="A file should have come each day by",
        help_text="Where none has come by then, the admins are told. Leave it empty to be told nothing.",
    )

    def __init__(self, data: Any, provider: type[Provider], connection: Connection) -> None:
        offered = [kind for kind in adjusting.kinds_of(connection) if kind != adjusting.ALWAYS]
        filters = connection.config.get(configuring.FILTERS, {})
        initial = {
            "kinds": [kind.value for kind in offered if kind not in connection.excluded_kinds],
            "unmapped": connection.unmapped,
            "expected_by": connection.expected_by,
            "property_type": filters.get("property_type", []),
            "active": filters.get("active", False),
            "properties": "\n".join(filters.get("properties", [])),
            "batch_size": connection.config.get("batch_size", BATCH_SIZE),
            "max_workers": connection.config.get("max_workers", WORKERS),
        }
        super().__init__(data, initial=initial)
        fields: dict[str, Any] = self.fields
        fields["kinds"].choices = [(kind.value, plain(kind)) for kind in offered]
        fields["property_type"].choices = _types(connection, filters.get("property_type", []))
        del fields["max_workers" if connection.takes_files else "expected_by"]
        self.provider, self.connection = provider, connection

    def clean_property_type(self) -> list[str]:
        """The types, of which each that is new must fit some property."""
        chosen: list[str] = self.cleaned_data["property_type"]
        kept = self.connection.config.get(configuring.FILTERS, {}).get("property_type", [])
        if sentence := narrowing.trouble_with_types(self.connection, [name for name in chosen if name not in kept]):
            raise forms.ValidationError(sentence)
        return chosen

    def clean_properties(self) -> list[str]:
        """The ids, each once."""
        ids = list(dict.fromkeys(filter(None, (line.strip() for line in self.cleaned_data["properties"].splitlines()))))
        if len(ids) > narrowing.MOST_PROPERTIES:
            raise forms.ValidationError(f"At most {narrowing.MOST_PROPERTIES:,} properties can be listed.")
        if unknown := narrowing.unknown_properties(self.connection, ids):
            raise forms.ValidationError(f"No property has the number {', '.join(unknown[:5])}.")
        return ids

    def carry_out(self) -> str:
        """Do it; what was done, in words. Refusal where something was not readable."""
        if not self.is_valid():
            raise Refusal("unreadable", "Those settings could not be read, so nothing was changed.", self._trouble())
        asked = dict(self.cleaned_data)
        is_new = "expected_by" in asked and adjusting.expect_by(self.connection, asked["expected_by"])
        is_new = adjusting.adjust(self.connection, self.provider, asked["kinds"], asked["unmapped"]) or is_new
        given = {name: asked[name] for name in ("property_type", "active", "properties") if asked[name]}
        numbers = {name: asked[name] for name in ("batch_size", "max_workers") if asked.get(name)}
        is_new = configuring.configure(self.connection, numbers | {configuring.FILTERS: given}) or is_new
        return "Saved. The next sync goes by it." if is_new else "Nothing was changed: it was so already."

    def _trouble(self) -> str:
        """What is wrong with the first field that could not be read, and which."""
        name, errors = next(iter(self.errors.items()))
        return f"{self.fields[name].label}: {errors[0]}" if name in self.fields else "Try again."


def _types(connection: Connection, chosen: list[str]) -> list[tuple[str, str]]:
    """The types to choose from: those with a name of their own, and the vendor's words for others. One query."""
    seen = narrowing.types_seen(connection)
    ours = {narrowing.plain(name) for name in narrowing.PROPERTY_TYPES}
    theirs = {word for word in seen if narrowing.plain(word) not in ours}
    theirs |= {word for word in chosen if word not in narrowing.PROPERTY_TYPES}
    known = {name for name in narrowing.PROPERTY_TYPES if not seen or narrowing.fits_any(connection, name, seen)}
    named = [(name, TYPE_WORDS.get(name) or plain(name)) for name in narrowing.PROPERTY_TYPES]
    named += [(word, f"“{word}”, as they are called there") for word in sorted(theirs)]
    return [(name, words if name in known or name in seen else f"{words} (none there)") for name, words in named]
