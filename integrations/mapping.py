"""Saying which own property a vendor's property is. Each step is one transaction and starts the feeds over, so that rows
held back for the property come in with the next sync."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from agencies import audit
from agencies.refusals import Refusal
from integrations.models import Connection, PropertyMapping
from integrations.suggesting import NO_SUGGESTION, suggest
from integrations.sync import lookups  # noqa: F401  (registers `any_of`)
from integrations.sync.bulk import update
from integrations.sync.limits import misfit
from portfolio.models import Property

BATCH = 500


@dataclass(frozen=True)
class AutoResult:
    """How many vendor properties were mapped to own ones, created as new ones, and left for a person."""

    mapped: int
    created: int
    left: int


@transaction.atomic
def assign(mapping: PropertyMapping, own: Property) -> None:
    """Map to an own property. One that no other system keeps is kept by this connection from now on; one that another
    system keeps is linked, so that leases and money reach it, and its own columns stay theirs."""
    if own.agency_id != mapping.connection.agency_id:
        raise Refusal("other_agency", "That property belongs to another agency.")
    before = _own_name(mapping)
    _assign(mapping, own)
    _note(audit.Action.MAPPED, mapping, property=audit.change(before, str(own)))


def _assign(mapping: PropertyMapping, own: Property) -> None:
    _let_go(mapping)
    identity = {"external_source": mapping.connection.provider, "external_id": mapping.provider_property_id}
    Property.objects.filter(agency_id=own.agency_id, **identity).exclude(pk=own.pk).update(
        external_source="", external_id=None, external_account="", fingerprint=""
    )
    Property.objects.filter(pk=own.pk, external_id__isnull=True).update(
        **identity, external_account=mapping.connection.provider_user_id or "", fingerprint=""
    )
    _decide(mapping, property=own, left_out=False, suggestion=None, suggestion_score=None, suggestion_reason="")


@transaction.atomic
def create_property(mapping: PropertyMapping) -> Property:
    """A new own property for this vendor property, mapped to it; its details come with the next sync."""
    if mapping.property_id:
        raise Refusal("already_mapped", f"{mapping} is mapped already.", "Undo the mapping first.", conflict=True)
    agency = mapping.connection.agency
    former = Property.objects.filter(
        agency=agency, external_source=mapping.connection.provider, external_id=mapping.provider_property_id
    ).first()
    own = former or Property.objects.create(agency=agency, **_details(mapping))
    _assign(mapping, own)
    _note(audit.Action.CREATED_FROM_MAPPING, mapping, property=str(own))
    return own


def _details(mapping: PropertyMapping) -> dict[str, object]:
    """What the mapping knows of the property, as columns of a new one."""
    names = {field.name for field in Property._meta.concrete_fields}
    details = mapping.metadata.get("details", {})
    known = {name: value for name, value in details.items() if name in names and not misfit(Property, {name: value})}
    return known | {"address": mapping.provider_property_address or mapping.provider_property_id}


@transaction.atomic
def leave_out(mapping: PropertyMapping) -> None:
    """Nobody wants this vendor property here; it is not asked about again."""
    before = _own_name(mapping)
    _let_go(mapping)
    _decide(mapping, property=None, left_out=True)
    _note(audit.Action.LEFT_OUT, mapping, property=audit.change(before, None))


@transaction.atomic
def clear(mapping: PropertyMapping) -> None:
    """Undo what was decided. A suggestion that is turned down this way is not made again."""
    before, was_left_out = _own_name(mapping), mapping.left_out
    refused = set(mapping.refused)
    refused.update(str(pk) for pk in (mapping.property_id, mapping.suggestion_id) if pk)
    _let_go(mapping)
    _decide(
        mapping,
        property=None,
        left_out=False,
        suggestion=None,
        suggestion_score=None,
        suggestion_reason="",
        refused=sorted(refused),
    )
    undone = {"property": audit.change(before, None), "left_out": audit.change(was_left_out, False)}
    _note(audit.Action.MAPPING_UNDONE, mapping, **undone)


@transaction.atomic
def set_auto_sync(mapping: PropertyMapping, on: bool) -> None:
    """Keep a mapped property in step, or let it rest."""
    before = mapping.auto_sync
    _decide(mapping, auto_sync=on)
    if before != on:
        _note(audit.Action.AUTO_SYNC_CHANGED, mapping, auto_sync=audit.change(before, on))


def _decide(mapping: PropertyMapping, **decisions: object) -> None:
    for name, value in decisions.items():
        setattr(mapping, name, value)
    mapping.save(update_fields=[*decisions, "updated_at"])
    Connection.objects.filter(pk=mapping.connection_id).update(mapped_at=timezone.now())


def _note(action: audit.Action, mapping: PropertyMapping, **details: Any) -> None:
    """Enter a step in the agency's trail."""
    connection = mapping.connection
    audit.record(action, mapping, agency=connection.agency, connection=str(connection), **details)


