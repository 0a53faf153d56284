"""What pmsync knows of other systems: connections to them, what is mapped, and what each run did."""

from integrations.models.connections import Connection, SignIn
from integrations.models.drops import Drop, ImportFile
from integrations.models.imports import ColumnMapping, WizardImport
from integrations.models.issues import SyncIssue
from integrations.models.mappings import PropertyMapping
from integrations.models.progress import Cursor, RentBalance
from integrations.models.synclogs import RowChange, SyncLog

__all__ = [
    "ColumnMapping",
    "Connection",
    "Cursor",
    "Drop",
    "ImportFile",
    "PropertyMapping",
    "RentBalance",
    "RowChange",
    "SignIn",
    "SyncIssue",
    "SyncLog",
    "WizardImport",
]
