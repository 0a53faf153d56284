"""The rows that agency staff work with. Sync runs and people write them; pages, admin and API read them."""

from portfolio.models.appointments import Appointment, LeaseRenewal
from portfolio.models.associations import ArchitecturalRequest, Association, Violation
from portfolio.models.categories import CategoryRule
from portfolio.models.charges import Charge, RecurringCharge, RetailSale, SecurityDeposit, Subsidy
from portfolio.models.compliance import ComplianceTask
from portfolio.models.leases import Lease
from portfolio.models.maintenance import Inspection, MaintenanceJob
from portfolio.models.people import Contact, Owner, Party, Tenant
from portfolio.models.properties import Property, Unit
from portfolio.models.prospects import Prospect, RentalApplication, Screening
from portfolio.models.synced import SyncedRow
from portfolio.models.transactions import Transaction

__all__ = [
    "Appointment",
    "ArchitecturalRequest",
    "Association",
    "CategoryRule",
    "Charge",
    "ComplianceTask",
    "Contact",
    "Inspection",
    "Lease",
    "LeaseRenewal",
    "MaintenanceJob",
    "Owner",
    "Party",
    "Property",
    "Prospect",
    "RecurringCharge",
    "RentalApplication",
    "RetailSale",
    "Screening",
    "SecurityDeposit",
    "Subsidy",
    "SyncedRow",
    "Tenant",
    "Transaction",
    "Unit",
    "Violation",
]
