"""What pmsync knows of other systems: connections to them, what is mapped, and what each run did."""

from integrations.models.connections import Connection, SignIn
from integrations.models.drops import Drop, ImportFile
from integrations.models.field_mappings import FieldMapping
from integrations.models.health import CallStats, HealthCheck, QualityScore, VendorStatus
from integrations.models.imports import ColumnMapping, WizardImport
from integrations.models.issues import SyncIssue
from integrations.models.mappings import PropertyMapping
from integrations.models.outbox import FieldConflict, OutgoingEdit
from integrations.models.progress import Cursor, RentBalance
from integrations.models.sessions import CallWindow, VendorSession
from integrations.models.synclogs import RowChange, SyncLog
from integrations.models.tallies import Tally
from integrations.models.webhooks import EventDelivery, EventSubscription, WebhookEvent, WebhookReceiver

__all__ = [
    "CallStats",
    "CallWindow",
    "ColumnMapping",
    "Connection",
    "Cursor",
    "Drop",
    "EventDelivery",
    "EventSubscription",
    "FieldConflict",
    "FieldMapping",
    "HealthCheck",
    "ImportFile",
    "OutgoingEdit",
    "PropertyMapping",
    "QualityScore",
    "RentBalance",
    "RowChange",
    "SignIn",
    "SyncIssue",
    "SyncLog",
    "Tally",
    "VendorSession",
    "VendorStatus",
    "WebhookEvent",
    "WebhookReceiver",
    "WizardImport",
]
