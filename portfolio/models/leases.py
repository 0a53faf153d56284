"""Leases: who rents what, for how much, paid to which day."""

from django.db import models

from portfolio.models.people import Tenant
from portfolio.models.properties import Property, Unit
from portfolio.models.synced import SyncedRow
from portfolio.querysets import LeaseQuerySet


class Lease(SyncedRow):
    """One lease. `rent_amount` is per `rent_frequency`; `paid_to` is the last day that rent has been paid for."""

    class Status(models.TextChoices):
        CURRENT = "current"
        VACATED = "vacated", "Vacated, ledger open"
        CLOSED = "closed"

    class Frequency(models.TextChoices):
        WEEKLY = "weekly"
        FORTNIGHTLY = "fortnightly"
        MONTHLY = "monthly"
        QUARTERLY = "quarterly"
        YEARLY = "yearly"

    property = models.ForeignKey(Property, on_delete=models.CASCADE, related_name="leases")
    unit = models.ForeignKey(Unit, on_delete=models.SET_NULL, null=True, blank=True, related_name="leases")
    tenants = models.ManyToManyField(Tenant, related_name="leases", blank=True)
    tenant_name = models.CharField(blank=True, default="")
    reference = models.CharField(blank=True, default="")
    start_date = models.DateField()
    end_date = models.DateField(null=True, blank=True)
    vacated_on = models.DateField(null=True, blank=True)
    is_commercial = models.BooleanField(default=False)
    is_periodic = models.BooleanField(default=False)
    rent_amount = models.DecimalField(max_digits=12, decimal_places=2)
    rent_frequency = models.CharField(max_length=16, choices=Frequency.choices)
    currency = models.CharField(max_length=3)
    notice_on = models.DateField(null=True, blank=True)
    bond_amount = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    bond_reference = models.CharField(blank=True, default="")
    paid_to = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=16, choices=Status.choices)

    objects = LeaseQuerySet.as_manager()

    class Meta(SyncedRow.Meta):
        ordering = ["-start_date", "id"]

    def __str__(self) -> str:
        return f"{self.tenant_name or self.reference or 'Lease'} from {self.start_date}"
