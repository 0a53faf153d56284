"""Editing rows that another system keeps and takes changes of: what is changed here goes there too."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from agencies.models import Membership, User
from agencies.pages.access import AgencyRequest, agency_page
from agencies.pages.showing import show
from agencies.permissions import Permission
from agencies.refusals import Refusal
from integrations.models import OutgoingEdit
from integrations.pages.changes import hidden_fields, is_hidden
from integrations.pages.overtaking import RememberingForm
from integrations.pages.portfolio.sources import Sources
from integrations.pages.words import column_words, plain
from integrations.sync.targets import TARGETS
from integrations.twoway import creating, editing
from integrations.twoway.keeping import Keeper, keeper_of
from integrations.twoway.settings import write_of
from integrations.twoway.slots import Slot, slots_of
from portfolio.models import Property
from providers.records import Kind


class RowForm(RememberingForm, forms.Form):
    """The fields of a row that may be changed here, less those that the person may not see."""

    def __init__(self, data: Any, slots: Mapping[str, Slot], values: Mapping[str, Any]) -> None:
        super().__init__(data, label_suffix="")
        self.slots = {name: slot for name, slot in slots.items() if slot.ref is None}
        for name, slot in self.slots.items():
            field = _field(slot)
            field.label, field.required = column_words(slot.key or name), False
            self.fields[name] = field
        if values:
            self.initial = self._shown(values)
            self.remember()

    @property
    def changed(self) -> dict[str, Any]:
        """The values that the person changed, by field."""
        return {name: self.cleaned_data[name] for name in self.changed_data}

    def is_overtaken_by(self, row: Any) -> bool:
        """Whether somebody else has changed meanwhile what the person changed too. The row is held by the caller."""
        return self.is_overtaken(self._shown(vars(row)))

    def _shown(self, values: Mapping[str, Any]) -> dict[str, Any]:
        read = {name: slot.read(values) for name, slot in self.slots.items()}
        return {name: str(value or "") if self.slots[name].key else value for name, value in read.items()}


@require_http_methods(["GET", "POST"])
@agency_page(Permission.WRITE_BACK, back="portfolio:properties")
def edit(request: AgencyRequest, kind: str, pk: UUID) -> HttpResponse:
    """One row's fields. A value that may not be set keeps what was typed, and says why."""
    target = TARGETS.get(Kind(kind)) if kind in Kind._value2member_map_ else None
    if target is None or not target.keeps_natural_keys:
        raise Http404("There is no such page.")
    row = get_object_or_404(target.model, target.only, pk=pk, agency=request.membership.agency)
    keeper = keeper_of(row)
    slots = fields_of(row, keeper, request.membership)
    form = RowForm(request.POST or None, slots, vars(row))
    back = page_of_row(row, request)
    if request.method == "POST" and form.is_valid() and _saved(request, form, row):
        return redirect(back)
    waiting = OutgoingEdit.objects.waiting().filter(row_id=row.pk).count()
    about: dict[str, Any] = {
        "row": row,
        "words": plain(kind),
        "form": form,
        "label": keeper.label if keeper else "",
        "back": back,
    }
    return show(request, "portfolio/edit.html", waiting=waiting, **about)


@require_http_methods(["GET", "POST"])
@agency_page(Permission.WRITE_BACK, back="portfolio:properties")
def new_job(request: AgencyRequest, pk: UUID) -> HttpResponse:
    """A new maintenance job at a property, for the system that keeps the property."""
    house = get_object_or_404(Property, pk=pk, agency=request.membership.agency)
    keeper = keeper_of(house)
    write = write_of(keeper.connection, Kind.MAINTENANCE_JOB) if keeper else None
    if keeper is None or write is None or not write.create_fields:
        raise Refusal(
            "takes_no_jobs", "No system takes new jobs for this property.", "Enter it where the jobs are kept."
        )
    form = RowForm(request.POST or None, slots_of(Kind.MAINTENANCE_JOB, write.create_fields), {})
    if request.method == "POST" and form.is_valid() and _made(request, form, house, keeper):
        return redirect("portfolio:property", house.pk)
    back = reverse("portfolio:property", args=[house.pk])
    about: dict[str, Any] = {
        "row": house,
        "words": "New maintenance job",
        "form": form,
        "label": keeper.label,
        "back": back,
    }
    return show(request, "portfolio/edit.html", waiting=0, **about)


def fields_of(row: Any, keeper: Keeper | None, member: Membership) -> dict[str, Slot]:
    """The fields that this person may change of the row. Refusal where there are none."""
    if keeper is None or keeper.write is None:
        raise Refusal("kept_elsewhere", f"{row} cannot be edited here.", "Change it where it is kept.")
    hidden = hidden_fields(member)
    return slots_of(keeper.kind, [name for name in keeper.writable(row) if not is_hidden(name, hidden)])


def editable(member: Membership, sources: Sources, rows: Mapping[Kind, Iterable[Any]]) -> set[UUID]:
    """The ids of those rows that this person may edit here."""
    if not member.allows(Permission.WRITE_BACK):
        return set()
    return {row.pk for kind, found in rows.items() for row in found if row.external_id and sources.takes(row, kind)}


def page_of_row(row: Any, request: AgencyRequest) -> str:
    """Where the person came from: the page of the row's property or lease, or the list."""
    if "lease" in request.GET:
        return reverse("portfolio:lease", args=[request.GET["lease"]]) if _is_uuid(request.GET["lease"]) else "/"
    house = row.pk if isinstance(row, Property) else getattr(row, "property_id", None)
    return reverse("portfolio:property", args=[house]) if house else reverse("portfolio:properties")


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _saved(request: AgencyRequest, form: RowForm, row: Any) -> bool:
    with transaction.atomic():
        held = get_object_or_404(type(row)._default_manager.select_for_update(), pk=row.pk)
        if form.is_overtaken_by(held):
            return False
        return _done(request, form, lambda person: _say_edited(editing.edited(held, form.changed, person)))


def _made(request: AgencyRequest, form: RowForm, house: Property, keeper: Keeper) -> bool:
    def make(person: User) -> str:
        values = {name: value for name, value in form.cleaned_data.items() if value not in (None, "")}
        creating.create(Kind.MAINTENANCE_JOB, values | {"property_id": house.pk}, person, keeper.connection)
        return f"The job is here, and on its way to {keeper.label}."

    return _done(request, form, make)


def _done(request: AgencyRequest, form: RowForm, step: Any) -> bool:
    """Whether the step was taken. What it refuses becomes an error of the form."""
    try:
        messages.success(request, step(request.user))
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
        return False
    return True


def _say_edited(done: editing.Edited) -> str:
    if done.edit is not None:
        return "Saved, and on its way."
    return "Saved. Nothing has to be sent." if done.is_changed else "Nothing was changed: it was so already."


def _field(slot: Slot) -> forms.Field:
    if slot.key:
        return forms.CharField(max_length=1000)
    field = slot.column.formfield()
    assert field is not None  # every column that a vendor takes can be typed
    if isinstance(field, forms.DateField):
        field.widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return field
