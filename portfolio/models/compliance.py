"""What the law or a contract asks to be done at a property by a day: smoke alarms, pool fences, gas checks and the like."""

from django.db import models

from portfolio.models.leases import Lease
from portfolio.models.properties import Property
from portfolio.models.synced import SyncedRow


class ComplianceTask(SyncedRow):
    """One thing to be done by a day. `task_type` is the source's own word for what it is about: each state and each vendor
    has another list. Whether it is overdue is seen from `due_date` and never stored."""

    class Status(models.TextChoices):
        OPEN = "open"
        SCHEDULED = "scheduled"
        COMPLETED = "completed"
        CANCELLED = "cancelled"

    property = models.ForeignKey(
        Property, on_delete=models.CASCADE, null=True, blank=True, related_name="compliance_tasks"
    )
    lease = models.ForeignKey(Lease, on_delete=models.SET_NULL, null=True, blank=True, related_name="compliance_tasks")
    task_type = models.CharField(blank=True, default="")
    title = models.CharField()
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.OPEN)
    due_date = models.DateField(null=True, blank=True)
    completed_on = models.DateField(null=True, blank=True)
    reference = models.CharField(blank=True, default="", help_text="The certificate's number.")
    supplier_name = models.CharField(blank=True, default="")
    notes = models.TextField(blank=True, default="")

    class Meta(SyncedRow.Meta):
        ordering = ["-due_date", "id"]

    def __str__(self) -> str:
        return self.title
