"""Maintenance jobs, inspections and compliance."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateFilter
from unfold.decorators import display

from agencies.admin_links import badge, when
from agencies.permissions import Permission
from portfolio.admin.base import OfPropertyAdmin, RowAdmin
from portfolio.models import ComplianceTask, Inspection, MaintenanceJob

WORK_TONES = {
    **dict.fromkeys(("reported", "quoted", "planned", "open"), "warning"),
    **dict.fromkeys(("approved", "assigned", "scheduled"), "info"),
    **dict.fromkeys(("finished", "closed", "inspected", "completed"), "success"),
    **dict.fromkeys(("rejected", "cancelled"), "default"),
}


@admin.register(MaintenanceJob)
class MaintenanceJobAdmin(OfPropertyAdmin):
    """Repairs and other work."""

    hidden = {Permission.SEE_MONEY: ("quote_amount",)}
    list_display = ("title", "number", "status_badge", "house", "supplier_name", "due_date", "agency", "kept_by")
    list_filter = (("status", ChoicesDropdownFilter), ("due_date", RangeDateFilter), *RowAdmin.list_filter)
    search_fields = ("summary", "number", "supplier_name", "property__address", "external_id")
    autocomplete_fields = ("agency", "property", "supplier")
    readonly_fields = ("quote_amount",)
    opened_by = ("property", "supplier")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """With the quotation, which is never typed in."""
        return (*super().get_readonly_fields(request, obj), "quote_amount")

    @display(description="Job", ordering="summary")
    def title(self, row: MaintenanceJob) -> str:
        """What is to be done."""
        return str(row)

    @display(description="Status", ordering="status")
    def status_badge(self, row: MaintenanceJob) -> str:
        """The status."""
        return badge(WORK_TONES[row.status], row.get_status_display())


@admin.register(Inspection)
class InspectionAdmin(OfPropertyAdmin):
    """Visits."""

    list_display = ("title", "inspection_type", "status_badge", "house", "due_date", "starts", "agency", "kept_by")
    list_filter = (("status", ChoicesDropdownFilter), ("due_date", RangeDateFilter), *RowAdmin.list_filter)
    search_fields = ("summary", "property__address", "external_id")
    date_hierarchy = "due_date"

    @display(description="Inspection", ordering="summary")
    def title(self, row: Inspection) -> str:
        """What visit."""
        return str(row)

    @display(description="Status", ordering="status")
    def status_badge(self, row: Inspection) -> str:
        """The status."""
        return badge(WORK_TONES[row.status], row.get_status_display())

    @display(description="Starts", ordering="starts_at")
    def starts(self, row: Inspection) -> str:
        """When, on the agency's clock."""
        return when(row.starts_at, row.agency)


@admin.register(ComplianceTask)
class ComplianceTaskAdmin(OfPropertyAdmin):
    """What the law or a contract asks for."""

    list_display = ("title", "task_type", "status_badge", "house", "due_date", "completed_on", "agency", "kept_by")
    list_filter = (("status", ChoicesDropdownFilter), ("due_date", RangeDateFilter), *RowAdmin.list_filter)
    search_fields = ("title", "task_type", "property__address", "external_id")
    autocomplete_fields = ("agency", "property", "lease")
    opened_by = ("property", "lease")

    @display(description="Status", ordering="status")
    def status_badge(self, row: ComplianceTask) -> str:
        """The status."""
        return badge(WORK_TONES[row.status], row.get_status_display())
