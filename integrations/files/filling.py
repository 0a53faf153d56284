"""People who stand in two lists of a system, of which each says something else about them.

What one list leaves blank stays as the other has it. Else every night would change it twice, there and back."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from integrations.files.doubles import Numbered
from integrations.sync.facts import Facts
from integrations.sync.refs import identified
from integrations.sync.targets import TARGETS
from providers.records import ContactRecord, Kind, OwnerRecord, PartyRecord, Person, TenantRecord

SHARED = ("first_name", "last_name", "company", "email", "phone", "postal_address")
FIELDS: dict[Kind, tuple[str, ...]] = {
    Kind.OWNER: (*SHARED, "business_number", "people"),
    Kind.TENANT: (*SHARED, "people"),
    Kind.CONTACT: (*SHARED, "business_number"),
}


def filled(facts: Facts, kinds: Iterable[Kind], rows: Sequence[Numbered]) -> list[Numbered]:
    """The rows, with what those of these kinds leave blank as it is stored. One query for each kind."""
    wanted = [kind for kind in FIELDS if kind in set(kinds)]
    stored = {kind: _stored(facts, kind, rows) for kind in wanted}
    found = []
    for row, number in rows:
        if isinstance(row, OwnerRecord | TenantRecord | ContactRecord) and row.kind in stored:
            known = stored[row.kind].get(row.external_id)
            row = _filled(row, known) if known else row
        found.append(Numbered(row, number))
    return found


def _stored(facts: Facts, kind: Kind, rows: Sequence[Numbered]) -> dict[str, dict[str, Any]]:
    ids = {row.external_id for row, _ in rows if row.kind == kind and isinstance(row, PartyRecord)}
    if not ids:
        return {}
    found = identified(facts, TARGETS[kind], ids).filter(synced_at__isnull=False)
    return {row["external_id"]: row for row in found.values("external_id", *FIELDS[kind])}


def _filled(record: PartyRecord, known: dict[str, Any]) -> PartyRecord:
    blank = (name for name in FIELDS[record.kind] if name != "people" and not getattr(record, name))
    changed: dict[str, Any] = {name: known[name] for name in blank if known[name]}
    if isinstance(record, OwnerRecord | TenantRecord):
        people = _merged(record.people, msgspec.convert(known["people"], type=tuple[Person, ...]))
        if people != record.people:
            changed["people"] = people
    return msgspec.structs.replace(record, **changed) if changed else record


def _merged(people: tuple[Person, ...], others: tuple[Person, ...]) -> tuple[Person, ...]:
    """The same people, with what is known of each from before, where they are the same ones in the same order."""
    if len(people) != len(others) or any(_name(one) != _name(other) for one, other in zip(people, others, strict=True)):
        return people
    return tuple(
        msgspec.structs.replace(
            one, company=one.company or other.company, email=one.email or other.email, phone=one.phone or other.phone
        )
        for one, other in zip(people, others, strict=True)
    )


def _name(person: Person) -> tuple[str, str]:
    return person.first_name, person.last_name
