"""What tenants are charged. All of it is money: roles that may not see money see none of it."""

from typing import Any

from django.contrib import admin
from unfold.contrib.filters.admin import RangeDateFilter, RangeNumericFilter
from unfold.decorators import display
from unfold.paginator import InfinitePaginator

from agencies.admin_links import money
from agencies.permissions import Permission
from portfolio.admin.base import OfPropertyAdmin, RowAdmin
from portfolio.models import Charge, RecurringCharge, RetailSale, SecurityDeposit, Subsidy


class MoneyRowAdmin(OfPropertyAdmin):
    """A sum that belongs to a property."""

    see = (Permission.VIEW, Permission.SEE_MONEY)

    @display(description="Amount", ordering="amount")
    def sum(self, row: Any) -> str:
        """With its currency."""
        return money(row.amount, row.currency)


@admin.register(Charge)
class ChargeAdmin(MoneyRowAdmin):
    """Charges. The list counts nothing: it may be long."""

    list_display = ("charged_on", "charge_type", "description", "house", "sum", "is_recoverable", "agency", "kept_by")
    list_filter = (("charged_on", RangeDateFilter), ("amount", RangeNumericFilter), *RowAdmin.list_filter)
    search_fields = ("description", "reference", "external_id")
    autocomplete_fields = ("agency", "property", "unit", "tenant")
    opened_by = ("property", "unit", "tenant")
    paginator = InfinitePaginator
    show_full_result_count = False


@admin.register(RecurringCharge)
class RecurringChargeAdmin(MoneyRowAdmin):
    """Charges that come again."""

    list_display = ("charge_type", "description", "house", "sum", "every_months", "start_date", "agency", "kept_by")
    search_fields = ("charge_type", "description", "external_id")
    autocomplete_fields = ("agency", "property", "unit", "tenant")
    opened_by = ("property", "unit", "tenant")


@admin.register(SecurityDeposit)
class SecurityDepositAdmin(MoneyRowAdmin):
    """Deposits held."""

    list_display = ("sum", "house", "tenant", "agency", "kept_by")
    list_select_related = ("agency", "property", "tenant")
    search_fields = ("external_id", "tenant__name", "property__address")
    autocomplete_fields = ("agency", "property", "tenant")
    opened_by = ("property", "tenant")


@admin.register(RetailSale)
class RetailSaleAdmin(MoneyRowAdmin):
    """Sales that percentage rents follow."""

    list_display = ("period_start", "period_end", "house", "sum", "agency", "kept_by")
    search_fields = ("external_id", "property__address")
    autocomplete_fields = ("agency", "property", "lease")
    opened_by = ("property", "lease")


@admin.register(Subsidy)
class SubsidyAdmin(RowAdmin):
    """Programmes that pay part of a rent."""

    see = (Permission.VIEW, Permission.SEE_MONEY)
    list_display = ("name", "short_name", "charge_type", "payment_from", "agency", "kept_by")
    search_fields = ("name", "short_name", "external_id")
