"""What the portfolio's lists can be narrowed to."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import django_filters
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Model, Q, QuerySet

from portfolio.models import (
    ComplianceTask,
    Inspection,
    Lease,
    MaintenanceJob,
    Owner,
    Property,
    Tenant,
    Transaction,
    Unit,
)
from portfolio.models.transactions import Category
from portfolio.querysets import LeaseQuerySet, PropertyQuerySet

Rows = QuerySet[Any]
MOST_WORDS = 20  # of a search; each costs a condition for each column, and SQLite takes no thousand of them
SANE_MOMENTS = tuple(
    limit(datetime(year, 1, 1, tzinfo=UTC)) for limit, year in ((MinValueValidator, 1900), (MaxValueValidator, 2200))
)
SANE_DAYS = (MinValueValidator(date(1900, 1, 1)), MaxValueValidator(date(2199, 12, 31)))


class YesOrNoWidget(django_filters.widgets.BooleanWidget):
    """Leaves words that it does not know to the field, which refuses them."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """True, False, None where nothing was said; else what was said."""
        known = super().value_from_datadict(data, files, name)
        return known if known is not None else data.get(name) or None


class YesOrNoField(forms.NullBooleanField):
    """True, false or nothing; "perhaps" is a mistake and not nothing."""

    widget = YesOrNoWidget

    def to_python(self, value: Any) -> bool | None:  # type: ignore[override]  # its parent's stub forgets None
        """The answer. ValidationError where it is neither."""
        answer = super().to_python(value)
        if answer is None and value:
            raise forms.ValidationError("Must be true or false.", "invalid")
        return answer


class YesOrNoFilter(django_filters.BooleanFilter):
    """A filter that is true, false or absent."""

    field_class = YesOrNoField


class RowFilter(django_filters.FilterSet):
    """What every list knows. Subclasses say in `searched` where the words of `search` are looked for."""

    searched: tuple[str, ...] = ()

    withdrawn = YesOrNoFilter(
        "withdrawn_at", lookup_expr="isnull", exclude=True, label="Whether the other system no longer has the row."
    )
    updated_since = django_filters.IsoDateTimeFilter(
        "updated_at",
        lookup_expr="gte",
        label="Rows changed here at or after that instant.",
        validators=SANE_MOMENTS,
    )
    search = django_filters.CharFilter(method="matching", label="Rows that hold every one of these words.")

    def matching(self, rows: Rows, name: str, words: str) -> Rows:
        """Those with every word, of the first twenty, in one of the searched columns."""
        for word in words.split()[:MOST_WORDS]:
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

    searched: tuple[str, ...] = ("tenant_name", "reference", "external_id")

    status = django_filters.ChoiceFilter(choices=Lease.Status.choices)

    class Meta(PropertyFilter.Meta):
        model = Lease


class TransactionFilter(OfProperty):
    """Transactions. Both days of the range are part of it."""

    searched: tuple[str, ...] = ("description", "provider_transaction_id")

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


class ComplianceFilter(OfProperty):
    """Compliance tasks. Both days of the range are part of it; tasks without a day are outside of every range."""

    searched = ("title", "task_type", "external_id")

    lease = django_filters.UUIDFilter("lease_id", label="Rows of that lease.")
    status = django_filters.ChoiceFilter(choices=ComplianceTask.Status.choices)
    due_from = django_filters.DateFilter("due_date", lookup_expr="gte", label="Due that day or later.")
    due_to = django_filters.DateFilter("due_date", lookup_expr="lte", label="Due that day or earlier.")

    class Meta(PropertyFilter.Meta):
        model = ComplianceTask


class PropertyListFilter(PropertyFilter):
    """Properties, as their page lists them. `source` is `none` for those that people entered here."""

    let = django_filters.ChoiceFilter(method="let_or_vacant", choices=[("yes", "Let"), ("no", "Vacant")])
    source = django_filters.CharFilter(method="kept_by")

    def let_or_vacant(self, rows: PropertyQuerySet, name: str, answer: str) -> PropertyQuerySet:
        """Those with a current lease, or those without one."""
        return rows.let(answer == "yes")

    def kept_by(self, rows: Rows, name: str, source: str) -> Rows:
        """Those of one source."""
        return rows.filter(external_source="" if source == "none" else source)


class LeaseListFilter(LeaseFilter):
    """Leases, as their page lists them: also by the address."""

    searched: tuple[str, ...] = (*LeaseFilter.searched, "property__address")


class ArrearsFilter(LeaseListFilter):
    """With what is for people who may see money: the day that arrears are computed for, and how many days rent is behind
    on it."""

    on = django_filters.DateFilter(method="left_as_they_are", validators=SANE_DAYS)
    behind = django_filters.NumberFilter(method="at_least", min_value=1, max_value=10_000)
    sort = django_filters.ChoiceFilter(method="sorted_by", choices=[("behind", "Most behind first")])

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    @property
    def day(self) -> date:
        """The day that was asked for; today where none was, or none that makes sense."""
        self.form.is_valid()
        return self.form.cleaned_data.get("on") or self.today

    def left_as_they_are(self, rows: Rows, name: str, day: date) -> Rows:
        """All of them: a day narrows nothing."""
        return rows

    def at_least(self, rows: LeaseQuerySet, name: str, days: Decimal) -> LeaseQuerySet:
        """Those that many days behind, or more."""
        return rows.behind(self.day, int(days))

    def sorted_by(self, rows: LeaseQuerySet, name: str, order: str) -> LeaseQuerySet:
        """In the order that was asked for."""
        return rows.most_behind_first(self.day)


class MoneyListFilter(TransactionFilter):
    """Transactions, as their page lists them: also by the address."""

    searched: tuple[str, ...] = (*TransactionFilter.searched, "property__address")
