"""Which own property each vendor property is."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.contrib.filters.admin import RangeNumericFilter
from unfold.decorators import display

from agencies.admin_filters import AgencyFilter
from agencies.admin_links import badge, link
from agencies.admin_steps import ReadOnlySteppingAdmin, Step
from agencies.permissions import Permission
from agencies.refusals import Refusal
from integrations import mapping
from integrations.admin.base import ChoiceFilter, OfConnectionAdmin
from integrations.models import PropertyMapping
from integrations.models.mappings import STATES
from integrations.pages.words import plain

TONES = {"mapped": "success", "suggested": "info", "unmapped": "warning", "left_out": "default"}


class StateFilter(ChoiceFilter):
    """By state."""

    title, parameter_name = "state", "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Every state."""
        return [(state, plain(state)) for state in STATES]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Mappings in the chosen state."""
        return queryset.in_states([self.value()]) if self.value() else queryset


def _accept(row: PropertyMapping) -> None:
    if row.suggestion is None:
        raise Refusal("no_suggestion", "There is no suggestion to accept.", "Choose a property on the settings page.")
    mapping.assign(row, row.suggestion)


@admin.register(PropertyMapping)
class PropertyMappingAdmin(OfConnectionAdmin, ReadOnlySteppingAdmin):
    """Which own property each vendor property is. One is chosen on the settings pages."""

    # What the vendor says of leases and tenants takes both rights, as on the pages.
    hidden = {Permission.SEE_MONEY: ("metadata",), Permission.SEE_CONTACTS: ("metadata",)}
    list_display = (
        "__str__",
        "standing",
        "house",
        "suggested",
        "suggestion_score",
        "auto_sync",
        "account",
        "agency_name",
    )
    list_filter = (StateFilter, "auto_sync", ("suggestion_score", RangeNumericFilter), AgencyFilter)
    search_fields = ("provider_property_address", "provider_property_id", "property__address")
    opened_by = ("connection", "property")
    fieldsets = (
        (None, {"fields": ("provider_property_address", "standing", "house", "auto_sync")}),
        ("Suggestion", {"fields": ("suggested", "suggestion_score", "suggestion_reason")}),
        ("At the vendor", {"fields": ("provider_property_id", "account", "agency_name", "withdrawn_at", "metadata")}),
    )
    readonly_fields = tuple(name for _, part in fieldsets for name in part["fields"])
    steps = (
        Step(
            "accept",
            "Accept the suggestion",
            Permission.MAP,
            lambda row, request: _accept(row),
            "{row} is mapped.",
            fits=lambda row: row.state() == "suggested",
        ),
        Step(
            "leave_out",
            "Leave out",
            Permission.MAP,
            lambda row, request: mapping.leave_out(row),
            "{row} is left out.",
            fits=lambda row: not row.left_out,
        ),
        Step(
            "clear",
            "Undo the decision",
            Permission.MAP,
            lambda row, request: mapping.clear(row),
            "{row}: what was decided is undone.",
            fits=lambda row: row.state() != "unmapped",
        ),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        """With both properties too: one query."""
        return super().get_queryset(request).select_related("property", "suggestion")

    @display(description="State")
    def standing(self, row: PropertyMapping) -> str:
        """The state."""
        return badge(TONES[row.state()], plain(row.state()))

    @display(description="Own property", ordering="property__address")
    def house(self, row: PropertyMapping) -> str:
        """A link to the property that it is."""
        return link(row.property)

    @display(description="Suggestion", ordering="suggestion__address")
    def suggested(self, row: PropertyMapping) -> str:
        """A link to the property that it may be."""
        return link(row.suggestion)
