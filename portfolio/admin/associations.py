"""Home-owner associations, breaches of their rules, and what owners ask to build."""

from django.contrib import admin
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateFilter
from unfold.decorators import display

from agencies.admin_links import badge
from agencies.permissions import Permission
from portfolio.admin.base import OfPropertyAdmin, RowAdmin
from portfolio.models import ArchitecturalRequest, Association, Violation

VIOLATION_TONES = {"open": "warning", "closed": "success"}


@admin.register(Association)
class AssociationAdmin(OfPropertyAdmin):
    """Associations. Who sits on a board is for roles that may see contacts."""

    hidden = {Permission.SEE_CONTACTS: ("board", "committees")}
    list_display = ("shown", "house", "agency", "kept_by", "as_of")
    search_fields = ("name", "property__address", "external_id")

    @display(description="Association", ordering="name")
    def shown(self, row: Association) -> str:
        """Its name."""
        return str(row)


@admin.register(Violation)
class ViolationAdmin(OfPropertyAdmin):
    """Breaches of an association's rules."""

    list_display = ("shown", "category", "status_badge", "stage", "house", "found_on", "agency", "kept_by")
    list_filter = (("status", ChoicesDropdownFilter), ("found_on", RangeDateFilter), *RowAdmin.list_filter)
    search_fields = ("code", "description", "property__address", "external_id")
    autocomplete_fields = ("agency", "property", "unit", "tenant")
    opened_by = ("property", "unit", "tenant")

    @display(description="Violation", ordering="code")
    def shown(self, row: Violation) -> str:
        """Which rule."""
        return str(row)

    @display(description="Status", ordering="status")
    def status_badge(self, row: Violation) -> str:
        """The status."""
        return badge(VIOLATION_TONES[row.status], row.get_status_display())


@admin.register(ArchitecturalRequest)
class ArchitecturalRequestAdmin(OfPropertyAdmin):
    """What owners ask to build."""

    list_display = ("shown", "status", "house", "submitted_on", "agency", "kept_by")
    search_fields = ("title", "description", "property__address", "external_id")
    autocomplete_fields = ("agency", "property", "tenant")
    opened_by = ("property", "tenant")

    @display(description="Request", ordering="title")
    def shown(self, row: ArchitecturalRequest) -> str:
        """What for."""
        return str(row)
