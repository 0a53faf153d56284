"""Connections and what their syncs did. Steps go through the same functions as the pages; secrets are never shown."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from agencies.refusals import Refusal
from integrations import runs
from integrations.models import Connection, Cursor, PropertyMapping, RentBalance, RowChange, SyncIssue, SyncLog
from integrations.models.connections import SECRET_COLUMNS


class ReadOnlyAdmin(admin.ModelAdmin):
    """For looking only: syncs write these rows."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False


class OfConnectionAdmin(ReadOnlyAdmin):
    """A row that belongs to a connection, whose secrets stay unread."""

    connection_path = "connection"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With connection and agency: one query."""
        rows = super().get_queryset(request).select_related(f"{self.connection_path}__agency")
        return rows.defer(*(f"{self.connection_path}__{column}" for column in SECRET_COLUMNS))


@admin.register(Connection)
class ConnectionAdmin(admin.ModelAdmin):
    """Connections. They are made, renewed and ended on the settings pages, where a person signs in."""

    list_display = ("__str__", "provider", "agency", "status", "last_sync_at", "next_sync_at", "user")
    list_filter = ("status", "provider", "agency")
    list_select_related = ("agency", "user")
    search_fields = ("account_name", "provider_user_id", "agency__name")
    actions = ("sync_now",)
    fields = (
        "id",
        "agency",
        "provider",
        "account_name",
        "provider_user_id",
        "status",
        "error",
        "scopes",
        "token_expires_at",
        "unmapped",
        "config",
        "last_sync_at",
        "last_full_sync_at",
        "next_sync_at",
        "user",
        "created_at",
        "updated_at",
    )
    readonly_fields = tuple(name for name in fields if name not in ("unmapped", "config"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody: a person must sign in at the vendor."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: disconnecting keeps the history."""
        return False

    @admin.action(description="Sync now", permissions=["change"])
    def sync_now(self, request: HttpRequest, rows: QuerySet[Connection]) -> None:
        """Starts a run of each; says which could not be started, and why."""
        for connection in rows:
            try:
                runs.request_sync(connection, SyncLog.Type.MANUAL, SyncLog.Trigger.PERSON, user=request.user)  # type: ignore[arg-type]
            except Refusal as refusal:
                self.message_user(request, refusal.sentence, messages.WARNING)
            else:
                self.message_user(request, f"{connection}: the sync is starting.", messages.SUCCESS)


@admin.register(PropertyMapping)
class PropertyMappingAdmin(OfConnectionAdmin):
    """Which own property each vendor property is. Mapping is done on the settings pages."""

    list_display = ("provider_property_address", "property", "state", "auto_sync", "suggestion_score", "connection")
    list_filter = (("property", admin.EmptyFieldListFilter), "left_out", "auto_sync", "connection__agency")
    search_fields = ("provider_property_address", "provider_property_id", "property__address")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With both properties too: one query."""
        return super().get_queryset(request).select_related("property", "suggestion")


@admin.register(SyncLog)
class SyncLogAdmin(OfConnectionAdmin):
    """Every run, and what it did."""

    list_display = (
        "created_at",
        "connection",
        "sync_type",
        "status",
        "summary",
        "transactions_created",
        "completed_at",
    )
    list_filter = ("status", "sync_type", "trigger", "connection__provider", "connection__agency")
    search_fields = ("summary", "connection__account_name", "connection__agency__name")
    date_hierarchy = "created_at"


@admin.register(SyncIssue)
class SyncIssueAdmin(OfConnectionAdmin):
    """Rows that a person must look at. The row as it came is encrypted and not shown."""

    list_display = ("message", "kind", "external_id", "status", "occurrences", "connection", "updated_at")
    list_filter = ("status", "kind", "code", "connection__agency")
    search_fields = ("message", "external_id", "connection__account_name")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Leaves the encrypted row unread."""
        return super().get_queryset(request).defer("raw", *(f"connection__{column}" for column in SECRET_COLUMNS))


@admin.register(RowChange)
class RowChangeAdmin(OfConnectionAdmin):
    """What each run changed."""

    connection_path = "sync_log__connection"
    list_display = ("created_at", "label", "table", "action", "sync_log")
    list_filter = ("action", "table")
    search_fields = ("label", "=row_id")
    show_full_result_count = False


@admin.register(Cursor)
class CursorAdmin(OfConnectionAdmin):
    """Where each feed goes on."""

    list_display = ("feed", "kind", "value", "whole_at", "connection", "updated_at")
    list_filter = ("kind",)


@admin.register(RentBalance)
class RentBalanceAdmin(OfConnectionAdmin):
    """What of each rent ledger has been booked."""

    list_display = ("external_id", "booked", "receipts", "connection", "updated_at")
    search_fields = ("external_id",)
