"""How far each connection has come."""

from django.contrib import admin
from unfold.decorators import display

from agencies.admin_filters import AgencyFilter
from agencies.admin_links import when
from agencies.permissions import Permission
from integrations.admin.base import KindFilter, OfConnectionAdmin
from integrations.models import Cursor, RentBalance


@admin.register(Cursor)
class CursorAdmin(OfConnectionAdmin):
    """Where each feed goes on."""

    list_display = ("feed", "kind_shown", "value", "whole", "account", "agency_name", "moved")
    list_filter = (KindFilter, AgencyFilter)
    search_fields = ("feed", "connection__account_name")
    ordering = ("connection", "feed")

    @display(description="Last read completely", ordering="whole_at")
    def whole(self, row: Cursor) -> str:
        """On the agency's clock."""
        return when(row.whole_at, row.connection.agency)

    @display(description="Moved", ordering="updated_at")
    def moved(self, row: Cursor) -> str:
        """On the agency's clock."""
        return when(row.updated_at, row.connection.agency)


@admin.register(RentBalance)
class RentBalanceAdmin(OfConnectionAdmin):
    """What of each rent ledger has been booked."""

    see = (Permission.VIEW, Permission.SEE_MONEY)
    list_display = ("external_id", "booked", "receipts", "account", "agency_name", "moved")
    list_filter = (AgencyFilter,)
    search_fields = ("external_id", "connection__account_name")
    ordering = ("connection", "external_id")

    @display(description="Moved", ordering="updated_at")
    def moved(self, row: RentBalance) -> str:
        """On the agency's clock."""
        return when(row.updated_at, row.connection.agency)
