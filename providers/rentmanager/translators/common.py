"""What many translators need: references, people, addresses, moments, and the customer's own fields."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from providers.errors import RecordError
from providers.reading import first_text, maybe_instant, text
from providers.records import Person
from providers.rentmanager.replies.common import Address, ChargeType, Contact, PhoneNumber, UserDefinedValue
from providers.rentmanager.words import UNREADABLE_TYPES

# The server's clock, by the zone that its own samples show.
EASTERN = ZoneInfo("America/New_York")


def ref(number: int | None) -> str | None:
    """An id that refers to another row; None where there is none, be it left out or zero."""
    return str(number) if number else None


def needed(number: int | None, field: str) -> str:
    """As `ref`; RecordError where there is none."""
    if not number:
        raise RecordError(f"{field} is missing.", field=field, action=f"Fill in {field} at its source.")
    return str(number)


def main_contact(contacts: Iterable[Contact]) -> Contact | None:
    """The primary contact, or else the first that is active."""
    active = [contact for contact in contacts if contact.is_active]
    return next((contact for contact in active if contact.is_primary), active[0] if active else None)


def people_of(contacts: Iterable[Contact]) -> tuple[Person, ...]:
    """The people behind a record, the primary one first."""
    active = sorted((contact for contact in contacts if contact.is_active), key=lambda one: not one.is_primary)
    return tuple(
        Person(
            first_name=text(contact.first_name),
            last_name=text(contact.last_name),
            email=text(contact.email),
            phone=phone_of(contact.phone_numbers),
        )
        for contact in active
    )


def party(
    name: str, first: str | None, last: str | None, contact: Contact | None, *, is_company: bool
) -> dict[str, Any]:
    """What every kind of party shares, from its own row and its main contact."""
    return {
        "name": text(name),
        "first_name": text(first),
        "last_name": "" if is_company else text(last),
        "company": text(name) if is_company else "",
        "email": "" if contact is None else text(contact.email),
        "phone": "" if contact is None else phone_of(contact.phone_numbers),
    }


def phone_of(numbers: Iterable[PhoneNumber]) -> str:
    """The primary number, or else the first."""
    known = [number for number in numbers if text(number.phone_number)]
    return text(next((number for number in known if number.is_primary), known[0]).phone_number) if known else ""


def address_of(addresses: Iterable[Address]) -> Address | None:
    """The primary address, or else the first that is not empty."""
    filled = [address for address in addresses if text(address.street) or text(address.address)]
    return next((address for address in filled if address.is_primary), filled[0] if filled else None)


def in_one_line(address: Address | None) -> str:
    """The address as one writes it on one line."""
    if address is None:
        return ""
    place = f"{text(address.state)} {text(address.postal_code)}".strip()
    parts = (text(address.street), text(address.city), place)
    return ", ".join(part for part in parts if part) or ", ".join(text(address.address).splitlines())


def name_of(contact: Contact | None) -> str:
    """A person's name."""
    return "" if contact is None else f"{text(contact.first_name)} {text(contact.last_name)}".strip()


def custom_of(values: Iterable[UserDefinedValue]) -> tuple[tuple[str, str], ...]:
    """The customer's own fields that say anything, by name. Files and encrypted texts say nothing to others."""
    return tuple(
        sorted(
            (value.name, text(value.value))
            for value in values
            if value.name and text(value.value) and text(value.field_type).lower() not in UNREADABLE_TYPES
        )
    )


def coded(charge_type: ChargeType | None, charge_type_id: int | None) -> ChargeType:
    """The type of a charge. RecordError where the row names one and it did not come along."""
    if charge_type is None and charge_type_id:
        raise RecordError("ChargeType is missing.", field="ChargeType", action="Tell support: it was asked for.")
    return charge_type or ChargeType(id=0)


def named_type(charge_type: ChargeType) -> str:
    """How people know a type of charge."""
    return first_text(charge_type.description, charge_type.name)


def instant(value: str | None, field: str) -> datetime | None:
    """The aware UTC instant of a time by the server's clock, unless the time names its own zone."""
    return maybe_instant(value, field, EASTERN)


def today() -> date:
    """The day by the server's clock."""
    return datetime.now(EASTERN).date()
