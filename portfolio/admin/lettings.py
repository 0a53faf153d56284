"""Before and around leases: prospects, applications, screenings, terms and appointments."""

from django.contrib import admin
from unfold.contrib.filters.admin import RangeDateFilter
from unfold.decorators import display

from agencies.admin_links import when
from agencies.permissions import Permission
from portfolio.admin.base import OfPropertyAdmin, RowAdmin
from portfolio.models import Appointment, LeaseRenewal, Prospect, RentalApplication, Screening


@admin.register(Prospect)
class ProspectAdmin(OfPropertyAdmin):
    """Who looks for a home. How to reach them is for roles that may see contacts."""

    hidden = {
        Permission.SEE_CONTACTS: ("email", "phone", "postal_address", "custom"),
        Permission.SEE_MONEY: ("rent_from", "rent_to"),
    }
    list_display = ("name", "status", "stage", "house", "move_in_on", "agency", "kept_by", "as_of")
    search_fields = ("name", "external_id")
    autocomplete_fields = ("agency", "property", "unit")
    opened_by = ("property", "unit")


@admin.register(RentalApplication)
class RentalApplicationAdmin(OfPropertyAdmin):
    """Applications."""

    list_display = ("applicant", "status", "house", "submitted", "agency", "kept_by")
    search_fields = ("applicant_name", "external_id")
    autocomplete_fields = ("agency", "property", "unit", "prospect")
    opened_by = ("property", "unit", "prospect")

    @display(description="Applicant", ordering="applicant_name")
    def applicant(self, row: RentalApplication) -> str:
        """Who applied."""
        return str(row)

    @display(description="Submitted", ordering="submitted_at")
    def submitted(self, row: RentalApplication) -> str:
        """When, on the agency's clock."""
        return when(row.submitted_at, row.agency)


@admin.register(Screening)
class ScreeningAdmin(OfPropertyAdmin):
    """That somebody was screened."""

    hidden = {Permission.SEE_MONEY: ("rent_amount",)}
    list_display = ("shown", "house", "screened_on", "agency", "kept_by")
    search_fields = ("name", "external_id")
    autocomplete_fields = ("agency", "property", "tenant", "prospect")
    opened_by = ("property", "tenant", "prospect")

    @display(description="Screening", ordering="name")
    def shown(self, row: Screening) -> str:
        """Which one."""
        return str(row)


@admin.register(LeaseRenewal)
class LeaseRenewalAdmin(RowAdmin):
    """The terms of leases."""

    list_display = ("shown", "lease", "end_date", "signed_on", "term_months", "agency", "kept_by")
    list_select_related = ("agency", "lease")
    list_filter = (("end_date", RangeDateFilter), *RowAdmin.list_filter)
    search_fields = ("external_id", "lease__tenant_name")
    autocomplete_fields = ("agency", "lease")
    opened_by = ("lease",)

    @display(description="Term", ordering="start_date")
    def shown(self, row: LeaseRenewal) -> str:
        """From when."""
        return str(row)


@admin.register(Appointment)
class AppointmentAdmin(RowAdmin):
    """Appointments."""

    list_display = ("shown", "starts", "ends", "agency", "kept_by")
    search_fields = ("subject", "external_id")
    autocomplete_fields = ("agency", "tenant", "prospect", "job")
    opened_by = ("tenant", "prospect", "job")

    @display(description="Appointment", ordering="subject")
    def shown(self, row: Appointment) -> str:
        """What about."""
        return str(row)

    @display(description="Starts", ordering="starts_at")
    def starts(self, row: Appointment) -> str:
        """When, on the agency's clock."""
        return when(row.starts_at, row.agency)

    @display(description="Ends", ordering="ends_at")
    def ends(self, row: Appointment) -> str:
        """Until when, on the agency's clock."""
        return when(row.ends_at, row.agency)
