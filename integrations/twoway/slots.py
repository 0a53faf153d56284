"""The fields of a kind that edits speak of, and where each stands in its row: a column of the same name, a column that points at
another row, or one entry of the agency's own fields (`custom.<name>`)."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from agencies.models import User
from agencies.refusals import Refusal
from integrations.sync.limits import misfit
from integrations.sync.targets import TARGETS, Ref, Target
from integrations.twoway.comparing import is_blank
from integrations.undoing.values import from_json
from portfolio.models.people import Party
from portfolio.models.synced import SyncedRow
from providers.choices import Kind

CUSTOM = "custom"
LONGEST_NAME = 60
# What every row has beside its data: whose it is, where it came from, and stamps.
NOT_DATA = frozenset(column.name for column in SyncedRow._meta.concrete_fields)
# The audit trail says that these have changed, and keeps their values to itself.
ABOUT_PEOPLE = frozenset({"name", "first_name", "last_name", "company", "email", "phone", "postal_address", "people"})
NAMES_OF_PEOPLE = frozenset({"tenant_name", "applicant_name"})


@dataclass(frozen=True)
class Slot:
    """One field. `ref` says which kind of row its value points at, `key` which of the agency's own fields it is."""

    name: str
    column: models.Field
    ref: Ref | None = None
    key: str = ""

    def read(self, values: Mapping[str, Any]) -> Any:
        """The field's value among a row's columns."""
        held = values[self.column.attname]
        return (held or {}).get(self.key) if self.key else held

    def put(self, values: dict[str, Any], value: Any) -> None:
        """Set the field among a row's columns."""
        if not self.key:
            values[self.column.attname] = value
            return
        rest = {name: kept for name, kept in (values[CUSTOM] or {}).items() if name != self.key}
        values[CUSTOM] = rest if is_blank(value) else rest | {self.key: value}

    def typed(self, stored: Any) -> Any:
        """A value that JSON kept, as the column holds it."""
        return stored if self.key else from_json(self.column, stored)

    def clean(self, value: Any, agency_id: UUID) -> Any:
        """What a person gave, as the column holds it. Refusal, in words, where it does not fit."""
        value = value.strip() if isinstance(value, str) else value
        if isinstance(value, (dict, list)):
            raise self._unfit("It takes one value.")
        if self.key:
            value = "" if value is None else str(value)
        elif self.ref is not None:
            value = self._pointed_at(getattr(value, "pk", value), agency_id)
            if value is None and not self.column.null:
                raise self._unfit("It must not be empty.")
        elif is_blank(value):
            value = None if self.column.null else self.column.get_default()
            if value is None and not self.column.null:
                raise self._unfit("It must not be empty.")
        else:
            try:
                value = self.column.clean(value, None)
            except ValidationError as error:
                raise self._unfit(" ".join(error.messages)) from None
            except (TypeError, OverflowError):  # a program's number for a day, or one without end
                raise self._unfit("It is a value of another sort.") from None
        fault = misfit(self.column.model, {self.column.attname: value})
        if fault is not None:
            raise self._unfit(f"It {fault[1]}.")
        return value

    @property
    def words(self) -> str:
        """What people call the field."""
        return self.key or self.name.removesuffix("_id").replace("_", " ")

    def _pointed_at(self, value: Any, agency_id: UUID) -> UUID | None:
        assert self.ref is not None
        if is_blank(value):
            return None
        try:
            row = TARGETS[self.ref.kind].model._default_manager.get(pk=value, agency_id=agency_id)
        except (models.ObjectDoesNotExist, ValidationError):
            raise self._unfit("There is no such row.") from None
        key: UUID = row.pk
        return key

    def _unfit(self, why: str) -> Refusal:
        return Refusal("does_not_fit", f"{self.words.capitalize()} cannot be set to this: {why}", "Correct the value.")


def slots_of(kind: Kind, names: Iterable[str]) -> dict[str, Slot]:
    """The fields of these names, less those that are no data of the row, or are not simply one value."""
    target = TARGETS[kind]
    found = {name: slot_of(target, name) for name in names}
    return {name: slot for name, slot in found.items() if slot is not None}


def slot_of(target: Target, name: str) -> Slot | None:
    """Where a field stands; None where it has no column of its own, or one that is not for people to set."""
    prefix, _, key = name.partition(".")
    if prefix == CUSTOM:
        fits = key and target.keeps_natural_keys and len(name) <= LONGEST_NAME
        own: Any = target.model._meta.get_field(CUSTOM) if fits else None
        return Slot(name, own, key=key) if fits else None
    ref = next((ref for ref in target.refs if ref.of == name == ref.column), None)
    column: Any = next((column for column in target.model._meta.concrete_fields if column.attname == name), None)
    return Slot(name, column, ref) if column is not None and _is_data(column, ref) else None


def _is_data(column: models.Field, ref: Ref | None) -> bool:
    """Whether the column holds one value that the row itself says. One that points at a row needs a `ref`, which keeps it within
    the agency."""
    if column.is_relation:
        return ref is not None
    return column.editable and column.name not in NOT_DATA and not isinstance(column, models.JSONField)


def each_by_name(names: Iterable[str], *rows: Mapping[str, Any]) -> list[str]:
    """The fields of a declaration; for `custom` each of the agency's own that one of these rows has."""
    own = {f"{CUSTOM}.{key}": None for columns in rows for key in columns.get(CUSTOM) or {}}
    return [one for name in names for one in (own if name == CUSTOM else (name,))]


def allows(names: Sequence[str], field: str) -> bool:
    """Whether a declaration speaks of a field. `custom` stands for every one of the agency's own fields."""
    return field in names if not field.startswith(f"{CUSTOM}.") else CUSTOM in names or field in names


def plain(value: Any) -> Any:
    """The value as JSON keeps it."""
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def entry(base: Any, ours: Any, person: User | None, at: datetime) -> dict[str, Any]:
    """One field of an edit as the outbox keeps it. Of fields that several people changed each has its own."""
    return {"base": plain(base), "ours": plain(ours), "by": person.email if person else "", "at": at.isoformat()}


def is_private(model: type[models.Model], field: str) -> bool:
    """Whether the audit trail must not hold the field's values."""
    about_people = issubclass(model, Party) and field in ABOUT_PEOPLE
    return about_people or field in NAMES_OF_PEOPLE or field.startswith(CUSTOM)
