"""What rows of many lists hold. A list that was asked for has no default: the vendor answers a misspelt or ignored embed
with silence, and its absence must not pass for none."""

import msgspec

from providers.base import Reply


def spelt(name: str) -> str:
    """The vendor's spelling of a field: "property_id" is PropertyID."""
    return "".join("ID" if word == "id" else word.capitalize() for word in name.split("_"))


class Row(Reply, rename=spelt, kw_only=True):
    """Root of the rows. Null fields are left out."""


class Stamped(Row, kw_only=True):
    """A row that says when it was changed, by the server's own clock and without a zone."""

    update_date: str


class Address(Row, kw_only=True):
    """One row per type of address, even where it is empty."""

    address: str | None = None
    street: str | None = None
    city: str | None = None
    state: str | None = None
    postal_code: str | None = None
    is_primary: bool = False


class PhoneNumber(Row, kw_only=True):
    """A telephone number."""

    phone_number: str | None = None
    is_primary: bool = False


class Contact(Row, kw_only=True):
    """A person. Birth dates, incomes and tax numbers come along and are not even decoded."""

    id: int = msgspec.field(name="ContactID")
    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    is_active: bool = True
    is_primary: bool = False
    update_date: str = ""
    phone_numbers: list[PhoneNumber]


class UserDefinedValue(Row, kw_only=True):
    """A value of a field that the customer made; always text."""

    name: str = ""
    value: str | None = None
    field_type: str | None = None


class Named(Row, kw_only=True):
    """A lookup that is used by its name only."""

    name: str | None = None


class ChargeType(Row, kw_only=True):
    """What kind of charge it is: a code of six letters at most, and its name."""

    id: int = msgspec.field(name="ChargeTypeID")
    name: str = ""
    description: str | None = None
    is_cam: bool = False
