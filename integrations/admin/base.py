"""What the admin's pages about a connection's rows have in common."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.contrib.filters.admin import DropdownFilter
from unfold.decorators import display

from agencies.admin_links import link
from agencies.scoped_admin import ReadOnlyAdmin
from integrations.models.connections import SECRET_COLUMNS
from integrations.pages.words import plain
from providers.records import Kind
from providers.registry import all_providers

TONES = {"good": "success", "busy": "info", "warn": "warning", "bad": "danger", "idle": "default"}


class ChoiceFilter(DropdownFilter):
    """By a column whose values are known beforehand, so that the table need not be asked for them."""

    column = ""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Rows with the chosen value."""
        return queryset.filter(**{self.column or self.parameter_name: self.value()}) if self.value() else queryset


class ProviderFilter(ChoiceFilter):
    """By provider."""

    title, parameter_name = "provider", "provider"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Every provider that pmsync knows."""
        return [(provider.slug, provider.label) for provider in all_providers()]


class KindFilter(ChoiceFilter):
    """By kind of row."""

    title, parameter_name = "kind", "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Every kind that there is."""
        return [(kind.value, plain(kind.value)) for kind in Kind]


class OfConnectionAdmin(ReadOnlyAdmin):
    """A row that belongs to a connection, whose secrets stay unread."""

    agency_path = "connection__agency"
    connection_path: ClassVar[str] = "connection"
    opened_by: ClassVar[tuple[str, ...]] = ("connection",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With connection and agency: one query."""
        rows = super().get_queryset(request).select_related(f"{self.connection_path}__agency")
        return rows.defer(*(f"{self.connection_path}__{column}" for column in SECRET_COLUMNS))

    def connection_of(self, row: Any) -> Any:
        """The connection that the row belongs to."""
        for step in self.connection_path.split("__"):
            row = getattr(row, step)
        return row

    @display(description="Connection")
    def account(self, row: Any) -> str:
        """A link to the connection."""
        return link(self.connection_of(row))

    @display(description="Agency")
    def agency_name(self, row: Any) -> str:
        """Whose it is."""
        return str(self.connection_of(row).agency)

    @display(description="Kind", ordering="kind")
    def kind_shown(self, row: Any) -> str:
        """The kind, as people write it."""
        return plain(row.kind)
