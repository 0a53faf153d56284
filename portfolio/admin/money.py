"""Money in and out, and the words that sort it."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateFilter, RangeNumericFilter
from unfold.decorators import display
from unfold.paginator import InfinitePaginator

from agencies.admin_filters import AgencyFilter
from agencies.admin_links import badge, money
from agencies.permissions import Permission
from agencies.scoped_admin import ScopedAdmin
from portfolio.admin.base import KeptFilter, OfPropertyAdmin
from portfolio.models import CategoryRule, Transaction

MONEY_TONES = {"income": "success", "expense": "warning"}


class KeptMoneyFilter(KeptFilter):
    """The same of money, whose column is called otherwise."""

    column = "provider_transaction_id"


@admin.register(Transaction)
class TransactionAdmin(OfPropertyAdmin):
    """Money in and out. The list counts nothing: it may be long."""

    see = (Permission.VIEW, Permission.SEE_MONEY)
    list_display = ("date", "house", "type_badge", "category", "sum", "status", "basis", "agency", "kept_by")
    list_filter = (
        ("type", ChoicesDropdownFilter),
        ("category", ChoicesDropdownFilter),
        ("status", ChoicesDropdownFilter),
        ("basis", ChoicesDropdownFilter),
        ("date", RangeDateFilter),
        ("amount", RangeNumericFilter),
        KeptMoneyFilter,
        AgencyFilter,
    )
    search_fields = ("description", "property__address", "provider_transaction_id")
    autocomplete_fields = ("agency", "property", "lease")
    source = ("provider", "provider_transaction_id", "external_account")
    opened_by = ("property", "lease")
    ordering = ("agency_id", "-date", "id")  # along the index of an agency's days: the table may be long
    paginator = InfinitePaginator
    show_full_result_count = False

    def is_synced(self, row: Model) -> bool:
        """Whether another system keeps the row, or pmsync worked it out."""
        return bool(row.provider_transaction_id)  # type: ignore[attr-defined]

    @display(description="Type", ordering="type")
    def type_badge(self, row: Transaction) -> str:
        """In or out."""
        return badge(MONEY_TONES[row.type], row.get_type_display())

    @display(description="Amount", ordering="amount")
    def sum(self, row: Transaction) -> str:
        """Amount and currency."""
        return money(row.amount, row.currency)


@admin.register(CategoryRule)
class CategoryRuleAdmin(ScopedAdmin):
    """An agency's own words for sorting bills."""

    change = Permission.MAP
    list_display = ("words", "category", "agency")
    list_filter = (("category", ChoicesDropdownFilter), AgencyFilter)
    list_select_related = ("agency",)
    search_fields = ("words",)
    autocomplete_fields = ("agency",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """A rule never changes its agency."""
        return ("agency",) if obj is not None else ()
