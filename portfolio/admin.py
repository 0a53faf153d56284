"""The portfolio. What another system keeps can be looked at here, and is changed there."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from portfolio.models import (
    CategoryRule,
    Contact,
    Inspection,
    Lease,
    MaintenanceJob,
    Owner,
    Property,
    Tenant,
    Transaction,
    Unit,
)


class RowAdmin(admin.ModelAdmin):
    """A row of one agency. Read-only where it came from another system: the next sync would undo any change."""

    autocomplete_fields: ClassVar[tuple[str, ...]] = ("agency",)
    list_select_related: ClassVar[tuple[str, ...]] = ("agency",)
    list_filter: ClassVar[tuple[Any, ...]] = ("external_source", ("withdrawn_at", admin.EmptyFieldListFilter), "agency")
    source: ClassVar[tuple[str, ...]] = ("external_source", "external_id", "external_account")
    stamps = ("id", "synced_at", "withdrawn_at", "created_at", "updated_at")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Where it came from, always; every column, where another system keeps the row."""
        if obj is not None and self.is_synced(obj):
            columns = [*obj._meta.concrete_fields, *obj._meta.many_to_many]
            names = dict.fromkeys([*(field.name for field in columns if field.editable), *self.source, *self.stamps])
            return tuple(names)
        return (*self.source, *self.stamps)

    def is_synced(self, row: Model) -> bool:
        """Whether another system keeps the row."""
        return bool(row.external_id)  # type: ignore[attr-defined]


class OfPropertyAdmin(RowAdmin):
    """A row that belongs to a property."""

    autocomplete_fields: ClassVar[tuple[str, ...]] = ("agency", "property")
    list_select_related = ("agency", "property")


class PartyAdmin(RowAdmin):
    """People and companies."""

    list_display: tuple[str, ...] = ("name", "email", "phone", "agency", "external_source", "synced_at")
    search_fields = ("name", "email", "company", "external_id")


admin.site.register(Owner, PartyAdmin)
admin.site.register(Tenant, PartyAdmin)


@admin.register(Contact)
class ContactAdmin(PartyAdmin):
    """Suppliers, and people of the agency as the other system knows them."""

    list_display = ("name", "role", "email", "phone", "agency", "external_source", "synced_at")
    list_filter = ("role", *PartyAdmin.list_filter)


@admin.register(Property)
class PropertyAdmin(RowAdmin):
    """Properties."""

    list_display = (
        "address",
        "property_type",
        "manager_name",
        "agency",
        "external_source",
        "synced_at",
        "withdrawn_at",
    )
    search_fields = ("address", "postcode", "external_id", "key_number")
    autocomplete_fields = ("agency", "owners")


@admin.register(Unit)
class UnitAdmin(OfPropertyAdmin):
    """Separately let parts."""

    list_display = ("name", "property", "market_rent", "agency", "external_source", "synced_at")
    search_fields = ("name", "property__address", "external_id")


@admin.register(Lease)
class LeaseAdmin(OfPropertyAdmin):
    """Leases."""

    list_display = (
        "property",
        "tenant_name",
        "status",
        "start_date",
        "end_date",
        "rent_amount",
        "rent_frequency",
        "paid_to",
    )
    list_filter = ("status", "rent_frequency", *RowAdmin.list_filter)
    search_fields = ("tenant_name", "reference", "property__address", "external_id")
    autocomplete_fields = ("agency", "property", "unit", "tenants")
    date_hierarchy = "start_date"


@admin.register(MaintenanceJob)
class MaintenanceJobAdmin(OfPropertyAdmin):
    """Repairs and other work."""

    list_display = ("summary", "number", "status", "property", "supplier_name", "due_date", "agency", "external_source")
    list_filter = ("status", *RowAdmin.list_filter)
    search_fields = ("summary", "number", "supplier_name", "property__address", "external_id")
    autocomplete_fields = ("agency", "property", "supplier")


@admin.register(Inspection)
class InspectionAdmin(OfPropertyAdmin):
    """Visits."""

    list_display = ("summary", "inspection_type", "status", "property", "due_date", "starts_at", "agency")
    list_filter = ("status", *RowAdmin.list_filter)
    search_fields = ("summary", "property__address", "external_id")


@admin.register(Transaction)
class TransactionAdmin(OfPropertyAdmin):
    """Money in and out."""

    list_display = ("date", "property", "type", "category", "amount", "currency", "status", "basis", "provider")
    list_filter = ("type", "category", "status", "basis", "provider", "agency")
    search_fields = ("description", "property__address", "provider_transaction_id")
    autocomplete_fields = ("agency", "property", "lease")
    date_hierarchy = "date"
    source = ("provider", "provider_transaction_id", "external_account")

    def is_synced(self, row: Model) -> bool:
        """Whether another system keeps the row, or pmsync worked it out."""
        return bool(row.provider_transaction_id)  # type: ignore[attr-defined]


@admin.register(CategoryRule)
class CategoryRuleAdmin(admin.ModelAdmin):
    """An agency's own words for sorting bills."""

    list_display = ("words", "category", "agency")
    list_filter = ("category", "agency")
    list_select_related = ("agency",)
    search_fields = ("words",)
    autocomplete_fields = ("agency",)
