"""Edits on their way to other systems, and fields that both sides changed: to be looked at. People decide on the pages."""

from typing import Any

from django.contrib import admin
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from agencies.admin_filters import AgencyFilter
from agencies.admin_links import badge, when
from agencies.permissions import Permission
from integrations.admin.base import KindFilter, OfConnectionAdmin
from integrations.models import FieldConflict, OutgoingEdit

TONES = {
    **dict.fromkeys(("pending", "sending"), "info"),
    **dict.fromkeys(("unknown", "conflict", "open"), "warning"),
    **dict.fromkeys(("sent", "ours", "theirs", "edited", "settled"), "success"),
    "failed": "danger",
    "dropped": "default",
}
# Values may be anybody's contact details or money: the pages show them field by field, by the person's rights.
VALUES: dict[Permission, tuple[str, ...]] = {
    Permission.SEE_CONTACTS: ("changes", "base", "ours", "theirs"),
    Permission.SEE_MONEY: ("changes", "base", "ours", "theirs"),
}


class WrittenBackAdmin(OfConnectionAdmin):
    """A row of writing back."""

    hidden = VALUES

    @display(description="Status", ordering="status")
    def status_badge(self, row: Any) -> str:
        """How far it is."""
        return badge(TONES[row.status], row.get_status_display())


@admin.register(OutgoingEdit)
class OutgoingEditAdmin(WrittenBackAdmin):
    """The outbox."""

    list_display = ("label", "kind_shown", "action", "status_badge", "attempts", "made", "account", "agency_name")
    list_filter = (("status", ChoicesDropdownFilter), KindFilter, AgencyFilter)
    search_fields = ("label", "external_id")
    exclude = ("claim",)

    @display(description="Made", ordering="made_at")
    def made(self, row: OutgoingEdit) -> str:
        """On the agency's clock."""
        return when(row.made_at, row.connection.agency)


@admin.register(FieldConflict)
class FieldConflictAdmin(WrittenBackAdmin):
    """Conflicts."""

    list_display = ("label", "kind_shown", "field", "status_badge", "found", "account", "agency_name")
    list_filter = (("status", ChoicesDropdownFilter), KindFilter, AgencyFilter)
    search_fields = ("label", "field", "external_id")

    @display(description="Found", ordering="created_at")
    def found(self, row: FieldConflict) -> str:
        """On the agency's clock."""
        return when(row.created_at, row.connection.agency)
