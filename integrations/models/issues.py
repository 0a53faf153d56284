"""Rows that a person must look at."""

import uuid

from django.db import models

from integrations.models.connections import Connection
from integrations.models.encrypted import EncryptedTextField
from integrations.models.synclogs import SyncLog


class IssueQuerySet(models.QuerySet["SyncIssue"]):
    """Issues, without the encrypted raw row unless asked."""

    def open(self) -> "IssueQuerySet":
        """Those that nobody has resolved or ignored."""
        return self.filter(status=SyncIssue.Status.OPEN)

    def for_page(self) -> "IssueQuerySet":
        """All that a list shows: one query. The raw row stays unread."""
        return self.defer("raw")


class SyncIssue(models.Model):
    """One thing that is wrong with one row, kept once however many nights it comes back.

    `raw` is the row as it came, encrypted, kept for 90 days; null where there is none or it has been forgotten."""

    class Status(models.TextChoices):
        OPEN = "open"
        RESOLVED = "resolved"
        IGNORED = "ignored"
        CONFIRMED = "confirmed", "Confirmed: the missing rows may go"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="issues")
    kind = models.CharField(max_length=40)
    external_id = models.CharField(max_length=200, blank=True, default="")
    code = models.CharField(max_length=60)
    message = models.CharField()
    action = models.CharField(blank=True, default="")
    file = models.CharField(blank=True, default="")
    layout = models.CharField(max_length=80, blank=True, default="", help_text="Which kind of list its row stood in.")
    row_number = models.PositiveIntegerField(null=True, blank=True)
    column = models.CharField(max_length=120, blank=True, default="")
    value = models.CharField(blank=True, default="")
    raw = EncryptedTextField(null=True, blank=True, editable=False)
    occurrences = models.PositiveIntegerField(default=1)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.OPEN)
    reason = models.CharField(max_length=300, blank=True, default="")
    sync_log = models.ForeignKey(SyncLog, on_delete=models.SET_NULL, null=True, related_name="issues")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = IssueQuerySet.as_manager()

    class Meta:
        ordering = ["-updated_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["connection", "kind", "external_id", "code"], name="one_issue_per_cause")
        ]

    def __str__(self) -> str:
        return self.message
