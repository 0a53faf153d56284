"""What the portfolio's lists can be narrowed to."""

from typing import Any

import django_filters
from django.db.models import Model, Q, QuerySet

from portfolio.models import Inspection, Lease, MaintenanceJob, Owner, Property, Tenant, Transaction, Unit
from portfolio.models.transactions import Category

Rows = QuerySet[Any]


class RowFilter(django_filters.FilterSet):
    """What every list knows. Subclasses say in `searched` where the words of `search` are looked for."""

    searched: tuple[str, ...] = ()

    withdrawn = django_filters.BooleanFilter(
        "withdrawn_at", lookup_expr="isnull", exclude=True, label="Whether the other system no longer has the row."
    )
    updated_since = django_filters.IsoDateTimeFilter(
        "updated_at", lookup_expr="gte", label="Rows changed here at or after that instant."
    )
    search = django_filters.CharFilter(method="matching", label="Rows that hold every one of these words.")

    def matching(self, rows: Rows, name: str, words: str) -> Rows:
        """Those with every word in one of the searched columns."""
        for word in words.split():
            wanted = Q(pk__in=())
            for column in self.searched:
                wanted |= Q(**{f"{column}__icontains": word})
            rows = rows.filter(wanted)
        return rows


class OfProperty(RowFilter):
    """Rows that belong to a property."""

    property = django_filters.UUIDFilter("property_id", label="Rows of that property.")


class PropertyFilter(RowFilter):
    """Properties."""

    searched = ("address", "suburb", "postcode", "external_id")

    class Meta:
        model: type[Model] = Property
        fields: tuple[str, ...] = ()


class UnitFilter(OfProperty):
    """Units."""

    searched = ("name", "external_id")

    class Meta(PropertyFilter.Meta):
        model = Unit


class OwnerFilter(RowFilter):
    """Owners, by name only: contact details are not everyone's to search."""

    searched = ("name", "company", "external_id")

    class Meta(PropertyFilter.Meta):
        model = Owner


class TenantFilter(OwnerFilter):
    """Tenants, by name only."""

    class Meta(PropertyFilter.Meta):
        model = Tenant


class LeaseFilter(OfProperty):
    """Leases."""

    searched = ("tenant_name", "reference", "external_id")

    status = django_filters.ChoiceFilter(choices=Lease.Status.choices)

    class Meta(PropertyFilter.Meta):
        model = Lease


class TransactionFilter(OfProperty):
    """Transactions. Both days of the range are part of it."""

    searched = ("description", "provider_transaction_id")

    lease = django_filters.UUIDFilter("lease_id", label="Rows of that lease.")
    date_from = django_filters.DateFilter("date", lookup_expr="gte", label="That day or later.")
    date_to = django_filters.DateFilter("date", lookup_expr="lte", label="That day or earlier.")
    type = django_filters.ChoiceFilter(choices=Transaction.Direction.choices)
    category = django_filters.ChoiceFilter(choices=Category.choices)
    status = django_filters.ChoiceFilter(choices=Transaction.Status.choices)
    basis = django_filters.ChoiceFilter(choices=Transaction.Basis.choices)

    class Meta(PropertyFilter.Meta):
        model = Transaction


class JobFilter(OfProperty):
    """Maintenance jobs."""

    searched = ("summary", "number", "supplier_name", "external_id")

    status = django_filters.ChoiceFilter(choices=MaintenanceJob.Status.choices)

    class Meta(PropertyFilter.Meta):
        model = MaintenanceJob


class InspectionFilter(OfProperty):
    """Inspections."""

    searched = ("summary", "inspection_type", "external_id")

    status = django_filters.ChoiceFilter(choices=Inspection.Status.choices)

    class Meta(PropertyFilter.Meta):
        model = Inspection
