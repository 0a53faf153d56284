"""Properties come in through their mappings: every vendor property gets one, and only mapped ones reach own rows."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, NamedTuple
from uuid import UUID

from django.db import models

from integrations.models import PropertyMapping
from integrations.sync.bulk import Row, update, upsert
from integrations.sync.facts import Facts
from integrations.sync.ids import new_id
from integrations.sync.plan import is_as_before
from integrations.sync.refs import find, identified
from integrations.sync.seen import Seen
from integrations.sync.targets import TARGETS, Target
from portfolio.models import Lease
from providers.records import Kind, LeaseRecord, LeaseStatus, PropertyRecord

WITHDRAWN = models.ExpressionWrapper(models.Q(withdrawn_at__isnull=False), models.BooleanField())
FACTS_FOR_MAPPING = ("unit", "street", "suburb", "state", "postcode", "property_type", "bedrooms", "bathrooms")
_facts_of = attrgetter(*FACTS_FOR_MAPPING)


@dataclass
class Gate:
    """Which of a page's properties may come in, which wait for a person, and which need nothing: kept by another system,
    or put away by the vendor before anybody mapped them. `fresh` and `stale` are the mappings to make and to bring up to
    date, as columns. `let_in` counts those that the vendor has moved inside the connection's filters."""

    passed: list[PropertyRecord] = field(default_factory=list)
    held: list[PropertyRecord] = field(default_factory=list)
    settled: int = 0
    new_mappings: int = 0
    fresh: list[Row] = field(default_factory=list)
    stale: list[Row] = field(default_factory=list)
    let_in: int = 0


class Mapped(NamedTuple):
    """What a mapping says, and which source keeps the own property it points at."""

    pk: UUID
    address: str
    metadata: dict[str, Any]
    is_withdrawn: bool
    auto_sync: bool
    left_out: bool
    is_filtered: bool
    property_id: UUID | None
    kept_by: str | None
    kept_as: str | None


def changed(facts: Facts, target: Target, records: Sequence[PropertyRecord]) -> list[PropertyRecord]:
    """The records that are not just as they were: those that are take none of the ways below. Two queries.

    A mapping is written with its row, so that where the row is as its record has it the mapping is too. Filters are looked at
    below, whatever has changed."""
    if facts.filters or facts.narrowed:
        return list(records)
    mappings = PropertyMapping.objects.filter(
        connection_id=facts.connection_id,
        provider_property_id__any_of=[record.external_id for record in records],
        auto_sync=True,
        withdrawn_at__isnull=True,
        property__withdrawn_at__isnull=True,
        property__external_source=facts.source,
        property__external_id=models.F("provider_property_id"),
    )
    stored = dict(mappings.order_by().values_list("provider_property_id", "property__fingerprint"))
    if not stored:
        return list(records)
    lookup = find(facts, target, records)
    return [record for record in records if not is_as_before(target, record, stored.get(record.external_id), lookup)]


def gate(facts: Facts, records: Sequence[PropertyRecord]) -> Gate:
    """Sort the page by what the properties' mappings say. One query; `remember` writes the mappings.

    A property whose own row is kept by another system or account is linked, not written."""
    mappings = _mappings(facts, records)
    sorted_out = Gate()
    for record in records:
        mapping = mappings.get(record.external_id)
        details = details_of(record)
        if mapping is None:
            sorted_out.fresh.append({"id": new_id(), "provider_property_id": record.external_id})
            sorted_out.fresh[-1].update(_told(facts, record, {"details": details}))
            sorted_out.new_mappings += record.archived_on is None
        elif _differs(facts, mapping, record, details):
            metadata = mapping.metadata | {"details": details}
            sorted_out.stale.append({"id": mapping.pk} | _told(facts, record, metadata))
            sorted_out.let_in += mapping.is_filtered and not is_outside(facts, record)
        _sort(facts, sorted_out, record, mapping)
    return sorted_out


