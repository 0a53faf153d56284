"""What to do with a page of records: create, change, leave, hold back or withdraw. Pure: no database, no clock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import NamedTuple
from uuid import UUID

import msgspec

from integrations.sync.ids import new_id
from integrations.sync.refs import Lookup
from integrations.sync.targets import Target
from providers.records import Kind, Record, Rejected

_encode = msgspec.msgpack.Encoder(order="deterministic").encode


class Existing(NamedTuple):
    """The row that a record already has. `is_new` marks an own row that no sync has written yet."""

    pk: UUID
    fingerprint: str
    is_withdrawn: bool
    is_new: bool


class Draft(NamedTuple):
    """A record on its way into a row, with the rows that it refers to. `fingerprint` sums up all of it. A link that is None
    is not spoken of by the record, and stays as it is."""

    record: Record
    pk: UUID
    refs: tuple[UUID | None, ...]
    links: tuple[tuple[UUID, ...] | None, ...]
    fingerprint: str
    is_new: bool


@dataclass
class Plan:
    """The answer for one page and kind."""

    creates: list[Draft] = field(default_factory=list)
    changes: list[Draft] = field(default_factory=list)
    withdraws: list[Draft] = field(default_factory=list)
    held: list[Record] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    unchanged: int = 0


def make_plan(target: Target, records: Iterable[Record], existing: Mapping[str, Existing], lookup: Lookup) -> Plan:
    """Compare a page of records, each id once, with the rows they have."""
    plan = Plan()
    for record in records:
        _place(plan, target, record, existing.get(record.external_id), lookup)
    return plan


def _place(plan: Plan, target: Target, record: Record, row: Existing | None, lookup: Lookup) -> None:
    refs: list[UUID | None] = []
    for ref in target.refs:
        external_id = getattr(record, ref.of)
        found = lookup.find(ref.kind, external_id)
        if ref.kind == Kind.PROPERTY and found is None and (external_id or ref.required):
            _set_aside(plan, record, external_id, lookup)
            return
        refs.append(found)
    links = _links(target, record, lookup)
    try:
        fingerprint = _fingerprint(record, refs, links)
    except OverflowError:  # a whole number beyond 64 bits
        message, action = "One of its numbers is too large to be kept.", "Correct the number in the other system."
        _reject(plan, record, "value_does_not_fit", message, f"{action} The row comes in with the next sync.")
        return
    is_archived = getattr(record, "archived_on", None) is not None
    if row is None and not is_archived:
        plan.creates.append(Draft(record, new_id(), tuple(refs), links, fingerprint, True))
    elif row is None or (row.is_withdrawn if is_archived else row.fingerprint == fingerprint and not row.is_withdrawn):
        plan.unchanged += 1
    else:
        draft = Draft(record, row.pk, tuple(refs), links, fingerprint, row.is_new)
        (plan.withdraws if is_archived else plan.changes).append(draft)


def is_as_before(target: Target, record: Record, fingerprint: str | None, lookup: Lookup) -> bool:
    """Whether a record without references is the one that its live row was last written from."""
    if not fingerprint or getattr(record, "archived_on", None) is not None:
        return False
    try:
        return _fingerprint(record, [], _links(target, record, lookup)) == fingerprint
    except OverflowError:
        return False


def _fingerprint(record: Record, refs: list[UUID | None], links: tuple[tuple[UUID, ...] | None, ...]) -> str:
    return blake2b(_encode((record, refs, links)), digest_size=16).hexdigest()


def _links(target: Target, record: Record, lookup: Lookup) -> tuple[tuple[UUID, ...] | None, ...]:
    return tuple([_linked(lookup.rows[link.kind], getattr(record, link.of)) for link in target.links])


def _linked(rows: Mapping[str, UUID], external_ids: Iterable[str] | None) -> tuple[UUID, ...] | None:
    if external_ids is None:
        return None
    return tuple(sorted({pk for pk in map(rows.get, external_ids) if pk is not None}))


def _set_aside(plan: Plan, record: Record, property_id: str | None, lookup: Lookup) -> None:
    """Hold a record back until its property is mapped; refuse it where there is no such property at all."""
    if property_id in lookup.properties:
        plan.held.append(record)
        return
    message = f"It belongs to property {property_id}, which the other system did not send."
    action = "Check the property in the other system. It comes in by itself once the property does."
    message = message if property_id else "It names no property."
    _reject(plan, record, "unknown_property", message, action, field="property", value=property_id or "")


def _reject(plan: Plan, record: Record, code: str, message: str, action: str, field: str = "", value: str = "") -> None:
    plan.rejected.append(
        Rejected(
            kind=record.kind,
            external_id=record.external_id,
            code=code,
            message=message,
            action=action,
            field=field,
            value=value,
        )
    )
