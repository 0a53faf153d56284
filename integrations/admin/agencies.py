"""Agencies, with the ways to everything that is theirs."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from unfold.admin import TabularInline
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from agencies.admin_links import when
from agencies.models import Agency, Membership
from agencies.permissions import Permission
from agencies.scope import is_at_hand, scope_of
from agencies.scoped_admin import ScopedAdmin
from integrations import agency


class MembershipInline(TabularInline):
    """Who works there; each row's own page changes it."""

    model = Membership
    fields = readonly_fields = ("person", "role", "joined")
    hide_title = True
    extra = 0
    can_delete = False
    show_change_link = True

    @display(description="Person")
    def person(self, row: Membership) -> str:
        """Their address."""
        return row.user.email

    @display(description="Since")
    def joined(self, row: Membership) -> str:
        """When they came, on the agency's clock."""
        return when(row.created_at, row.agency)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Those who see the agency."""
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: people are invited."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody here."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the people: one query."""
        return super().get_queryset(request).select_related("user", "agency")


@admin.register(Agency)
class AgencyAdmin(ScopedAdmin):
    """Agencies. Changing their clock plans their nights anew."""

    agency_path = "pk"
    change = Permission.MANAGE_MEMBERS
    list_display = ("name", "timezone", "locale", "currency", "sync_time", "created_at")
    list_filter = (("locale", ChoicesDropdownFilter),)
    search_fields = ("name", "timezone")
    readonly_fields = ("id", "created_at", "updated_at")
    inlines = (MembershipInline,)
    leads_to = (
        ("Connections", "integrations_connection", "agency"),
        ("Syncs", "integrations_synclog", "agency"),
        ("Issues", "integrations_syncissue", "agency"),
        ("Mappings", "integrations_propertymapping", "agency"),
        ("Files", "integrations_importfile", "agency"),
        ("Properties", "portfolio_property", "agency"),
        ("Leases", "portfolio_lease", "agency"),
        ("Owners", "portfolio_owner", "agency"),
        ("Tenants", "portfolio_tenant", "agency"),
        ("Transactions", "portfolio_transaction", "agency"),
        ("Jobs", "portfolio_maintenancejob", "agency"),
        ("Invitations", "agencies_invitation", "agency"),
        ("Audit trail", "agencies_auditentry", "agency"),
    )

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Operators."""
        return scope_of(request).whole

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Operators, and only an agency that nothing has come into."""
        return scope_of(request).whole

    def save_model(self, request: HttpRequest, obj: Agency, form: Any, change: bool) -> None:
        """Through the same step as the settings pages, once there is an agency."""
        if change:
            agency.change(obj, {name: form.cleaned_data[name] for name in form.changed_data})
        else:
            obj.save()

    def links(self, request: HttpRequest, row: Agency) -> list[tuple[str, str]]:
        """With the settings pages of those who work there."""
        pages = [("Settings pages", reverse("integrations:catalogue"))] if is_at_hand(request, row.pk) else []
        return [*super().links(request, row), *pages]
