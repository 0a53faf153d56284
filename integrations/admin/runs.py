"""Runs and what they changed."""

import dataclasses
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateTimeFilter
from unfold.decorators import display
from unfold.paginator import InfinitePaginator

from agencies.admin_filters import AgencyFilter
from agencies.admin_links import anchor, badge, link, when
from agencies.admin_steps import ReadOnlySteppingAdmin, Step
from agencies.permissions import Permission
from agencies.scope import is_at_hand
from integrations import runs
from integrations.admin.base import TONES, ChoiceFilter, OfConnectionAdmin, ProviderFilter
from integrations.models import RowChange, SyncLog
from integrations.pages import run_words
from integrations.pages.changes import TABLES, Change, in_words
from integrations.pages.filters import table_words
from integrations.pages.run_queries import known
from integrations.pages.standing import run_state
from integrations.pages.words import plain
from integrations.sync.counts import Count

NOTHING_HIDDEN: frozenset[str] = frozenset()  # of a change: whoever may not see all of it does not see it in the admin
ACTION_TONES = {"created": "success", "updated": "info", "withdrawn": "warning", "removed": "warning"}


class RunProviderFilter(ProviderFilter):
    """By the connection's provider."""

    column = "connection__provider"


@admin.register(SyncLog)
class SyncLogAdmin(OfConnectionAdmin, ReadOnlySteppingAdmin):
    """Every run, and what it did."""

    list_display = (
        "begun",
        "account",
        "agency_name",
        "sync_type",
        "outcome",
        "summary",
        "transactions_created",
        "took",
    )
    list_filter = (
        ("status", ChoicesDropdownFilter),
        ("sync_type", ChoicesDropdownFilter),
        ("trigger", ChoicesDropdownFilter),
        ("created_at", RangeDateTimeFilter),
        RunProviderFilter,
        AgencyFilter,
    )
    search_fields = ("summary", "connection__account_name", "connection__agency__name")
    date_hierarchy = "created_at"
    fieldsets = (
        (None, {"fields": ("outcome", "summary", "account", "agency_name", "activity")}),
        ("What came", {"fields": ("counts_table", "items_synced", "transactions_created")}),
        ("What went wrong", {"fields": ("errors_table",)}),
        (
            "How it was run",
            {"fields": ("sync_type", "trigger", "requested_by", "kinds", "begun", "ended", "took", "not_before", "id")},
        ),
    )
    readonly_fields = tuple(name for _, part in fieldsets for name in part["fields"])
    leads_to = (
        ("What it changed", "integrations_rowchange", "sync_log__id__exact"),
        ("Its issues", "integrations_syncissue", "sync_log__id__exact"),
    )
    steps = (
        Step(
            "cancel",
            "Cancel",
            Permission.SYNC,
            lambda row, request: runs.cancel(row),
            "{row}: it is being cancelled. What has come in stays.",
            fits=lambda row: row.is_live,
        ),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        """With who asked."""
        return super().get_queryset(request).select_related("requested_by")

    def links(self, request: HttpRequest, row: SyncLog) -> list[tuple[str, str]]:
        """With the run's settings page."""
        page = reverse("integrations:job", args=[row.connection.provider, row.pk])
        is_there = is_at_hand(request, row.connection.agency_id)
        pages = [("Settings page", f"{page}?connection={row.connection_id}")] if is_there else []
        return [*super().links(request, row), *pages]

    @display(description="Begun", ordering="created_at")
    def begun(self, row: SyncLog) -> str:
        """On the agency's clock."""
        return when(row.started_at or row.created_at, row.connection.agency)

    @display(description="Ended", ordering="completed_at")
    def ended(self, row: SyncLog) -> str:
        """On the agency's clock."""
        return when(row.completed_at, row.connection.agency)

    @display(description="Took")
    def took(self, row: SyncLog) -> str:
        """How long it worked."""
        length = run_words.took(row)
        return "-" if length is None else run_words.length_in_words(length)

    @display(description="Status", ordering="status")
    def outcome(self, row: SyncLog) -> str:
        """How it went, as the settings pages say it."""
        state = run_state(row)
        return badge(TONES[state.tone], state.words)

    @display(description="Counts")
    def counts_table(self, row: SyncLog) -> str:
        """Each kind with its numbers: read = created + updated + unchanged + held + rejected."""
        names = [plain(number.name) for number in dataclasses.fields(Count)]
        lines = [(line.words, dataclasses.astuple(line.count)) for line in run_words.counted(row).lines]
        return render_to_string("admin/fields/counts.html", {"names": names, "lines": lines})

    @display(description="Errors")
    def errors_table(self, row: SyncLog) -> str:
        """Each error in words."""
        return render_to_string("admin/fields/errors.html", {"errors": row.errors})


class TableFilter(ChoiceFilter):
    """By table."""

    title, parameter_name = "table", "table"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Every table that runs write."""
        return [(table, table_words(table)) for table in TABLES]


@admin.register(RowChange)
class RowChangeAdmin(OfConnectionAdmin):
    """What each run changed, old and new. The list counts nothing: it may be long."""

    agency_path = "sync_log__connection__agency"
    connection_path = "sync_log__connection"
    # The values are rents and telephone numbers too.
    see = (Permission.VIEW, Permission.SEE_MONEY, Permission.SEE_CONTACTS)
    list_display = ("moment", "label", "kind_of_row", "action_badge", "values", "agency_name")
    list_filter = (("action", ChoicesDropdownFilter), TableFilter, AgencyFilter)
    search_fields = ("label", "=row_id")
    opened_by = ("sync_log", "row_id")
    paginator = InfinitePaginator
    show_full_result_count = False
    fields = readonly_fields = ("label", "kind_of_row", "action_badge", "values", "run", "row", "moment")

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """With each row's change in words, so that what the rows point at is asked for once and not row by row."""
        listed = super().get_changelist_instance(request)
        rows = list(listed.result_list)
        beside = known(rows)
        for row in rows:
            row.told = in_words(row, beside, NOTHING_HIDDEN)
        listed.result_list = rows
        return listed

    def told(self, row: Any) -> Change:
        """The change in words, as the settings pages say it."""
        return row.told if hasattr(row, "told") else in_words(row, known([row]), NOTHING_HIDDEN)

    @display(description="When", ordering="created_at")
    def moment(self, row: RowChange) -> str:
        """On the agency's clock."""
        return when(row.created_at, row.sync_log.connection.agency)

    @display(description="Table", ordering="table")
    def kind_of_row(self, row: RowChange) -> str:
        """What it is."""
        return self.told(row).table

    @display(description="Change", ordering="action")
    def action_badge(self, row: RowChange) -> str:
        """What was done."""
        return badge(ACTION_TONES[row.action], row.get_action_display())

    @display(description="Old \N{RIGHTWARDS ARROW} new")
    def values(self, row: RowChange) -> str:
        """Each field's old and new value."""
        agency = row.sync_log.connection.agency
        with timezone.override(agency.zone), translation.override(agency.locale):
            return render_to_string("admin/fields/change.html", {"change": self.told(row), "agency": agency})

    @display(description="Sync")
    def run(self, row: RowChange) -> str:
        """A link to the run."""
        return link(row.sync_log)

    @display(description="Row")
    def row(self, row: RowChange) -> str:
        """A link to the row as it is now."""
        try:
            page = reverse(f"admin:{row.table}_change", args=[row.row_id])
        except NoReverseMatch:
            return str(row.row_id)
        return anchor(page, row.label or row.row_id)
