"""Suggesting which own property a vendor's property is, and turning a suggestion down."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from agencies import audit
from agencies.refusals import Refusal
from integrations.addresses import Address, parse
from integrations.matching import Candidate, Matcher, Suggestion
from integrations.models import Connection, PropertyMapping
from integrations.sync.bulk import update
from portfolio.models import Property

NO_SUGGESTION = {"suggestion_id": None, "suggestion_score": None, "suggestion_reason": ""}


@transaction.atomic
def suggest(connection: Connection) -> int:
    """Give every open mapping its likeliest own property; how many have one. Four queries, however many rows, and one where
    nothing is open."""
    waiting = list(connection.mappings.open())
    if not waiting:
        return 0
    matcher, taken = matcher_of(connection), taken_by(connection)
    changed, count = [], 0
    for mapping in waiting:
        found = matcher.best(address_of(mapping), mapping.refused, taken)
        count += found is not None
        likeliest = _columns(found)
        if any(getattr(mapping, name) != value for name, value in likeliest.items()):
            changed.append(likeliest | {"id": mapping.pk})
    update(PropertyMapping, changed)
    return count


@transaction.atomic
def turn_down(mapping: PropertyMapping) -> Suggestion | None:
    """The next best suggestion, now that the one it had is refused for good; None where there is none. Refusal where it
    had none."""
    if mapping.suggestion_id is None or mapping.suggestion is None:
        raise Refusal("no_suggestion", f"There is no suggestion for {mapping} any more.", "Choose a property.")
    connection, turned_down = mapping.connection, mapping.suggestion
    mapping.refused = sorted({*mapping.refused, str(mapping.suggestion_id)})
    found = matcher_of(connection).best(address_of(mapping), mapping.refused, taken_by(connection))
    columns = _columns(found)
    for name, value in columns.items():
        setattr(mapping, name, value)
    mapping.save(update_fields=[*columns, "refused", "updated_at"])
    audit.record(
        audit.Action.MAPPING_UNDONE, mapping, agency=connection.agency, suggestion_turned_down=turned_down.address
    )
    return found


def likely(mapping: PropertyMapping) -> list[Suggestion]:
    """Every own property that this may be, the likeliest first, refused and taken ones too. One query."""
    return matcher_of(mapping.connection).likely(address_of(mapping))


def matcher_of(connection: Connection) -> Matcher:
    """The agency's own properties, ready to be compared. One query."""
    own = Property.objects.filter(agency_id=connection.agency_id, withdrawn_at__isnull=True)
    rows = own.values("pk", "address", "suburb", "state", "postcode")
    return Matcher(Candidate(row["pk"], _own_address(row)) for row in rows)


def taken_by(connection: Connection) -> dict[UUID, str]:
    """The own properties that one of the connection's is mapped to already, each with the vendor's id. One query."""
    return dict(connection.mappings.mapped().values_list("property_id", "provider_property_id"))


def address_of(mapping: PropertyMapping) -> Address:
    """The vendor property's address, taken apart."""
    return parse(mapping.provider_property_address, mapping.metadata.get("details", {}).get("postcode", ""))


def _columns(found: Suggestion | None) -> dict[str, Any]:
    if found is None:
        return NO_SUGGESTION
    return {"suggestion_id": found.pk, "suggestion_score": found.score, "suggestion_reason": found.reason[:200]}


def _own_address(row: Mapping[str, Any]) -> Address:
    """An own property's address; its suburb and postcode may stand in the line or in columns of their own."""
    line = row["address"]
    if row["suburb"] and row["suburb"].lower() not in line.lower():
        line = f"{line}, {row['suburb']}"
    return parse(line, row["postcode"])
