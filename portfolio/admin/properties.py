"""Properties, units and leases."""

from django.contrib import admin
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateFilter
from unfold.decorators import display

from agencies.admin_links import badge, money
from agencies.permissions import Permission
from portfolio.admin.base import OfPropertyAdmin, RowAdmin
from portfolio.models import Lease, Property, Unit

LEASE_TONES = {"current": "success", "vacated": "warning", "closed": "default"}


@admin.register(Property)
class PropertyAdmin(RowAdmin):
    """Properties."""

    list_display = ("address", "property_type", "manager_name", "agency", "kept_by", "as_of")
    search_fields = ("address", "postcode", "external_id", "key_number")
    autocomplete_fields = ("agency", "owners")
    opened_by = ("owners",)
    leads_to = (
        ("Leases", "portfolio_lease", "property__id__exact"),
        ("Transactions", "portfolio_transaction", "property__id__exact"),
        ("Jobs", "portfolio_maintenancejob", "property__id__exact"),
        ("Inspections", "portfolio_inspection", "property__id__exact"),
        ("Compliance", "portfolio_compliancetask", "property__id__exact"),
        ("Units", "portfolio_unit", "property__id__exact"),
        ("Mappings", "integrations_propertymapping", "property__id__exact"),
        *RowAdmin.leads_to,
    )


@admin.register(Unit)
class UnitAdmin(OfPropertyAdmin):
    """Separately let parts."""

    hidden = {Permission.SEE_MONEY: ("market_rent",)}
    list_display = ("name", "house", "market_rent", "agency", "kept_by", "as_of")
    search_fields = ("name", "property__address", "external_id")


@admin.register(Lease)
class LeaseAdmin(OfPropertyAdmin):
    """Leases."""

    hidden = {Permission.SEE_MONEY: ("rent", "rent_amount", "bond_amount", "bond_reference", "paid_to")}
    list_display = ("shown", "house", "status_badge", "start_date", "end_date", "rent", "paid_to", "agency", "kept_by")
    list_filter = (
        ("status", ChoicesDropdownFilter),
        ("rent_frequency", ChoicesDropdownFilter),
        ("paid_to", RangeDateFilter),
        *RowAdmin.list_filter,
    )
    search_fields = ("tenant_name", "reference", "property__address", "external_id")
    autocomplete_fields = ("agency", "property", "unit", "tenants")
    date_hierarchy = "start_date"
    opened_by = ("property", "tenants")
    leads_to = (("Transactions", "portfolio_transaction", "lease__id__exact"), *RowAdmin.leads_to)

    @display(description="Tenants", ordering="tenant_name")
    def shown(self, row: Lease) -> str:
        """Who rents."""
        return row.tenant_name or row.reference or "Lease"

    @display(description="Status", ordering="status")
    def status_badge(self, row: Lease) -> str:
        """The status."""
        return badge(LEASE_TONES[row.status], row.get_status_display())

    @display(description="Rent", ordering="rent_amount")
    def rent(self, row: Lease) -> str:
        """Amount and how often."""
        return f"{money(row.rent_amount, row.currency)} {row.get_rent_frequency_display().lower()}"
