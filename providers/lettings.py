"""Records around a letting that not every vendor knows: prospects, charges, deposits, associations. As providers/records.py."""

from datetime import date, datetime
from decimal import Decimal

from providers.choices import Kind, ViolationStatus
from providers.records import PartyRecord, Record

__all__ = [
    "ApplicationRecord",
    "AppointmentRecord",
    "ArchitecturalRequestRecord",
    "AssociationRecord",
    "ChargeRecord",
    "LeaseRenewalRecord",
    "ProspectRecord",
    "RecurringChargeRecord",
    "RetailSaleRecord",
    "ScreeningRecord",
    "SecurityDepositRecord",
    "SubsidyRecord",
    "ViolationRecord",
    "ViolationStatus",
]


class ProspectRecord(PartyRecord, frozen=True, kw_only=True):
    """Somebody who looks for a home. `status` and `stage` are the vendor's words."""

    kind = Kind.PROSPECT
    property_id: str | None = None
    unit_id: str | None = None
    status: str = ""
    stage: str = ""
    lead_source: str = ""
    applied_on: date | None = None
    move_in_on: date | None = None
    rent_from: Decimal | None = None
    rent_to: Decimal | None = None
    people_count: int | None = None


class ApplicationRecord(Record, frozen=True, kw_only=True):
    """One application for a home, without its answers."""

    kind = Kind.APPLICATION
    prospect_id: str | None = None
    property_id: str | None = None
    unit_id: str | None = None
    applicant_name: str = ""
    status: str = ""
    template: str = ""
    submitted_at: datetime | None = None


class ScreeningRecord(Record, frozen=True, kw_only=True):
    """That somebody was screened, without what was found."""

    kind = Kind.SCREENING
    tenant_id: str | None = None
    prospect_id: str | None = None
    property_id: str | None = None
    name: str = ""
    screened_on: date | None = None
    submitted_at: datetime | None = None
    rent_amount: Decimal | None = None


class LeaseRenewalRecord(Record, frozen=True, kw_only=True):
    """One term of a lease. `property_id` is the lease's."""

    kind = Kind.LEASE_RENEWAL
    lease_id: str
    property_id: str | None = None
    start_date: date | None = None
    end_date: date | None = None
    signed_on: date | None = None
    term_months: int | None = None
    document_status: str = ""


class ChargeRecord(Record, frozen=True, kw_only=True):
    """One charge on a tenant's ledger. `allocated` is how much of it has been paid."""

    kind = Kind.CHARGE
    property_id: str
    unit_id: str | None = None
    tenant_id: str | None = None
    charged_on: date
    charge_type: str = ""
    description: str = ""
    reference: str = ""
    amount: Decimal
    allocated: Decimal | None = None
    currency: str | None = None
    is_recoverable: bool = False


class RecurringChargeRecord(Record, frozen=True, kw_only=True):
    """A charge that comes again every `every_months` months."""

    kind = Kind.RECURRING_CHARGE
    property_id: str | None = None
    unit_id: str | None = None
    tenant_id: str | None = None
    charge_type: str = ""
    description: str = ""
    amount: Decimal
    currency: str | None = None
    every_months: int | None = None
    start_date: date | None = None
    end_date: date | None = None
    is_rent: bool = False
    is_subsidy: bool = False
    is_recoverable: bool = False


class SecurityDepositRecord(Record, frozen=True, kw_only=True):
    """What is held of a tenant. `external_id` is the tenant's where the vendor keeps one sum for each."""

    kind = Kind.SECURITY_DEPOSIT
    property_id: str
    tenant_id: str | None = None
    amount: Decimal
    currency: str | None = None


class SubsidyRecord(Record, frozen=True, kw_only=True):
    """A programme or agency that pays part of a rent."""

    kind = Kind.SUBSIDY
    name: str
    short_name: str = ""
    charge_type: str = ""
    payment_from: str = ""


class RetailSaleRecord(Record, frozen=True, kw_only=True):
    """A shop's sales in a period."""

    kind = Kind.RETAIL_SALE
    property_id: str
    lease_id: str | None = None
    period_start: date
    period_end: date | None = None
    amount: Decimal
    currency: str | None = None


class AppointmentRecord(Record, frozen=True, kw_only=True):
    """A meeting. Its times are wall-clock times where the agency is, without a zone. `property_id` is that of the tenant,
    prospect or job that it is about."""

    kind = Kind.APPOINTMENT
    property_id: str | None = None
    tenant_id: str | None = None
    prospect_id: str | None = None
    job_id: str | None = None
    subject: str = ""
    description: str = ""
    local_start: datetime | None = None
    local_end: datetime | None = None


class AssociationRecord(Record, frozen=True, kw_only=True):
    """The association of a property. `board` is (name, role, first day, last day) of each; `committees` is (name, members)."""

    kind = Kind.ASSOCIATION
    property_id: str
    name: str = ""
    board: tuple[tuple[str, str, date | None, date | None], ...] = ()
    committees: tuple[tuple[str, tuple[str, ...]], ...] = ()


class ViolationRecord(Record, frozen=True, kw_only=True):
    """A breach of an association's rules."""

    kind = Kind.VIOLATION
    property_id: str
    unit_id: str | None = None
    tenant_id: str | None = None
    code: str = ""
    category: str = ""
    stage: str = ""
    description: str = ""
    resolution: str = ""
    status: ViolationStatus
    found_on: date | None = None
    closed_on: date | None = None


class ArchitecturalRequestRecord(Record, frozen=True, kw_only=True):
    """What an owner asks an association to allow. `status` is the vendor's word."""

    kind = Kind.ARCHITECTURAL_REQUEST
    property_id: str
    tenant_id: str | None = None
    title: str = ""
    description: str = ""
    status: str = ""
    status_comment: str = ""
    submitted_on: date | None = None
