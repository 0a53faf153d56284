"""Who may become a tenant: prospects, their applications, and how they were screened."""

from django.db import models

from portfolio.models.people import Party, Tenant
from portfolio.models.properties import Property, Unit
from portfolio.models.synced import SyncedRow


class Prospect(Party):
    """Somebody who looks for a home. `status` and `stage` are the source's own words."""

    property = models.ForeignKey(Property, on_delete=models.CASCADE, null=True, blank=True, related_name="prospects")
    unit = models.ForeignKey(Unit, on_delete=models.SET_NULL, null=True, blank=True, related_name="prospects")
    status = models.CharField(blank=True, default="")
    stage = models.CharField(blank=True, default="")
    lead_source = models.CharField(blank=True, default="")
    applied_on = models.DateField(null=True, blank=True)
    move_in_on = models.DateField(null=True, blank=True)
    rent_from = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    rent_to = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    people_count = models.PositiveSmallIntegerField(null=True, blank=True)


class RentalApplication(SyncedRow):
    """One application for a home. Its answers stay at the source: they hold more than we need."""

    prospect = models.ForeignKey(
        Prospect, on_delete=models.SET_NULL, null=True, blank=True, related_name="applications"
    )
    property = models.ForeignKey(Property, on_delete=models.CASCADE, null=True, blank=True, related_name="applications")
    unit = models.ForeignKey(Unit, on_delete=models.SET_NULL, null=True, blank=True, related_name="applications")
    applicant_name = models.CharField(blank=True, default="")
    status = models.CharField(blank=True, default="")
    template = models.CharField(blank=True, default="", help_text="Which form was filled in.")
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta(SyncedRow.Meta):
        ordering = ["-submitted_at", "id"]

    def __str__(self) -> str:
        return f"Application of {self.applicant_name or self.external_id}"


class Screening(SyncedRow):
    """That somebody was screened, and for which rent. What was found stays at the source."""

    tenant = models.ForeignKey(Tenant, on_delete=models.SET_NULL, null=True, blank=True, related_name="screenings")
    prospect = models.ForeignKey(Prospect, on_delete=models.SET_NULL, null=True, blank=True, related_name="screenings")
    property = models.ForeignKey(Property, on_delete=models.CASCADE, null=True, blank=True, related_name="screenings")
    name = models.CharField(blank=True, default="")
    screened_on = models.DateField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    rent_amount = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)

    class Meta(SyncedRow.Meta):
        ordering = ["-screened_on", "id"]

    def __str__(self) -> str:
        return f"Screening {self.name or self.external_id}"
