"""Open sessions at vendors, the counting of calls, and the counters of monitoring: to be looked at."""

from django.contrib import admin
from unfold.decorators import display

from agencies.admin_filters import AgencyFilter
from agencies.admin_links import when
from agencies.permissions import Permission
from agencies.scoped_admin import OperatorAdmin, ReadOnlyAdmin
from integrations.admin.base import ProviderFilter
from integrations.models import CallWindow, Tally, VendorSession


@admin.register(VendorSession)
class VendorSessionAdmin(ReadOnlyAdmin):
    """Sessions. Neither the token nor the digest of who signs in is shown."""

    see = (Permission.VIEW, Permission.CONNECT)
    list_display = ("provider", "agency", "opened_when", "used_when", "opened")
    list_select_related = ("agency",)
    list_filter = (ProviderFilter, AgencyFilter)
    search_fields = ("provider", "agency__name")
    exclude = ("key",)

    @display(description="Opened", ordering="opened_at")
    def opened_when(self, row: VendorSession) -> str:
        """On the agency's clock."""
        return when(row.opened_at, row.agency)

    @display(description="Used", ordering="used_at")
    def used_when(self, row: VendorSession) -> str:
        """On the agency's clock."""
        return when(row.used_at, row.agency)


@admin.register(CallWindow)
class CallWindowAdmin(OperatorAdmin):
    """When credentials called lately, where no Redis keeps it."""

    change = None
    list_display = ("key", "number")
    search_fields = ("key",)

    @display(description="Calls")
    def number(self, row: CallWindow) -> int:
        """How many are remembered."""
        return len(row.calls)


@admin.register(Tally)
class TallyAdmin(OperatorAdmin):
    """What /metrics counts."""

    change = None
    list_display = ("name", "labels", "value")
    search_fields = ("name", "labels")
