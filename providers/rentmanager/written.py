"""What may be written, and where each of our fields goes at Rent Manager. Nothing here may be emptied: a blank of ours is not a
blank of theirs. Phone numbers are missing because the vendor lets them only be read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from providers.base import Kind, Write

BATCH = 50
CUSTOM = "custom"


def text(value: Any) -> Any:
    """As it is."""
    return str(value)


def number(value: Any) -> Any:
    """A whole number where it is one, as the vendor insists on it for some fields."""
    exact = Decimal(str(value))
    return int(exact) if exact == exact.to_integral_value() else exact


def calendar_day(value: Any) -> Any:
    """A day as the vendor writes it."""
    return f"{value.isoformat() if isinstance(value, date) else str(value)[:10]}T00:00:00"


def reference(value: Any) -> Any:
    """The vendor's id of another row."""
    return int(value)


@dataclass(frozen=True)
class Goes:
    """Where one of our fields goes: the vendor's name for it, and how it is spelt. `to_contact` says that it stands on the row's
    main contact."""

    name: str
    spell: Callable[[Any], Any] = text
    to_contact: bool = False


@dataclass(frozen=True)
class Writing:
    """One kind that is written: the resource and its key, its fields, and what of a new row's fields goes where. `marked` is the
    field of a new row that carries our marker; `parent` the kind of record that the customer's own fields know it as."""

    kind: Kind
    resource: str
    key: str
    fields: Mapping[str, Goes]
    new: Mapping[str, Goes] = field(default_factory=dict)
    marked: str = ""
    needs_contact: str = ""
    parent: str = ""

    @property
    def declared(self) -> Write:
        """As the application knows it."""
        own = (CUSTOM,) if self.parent else ()
        return Write(self.kind, (*self.fields, *own), tuple(self.new), BATCH)


FIRST = Goes("FirstName")
LAST = Goes("LastName")
CONTACT_FIRST = Goes("FirstName", to_contact=True)
CONTACT_LAST = Goes("LastName", to_contact=True)
EMAIL = Goes("Email", to_contact=True)
PRIORITY = Goes("PriorityID")
PROSPECT = {
    "first_name": FIRST,
    "last_name": LAST,
    "email": EMAIL,
    "move_in_on": Goes("MoveInDate", calendar_day),
    "people_count": Goes("PeopleCount", number),
    "rent_from": Goes("RentMin", number),
    "rent_to": Goes("RentMax", number),
}
JOB = {
    "summary": Goes("Title"),
    "description": Goes("Description"),
    "priority": PRIORITY,
    "due_date": Goes("DueDate", calendar_day),
    "supplier_id": Goes("VendorID", reference),
}
LINKED_PROPERTY = Goes("LinkedProperties", lambda value: [{"PropertyID": int(value)}])

WRITINGS = (
    Writing(
        Kind.TENANT,
        "Tenants",
        "TenantID",
        {"first_name": FIRST, "last_name": LAST, "email": EMAIL},
        parent="Tenant",
    ),
    Writing(
        Kind.PROSPECT,
        "Prospects",
        "ProspectID",
        PROSPECT,
        PROSPECT | {"property_id": Goes("PropertyID", reference)},
        marked="Comment",
        needs_contact="Contacts",
        parent="Prospect",
    ),
    Writing(
        Kind.CONTACT,
        "Vendors",
        "VendorID",
        {"name": Goes("Name"), "first_name": CONTACT_FIRST, "last_name": CONTACT_LAST, "email": EMAIL},
        {"name": Goes("Name"), "first_name": CONTACT_FIRST, "last_name": CONTACT_LAST, "email": EMAIL},
        marked="Comment",
        needs_contact="Contact",
        parent="Vendor",
    ),
    Writing(
        Kind.PROPERTY,
        "Properties",
        "PropertyID",
        {"name": Goes("Name"), "manager_name": Goes("ManagerName")},
        parent="Property",
    ),
    Writing(
        Kind.UNIT,
        "Units",
        "UnitID",
        {
            "name": Goes("Name"),
            "bedrooms": Goes("Bedrooms", number),
            "bathrooms": Goes("Bathrooms", number),
            "floor_area": Goes("SquareFootage", number),
        },
        parent="Unit",
    ),
    Writing(
        Kind.MAINTENANCE_JOB,
        "ServiceManagerIssues",
        "ServiceManagerIssueID",
        JOB,
        JOB | {"property_id": LINKED_PROPERTY},
        marked="Description",
    ),
)
