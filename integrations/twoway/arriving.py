"""A row that was made here has arrived at the vendor, and is known by the vendor's id from now on."""

from typing import Any
from uuid import UUID

from django.db import models

from integrations.sync.facts import Facts
from integrations.sync.links import through
from integrations.sync.refs import rows_by_id
from integrations.sync.targets import Target


def take_identity(facts: Facts, target: Target, row: dict[str, Any], external_id: str) -> None:
    """Make sure that no other row bears the vendor's id. Where a sync has brought the vendor's copy in before the id was known,
    that row's place is taken by ours: what points at it points at ours, and it goes."""
    twin = rows_by_id(facts, target, {external_id}).get(external_id)
    if twin is not None and twin != row["pk"]:
        _repoint(target.model, twin, row["pk"])
        target.model._default_manager.filter(pk=twin).delete()


def _repoint(model: type[models.Model], old: UUID, new: UUID) -> None:
    for relation in model._meta.related_objects:
        others: Any = relation.related_model
        if relation.many_to_many:
            table, _, theirs = through(others, relation.field.name)
            table._default_manager.filter(**{theirs: old}).update(**{theirs: new})
        else:
            others._base_manager.filter(**{relation.field.name: old}).update(**{relation.field.name: new})
