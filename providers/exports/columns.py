"""Columns of layouts: every field with the reader of its cells, so that a vendor's layout is headings alone."""

from collections.abc import Callable
from typing import Any

from providers.exports import australian, cells, days
from providers.exports.layouts import Cell, Column

READERS: dict[str, Callable[[Cell, str], Any]] = {
    # a property
    "property_id": cells.identifier,
    "property": cells.line,
    "address": cells.line,
    "unit": cells.text,
    "suburb": cells.line,
    "state": australian.state,
    "postcode": australian.postcode,
    "country": cells.text,
    "property_type": cells.text,
    "bedrooms": cells.bedrooms,
    "bathrooms": cells.whole_number,
    "car_spaces": cells.whole_number,
    "key_number": cells.text,
    "manager": cells.line,
    "labels": cells.labels,
    "archived_on": days.archived,
    # people
    "owner_id": cells.identifier,
    "owner": cells.line,
    "owner_code": cells.text,
    "tenant_id": cells.identifier,
    "tenant": cells.line,
    "tenant_code": cells.text,
    "contact_id": cells.identifier,
    "profile": cells.line,
    "first_name": cells.line,
    "last_name": cells.line,
    "business_name": cells.line,
    "email": cells.email,
    "mobile": australian.phone,
    "phone": australian.phone,
    "postal_address": cells.line,
    "business_number": australian.business_number,
    # a lease
    "lease_id": cells.identifier,
    "rent": cells.positive_money,
    "weekly_rent": cells.positive_money,
    "rent_frequency": cells.frequency,
    "move_in": days.day,
    "start": days.day,
    "end": days.day,
    "vacated_on": days.day,
    "is_periodic": cells.yes_no,
    "bond": cells.positive_money,
    "bond_reference": cells.text,
    "paid_to": days.day,
    "reference": cells.text,
    "status": cells.text,
    "is_current": cells.yes_no,
    # a check
    "event_id": cells.identifier,
    "check": cells.line,
    "completed_on": days.day,
    "due_date": days.day,
    "certificate": cells.text,
    "supplier": cells.line,
    "notes": cells.text,
    # whose list it is
    "company": cells.line,
}


def column(
    field: str,
    heading: str,
    *synonyms: str,
    required: bool = False,
    filled: bool = False,
    telling: bool = False,
    read: Callable[[Cell, str], Any] | None = None,
) -> Column:
    """The column of a field. A `required` heading must be there, a `filled` one in every row too."""
    reads = read or READERS[field]
    return Column(field, heading, cells.required(reads) if filled else reads, synonyms, required or filled, telling)


def agency() -> Column:
    """Where a list says whose it is. Nothing else is called so by any of the systems."""
    return column("company", "Agency", "Agency Name", "Office", "Office Name")
