"""Edits as their vendor takes them: by the record's fields, with the vendor's ids for rows that they point at."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from integrations.models import Connection, PropertyMapping
from integrations.sync.targets import TARGETS
from integrations.twoway.claiming import Claim
from integrations.twoway.slots import Slot, slots_of
from providers.base import Change
from providers.choices import Kind
from providers.errors import RefusedError


@dataclass
class Parcel:
    """Some edits ready to be sent. `refused` are those that cannot be, by key, each with its reason."""

    changes: list[Change] = field(default_factory=list)
    refused: dict[str, RefusedError] = field(default_factory=dict)


def parcel(connection: Connection, kind: Kind, claims: Sequence[Claim]) -> Parcel:
    """These edits as changes. One query for each kind of row that they point at."""
    told = [(claim, slots_of(kind, list(claim.edit.changes))) for claim in claims]
    ids = _ids(connection, told)
    found = Parcel()
    for claim, slots in told:
        key, edit = str(claim.edit.pk), claim.edit
        try:
            values = {name: _told(slot, edit.changes[name]["ours"], ids) for name, slot in slots.items()}
        except RefusedError as error:
            found.refused[key] = error
            continue
        bases = {name: slot.typed(edit.changes[name]["base"]) for name, slot in slots.items() if slot.ref is None}
        external_id = claim.row[TARGETS[kind].id_column] or ""
        found.changes.append(Change(key, external_id, claim.row["external_version"], values, edit.marker, bases))
    return found


def _told(slot: Slot, ours: Any, ids: dict[Kind, dict[UUID, str]]) -> Any:
    value = slot.typed(ours)
    if slot.ref is None or value is None:
        return value
    external_id = ids[slot.ref.kind].get(value)
    if external_id is None:
        raise RefusedError(f"The {slot.words} that was chosen is not known there.")
    return external_id


def _ids(connection: Connection, told: Sequence[tuple[Claim, dict[str, Slot]]]) -> dict[Kind, dict[UUID, str]]:
    """The vendor's ids of our rows, by kind."""
    wanted: dict[Kind, set[UUID]] = {}
    for claim, slots in told:
        for name, slot in slots.items():
            if slot.ref is not None:
                value = slot.typed(claim.edit.changes[name]["ours"])
                wanted.setdefault(slot.ref.kind, set()).update({value} - {None})
    return {kind: _ids_of(connection, kind, rows) for kind, rows in wanted.items()}


def _ids_of(connection: Connection, kind: Kind, rows: set[UUID]) -> dict[UUID, str]:
    if kind == Kind.PROPERTY:
        mapped = PropertyMapping.objects.filter(connection=connection, property_id__in=rows).order_by("pk")
        return {row: vendor_id for row, vendor_id in mapped.values_list("property_id", "provider_property_id") if row}
    kept = TARGETS[kind].model._default_manager.filter(
        pk__in=rows,
        external_source=connection.provider,
        external_account=connection.provider_user_id or "",
        external_id__isnull=False,
    )
    return dict(kept.values_list("pk", "external_id"))
