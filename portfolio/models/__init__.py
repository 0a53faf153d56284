"""The rows that agency staff work with. Sync runs and people write them; pages, admin and API read them."""

from portfolio.models.categories import CategoryRule
from portfolio.models.compliance import ComplianceTask
from portfolio.models.leases import Lease
from portfolio.models.maintenance import Inspection, MaintenanceJob
from portfolio.models.people import Contact, Owner, Party, Tenant
from portfolio.models.properties import Property, Unit
from portfolio.models.synced import SyncedRow
from portfolio.models.transactions import Transaction

__all__ = [
    "CategoryRule",
    "ComplianceTask",
    "Contact",
    "Inspection",
    "Lease",
    "MaintenanceJob",
    "Owner",
    "Party",
    "Property",
    "SyncedRow",
    "Tenant",
    "Transaction",
    "Unit",
]