def _own_name(mapping: PropertyMapping) -> str | None:
    """What the own property is called that this is mapped to, if any."""
    return str(mapping.property) if mapping.property else None


def _let_go(mapping: PropertyMapping) -> None:
    """An own property that this mapping kept in step belongs to no source any more; its values stay."""
    if mapping.property_id:
        Property.objects.filter(
            pk=mapping.property_id,
            external_source=mapping.connection.provider,
            external_id=mapping.provider_property_id,
        ).update(external_source="", external_id=None, external_account="", fingerprint="", synced_at=None)


@transaction.atomic
def accept_suggestions(
    connection: Connection, minimum_score: int, create_unmatched: bool, at: datetime | None = None
) -> AutoResult:
    """Map every suggestion at or above a score; where asked, create own properties for the rest. A property that two
    vendor properties point at is left for a person. The mappings bear the instant `at`, so that they can be taken back
    together. The same number of queries for every 500 rows."""
    at = at or timezone.now()
    suggest(connection)
    waiting = list(connection.mappings.open())
    wanted = Counter(mapping.suggestion_id for mapping in waiting if mapping.suggestion_id)
    good, unmatched = [], []
    for mapping in waiting:
        if mapping.suggestion_id is None or (mapping.suggestion_score or 0) < minimum_score:
            unmatched.append(mapping)
        elif wanted[mapping.suggestion_id] == 1:
            good.append(mapping)
    if not create_unmatched:
        unmatched = []
    chosen = [(mapping, mapping.suggestion_id) for mapping in good if mapping.suggestion_id] + [
        *zip(unmatched, _former_or_new(connection, unmatched), strict=True)
    ]
    for start in range(0, len(chosen), BATCH):
        _assign_all(connection, chosen[start : start + BATCH], at)
    done = AutoResult(len(good), len(unmatched), len(waiting) - len(chosen))
    audit.record(
        audit.Action.SUGGESTIONS_ACCEPTED,
        connection,
        agency=connection.agency,
        minimum_score=minimum_score,
        create_unmatched=create_unmatched,
        **asdict(done),
    )
    return done


def _former_or_new(connection: Connection, mappings: list[PropertyMapping]) -> list[UUID]:
    """An own property for each of these: the one that bears its identity already, else a new one."""
    former = _bearers(connection, mappings)
    new = {
        mapping.provider_property_id: Property(agency_id=connection.agency_id, **_details(mapping))
        for mapping in mappings
        if mapping.provider_property_id not in former
    }
    Property.objects.bulk_create(new.values(), batch_size=BATCH)
    return [former.get(id_) or new[id_].pk for id_ in (mapping.provider_property_id for mapping in mappings)]


def _bearers(connection: Connection, mappings: Iterable[PropertyMapping]) -> dict[str, UUID]:
    """The own properties that bear the identity of these vendor properties, by the vendor's id. One query."""
    rows = Property.objects.filter(
        agency_id=connection.agency_id,
        external_source=connection.provider,
        external_id__any_of=[mapping.provider_property_id for mapping in mappings],
    )
    return {external_id: pk for external_id, pk in rows.values_list("external_id", "pk") if external_id}


def _assign_all(connection: Connection, chosen: list[tuple[PropertyMapping, UUID]], now: datetime) -> None:
    """As `assign`, for many open mappings at once."""
    bearers = _bearers(connection, [mapping for mapping, _ in chosen])
    nobodys = {"external_source": "", "external_id": None, "external_account": "", "fingerprint": ""}
    others = [bearers.get(mapping.provider_property_id) for mapping, own in chosen]
    update(
        Property,
        [{"id": pk} | nobodys for pk, (_, own) in zip(others, chosen, strict=True) if pk is not None and pk != own],
    )
    free = Property.objects.filter(pk__any_of=[own for _, own in chosen], external_id__isnull=True)
    free_keys = set(free.values_list("pk", flat=True))
    ours = {
        "external_source": connection.provider,
        "external_account": connection.provider_user_id or "",
        "fingerprint": "",
    }
    update(
        Property,
        [
            ours | {"id": own, "external_id": mapping.provider_property_id}
            for mapping, own in chosen
            if own in free_keys
        ],
    )
    decided = {"left_out": False, "updated_at": now, **NO_SUGGESTION}
    update(PropertyMapping, [decided | {"id": mapping.pk, "property_id": own} for mapping, own in chosen])
    Connection.objects.filter(pk=connection.pk).update(mapped_at=now)
