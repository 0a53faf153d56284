"""Home-owner associations: who runs them, breaches of their rules, and what owners ask to build."""

from django.db import models

from portfolio.models.people import Tenant
from portfolio.models.properties import Property, Unit
from portfolio.models.synced import SyncedRow


class Association(SyncedRow):
    """The association of a property. `board` and `committees` are lists of names, roles and terms as the source has them."""

    property = models.ForeignKey(Property, on_delete=models.CASCADE, related_name="associations")
    name = models.CharField(blank=True, default="")
    board = models.JSONField(default=list, blank=True)
    committees = models.JSONField(default=list, blank=True)

    class Meta(SyncedRow.Meta):
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name or "Association"


class Violation(SyncedRow):
    """A breach of an association's rules. `code`, `category` and `stage` are the source's own words."""

    class Status(models.TextChoices):
        OPEN = "open"
        CLOSED = "closed"

    property = models.ForeignKey(Property, on_delete=models.CASCADE, related_name="violations")
    unit = models.ForeignKey(Unit, on_delete=models.SET_NULL, null=True, blank=True, related_name="violations")
    tenant = models.ForeignKey(Tenant, on_delete=models.SET_NULL, null=True, blank=True, related_name="violations")
    code = models.CharField(blank=True, default="")
    category = models.CharField(blank=True, default="")
    stage = models.CharField(blank=True, default="")
    description = models.TextField(blank=True, default="")
    resolution = models.TextField(blank=True, default="")
    status = models.CharField(max_length=16, choices=Status.choices)
    found_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta(SyncedRow.Meta):
        ordering = ["-found_on", "id"]

    def __str__(self) -> str:
        return self.code or f"Violation {self.external_id}"


class ArchitecturalRequest(SyncedRow):
    """What an owner asks an association to allow. `status` is the source's own word."""

    property = models.ForeignKey(Property, on_delete=models.CASCADE, related_name="architectural_requests")
    tenant = models.ForeignKey(
        Tenant, on_delete=models.SET_NULL, null=True, blank=True, related_name="architectural_requests"
    )
    title = models.CharField(blank=True, default="")
    description = models.TextField(blank=True, default="")
    status = models.CharField(blank=True, default="")
    status_comment = models.TextField(blank=True, default="")
    submitted_on = models.DateField(null=True, blank=True)

    class Meta(SyncedRow.Meta):
        ordering = ["-submitted_on", "id"]
        indexes = [  # as every row's, under a name that is short enough
            models.Index(
                fields=["agency", "external_source", "natural_key"],
                condition=~models.Q(natural_key=""),
                name="request_natural_key",
            )
        ]

    def __str__(self) -> str:
        return self.title or f"Request {self.external_id}"
