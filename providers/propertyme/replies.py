"""PropertyMe's replies: only the fields that are used. What the contract lets be null may also be left out.
Private notes, bank details and HTML descriptions are not even decoded."""

from decimal import Decimal

import msgspec

from providers.base import Reply


class Address(Reply, rename="pascal"):
    """An address in parts (`AddressDetail`)."""

    unit: str | None = None
    number: str | None = None
    street: str | None = None
    suburb: str | None = None
    postal_code: str | None = None
    state: str | None = None
    country: str | None = None
    text: str | None = None


class AnyLot(Reply, rename="pascal"):
    """What every list of lots shares; a row of GET /v1/lots/rentals and /v1/lots/vacancy. `Reference` is a label that
    the agency edits: never an address to parse."""

    id: str
    customer_id: str = ""
    reference: str | None = None
    address: Address | None = None
    address_text: str | None = None
    primary_type: str | None = None
    property_subtype: str | None = None
    bedrooms: int | None = None
    bathrooms: int | None = None
    car_spaces: int | None = None
    key_number: str | None = None
    labels: str | None = None
    manager_name: str | None = None
    owner_contact_id: str | None = None
    archived_on: str | None = None


class Lot(AnyLot, kw_only=True):
    """One row of GET /v1/lots. `Timestamp` is an 18-digit integer that only grows."""

    timestamp: int


class ArchivedLot(AnyLot):
    """One row of GET /v1/lots/archived."""

    updated_on: str | None = None


class ContactPerson(Reply, rename="pascal"):
    """One of the people behind a contact."""

    first_name: str | None = None
    last_name: str | None = None
    company_name: str | None = None
    email: str | None = None
    home_phone: str | None = None
    work_phone: str | None = None
    cell_phone: str | None = None
    normalised_mobile_phone: str | None = None
    is_primary: bool = False
    sort_order: int = 0


class Contact(Reply, rename="pascal"):
    """One row of GET /v1/contacts: owner, tenant, supplier, several of these, or none."""

    id: str
    timestamp: int
    reference: str | None = None
    name_text: str | None = None
    trade_name: str | None = None
    business_number: str | None = msgspec.field(default=None, name="ABN")
    email: str | None = None
    home_phone: str | None = None
    work_phone: str | None = None
    cell_phone: str | None = None
    is_archived: bool = False
    archived_on: str | None = None
    updated_on: str | None = None
    is_owner: bool = False
    is_tenant: bool = False
    is_supplier: bool = False
    is_seller: bool = False
    contact_persons: list[ContactPerson] | None = None
    primary_contact_person: ContactPerson | None = None


class ListedContact(Reply, rename="pascal"):
    """One row of GET /v1/contacts/ownerships, /tenants and /suppliers: no email, no lot."""

    id: str
    customer_id: str = ""
    reference: str | None = None
    primary_person: str | None = None
    business_number: str | None = msgspec.field(default=None, name="ABN")
    home_phone: str | None = None
    work_phone: str | None = None
    cell_phone: str | None = None


class Tenancy(Reply, rename="pascal"):
    """One row of GET /v1/tenancies. Rent is per `RentPeriod`, bond in all; both in the portfolio's own currency."""

    id: str
    lot_id: str
    tenancy_start: str
    rent_amount: Decimal
    is_active: bool
    is_closed: bool
    contact_id: str | None = None
    contact_reference: str | None = None
    name: str | None = None
    code: str | None = None
    tenancy_end: str | None = None
    agreement_end: str | None = None
    periodic: bool = False
    rent_period: str | None = None
    bond_amount: Decimal | None = None
    bond_reference: str | None = None
    paid_to: str | None = None
    effective_paid_to: str | None = None


class TenancyBalance(Reply, rename="pascal"):
    """One row of GET /v1/tenancies/balances. `TotalRentPaid` counts from the tenancy's first day."""

    id: str
    lot_id: str
    total_rent_paid: Decimal
    updated_on: str
    contact_reference: str | None = None
    name: str | None = None
    paid_to: str | None = None
    effective_paid_to: str | None = None


class Job(Reply, rename="pascal"):
    """One row of GET /v2/jobtasks. `ContactId` is the supplier, once there is one; `QuoteId` the accepted quotation."""

    id: str
    timestamp: int
    lot_id: str | None = None
    number: int | None = None
    display_number: str | None = None
    summary: str | None = None
    description: str | None = None
    status: str | None = None
    priority: str | None = None
    contact_id: str | None = None
    contact_reference: str | None = None
    supplier_reference: str | None = None
    quote_id: str | None = None
    due_date: str | None = None
    created_on: str | None = None
    closed_on: str | None = None


class Quotation(Reply, rename="pascal"):
    """One quotation of GET /v1/jobtasks/{id}/quotations."""

    id: str
    job_task_id: str
    amount: Decimal
    contact_reference: str | None = None


class Bill(Reply, rename="pascal"):
    """One row of GET /v1/bills. INVENTED: the published API has no such read, and no host is known to offer it."""

    id: str
    timestamp: int
    lot_id: str
    amount: Decimal
    detail: str | None = None
    reference: str | None = None
    supplier_reference: str | None = None
    due_date: str | None = None
    is_approved: bool = True


class Inspection(Reply, rename="pascal"):
    """One row of GET /v1/inspections. `StartTime` ends in Z but is the agency's own wall clock."""

    id: str
    timestamp: int
    lot_id: str | None = None
    type: str | None = None
    status: str | None = None
    summary: str | None = None
    due_date: str | None = None
    start_time: str | None = None
    duration: int | None = None
    closed_on: str | None = None


class Member(Reply, rename="pascal"):
    """One row of GET /v1/members. Some staff have no email."""

    id: str
    customer_id: str = ""
    name: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    company_name: str | None = None
    registered_email: str | None = None
    mobile_phone: str | None = None
    work_phone: str | None = None
    role: str | None = None
    job_title: str | None = None


class AnyRow(Reply, rename="pascal"):
    """A row of any list: all carry the id of the connected portfolio."""

    customer_id: str


class Agency(Reply, rename="pascal"):
    """GET /v1/contacts/agency."""

    name: str | None = None
    reference: str | None = None


class Disconnection(Reply, rename="pascal"):
    """DELETE /v1/portfolios/disconnect."""

    disconnected: bool


class Trouble(Reply, rename="pascal"):
    """The detail of an error: inside `ResponseStatus`, or bare."""

    message: str | None = None
    error_code: str | None = None


class ErrorBody(Trouble):
    """The body of an error, in both of its shapes."""

    response_status: Trouble | None = None
