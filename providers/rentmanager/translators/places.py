"""Properties with the associations that some are, and units."""

from datetime import date

from providers.lettings import AssociationRecord
from providers.reading import first_text, maybe_day, money, text
from providers.records import PropertyRecord, UnitRecord, UnitStatus
from providers.rentmanager.replies.places import BoardMember, CommitteeMember, Property, Unit, UnitType
from providers.rentmanager.translators.common import address_of, custom_of, in_one_line, name_of, needed
from providers.rentmanager.versions import version_of

NO_TYPE = UnitType()


def to_places(row: Property) -> tuple[PropertyRecord | AssociationRecord, ...]:
    """A property, and the association that it is."""
    address = address_of(row.addresses)
    found = PropertyRecord(
        external_id=str(row.id),
        version=version_of(row, concurrency_id=row.concurrency_id),
        address=first_text(in_one_line(address), row.name),
        name=text(row.name),
        street="" if address is None else text(address.street),
        suburb="" if address is None else text(address.city),
        state="" if address is None else text(address.state),
        postcode="" if address is None else text(address.postal_code),
        property_type=first_text(row.property_type, "Commercial" if row.is_commercial else ""),
        manager_name=text(row.manager_name),
        owner_ids=tuple(str(owner.id) for owner in row.current_owners),
        archived_on=None if row.is_active else maybe_day(row.update_date, "UpdateDate"),
        custom=custom_of(row.user_defined_values),
    )
    if row.association_settings is None:
        return (found,)
    association = AssociationRecord(
        external_id=str(row.id),
        property_id=str(row.id),
        name=text(row.name),
        board=tuple(_term(member) for member in row.board_members),
        committees=_committees(row.committee_members),
    )
    return (found, association)


def to_unit(row: Unit) -> UnitRecord:
    """A unit; bedrooms and bathrooms are its type's where it does not say them."""
    kind = row.unit_type or NO_TYPE
    market_rent = None if row.current_market_rent is None else row.current_market_rent.amount
    return UnitRecord(
        external_id=str(row.id),
        version=version_of(row),
        property_id=needed(row.property_id, "PropertyID"),
        name=text(row.name),
        bedrooms=kind.bedrooms if row.bedrooms is None else row.bedrooms,
        bathrooms=kind.bathrooms if row.bathrooms is None else row.bathrooms,
        unit_type=text(kind.name),
        status=_status(row),
        floor_area=row.square_footage,
        market_rent=None if market_rent is None else money(market_rent, "Amount"),
        custom=custom_of(row.user_defined_values),
    )


def _status(row: Unit) -> UnitStatus | None:
    """Whether it is lived in, by its occupants, and if not, whether it is to be let, by its status."""
    kind = None if row.current_unit_status is None else row.current_unit_status.unit_status_type
    is_vacant = row.is_vacant if row.is_vacant is not None else None if kind is None else kind.is_vacant
    if is_vacant is None:
        return None
    if not is_vacant:
        return UnitStatus.OCCUPIED
    return UnitStatus.VACANT if kind is None or kind.is_available else UnitStatus.UNAVAILABLE


def _term(member: BoardMember) -> tuple[str, str, date | None, date | None]:
    return (
        name_of(member.contact),
        text(member.title),
        maybe_day(member.term_start_date, "TermStartDate"),
        maybe_day(member.term_end_date, "TermEndDate"),
    )


def _committees(members: list[CommitteeMember]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each committee with its members, by name."""
    found: dict[str, list[str]] = {}
    for member in members:
        committee = "" if member.committee is None else text(member.committee.name)
        found.setdefault(committee, []).append(name_of(member.contact))
    return tuple((committee, tuple(sorted(names))) for committee, names in sorted(found.items()))
