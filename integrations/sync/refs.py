"""From a vendor's ids to our rows: which own row each id on a page of records means."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import models

from integrations.models import PropertyMapping
from integrations.narrowing import type_of
from integrations.sync import lookups  # noqa: F401  (registers `any_of`)
from integrations.sync.facts import Facts
from integrations.sync.targets import TARGETS, Target
from providers.records import Kind, Record

SYNCED = models.ExpressionWrapper(models.Q(auto_sync=True, is_filtered=False), models.BooleanField())
LEFT_OUT = models.ExpressionWrapper(models.Q(left_out=True) | models.Q(is_filtered=True), models.BooleanField())


@dataclass(frozen=True)
class Lookup:
    """Own rows by kind and external id. `properties` also holds what is known but not synced, as None."""

    properties: Mapping[str, UUID | None] = field(default_factory=dict)
    rows: Mapping[Kind, Mapping[str, UUID]] = field(default_factory=dict)

    def find(self, kind: Kind, external_id: str | None) -> UUID | None:
        """The own row that an id means, None where there is none to use."""
        if not external_id:
            return None
        return (self.properties if kind == Kind.PROPERTY else self.rows[kind]).get(external_id)


def find(facts: Facts, target: Target, records: Iterable[Record]) -> Lookup:
    """The rows that these records refer to. One query per kind referred to."""
    wanted: dict[Kind, set[str]] = {}
    for kind, of in [(ref.kind, ref.of) for ref in target.refs]:
        ids = {getattr(record, of) for record in records}
        wanted.setdefault(kind, set()).update(filter(None, ids))
    for link in target.links:
        for record in records:
            wanted.setdefault(link.kind, set()).update(getattr(record, link.of) or ())
    rows: dict[Kind, Mapping[str, UUID]] = {}
    for kind, ids in wanted.items():
        if kind != Kind.PROPERTY:
            rows[kind] = rows_by_id(facts, TARGETS[kind], ids)
    return Lookup(properties=mapped_properties(facts, wanted.get(Kind.PROPERTY, set())), rows=rows)


def mapped_properties(facts: Facts, external_ids: set[str]) -> dict[str, UUID | None]:
    """The own property of each vendor property, None where it is not mapped or not to be synced. One query."""
    if not external_ids:
        return {}
    mappings = (
        PropertyMapping.objects.filter(connection_id=facts.connection_id, provider_property_id__any_of=external_ids)
        .order_by()
        .values_list("provider_property_id", "property_id", SYNCED)
    )
    outside = _outside(facts, external_ids)
    return {
        external_id: property_id if is_synced and external_id not in outside else None
        for external_id, property_id, is_synced in mappings
    }


def left_out(facts: Facts, external_ids: set[str]) -> set[str]:
    """The vendor's properties that a person or a filter has left out. Where there are filters, one that the vendor has not
    shown is outside of them. Two queries at most."""
    if not external_ids:
        return set()
    mappings = PropertyMapping.objects.filter(
        connection_id=facts.connection_id, provider_property_id__any_of=external_ids
    ).order_by()
    known = dict(mappings.values_list("provider_property_id", LEFT_OUT))
    found = {external_id for external_id, is_left_out in known.items() if is_left_out} | _outside(facts, external_ids)
    return found | (external_ids - known.keys()) if facts.is_narrowed else found


def _outside(facts: Facts, external_ids: set[str]) -> set[str]:
    """The vendor's properties that the run's own filters leave out. One query, none for a run without."""
    if not facts.narrowed:
        return set()
    mappings = PropertyMapping.objects.filter(
        connection_id=facts.connection_id, provider_property_id__any_of=external_ids
    ).order_by()
    return {
        external_id
        for external_id, metadata, withdrawn_at in mappings.values_list(
            "provider_property_id", "metadata", "withdrawn_at"
        )
        if not facts.narrowed.let_in(external_id, type_of(metadata), is_archived=withdrawn_at is not None)
    }


def rows_by_id(facts: Facts, target: Target, external_ids: set[str]) -> dict[str, UUID]:
    """Primary keys of a kind's rows by external id. One query, none for no ids."""
    if not external_ids:
        return {}
    return dict(identified(facts, target, external_ids).values_list(target.id_column, "pk"))


def identified(facts: Facts, target: Target, external_ids: Iterable[str]) -> Any:
    """The queryset of rows that carry these external ids from this source."""
    return target.model._default_manager.filter(
        **{
            "agency_id": facts.agency_id,
            target.source_column: facts.source,
            f"{target.id_column}__any_of": list(external_ids),
        }
    ).order_by()  # in the table's own order SQLite would walk through all of the agency
