"""Rows that a person must look at."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.contrib.filters.admin import ChoicesDropdownFilter, FieldTextFilter
from unfold.decorators import display

from agencies.admin_filters import AgencyFilter
from agencies.admin_links import badge, when
from agencies.admin_steps import ReadOnlySteppingAdmin, Step
from agencies.permissions import Permission
from integrations import fixing
from integrations.admin.base import KindFilter, OfConnectionAdmin
from integrations.models import SyncIssue
from integrations.models.connections import SECRETS_OF_CONNECTION
from integrations.sync.issues import MASS_WITHDRAWAL

TONES = {"open": "danger", "resolved": "success", "ignored": "default", "confirmed": "success"}


@admin.register(SyncIssue)
class SyncIssueAdmin(OfConnectionAdmin, ReadOnlySteppingAdmin):
    """Rows that a person must look at. The row as it came is encrypted and not shown."""

    hidden = {Permission.SEE_CONTACTS: ("value",)}
    list_display = ("message", "kind_shown", "external_id", "standing", "occurrences", "account", "agency_name", "seen")
    list_filter = (("status", ChoicesDropdownFilter), KindFilter, ("code", FieldTextFilter), AgencyFilter)
    search_fields = ("message", "external_id", "connection__account_name")
    opened_by = ("connection", "sync_log")
    fieldsets = (
        (None, {"fields": ("message", "action", "standing", "reason")}),
        ("The row", {"fields": ("kind_shown", "external_id", "file", "row_number", "column", "value", "code")}),
        ("Where it was met", {"fields": ("account", "agency_name", "sync_log", "occurrences", "created_at", "seen")}),
    )
    readonly_fields = tuple(name for _, part in fieldsets for name in part["fields"])
    steps = (
        Step(
            "resolve",
            "Mark as resolved",
            Permission.FIX_ISSUES,
            lambda row, request: fixing.resolve(row),
            "Marked as resolved: {row}",
            fits=lambda row: row.status == SyncIssue.Status.OPEN,
        ),
        Step(
            "set_aside",
            "Set aside",
            Permission.FIX_ISSUES,
            lambda row, request: fixing.set_aside(row),
            "Set aside: {row}",
            fits=lambda row: row.status == SyncIssue.Status.OPEN,
        ),
        Step(
            "take_up_again",
            "Take up again",
            Permission.FIX_ISSUES,
            lambda row, request: fixing.take_up_again(row),
            "Back on the list: {row}",
            fits=lambda row: row.status != SyncIssue.Status.OPEN,
        ),
        Step(
            "confirm_withdrawal",
            "They are really gone",
            Permission.FIX_ISSUES,
            lambda row, request: fixing.confirm_withdrawal(row),
            "Confirmed: {row}",
            asks="The next complete read marks the missing rows as withdrawn. Nothing is deleted.",
            fits=lambda row: row.code == MASS_WITHDRAWAL and row.status == SyncIssue.Status.OPEN,
        ),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        """Leaves the encrypted row unread."""
        rows = super().get_queryset(request).select_related("sync_log")
        return rows.defer("raw", *SECRETS_OF_CONNECTION)

    @display(description="Status", ordering="status")
    def standing(self, row: SyncIssue) -> str:
        """The status."""
        return badge(TONES[row.status], row.get_status_display())

    @display(description="Last seen", ordering="updated_at")
    def seen(self, row: SyncIssue) -> str:
        """On the agency's clock."""
        return when(row.updated_at, row.connection.agency)