def _mappings(facts: Facts, records: Sequence[PropertyRecord]) -> dict[str, Mapped]:
    found = (
        PropertyMapping.objects.filter(
            connection_id=facts.connection_id, provider_property_id__any_of={record.external_id for record in records}
        )
        .order_by()
        .values_list(
            "provider_property_id",
            "pk",
            "provider_property_address",
            "metadata",
            WITHDRAWN,
            "auto_sync",
            "left_out",
            "is_filtered",
            "property_id",
            "property__external_source",
            "property__external_id",
        )
    )
    return {external_id: Mapped(*rest) for external_id, *rest in found}


def is_outside(facts: Facts, record: PropertyRecord) -> bool:
    """Whether the connection's filters leave the property out."""
    is_archived = record.archived_on is not None
    return not facts.filters.let_in(record.external_id, record.property_type, is_archived=is_archived)


def _is_kept_out(facts: Facts, record: PropertyRecord) -> bool:
    """Whether the row itself is held. That the vendor has put a property away comes in all the same."""
    return not all(
        filters.let_in(record.external_id, record.property_type) for filters in (facts.filters, facts.narrowed)
    )


def _differs(facts: Facts, mapping: Mapped, record: PropertyRecord, details: dict[str, Any]) -> bool:
    return (
        mapping.metadata.get("details") != details
        or mapping.address != record.address
        or mapping.is_withdrawn != (record.archived_on is not None)
        or mapping.is_filtered != is_outside(facts, record)
    )


def _sort(facts: Facts, into: Gate, record: PropertyRecord, mapping: Mapped | None) -> None:
    if mapping is None or mapping.property_id is None:
        left_out = mapping is not None and mapping.left_out
        if record.archived_on is not None:
            into.settled += 1
        elif facts.creates_unmapped and not left_out and not _is_kept_out(facts, record):
            into.passed.append(record)
        else:
            into.held.append(record)
    elif not mapping.auto_sync or _is_kept_out(facts, record):
        into.held.append(record)
    elif (mapping.kept_by, mapping.kept_as) != (facts.source, record.external_id):
        into.settled += 1
    else:
        into.passed.append(record)


def details_of(record: PropertyRecord) -> dict[str, Any]:
    """What helps a person to recognise a property."""
    facts = zip(FACTS_FOR_MAPPING, _facts_of(record), strict=True)
    return {name: value for name, value in facts if value is not None and value != ""}


def _told(facts: Facts, record: PropertyRecord, metadata: dict[str, Any]) -> Row:
    """The columns of a mapping that the vendor tells. What people decide is not among them, and stays as it is."""
    return {
        "provider_property_address": record.address,
        "withdrawn_at": facts.started_at if record.archived_on else None,
        "is_filtered": is_outside(facts, record),
        "metadata": metadata,
    }


def remember(facts: Facts, gate: Gate, keys: dict[str, UUID]) -> None:
    """Make the mappings that are missing, bring others up to date, and let those of properties that were created straight
    away point at their new rows, by `keys`. Four queries at most."""
    for row in gate.fresh:
        row["property_id"] = keys.get(row["provider_property_id"])
    same = {"connection_id": facts.connection_id, "created_at": facts.started_at, "updated_at": facts.started_at}
    identity = ("connection_id", "provider_property_id")
    upsert(PropertyMapping, gate.fresh, identity, keep=("id", "created_at", "property_id"), same=same)
    update(PropertyMapping, gate.stale, same={"updated_at": facts.started_at})
    made = {row["provider_property_id"] for row in gate.fresh}
    _link_created(facts, {external_id: pk for external_id, pk in keys.items() if external_id not in made})


def put_away_unseen(facts: Facts, seen: Seen) -> None:
    """Mark the mappings of properties that a complete list no longer holds, so that nobody is asked about them. One query."""
    gone = PropertyMapping.objects.filter(connection_id=facts.connection_id, withdrawn_at__isnull=True)
    unseen = seen.missing(Kind.PROPERTY.value, gone, "provider_property_id")
    unseen.update(withdrawn_at=facts.started_at, updated_at=facts.started_at)


