"""What the admin's pages about the portfolio have in common."""

from typing import Any, ClassVar

from django.db.models import Model
from django.http import HttpRequest
from unfold.decorators import display

from agencies.admin_filters import AgencyFilter, NullFilter
from agencies.admin_links import badge, link, when
from agencies.permissions import Permission
from agencies.scoped_admin import ScopedAdmin


class KeptFilter(NullFilter):
    """Kept by another system, or made here."""

    title, parameter_name, column = "keeper", "kept", "external_id"
    filled, empty = "Another system", "This agency"


class WithdrawnFilter(NullFilter):
    """Withdrawn by its source."""

    title, parameter_name, column = "withdrawn", "withdrawn", "withdrawn_at"


class RowAdmin(ScopedAdmin):
    """A row of one agency. Read-only where another system keeps it: the next sync would undo any change. An app that knows of
    systems which take changes says what is `writable` all the same, and saves it."""

    change = Permission.MAP
    autocomplete_fields: ClassVar[tuple[str, ...]] = ("agency",)
    list_select_related: ClassVar[tuple[str, ...]] = ("agency",)
    list_filter: ClassVar[tuple[Any, ...]] = (KeptFilter, WithdrawnFilter, AgencyFilter)
    source: ClassVar[tuple[str, ...]] = ("external_source", "external_id", "external_account")
    stamps = ("id", "synced_at", "withdrawn_at", "created_at", "updated_at")
    # Where each value came from: the changes that runs made to this row.
    leads_to: ClassVar[tuple[tuple[str, str, str], ...]] = (("Its changes", "integrations_rowchange", "row_id"),)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Where it came from, always; where another system keeps the row, every column that it takes no change of. A row never
        changes its agency."""
        if obj is not None and self.is_kept(request, obj):
            columns = [*obj._meta.concrete_fields, *obj._meta.many_to_many]
            names = dict.fromkeys([*(field.name for field in columns if field.editable), *self.source, *self.stamps])
            return tuple(name for name in names if name not in self.writable(request, obj))
        return (*(("agency",) if obj is not None else ()), *self.source, *self.stamps)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Those who may change rows of people's own making; of what another system keeps, those who may write back to it."""
        if not isinstance(obj, Model) or not self.is_kept(request, obj):
            return super().has_change_permission(request, obj)
        may = self._allows(request, obj, *self.see, Permission.WRITE_BACK)
        return may and bool(self.writable(request, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Rows of people's own making. Kept ones are withdrawn by their source, and stay."""
        is_kept = isinstance(obj, Model) and self.is_kept(request, obj)
        return not is_kept and super().has_delete_permission(request, obj)

    def is_kept(self, request: HttpRequest, row: Any) -> bool:
        """Whether another system has the row, or is about to."""
        return self.is_synced(row)

    def writable(self, request: HttpRequest, row: Any) -> frozenset[str]:
        """The columns of a row that another system keeps which that takes changes of."""
        return frozenset()

    def is_synced(self, row: Model) -> bool:
        """Whether another system keeps the row."""
        return bool(row.external_id)  # type: ignore[attr-defined]

    @display(description="Kept by")
    def kept_by(self, row: Any) -> str:
        """The source, and whether it let go."""
        if row.withdrawn_at:
            return badge("warning", "Withdrawn")
        return badge("info", getattr(row, self.source[0])) if self.is_synced(row) else badge("default", "This agency")

    @display(description="As of", ordering="synced_at")
    def as_of(self, row: Any) -> str:
        """When it was last read, on the agency's clock."""
        return when(row.synced_at, row.agency)


class OfPropertyAdmin(RowAdmin):
    """A row that belongs to a property."""

    autocomplete_fields: ClassVar[tuple[str, ...]] = ("agency", "property")
    list_select_related: ClassVar[tuple[str, ...]] = ("agency", "property")
    opened_by: ClassVar[tuple[str, ...]] = ("property",)

    @display(description="Property", ordering="property__address")
    def house(self, row: Any) -> str:
        """A link to the property."""
        return link(row.property)
