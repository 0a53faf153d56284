"""What was measured: calls to vendors, checks, scores, and what vendors say of themselves. To be looked at."""

from django.contrib import admin
from unfold.contrib.filters.admin import BooleanRadioFilter
from unfold.decorators import display

from agencies.admin_filters import AgencyFilter
from agencies.admin_links import badge, when
from agencies.scoped_admin import OperatorAdmin
from integrations.admin.base import KindFilter, OfConnectionAdmin, ProviderFilter
from integrations.latency import Latency
from integrations.models import CallStats, HealthCheck, QualityScore, VendorStatus


@admin.register(CallStats)
class CallStatsAdmin(OfConnectionAdmin):
    """The calls of one connection to one address within one hour."""

    list_display = ("endpoint", "hour_shown", "calls", "errors", "half", "most", "account", "agency_name")
    list_filter = (AgencyFilter,)
    search_fields = ("endpoint", "connection__account_name")
    ordering = ("-hour", "endpoint")
    date_hierarchy = "hour"

    @display(description="Hour", ordering="hour")
    def hour_shown(self, row: CallStats) -> str:
        """On the agency's clock."""
        return when(row.hour, row.connection.agency)

    @display(description="Half within")
    def half(self, row: CallStats) -> str:
        """In milliseconds."""
        return f"{self._latency(row).p50} ms"

    @display(description="19 of 20 within")
    def most(self, row: CallStats) -> str:
        """In milliseconds."""
        return f"{self._latency(row).p95} ms"

    def _latency(self, row: CallStats) -> Latency:
        found = Latency(row.endpoint)
        found.add(row)
        return found


@admin.register(HealthCheck)
class HealthCheckAdmin(OfConnectionAdmin):
    """One look at whether a vendor answers a connection."""

    list_display = ("checked", "standing", "latency_ms", "message", "account", "agency_name")
    list_filter = (("is_up", BooleanRadioFilter), AgencyFilter)
    search_fields = ("code", "message", "connection__account_name")
    date_hierarchy = "checked_at"

    @display(description="Checked", ordering="checked_at")
    def checked(self, row: HealthCheck) -> str:
        """On the agency's clock."""
        return when(row.checked_at, row.connection.agency)

    @display(description="Answered", ordering="is_up")
    def standing(self, row: HealthCheck) -> str:
        """Up or down."""
        return badge("success", "Up") if row.is_up else badge("danger", "Down")


@admin.register(QualityScore)
class QualityScoreAdmin(OfConnectionAdmin):
    """How good one kind's rows were on one day."""

    list_display = ("kind_shown", "score", "rows", "day", "account", "agency_name")
    list_filter = (KindFilter, AgencyFilter)
    search_fields = ("kind", "connection__account_name")
    date_hierarchy = "day"


@admin.register(VendorStatus)
class VendorStatusAdmin(OperatorAdmin):
    """What vendors say of themselves. They belong to no agency."""

    list_display = ("provider", "standing", "words", "since", "read_at")
    list_filter = (ProviderFilter,)
    search_fields = ("provider", "words")
    change = None

    @display(description="Says", ordering="is_up")
    def standing(self, row: VendorStatus) -> str:
        """Up, in trouble, or nothing."""
        if row.is_up is None:
            return badge("default", "Nothing")
        return badge("success", "Up") if row.is_up else badge("danger", "Trouble")
