"""Properties and units."""

from decimal import Decimal

import msgspec

from providers.rentmanager.replies.common import Address, Contact, Named, Row, Stamped, UserDefinedValue


class CurrentOwner(Row, kw_only=True):
    """Who owns a property today."""

    id: int = msgspec.field(name="OwnerID")


class BoardMember(Row, kw_only=True):
    """A term on an association's board. The names of its fields are a guess: no source has them."""

    title: str | None = None
    term_start_date: str | None = None
    term_end_date: str | None = None
    contact: Contact | None = None


class CommitteeMember(Row, kw_only=True):
    """A seat in a committee, as guessed as a board member's."""

    committee: Named | None = None
    contact: Contact | None = None


class AssociationSettings(Row, kw_only=True):
    """That a property is an association."""

    id: int = msgspec.field(name="AssociationSettingsID")


class Property(Stamped, kw_only=True):
    """One row of GET /Properties."""

    id: int = msgspec.field(name="PropertyID")
    concurrency_id: int | None = None
    name: str
    property_type: str | None = None
    is_active: bool
    is_commercial: bool = False
    manager_name: str | None = None
    addresses: list[Address]
    current_owners: list[CurrentOwner]
    association_settings: AssociationSettings | None = None
    board_members: list[BoardMember]
    committee_members: list[CommitteeMember]
    user_defined_values: list[UserDefinedValue]


class UnitType(Row, kw_only=True):
    """A kind of unit; what the unit does not say itself is said here."""

    name: str = ""
    bedrooms: int | None = None
    bathrooms: Decimal | None = None


class UnitStatusType(Row, kw_only=True):
    """What a unit's status means."""

    is_available: bool = False
    is_vacant: bool = False


class UnitStatus(Row, kw_only=True):
    """The status a unit has today."""

    unit_status_type: UnitStatusType | None = None


class MarketRent(Row, kw_only=True):
    """What a unit would be let for."""

    amount: Decimal | None = None


class Unit(Stamped, kw_only=True):
    """One row of GET /Units. Rent, status and occupancy are only in embeds."""

    id: int = msgspec.field(name="UnitID")
    property_id: int | None = None
    name: str
    unit_type_id: int | None = None
    square_footage: int | None = None
    bedrooms: int | None = None
    bathrooms: Decimal | None = None
    is_vacant: bool | None = None
    unit_type: UnitType | None = None
    current_unit_status: UnitStatus | None = None
    current_market_rent: MarketRent | None = None
    user_defined_values: list[UserDefinedValue]
