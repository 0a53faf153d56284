"""Many-to-many fields of many rows at once: which rows they hold, and making them hold others."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db import models

from integrations.sync import lookups  # noqa: F401  (registers `any_of`)
from integrations.sync.bulk import upsert


def through(model: type[models.Model], name: str) -> tuple[type[models.Model], str, str]:
    """The link table of a many-to-many field, with its columns for our row and for the other one."""
    relation: Any = model._meta.get_field(name)
    return relation.remote_field.through, f"{relation.m2m_field_name()}_id", f"{relation.m2m_reverse_field_name()}_id"


def links_of(model: type[models.Model], name: str, pks: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """The rows that each of these rows holds in the field. One query."""
    table, ours, theirs = through(model, name)
    links: dict[UUID, list[UUID]] = {}
    for pk, other in table._default_manager.filter(**{f"{ours}__any_of": pks}).values_list(ours, theirs):
        links.setdefault(pk, []).append(other)
    return links


def relink(
    model: type[models.Model],
    name: str,
    wanted: Mapping[UUID, Collection[UUID]],
    current: Mapping[UUID, Collection[UUID]],
) -> None:
    """Let the field hold what is wanted, where it holds what is current. Three queries at most."""
    table, ours, theirs = through(model, name)
    gone = {(pk, other) for pk, others in current.items() for other in others if other not in wanted.get(pk, ())}
    if gone:
        held = table._default_manager.filter(**{f"{ours}__any_of": {pk for pk, _ in gone}})
        letting_go = [link for link, pk, other in held.values_list("pk", ours, theirs) if (pk, other) in gone]
        table._default_manager.filter(pk__any_of=letting_go).delete()
    rows = [
        {ours: pk, theirs: other}
        for pk, others in wanted.items()
        for other in others
        if other not in current.get(pk, ())
    ]
    upsert(table, rows, (ours, theirs))
