"""Who did what, when, from where. Rows are added and never changed: see `agencies/audit.py` for how they are made."""

import uuid
from typing import Any, NoReturn

from django.db import models


class AppendOnlyError(Exception):
    """Somebody tried to change or remove an entry of the audit trail."""

    def __init__(self, *args: object) -> None:
        super().__init__("Entries of the audit trail are never changed or removed.")


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    """Entries, to be read."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Never."""
        raise AppendOnlyError

    def delete(self) -> NoReturn:
        """Never."""
        raise AppendOnlyError


class AuditEntry(models.Model):
    """One thing that a person or a command did.

    Names are copied rather than pointed at, because the trail outlives what it speaks of. `details` never holds a secret.
    `address` is null where no request was made."""

    class Action(models.TextChoices):
        LOGGED_IN = "logged_in", "Logged in"
        LOG_IN_FAILED = "log_in_failed", "Log in failed"
        LOCKED_OUT = "locked_out", "Locked out"
        LOGGED_OUT = "logged_out", "Logged out"
        PASSWORD_CHANGED = "password_changed", "Password changed"
        MEMBER_INVITED = "member_invited", "Member invited"
        INVITATION_WITHDRAWN = "invitation_withdrawn", "Invitation withdrawn"
        MEMBER_JOINED = "member_joined", "Member joined"
        ROLE_CHANGED = "role_changed", "Role changed"
        MEMBER_REMOVED = "member_removed", "Member removed"
        AGENCY_CHANGED = "agency_changed", "Agency changed"
        CONNECTED = "connected"
        DISCONNECTED = "disconnected"
        PAUSED = "paused"
        RESUMED = "resumed"
        CONNECTION_CHANGED = "connection_changed", "Connection changed"
        MAPPED = "mapped"
        CREATED_FROM_MAPPING = "created_from_mapping", "Created as a new property"
        LEFT_OUT = "left_out", "Left out"
        MAPPING_UNDONE = "mapping_undone", "Mapping undone"
        AUTO_SYNC_CHANGED = "auto_sync_changed", "Auto sync changed"
        SUGGESTIONS_ACCEPTED = "suggestions_accepted", "Suggestions accepted"
        SYNC_STARTED = "sync_started", "Sync started"
        SYNC_CANCELLED = "sync_cancelled", "Sync cancelled"
        SYNC_UNDONE = "sync_undone", "Sync undone"
        ISSUE_DECIDED = "issue_decided", "Issue decided"
        ROW_MENDED = "row_mended", "Row mended"
        DROP_CHANGED = "drop_changed", "Drop changed"
        DROP_PROVISIONED = "drop_provisioned", "Drop made ready"
        FILE_UPLOADED = "file_uploaded", "File uploaded"
        IMPORT_STARTED = "import_started", "Import started"
        IMPORT_ABANDONED = "import_abandoned", "Import abandoned"
        COLUMNS_SAVED = "columns_saved", "Column mapping saved"
        COLUMNS_DELETED = "columns_deleted", "Column mapping deleted"
        COLUMNS_SHARED = "columns_shared", "Column mapping shared"
        SUMMARIES_CHANGED = "summaries_changed", "Choice of summaries changed"
        ROW_EDITED = "row_edited", "Row edited"
        CONFLICT_DECIDED = "conflict_decided", "Conflict decided"
        EDIT_DROPPED = "edit_dropped", "Edit given up"
        CREDENTIALS_CHANGED = "credentials_changed", "Credentials changed"
        RECEIVER_CHANGED = "receiver_changed", "Webhook receiver changed"
        EVENT_REPLAYED = "event_replayed", "Event replayed"
        SUBSCRIPTION_CHANGED = "subscription_changed", "Subscription changed"
        DELIVERY_RESENT = "delivery_resent", "Delivery sent again"
        FIELDS_MAPPED = "fields_mapped", "Field mapping saved"
        DIAGNOSTICS_TAKEN = "diagnostics_taken", "Diagnostics downloaded"
        EXPORTED = "exported"

    class Via(models.TextChoices):
        PAGE = "page"
        ADMIN = "admin"
        API = "api", "API"
        COMMAND = "command"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(auto_now_add=True)
    agency_id = models.UUIDField(null=True, editable=False)
    agency_name = models.CharField(blank=True, default="", editable=False)
    person_id = models.BigIntegerField(null=True, editable=False)
    person = models.CharField("person", blank=True, default="", editable=False, help_text="Their e-mail address.")
    action = models.CharField(max_length=40, choices=Action.choices, editable=False)
    subject = models.CharField(blank=True, default="", editable=False, help_text="What it was done to.")
    details = models.JSONField(default=dict, blank=True, editable=False)
    via = models.CharField(max_length=16, choices=Via.choices, editable=False)
    address = models.GenericIPAddressField("IP address", null=True, editable=False)

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "id"]
        verbose_name = "audit entry"
        verbose_name_plural = "audit trail"
        indexes = [
            models.Index(fields=["agency_id", "-at"], name="audit_of_an_agency"),
            models.Index(fields=["-at"], name="audit_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.person or 'pmsync'}: {self.get_action_display().lower()} {self.subject}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Adds the entry. AppendOnlyError where it is there already."""
        if not self._state.adding:
            raise AppendOnlyError
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Never."""
        raise AppendOnlyError
