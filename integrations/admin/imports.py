"""What people teach pmsync about their own spreadsheets, and the imports that they make by hand."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from agencies.admin_filters import AgencyFilter
from agencies.admin_links import badge, link, when
from integrations.admin.base import OfConnectionAdmin
from integrations.models import ColumnMapping, WizardImport

TONES = {
    "map": "warning",
    "checking": "info",
    "checked": "warning",
    "importing": "info",
    "done": "success",
    "failed": "danger",
    "abandoned": "default",
}


@admin.register(ColumnMapping)
class ColumnMappingAdmin(OfConnectionAdmin):
    """Which column means what in agencies' own spreadsheets. They are made in the import wizard."""

    list_display = ("name", "kind", "account", "agency_name", "created_by", "updated")
    list_filter = (AgencyFilter,)
    search_fields = ("name", "slug", "agency__name")
    fieldsets = (
        (None, {"fields": ("name", "slug", "kind", "headings", "columns")}),
        ("Whose", {"fields": ("agency_name", "account", "created_by", "created_at", "updated")}),
    )
    readonly_fields = tuple(name for _, part in fieldsets for name in part["fields"])

    def get_queryset(self, request: HttpRequest) -> Any:
        """With whoever made it: one query."""
        return super().get_queryset(request).select_related("created_by")

    @display(description="Changed", ordering="updated_at")
    def updated(self, row: ColumnMapping) -> str:
        """On the agency's clock."""
        return when(row.updated_at, row.connection.agency)


@admin.register(WizardImport)
class WizardImportAdmin(OfConnectionAdmin):
    """Walks through the import wizard. What its dry run found is people's details, and for the wizard's own pages."""

    list_display = ("__str__", "standing", "kind", "checked_rows", "account", "agency_name", "started_by", "begun")
    list_filter = (("step", ChoicesDropdownFilter), AgencyFilter)
    search_fields = ("file__drop_key", "agency__name")
    fieldsets = (
        (None, {"fields": ("source", "part", "kind", "standing", "checked_rows", "heartbeat_at", "sync_log")}),
        ("How", {"fields": ("mapping", "columns")}),
        ("Whose", {"fields": ("agency_name", "account", "started_by", "begun", "updated_at")}),
    )
    readonly_fields = tuple(name for _, part in fieldsets for name in part["fields"])

    def get_queryset(self, request: HttpRequest) -> Any:
        """With the file, its mapping and who began: one query. What the dry run found stays unread."""
        return super().get_queryset(request).select_related("file", "started_by", "mapping").defer("outcome")

    @display(description="File")
    def source(self, row: WizardImport) -> str:
        """A link to the file."""
        return link(row.file)

    @display(description="Step", ordering="step")
    def standing(self, row: WizardImport) -> str:
        """How far it is."""
        return badge(TONES[row.step], row.get_step_display())

    @display(description="Begun", ordering="created_at")
    def begun(self, row: WizardImport) -> str:
        """On the agency's clock."""
        return when(row.created_at, row.connection.agency)
