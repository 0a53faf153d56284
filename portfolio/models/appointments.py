"""Appointments and the renewals of leases: what is agreed for a day."""

from django.db import models

from portfolio.models.leases import Lease
from portfolio.models.maintenance import MaintenanceJob
from portfolio.models.people import Tenant
from portfolio.models.prospects import Prospect
from portfolio.models.synced import SyncedRow


class Appointment(SyncedRow):
    """A meeting, with at most one of the people or jobs it is about."""

    tenant = models.ForeignKey(Tenant, on_delete=models.SET_NULL, null=True, blank=True, related_name="appointments")
    prospect = models.ForeignKey(
        Prospect, on_delete=models.SET_NULL, null=True, blank=True, related_name="appointments"
    )
    job = models.ForeignKey(
        MaintenanceJob, on_delete=models.SET_NULL, null=True, blank=True, related_name="appointments"
    )
    subject = models.CharField(blank=True, default="")
    description = models.TextField(blank=True, default="")
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta(SyncedRow.Meta):
        ordering = ["-starts_at", "id"]

    def __str__(self) -> str:
        return self.subject or "Appointment"


class LeaseRenewal(SyncedRow):
    """One term of a lease: its first one, or a renewal."""

    lease = models.ForeignKey(Lease, on_delete=models.CASCADE, null=True, blank=True, related_name="renewals")
    start_date = models.DateField(null=True, blank=True)
    end_date = models.DateField(null=True, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    term_months = models.PositiveSmallIntegerField(null=True, blank=True)
    document_status = models.CharField(blank=True, default="")

    class Meta(SyncedRow.Meta):
        ordering = ["-start_date", "id"]

    def __str__(self) -> str:
        return f"Term from {self.start_date}"
