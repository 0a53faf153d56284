"""Which rows point at rows that an undo would remove. Found from the models themselves, so that no new one is forgotten."""

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db import models
from django.db.models import F

from integrations.models import PropertyMapping
from integrations.sync import lookups  # noqa: F401  (registers `any_of`)


@dataclass
class Leaving:
    """What an undo takes away: whole rows, and the fields of rows that point elsewhere again."""

    rows: set[UUID] = field(default_factory=set)
    fields: set[tuple[str, UUID]] = field(default_factory=set)


class Pointer(NamedTuple):
    """A column that points at a model's rows: in `table`, called `column`. `owner` is the column of the row that the pointer
    belongs to, `name` that row's field, `words` what people call the row."""

    table: type[models.Model]
    column: str
    owner: str
    name: str
    words: str


@cache
def pointers(model: type[models.Model]) -> tuple[Pointer, ...]:
    """Every pointer at the model's rows. A row's own many-to-many links go with it, and suggestions are made anew."""
    found = []
    relations: list[Any] = [row for row in model._meta.get_fields(include_hidden=True) if not row.concrete]
    for relation in relations:
        if not (relation.auto_created and (relation.one_to_many or relation.one_to_one)):
            continue
        table, column = relation.related_model, relation.field.attname
        owner = table._meta.auto_created
        if owner is model or (table is PropertyMapping and relation.field.name == "suggestion"):
            continue
        if owner:
            link = next(row for row in owner._meta.many_to_many if row.remote_field.through is table)
            found.append(Pointer(table, column, f"{link.m2m_field_name()}_id", link.name, owner._meta.verbose_name))
        else:
            found.append(Pointer(table, column, "pk", column, table._meta.verbose_name))
    return tuple(found)


def needed(model: type[models.Model], pks: Collection[UUID], leaving: Leaving, connection_id: UUID) -> dict[UUID, str]:
    """Those of the rows that something which stays points at, with a word for what that is. One query for each pointer."""
    found: dict[UUID, str] = {}
    if not pks:
        return found
    for pointer in pointers(model):
        rows = pointer.table._default_manager.filter(**{f"{pointer.column}__any_of": pks})
        if pointer.table is PropertyMapping:
            # The mapping that brought a property in stays, and waits to be mapped again.
            rows = rows.exclude(connection_id=connection_id, provider_property_id=F("property__external_id"))
        for pk, owner in rows.values_list(pointer.column, pointer.owner):
            if owner not in leaving.rows and (pointer.name, owner) not in leaving.fields:
                found[pk] = pointer.words
    return found
