"""Maintenance jobs and inspections."""

from django.db import models

from portfolio.models.people import Contact
from portfolio.models.properties import Property
from portfolio.models.synced import SyncedRow


class MaintenanceJob(SyncedRow):
    """A repair or other work at a property. `quote_amount` is that of the accepted quotation, once it has been read;
    `quote_read` says which quotation that was."""

    class Status(models.TextChoices):
        REPORTED = "reported"
        QUOTED = "quoted"
        APPROVED = "approved"
        ASSIGNED = "assigned"
        FINISHED = "finished"
        CLOSED = "closed"
        REJECTED = "rejected"
        CANCELLED = "cancelled"

    DONE = (Status.FINISHED, Status.CLOSED)

    property = models.ForeignKey(
        Property, on_delete=models.CASCADE, null=True, blank=True, related_name="maintenance_jobs"
    )
    supplier = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="jobs")
    number = models.CharField(blank=True, default="")
    summary = models.CharField(blank=True, default="")
    description = models.TextField(blank=True, default="")
    status = models.CharField(max_length=16, choices=Status.choices)
    priority = models.CharField(blank=True, default="")
    supplier_name = models.CharField(blank=True, default="")
    accepted_quote_id = models.CharField(max_length=200, blank=True, default="", editable=False)
    quote_read = models.CharField(max_length=200, blank=True, default="", editable=False)
    quote_amount = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True, editable=False)
    due_date = models.DateField(null=True, blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta(SyncedRow.Meta):
        ordering = ["-reported_at", "id"]

    def __str__(self) -> str:
        return self.summary or f"Job {self.number}"


class Inspection(SyncedRow):
    """A visit to a property: routine, entry, exit or open home."""

    class Status(models.TextChoices):
        PLANNED = "planned"
        SCHEDULED = "scheduled"
        INSPECTED = "inspected"
        CLOSED = "closed"
        CANCELLED = "cancelled"

    property = models.ForeignKey(Property, on_delete=models.CASCADE, null=True, blank=True, related_name="inspections")
    inspection_type = models.CharField(blank=True, default="")
    status = models.CharField(max_length=16, choices=Status.choices)
    summary = models.CharField(blank=True, default="")
    due_date = models.DateField(null=True, blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    duration_minutes = models.PositiveIntegerField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta(SyncedRow.Meta):
        ordering = ["-due_date", "id"]

    def __str__(self) -> str:
        return self.summary or f"{self.inspection_type} inspection"
