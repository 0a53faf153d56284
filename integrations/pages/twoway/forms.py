"""The forms of writing back: what to see, how to decide, and what a connection writes."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import QuerySet

from agencies.models import User
from agencies.refusals import Refusal
from integrations.models import Connection, FieldConflict, OutgoingEdit
from integrations.pages.filters import Narrowing, choice
from integrations.pages.twoway.words import STATES
from integrations.pages.words import column_words, plain
from integrations.twoway import conflicts, settings
from providers.base import Provider
from providers.records import Kind

CHOICES = (("ours", "Keep ours"), ("theirs", "Take theirs"))
DIRECTIONS = (
    ("pull", "Comes in: changes there come here, and are not made here"),
    ("both", "Both ways: changes here go there too"),
    ("push", "Goes out: changes here go there, changes there do not come in"),
)
OWNERSHIPS = (
    ("ask", "Ask a person"),
    ("vendor", "Theirs wins"),
    ("us", "Ours wins"),
    ("newest", "The newest wins"),
)


class ConflictFilter(Narrowing):
    """By status (the open ones unless others are asked for), kind and field."""

    status = choice(
        "Status", "Open", [row for row in FieldConflict.Status.choices if row[0] != FieldConflict.Status.OPEN]
    )
    kind = choice("Rows", "All rows")
    field = choice("Field", "Any field")

    def __init__(self, data: Any, counted: Iterable[Mapping[str, Any]]) -> None:
        super().__init__(data)
        rows = list(counted)
        self.numbers = {
            value: sum(row["number"] for row in rows if row["status"] == value) for value in FieldConflict.Status.values
        }
        self.offer("kind", sorted((kind, plain(kind)) for kind in {row["kind"] for row in rows}))
        self.offer("field", sorted((name, column_words(name)) for name in {row["field"] for row in rows}))

    @property
    def wanted_status(self) -> str:
        """The status whose conflicts are shown."""
        return str(self.chosen().get("status", FieldConflict.Status.OPEN))

    @property
    def is_open(self) -> bool:
        """Whether those are shown that wait for a person."""
        return self.wanted_status == FieldConflict.Status.OPEN

    @property
    def statuses(self) -> list[tuple[str, str, int]]:
        """Each status with its words and number."""
        return [(value, str(words), self.numbers[value]) for value, words in FieldConflict.Status.choices]

    def apply(self, rows: QuerySet[FieldConflict]) -> QuerySet[FieldConflict]:
        """Those that were asked for."""
        return rows.filter(**self.chosen() | {"status": self.wanted_status})


class EditFilter(Narrowing):
    """By state and kind."""

    state = choice("State", "Any state", [(status.value, STATES[status].words) for status in OutgoingEdit.Status])
    kind = choice("Rows", "All rows")

    def __init__(self, data: Any, kinds: Iterable[str]) -> None:
        super().__init__(data)
        self.offer("kind", sorted((kind, plain(kind)) for kind in kinds))

    def apply(self, rows: QuerySet[OutgoingEdit]) -> QuerySet[OutgoingEdit]:
        """Those that were asked for."""
        columns = {"state": "status", "kind": "kind"}
        return rows.filter(**{columns[name]: value for name, value in self.chosen().items()})


class DecisionForm(forms.Form):
    """How one conflict is decided."""

    choice = forms.ChoiceField(choices=[*CHOICES, ("edited", "Use another value")])
    value = forms.CharField(required=False, max_length=10_000)
    seen = forms.DateTimeField()

    def __init__(self, data: Any, conflict: FieldConflict) -> None:
        super().__init__(data)
        self.conflict = conflict

    def carry_out(self, person: User) -> str:
        """Decide it; what was done, in words. Refusal where the value cannot be used."""
        wanted = self.cleaned_data["choice"]
        value = self.cleaned_data["value"] if wanted == "edited" else None
        conflicts.decide(self.conflict, wanted, value, person, self.cleaned_data["seen"])
        words = f"{column_words(self.conflict.field)} of {self.conflict.label}"
        return {
            "ours": f"{words}: ours is kept and is on its way.",
            "theirs": f"{words}: theirs is taken.",
            "edited": f"{words}: the new value is kept here and is on its way.",
        }[wanted]


class ManyForm(forms.Form):
    """One decision for one field of every row that waits."""

    kind = forms.ChoiceField(choices=[(kind.value, kind.value) for kind in Kind])
    field = forms.CharField(max_length=60, strip=False)
    choice = forms.ChoiceField(choices=CHOICES)
    seen = forms.DateTimeField()

    def __init__(self, data: Any, connection: Connection) -> None:
        super().__init__(data)
        self.connection = connection

    def carry_out(self, person: User) -> str:
        """Decide them; what was done, in words."""
        asked = self.cleaned_data
        number, left = conflicts.decide_many(
            self.connection, asked["kind"], asked["field"], asked["choice"], person, asked["seen"]
        )
        words = "ours is kept" if asked["choice"] == "ours" else "theirs is taken"
        done = f"{column_words(asked['field'])}: {words} in {number} row{'' if number == 1 else 's'}."
        more = "1 has changed since it was shown, and waits" if left == 1 else f"{left} have changed since, and wait"
        return f"{done} {more}: look at the values as they are now." if left else done


class TwoWayForm(forms.Form):
    """Which kinds are written back, and who wins where both sides change a field."""

    def __init__(self, data: Any, provider: type[Provider], connection: Connection) -> None:
        super().__init__(data)
        self.provider, self.connection = provider, connection
        for kind, direction in settings.directions_of(connection).items():
            self.fields[kind.value] = forms.ChoiceField(
                choices=DIRECTIONS, initial=direction, label=plain(kind), widget=forms.RadioSelect
            )
            for name, owner in settings.owners_chosen(connection, kind).items():
                self.fields[f"{kind.value}.{name}"] = forms.ChoiceField(
                    choices=OWNERSHIPS, initial=owner, label=column_words(name), required=False
                )

    @property
    def kinds(self) -> list[tuple[forms.BoundField, list[forms.BoundField]]]:
        """Each kind's direction, and its fields."""
        kinds = [name for name in self.fields if "." not in name]
        return [(self[kind], [self[name] for name in self.fields if name.startswith(f"{kind}.")]) for kind in kinds]

    @transaction.atomic
    def carry_out(self, person: User) -> str:
        """Do it; what was done, in words. Refusal where nothing was readable."""
        if not self.is_valid():
            raise Refusal("unreadable", "Those settings could not be read, so nothing was changed.", "Try again.")
        directions = {name: way for name, way in self.cleaned_data.items() if "." not in name}
        is_new = settings.set_directions(self.connection, directions, person)
        for kind in directions:
            chosen = {
                name.partition(".")[2]: owner or "ask"
                for name, owner in self.cleaned_data.items()
                if name.startswith(f"{kind}.")
            }
            is_new = settings.set_ownership(self.connection, kind, chosen, person) or is_new
        return "Saved. It holds from now on." if is_new else "Nothing was changed: it was so already."
