"""Rows that another system keeps and takes changes of: what is changed on their pages in the admin goes there too. All that the
portfolio's own admin says of rows holds here as well."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from unfold.widgets import UnfoldAdminTextInputWidget

import portfolio.admin  # noqa: F401  (registers what is registered anew here)
from agencies.refusals import Refusal
from agencies.scoped_admin import OneAgencyForm
from integrations.models import OutgoingEdit
from integrations.pages.overtaking import RememberingForm
from integrations.sync.targets import TARGETS
from integrations.twoway import editing
from integrations.twoway.keeping import Keeper, keeper_of
from integrations.twoway.slots import CUSTOM, Slot, slots_of
from portfolio.admin.base import RowAdmin


class KeptRowForm(RememberingForm, OneAgencyForm):
    """Asks whether the system that keeps the row takes what was changed. `slots` are the fields that may change, by their names
    in the form; none for a row of the agency's own."""

    slots: Mapping[str, Slot] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.slots:
            self.initial = {**self.initial, **self._shown(self.instance)}
            self.remember()

    @property
    def values(self) -> dict[str, Any]:
        """What the person changed, by the fields of an edit."""
        return {self.slots[name].name: self.cleaned_data[name] for name in self.changed_data}

    def clean(self) -> dict[str, Any] | None:
        """As ever, and what may not be set is an error of the form."""
        cleaned = super().clean()
        if self.slots and self.changed_data and not self.errors:
            held = type(self.instance)._default_manager.select_for_update().get(pk=self.instance.pk)
            try:
                if not self.is_overtaken(self._shown(held)):
                    editing.check(held, self.values)
            except Refusal as refusal:
                self.add_error(None, refusal.sentence)
        return cleaned

    def _shown(self, row: Any) -> dict[str, Any]:
        found = {name: slot.read(vars(row)) for name, slot in self.slots.items() if name in self.fields}
        return {name: str(value or "") if self.slots[name].key else value for name, value in found.items()}


class KeptRowAdmin(RowAdmin):
    """A row that another system may keep."""

    form = KeptRowForm

    def is_kept(self, request: HttpRequest, row: Any) -> bool:
        """Whether another system has the row, or is about to."""
        return super().is_kept(request, row) or row.pk in _being_made(request)

    def writable(self, request: HttpRequest, row: Any) -> frozenset[str]:
        """The columns of a row that another system keeps which that takes changes of."""
        return frozenset(slot.column.name for slot in self._slots(request, row).values() if not slot.key)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """With a field for each of the agency's own that is kept elsewhere."""
        may = obj is not None and self.is_kept(request, obj) and self.has_change_permission(request, obj)
        slots = self._slots(request, obj) if may else {}
        own = {name: _own_field(slot) for name, slot in slots.items() if slot.key}
        kind_of_form: Any = type(self.form)
        form = kind_of_form(self.form.__name__, (self.form,), {"slots": slots, **own})
        return super().get_form(request, obj, change, **{"form": form, **kwargs})

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Through the same step as the portfolio's pages, where another system keeps the row."""
        if not change or not self.is_kept(request, obj):
            super().save_model(request, obj, form, change)
        elif editing.edit(obj, form.values, request.user) is not None:  # type: ignore[arg-type]  # nobody else is let in
            keeper = _keeper(request, obj)
            self.message_user(request, f"What you changed is on its way to {keeper.label if keeper else 'its keeper'}.")

    def _slots(self, request: HttpRequest, row: Any) -> dict[str, Slot]:
        """The fields that its keeper takes changes of and the person may see, by their names in the form."""
        keeper = _keeper(request, row)
        names = keeper.writable(row) if keeper is not None else []
        slots = slots_of(keeper.kind, names) if keeper is not None else {}
        is_hidden = CUSTOM in self.concealed(request, row)
        return {
            name if slot.key else slot.column.name: slot for name, slot in slots.items() if not (slot.key and is_hidden)
        }


def _own_field(slot: Slot) -> forms.Field:
    return forms.CharField(label=slot.words, required=False, max_length=1000, widget=UnfoldAdminTextInputWidget)


def _keeper(request: Any, row: Any) -> Keeper | None:
    """Who keeps the row, asked once for each request; None where it is the agency's own or cannot be told any more."""
    known: dict[UUID, Keeper | None] = request.__dict__.setdefault("_keepers", {})
    if row.pk not in known:
        try:
            known[row.pk] = keeper_of(row)
        except Refusal:
            known[row.pk] = None
    return known[row.pk]


def _being_made(request: Any) -> set[UUID]:
    """The rows that are on their way to another system which does not have them yet: one query for each request."""
    if not hasattr(request, "_being_made"):
        making = OutgoingEdit.objects.waiting().filter(action=OutgoingEdit.Action.CREATE)
        request._being_made = set(making.values_list("row_id", flat=True))
    found: set[UUID] = request._being_made
    return found


for model in {target.model for target in TARGETS.values() if target.keeps_natural_keys}:
    plain = type(admin.site.get_model_admin(model))
    admin.site.unregister(model)
    admin.site.register(model, type(plain.__name__, (KeptRowAdmin, plain), {"__doc__": plain.__doc__}))
