"""Filters of the admin's lists. None of them asks the database for other agencies' names or for all values of a column."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.contrib.filters.admin import DropdownFilter

from agencies.scope import agency_choices, scope_of


class AgencyFilter(DropdownFilter):
    """By agency, for those who see several."""

    title = "agency"
    parameter_name = "agency"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The agencies that the person sees."""
        self.path = model_admin.agency_path
        return [] if scope_of(request).is_one_agency else agency_choices(request)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Rows of the chosen one."""
        chosen = self.value()
        if not chosen:
            return queryset
        try:
            return queryset.filter(**{self.path: UUID(chosen)})
        except ValueError:
            return queryset.none()


class NullFilter(DropdownFilter):
    """Whether a column holds anything."""

    column = ""
    filled, empty = "Yes", "No"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Both cases."""
        return [("yes", self.filled), ("no", self.empty)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Rows of the chosen case."""
        if self.value() not in ("yes", "no"):
            return queryset
        return queryset.filter(**{f"{self.column}__isnull": self.value() == "no"})
