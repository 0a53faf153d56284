"""Saying which own property a vendor's property is. Each step is one transaction and starts the feeds over, so that rows
held back for the property come in with the next sync."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from integrations.matching import Address, Candidate, Matcher, parse
from integrations.models import Connection, PropertyMapping
from integrations.refusals import Refusal
from portfolio.models import Property


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
    assign(mapping, own)
    return own


def _details(mapping: PropertyMapping) -> dict[str, object]:
    """What the mapping knows of the property, as columns of a new one."""
    names = {field.name for field in Property._meta.concrete_fields}
    known = {name: value for name, value in mapping.metadata.get("details", {}).items() if name in names}
    return known | {"address": mapping.provider_property_address or mapping.provider_property_id}


@transaction.atomic
def leave_out(mapping: PropertyMapping) -> None:
    """Nobody wants this vendor property here; it is not asked about again."""
    _let_go(mapping)
    _decide(mapping, property=None, left_out=True)


@transaction.atomic
def clear(mapping: PropertyMapping) -> None:
    """Undo what was decided. A suggestion that is turned down this way is not made again."""
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


@transaction.atomic
def set_auto_sync(mapping: PropertyMapping, on: bool) -> None:
    """Keep a mapped property in step, or let it rest."""
    _decide(mapping, auto_sync=on)


def _decide(mapping: PropertyMapping, **decisions: object) -> None:
    for name, value in decisions.items():
        setattr(mapping, name, value)
    mapping.save(update_fields=[*decisions, "updated_at"])
    Connection.objects.filter(pk=mapping.connection_id).update(mapped_at=timezone.now())


def _let_go(mapping: PropertyMapping) -> None:
    """An own property that this mapping kept in step belongs to no source any more; its values stay."""
    if mapping.property_id:
        Property.objects.filter(
            pk=mapping.property_id,
            external_source=mapping.connection.provider,
            external_id=mapping.provider_property_id,
        ).update(external_source="", external_id=None, external_account="", fingerprint="", synced_at=None)


def suggest(connection: Connection) -> int:
    """Give every open mapping its likeliest own property; how many have one. Three queries, however many rows."""
    agency_id = connection.agency_id
    own = Property.objects.filter(agency_id=agency_id, withdrawn_at__isnull=True)
    taken = dict(connection.mappings.mapped().values_list("property_id", "provider_property_id"))
    matcher = Matcher(
        Candidate(row["pk"], _own_address(row)) for row in own.values("pk", "address", "suburb", "state", "postcode")
    )
    waiting = list(connection.mappings.open())
    for mapping in waiting:
        details = mapping.metadata.get("details", {})
        address = parse(mapping.provider_property_address, details.get("postcode", ""))
        found = matcher.best(address, mapping.refused, taken)
        mapping.suggestion_id = found.pk if found else None
        mapping.suggestion_score = found.score if found else None
        mapping.suggestion_reason = found.reason if found else ""
    fields = ["suggestion", "suggestion_score", "suggestion_reason"]
    PropertyMapping.objects.bulk_update(waiting, fields, batch_size=500)
    return sum(mapping.suggestion_id is not None for mapping in waiting)


def _own_address(row: dict[str, str]) -> Address:
    """An own property's address; its suburb and postcode may stand in the line or in columns of their own."""
    line = row["address"]
    if row["suburb"] and row["suburb"].lower() not in line.lower():
        line = f"{line}, {row['suburb']}"
    return parse(line, row["postcode"])


def accept_suggestions(connection: Connection, minimum_score: int, create_unmatched: bool) -> AutoResult:
    """Map every suggestion at or above a score; where asked, create own properties for the rest. A property that two
    vendor properties point at is left for a person."""
    suggest(connection)
    mapped = created = 0
    waiting = connection.mappings.open().select_related("connection__agency", "suggestion")
    wanted = [mapping.suggestion_id for mapping in waiting if mapping.suggestion_id]
    with transaction.atomic():
        for mapping in waiting:
            good = mapping.suggestion is not None and (mapping.suggestion_score or 0) >= minimum_score
            if good and wanted.count(mapping.suggestion_id) == 1:
                assign(mapping, mapping.suggestion)
                mapped += 1
            elif create_unmatched and not good:
                create_property(mapping)
                created += 1
    return AutoResult(mapped, created, connection.mappings.open().count())
