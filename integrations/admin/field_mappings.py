"""Field mappings, version by version: to be looked at. They are changed on their pages, where they are tried first."""

from django.contrib import admin
from unfold.decorators import display

from agencies.admin_filters import AgencyFilter
from agencies.admin_links import when
from agencies.permissions import Permission
from agencies.scoped_admin import ReadOnlyAdmin
from integrations.admin.base import KindFilter, ProviderFilter
from integrations.models import FieldMapping
from integrations.pages.words import plain


@admin.register(FieldMapping)
class FieldMappingAdmin(ReadOnlyAdmin):
    """One line a version."""

    see = (Permission.VIEW, Permission.MAP)
    list_display = ("provider", "kind_shown", "version", "is_active", "number", "tested_on", "made_by", "made_when")
    list_select_related = ("agency", "made_by")
    list_filter = (ProviderFilter, KindFilter, "is_active", AgencyFilter)
    search_fields = ("provider", "kind", "agency__name", "made_by__email")

    @display(description="Kind", ordering="kind")
    def kind_shown(self, row: FieldMapping) -> str:
        """The kind, as people write it."""
        return plain(row.kind)

    @display(description="Fields")
    def number(self, row: FieldMapping) -> int:
        """How many it sets."""
        return len(row.rules)

    @display(description="Made", ordering="created_at")
    def made_when(self, row: FieldMapping) -> str:
        """On the agency's clock."""
        return when(row.created_at, row.agency)
