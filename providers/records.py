"""The shared language of all providers: frozen, typed records. A record refers to others by the vendor's external ids.

Money is Decimal; `currency` None means that the vendor does not say and the agency's own applies. Days are `date`,
instants aware UTC. None means the vendor did not say; it never means zero or no."""

from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

import msgspec

from providers.choices import ComplianceStatus, Frequency, InspectionStatus, JobStatus, Kind, LeaseStatus, UnitStatus

__all__ = [
    "NATURAL",
    "BillRecord",
    "ComplianceEventRecord",
    "ComplianceStatus",
    "ContactRecord",
    "Frequency",
    "InspectionRecord",
    "InspectionStatus",
    "JobRecord",
    "JobStatus",
    "Kind",
    "LeaseRecord",
    "LeaseStatus",
    "MaintenanceInvoiceRecord",
    "MemberRecord",
    "OwnerRecord",
    "PartyRecord",
    "Person",
    "PropertyRecord",
    "Record",
    "Rejected",
    "RentBalanceRecord",
    "RentPaymentRecord",
    "TenantRecord",
    "UnitRecord",
    "UnitStatus",
]


# What a natural key begins with, so that no vendor's id is taken for one.
NATURAL = "~"


class Record(msgspec.Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """One row of one vendor in the shared shape. `external_id` is the vendor's own id, unique within its account.

    `natural_key` names the row by what its source prints where it prints no id (an address, a folio's code). It begins
    with "~"; without an id it is the `external_id` too, and other records may refer to the row by it. `version` is the
    vendor's stamp of this version of the row, where rows are written back. `custom` are fields of the agency's own, by name.
    Fields that end in `_id` or `_ids` hold the vendor's ids."""

    kind: ClassVar[Kind]
    external_id: str
    natural_key: str = ""
    version: str = ""
    custom: tuple[tuple[str, str], ...] = ()


class Person(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One of the people behind a contact: joint owners and joint tenants are several."""

    first_name: str = ""
    last_name: str = ""
    company: str = ""
    email: str = ""
    phone: str = ""


class PropertyRecord(Record, frozen=True, kw_only=True):
    """A property that the agency manages. `archived_on` says that the vendor itself put it away. `owner_ids` None means
    that its source tells of owners elsewhere."""

    kind = Kind.PROPERTY
    address: str
    name: str = ""
    unit: str = ""
    street: str = ""
    suburb: str = ""
    state: str = ""
    postcode: str = ""
    country: str = ""
    property_type: str = ""
    bedrooms: int | None = None
    bathrooms: int | None = None
    car_spaces: int | None = None
    key_number: str = ""
    manager_name: str = ""
    labels: tuple[str, ...] = ()
    owner_ids: tuple[str, ...] | None = ()
    archived_on: date | None = None


class UnitRecord(Record, frozen=True, kw_only=True):
    """A separately let part of a property."""

    kind = Kind.UNIT
    property_id: str
    name: str
    bedrooms: int | None = None
    bathrooms: Decimal | None = None
    unit_type: str = ""
    status: UnitStatus | None = None
    floor_area: int | None = None
    market_rent: Decimal | None = None
    archived_on: date | None = None


class PartyRecord(Record, frozen=True, kw_only=True):
    """What owners, tenants, contacts and members share: a name to show, the first person's details, and all people."""

    name: str
    first_name: str = ""
    last_name: str = ""
    company: str = ""
    email: str = ""
    phone: str = ""
    postal_address: str = ""
    archived_on: date | None = None


class OwnerRecord(PartyRecord, frozen=True, kw_only=True):
    """Who owns properties. `property_ids` are those that its source names with the owner; None where it names none, which
    leaves the links as they are."""

    kind = Kind.OWNER
    people: tuple[Person, ...] = ()
    business_number: str = ""
    property_ids: tuple[str, ...] | None = None


class TenantRecord(PartyRecord, frozen=True, kw_only=True):
    """Who rents. `balance` is what the vendor says that they owe. `property_ids` are those that its source names with the
    tenant; None where it names none."""

    kind = Kind.TENANT
    people: tuple[Person, ...] = ()
    balance: Decimal | None = None
    property_ids: tuple[str, ...] | None = None


class ContactRecord(PartyRecord, frozen=True, kw_only=True):
    """Any other contact the agency works with, mostly suppliers. `business_number` is the ABN in Australia."""

    kind = Kind.CONTACT
    role: str = "supplier"
    business_number: str = ""


class MemberRecord(PartyRecord, frozen=True, kw_only=True):
    """A person who works at the agency, as the vendor knows them. `role` is the vendor's word."""

    kind = Kind.MEMBER
    role: str = ""
    job_title: str = ""


class LeaseRecord(Record, frozen=True, kw_only=True):
    """A lease: rent is per `rent_frequency`; `paid_to` is the last day that rent has been paid for."""

    kind = Kind.LEASE
    property_id: str
    unit_id: str | None = None
    tenant_ids: tuple[str, ...] = ()
    tenant_name: str = ""
    reference: str = ""
    start_date: date
    end_date: date | None = None
    vacated_on: date | None = None
    is_commercial: bool = False
    notice_on: date | None = None
    is_periodic: bool = False
    rent_amount: Decimal
    rent_frequency: Frequency
    currency: str | None = None
    bond_amount: Decimal | None = None
    bond_reference: str = ""
    paid_to: date | None = None
    status: LeaseStatus


class RentBalanceRecord(Record, frozen=True, kw_only=True):
    """What a lease's ledger says has been paid in all since it began, where the vendor gives no receipts.
    `external_id` is the lease's. Receipts are derived from its growth."""

    kind = Kind.RENT_PAYMENT
    property_id: str
    tenant_name: str = ""
    total_paid: Decimal
    paid_to: date | None = None
    currency: str | None = None


class RentPaymentRecord(Record, frozen=True, kw_only=True):
    """One receipt of rent. `amount` is negative only where it reverses an earlier one. `is_derived` says that the
    vendor has no such row and it was worked out from balances."""

    kind = Kind.RENT_PAYMENT
    property_id: str
    lease_id: str | None = None
    paid_on: date
    amount: Decimal
    paid_to: date | None = None
    description: str = ""
    currency: str | None = None
    is_derived: bool = False


class JobRecord(Record, frozen=True, kw_only=True):
    """A maintenance job. `accepted_quote_id` names the quotation the agency accepted, if any."""

    kind = Kind.MAINTENANCE_JOB
    property_id: str | None
    number: str = ""
    summary: str = ""
    description: str = ""
    status: JobStatus
    priority: str = ""
    supplier_id: str | None = None
    supplier_name: str = ""
    accepted_quote_id: str | None = None
    due_date: date | None = None
    reported_at: datetime | None = None
    closed_at: datetime | None = None


class MaintenanceInvoiceRecord(Record, frozen=True, kw_only=True):
    """The accepted quotation of a job: what the work costs. `external_id` is the quotation's."""

    kind = Kind.MAINTENANCE_INVOICE
    job_id: str
    amount: Decimal
    supplier_name: str = ""
    currency: str | None = None


class BillRecord(Record, frozen=True, kw_only=True):
    """One bill against a property; its category is worked out from `description` and `supplier_name`. `is_derived` says
    that the vendor has no such row and it was worked out from a job's accepted quotation."""

    kind = Kind.BILL
    property_id: str
    billed_on: date
    amount: Decimal
    description: str = ""
    supplier_name: str = ""
    currency: str | None = None
    is_derived: bool = False


class InspectionRecord(Record, frozen=True, kw_only=True):
    """An inspection. `local_start` is wall-clock time where the agency is, without a zone, as the field writes it."""

    kind = Kind.INSPECTION
    property_id: str | None
    inspection_type: str = ""
    status: InspectionStatus
    summary: str = ""
    due_date: date | None = None
    local_start: datetime | None = None
    duration_minutes: int | None = None
    closed_at: datetime | None = None


class ComplianceEventRecord(Record, frozen=True, kw_only=True):
    """A check that the law or a contract asks for, done or due. `task_type` is the source's word for what is checked."""

    kind = Kind.COMPLIANCE_EVENT
    property_id: str
    task_type: str
    title: str
    status: ComplianceStatus = ComplianceStatus.COMPLETED
    completed_on: date | None = None
    due_date: date | None = None
    reference: str = ""
    supplier_name: str = ""
    notes: str = ""


class Rejected(msgspec.Struct, frozen=True, kw_only=True):
    """A row that could not become a record: named, explained, and set aside so that the rest goes on.
    `raw` is the row as it came (it may hold personal details: store it encrypted); `row_number` counts from 1, in a file as
    a spreadsheet does. `file` and `layout` (a slug) say where the row of an exported file stood."""

    kind: Kind
    external_id: str
    code: str
    message: str
    action: str
    field: str = ""
    value: str = ""
    row_number: int | None = None
    raw: bytes = b""
    file: str = ""
    layout: str = ""
