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