def _link_created(facts: Facts, keys: dict[str, UUID]) -> None:
    """Point the mappings that were there before their properties at the new rows. Two queries."""
    if not keys:
        return
    mappings = PropertyMapping.objects.filter(
        connection_id=facts.connection_id, provider_property_id__any_of=keys, property__isnull=True
    ).values_list("pk", "provider_property_id")
    update(PropertyMapping, [{"id": pk, "property_id": keys[external_id]} for pk, external_id in mappings])


def remember_leases(facts: Facts, records: Iterable[LeaseRecord]) -> None:
    """Keep current leases and their tenants in their properties' mappings, mapped or not, for the people who map, and
    forget those that are over. Three queries at most; mappings are written only where something changed."""
    current = {record.property_id: record for record in records if record.status == LeaseStatus.CURRENT}
    over = {record.external_id: record.property_id for record in records if record.status != LeaseStatus.CURRENT}
    if not current and not over:
        return
    mappings = PropertyMapping.objects.filter(
        connection_id=facts.connection_id, provider_property_id__any_of={*current, *over.values()}
    ).values("pk", "provider_property_id", "metadata")
    tenants = _tenants(facts, {tenant for record in current.values() for tenant in record.tenant_ids})
    rows = []
    for row in mappings:
        record = current.get(row["provider_property_id"])
        remembered = row["metadata"].get("lease", {}).get("external_id")
        metadata = row["metadata"]
        if record is not None:
            known = [tenants[tenant] for tenant in record.tenant_ids if tenant in tenants]
            metadata = metadata | {"lease": lease_details(record), "tenants": known or [{"name": record.tenant_name}]}
        elif remembered in over:
            metadata = {name: value for name, value in metadata.items() if name not in ("lease", "tenants")}
        if metadata != row["metadata"]:
            rows.append({"id": row["pk"], "metadata": metadata, "updated_at": facts.started_at})
    update(PropertyMapping, rows)


def remember_tenants(facts: Facts, external_ids: Collection[str]) -> None:
    """Bring the tenants that mappings remember up to date with their rows. Three queries at most."""
    if not external_ids:
        return
    tenants = _tenants(facts, external_ids)
    leases = Lease.objects.filter(
        tenants__in=identified(facts, TARGETS[Kind.TENANT], external_ids), status=Lease.Status.CURRENT
    )
    mappings = PropertyMapping.objects.filter(connection_id=facts.connection_id, property__leases__in=leases)
    rows = {}
    for pk, metadata in mappings.values_list("pk", "metadata"):
        if "tenants" not in metadata:  # its lease came back with an undo, and is yet to be remembered again
            continue
        known = [tenants.get(tenant.get("id"), tenant) for tenant in metadata["tenants"]]
        rows[pk] = {"id": pk, "metadata": metadata | {"tenants": known}, "updated_at": facts.started_at}
    update(PropertyMapping, list(rows.values()))


def lease_details(record: LeaseRecord) -> dict[str, Any]:
    """A lease as a mapping remembers it: days as ISO text, money as text."""
    return {
        "external_id": record.external_id,
        "start_date": record.start_date.isoformat(),
        "end_date": record.end_date and record.end_date.isoformat(),
        "rent_amount": str(record.rent_amount),
        "rent_frequency": record.rent_frequency.value,
        "paid_to": record.paid_to and record.paid_to.isoformat(),
    }


def _tenants(facts: Facts, external_ids: Collection[str]) -> dict[str, dict[str, str]]:
    """Tenants as a mapping remembers them, by external id."""
    rows = identified(facts, TARGETS[Kind.TENANT], external_ids).values_list("external_id", "name", "email", "phone")
    return {row[0]: dict(zip(("id", "name", "email", "phone"), row, strict=True)) for row in rows}
