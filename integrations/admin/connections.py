"""Connections, and the sign-ins that are under way."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from agencies import audit
from agencies.admin_filters import AgencyFilter
from agencies.admin_links import badge, when
from agencies.admin_steps import Step, SteppingAdmin
from agencies.permissions import Permission
from agencies.scope import is_at_hand
from integrations import connecting, runs
from integrations.admin.base import TONES, OfConnectionAdmin, ProviderFilter
from integrations.models import Connection, SignIn, SyncLog
from integrations.pages.standing import CONNECTION_STATES
from providers import registry


def _sync(row: Connection, request: HttpRequest) -> None:
    runs.request_sync(row, SyncLog.Type.MANUAL, SyncLog.Trigger.PERSON, user=request.user)  # type: ignore[arg-type]


@admin.register(Connection)
class ConnectionAdmin(SteppingAdmin):
    """Connections. They are made and renewed on the settings pages, where a person signs in."""

    change = Permission.CONNECT
    list_display = ("__str__", "service", "agency", "standing", "last_sync", "next_sync", "user")
    list_filter = (("status", ChoicesDropdownFilter), ProviderFilter, AgencyFilter)
    list_select_related = ("agency", "user")
    search_fields = ("account_name", "provider_user_id", "agency__name")
    opened_by = ("agency",)
    fieldsets = (
        (None, {"fields": ("account_name", "service", "agency", "standing", "trouble", "unmapped")}),
        ("Nights", {"fields": ("last_sync", "last_full_sync_at", "next_sync", "mapped_at")}),
        (
            "Sign-in",
            {
                "fields": (
                    "user",
                    "provider_user_id",
                    "auth_type",
                    "scopes",
                    "token_expires_at",
                    "created_at",
                    "updated_at",
                )
            },
        ),
    )
    readonly_fields = tuple(name for _, part in fieldsets for name in part["fields"] if name != "unmapped")
    leads_to = (
        ("Syncs", "integrations_synclog", "connection__id__exact"),
        ("Mappings", "integrations_propertymapping", "connection__id__exact"),
        ("Issues", "integrations_syncissue", "connection__id__exact"),
        ("Cursors", "integrations_cursor", "connection__id__exact"),
        ("Rent balances", "integrations_rentbalance", "connection__id__exact"),
    )
    steps = (
        Step(
            "sync_now",
            "Sync now",
            Permission.SYNC,
            _sync,
            "{row}: the sync is starting.",
            fits=lambda row: row.status in Connection.SIGNED_IN,
        ),
        Step(
            "pause",
            "Pause",
            Permission.CONNECT,
            lambda row, request: connecting.pause(row),
            "{row} is paused. Nothing is synced until it is resumed.",
            fits=lambda row: row.status == Connection.Status.ACTIVE,
        ),
        Step(
            "resume",
            "Resume",
            Permission.CONNECT,
            lambda row, request: connecting.resume(row),
            "{row} syncs again every night.",
            fits=lambda row: row.status == Connection.Status.PAUSED,
        ),
        Step(
            "disconnect",
            "Disconnect",
            Permission.CONNECT,
            lambda row, request: connecting.disconnect(row),
            "{row} is disconnected. Everything that it brought is still here.",
            asks="The sign-in is forgotten and no more syncs run. Everything that came in stays. "
            "Somebody must sign in at the other system to connect again.",
            fits=lambda row: row.status != Connection.Status.DISCONNECTED,
        ),
    )

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: a person must sign in at the vendor."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: disconnecting keeps the history."""
        return False

    def save_model(self, request: HttpRequest, obj: Connection, form: Any, change: bool) -> None:
        """Saves what becomes of unmapped properties, and nothing that a sync may write meanwhile."""
        if "unmapped" in form.changed_data:
            obj.save(update_fields=["unmapped", "updated_at"])
            told = audit.change(form.initial["unmapped"], obj.unmapped)
            audit.record(audit.Action.CONNECTION_CHANGED, obj, agency=obj.agency, unmapped=told)

    def links(self, request: HttpRequest, row: Connection) -> list[tuple[str, str]]:
        """With the settings page."""
        page = f"{reverse('integrations:provider', args=[row.provider])}?connection={row.pk}"
        pages = [("Settings page", page)] if is_at_hand(request, row.agency_id) else []
        return [*super().links(request, row), *pages]

    @display(description="Status", ordering="status")
    def standing(self, row: Connection) -> str:
        """How it stands, as the settings pages say it."""
        state = CONNECTION_STATES[Connection.Status(row.status)]
        return badge(TONES[state.tone], state.words)

    @display(description="Provider", ordering="provider")
    def service(self, row: Connection) -> str:
        """The provider, as it calls itself."""
        return registry.get(row.provider).label

    @display(description="Trouble")
    def trouble(self, row: Connection) -> str:
        """What is wrong, and what to do."""
        error = row.error or {}
        return f"{error.get('message', '')} {error.get('action', '')}".strip() or "-"

    @display(description="Last sync", ordering="last_sync_at")
    def last_sync(self, row: Connection) -> str:
        """On the agency's clock."""
        return when(row.last_sync_at, row.agency)

    @display(description="Next sync", ordering="next_sync_at")
    def next_sync(self, row: Connection) -> str:
        """On the agency's clock."""
        return when(row.next_sync_at, row.agency)


@admin.register(SignIn)
class SignInAdmin(OfConnectionAdmin):
    """Sign-ins that people have begun. State, binding and verifier are secrets: not even the address of the page names one."""

    see = (Permission.VIEW, Permission.CONNECT)
    list_display = ("user", "account", "agency_name", "begun", "used")
    list_display_links = None
    list_filter = (AgencyFilter,)
    list_select_related = ("user",)
    search_fields = ("user__email", "connection__account_name")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The list only. A row's own page would have its state for an address."""
        return obj is None and super().has_view_permission(request)

    def get_queryset(self, request: HttpRequest) -> Any:
        """With the person; the verifier unread."""
        return super().get_queryset(request).select_related("user").defer("code_verifier")

    @display(description="Begun", ordering="created_at")
    def begun(self, row: SignIn) -> str:
        """On the agency's clock."""
        return when(row.created_at, row.connection.agency)

    @display(description="Finished", ordering="used_at")
    def used(self, row: SignIn) -> str:
        """On the agency's clock."""
        return when(row.used_at, row.connection.agency)
