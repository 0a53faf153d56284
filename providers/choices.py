"""The words that records choose from."""

from enum import StrEnum


class Kind(StrEnum):
    """What can be synced, in the plural as the API and the sync log spell it."""

    MEMBER = "members"
    PROPERTY = "properties"
    UNIT = "units"
    OWNER = "owners"
    TENANT = "tenants"
    CONTACT = "contacts"
    LEASE = "leases"
    RENT_PAYMENT = "rent_payments"
    MAINTENANCE_JOB = "maintenance_jobs"
    MAINTENANCE_INVOICE = "maintenance_invoices"
    BILL = "bills"
    INSPECTION = "inspections"
    COMPLIANCE_EVENT = "compliance_events"
    PROSPECT = "prospects"
    APPLICATION = "applications"
    SCREENING = "screenings"
    LEASE_RENEWAL = "lease_renewals"
    CHARGE = "charges"
    RECURRING_CHARGE = "recurring_charges"
    SECURITY_DEPOSIT = "security_deposits"
    SUBSIDY = "subsidies"
    RETAIL_SALE = "retail_sales"
    APPOINTMENT = "appointments"
    ASSOCIATION = "associations"
    VIOLATION = "violations"
    ARCHITECTURAL_REQUEST = "architectural_requests"


class Frequency(StrEnum):
    """How often rent falls due."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"


class LeaseStatus(StrEnum):
    """Where a lease stands: `vacated` has been left but its ledger is still open, `closed` is over."""

    CURRENT = "current"
    VACATED = "vacated"
    CLOSED = "closed"


class JobStatus(StrEnum):
    """The life of a maintenance job, in order, then its two other ends."""

    REPORTED = "reported"
    QUOTED = "quoted"
    APPROVED = "approved"
    ASSIGNED = "assigned"
    FINISHED = "finished"
    CLOSED = "closed"
    REJECTED = "rejected"
    CANCELLED = "cancelled"


class InspectionStatus(StrEnum):
    """The life of an inspection."""

    PLANNED = "planned"
    SCHEDULED = "scheduled"
    INSPECTED = "inspected"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class ComplianceStatus(StrEnum):
    """How far what the law asks for has come."""

    OPEN = "open"
    SCHEDULED = "scheduled"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class UnitStatus(StrEnum):
    """Whether a unit is lived in: `unavailable` is empty and not to be let."""

    OCCUPIED = "occupied"
    VACANT = "vacant"
    UNAVAILABLE = "unavailable"


class ViolationStatus(StrEnum):
    """Whether a breach of an association's rules is settled."""

    OPEN = "open"
    CLOSED = "closed"
