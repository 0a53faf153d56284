"""Every join of the portfolio's lists. A `for_page` queryset brings all that its page or endpoint touches."""

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import (
    Case,
    Count,
    DateField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    Min,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Least

if TYPE_CHECKING:
    from portfolio.models import Lease, Property, Transaction  # noqa: F401

DAY = Value(timedelta(days=1), DurationField())


class PropertyQuerySet(QuerySet["Property"]):
    """Properties."""

    def managed(self) -> "PropertyQuerySet":
        """Those that no source has withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def let(self, is_let: bool = True) -> "PropertyQuerySet":
        """Those with a current lease; with False those without one."""
        has_lease = Exists(_current_leases().filter(property=OuterRef("pk")))
        return self.filter(has_lease if is_let else ~has_lease)

    def for_page(self) -> "PropertyQuerySet":
        """With owners: two queries, however many rows."""
        return self.prefetch_related("owners")

    def for_list(self) -> "PropertyQuerySet":
        """With owners and `current_leases`, the newest first: three queries, however many rows."""
        newest = _current_leases().order_by("-start_date", "id")
        return self.for_page().prefetch_related(Prefetch("leases", newest, to_attr="current_leases"))


class LeaseQuerySet(QuerySet["Lease"]):
    """Leases."""

    def current(self) -> "LeaseQuerySet":
        """Those that run, as far as their source says."""
        return self.filter(status="current", withdrawn_at__isnull=True)

    def for_page(self) -> "LeaseQuerySet":
        """With property and tenants: two queries, however many rows."""
        return self.select_related("property").prefetch_related("tenants")

    def standing_on(self, on: date) -> "LeaseQuerySet":
        """With `days_behind` on that day as a duration, below zero where rent is paid ahead, and null where nobody can
        tell: the days of `portfolio.arrears`, for the database to choose and sort by."""
        unknown = Q(paid_to__isnull=True) | ~Q(status="current") & Q(vacated_on__isnull=True, end_date__isnull=True)
        is_over = ~Q(status="current")
        due_to = Case(
            When(vacated_on__isnull=False, then=Least("vacated_on", Value(on, DateField()))),
            When(is_over, then=Least("end_date", Value(on, DateField()))),
            default=Value(on),
            output_field=DateField(),
        )
        rows = self.annotate(due_to=due_to)
        not_begun, nothing_paid = Q(due_to__lt=F("start_date")), Q(paid_to__lt=F("start_date"))
        days = Case(
            When(unknown, then=None),
            When(not_begun & nothing_paid, then=Value(timedelta(0), DurationField())),
            When(not_begun, then=_between("start_date", "paid_to") - DAY),
            When(nothing_paid, then=_between("due_to", "start_date") + DAY),
            default=_between("due_to", "paid_to"),
            output_field=DurationField(),
        )
        return rows.annotate(days_behind=days)

    def behind(self, on: date, days: int = 1) -> "LeaseQuerySet":
        """Those whose rent is at least so many days behind on that day."""
        at_least: dict[str, timedelta] = {"days_behind__gte": timedelta(days=days)}
        return self.standing_on(on).filter(**at_least)

    def most_behind_first(self, on: date) -> "LeaseQuerySet":
        """Ordered by days behind; those of whom nobody can tell come last."""
        return self.standing_on(on).order_by(F("days_behind").desc(nulls_last=True), "id")


class Sums(NamedTuple):
    """What transactions in one currency come to."""

    currency: str
    income: Decimal
    expense: Decimal
    number: int
    first: date
    last: date

    @property
    def net(self) -> Decimal:
        """Income less expense."""
        return self.income - self.expense


class TransactionQuerySet(QuerySet["Transaction"]):
    """Transactions."""

    def for_page(self) -> "TransactionQuerySet":
        """With property and lease: one query, however many rows."""
        return self.select_related("property", "lease")

    def sums(self) -> list[Sums]:
        """What they come to in each currency, less their reversals: one query."""
        kinds = {kind: Sum("amount", filter=Q(type=kind), default=Decimal(0)) for kind in ("income", "expense")}
        rows = self.order_by().values("currency").order_by("currency")
        found = rows.annotate(number=Count("pk"), first=Min("date"), last=Max("date"), **kinds)
        return [Sums(**row) for row in found]


def _current_leases() -> LeaseQuerySet:
    # The models are made of these querysets, so that here they are met only once there are some.
    from portfolio.models import Lease

    return Lease.objects.current()


def _between(later: str, earlier: str) -> ExpressionWrapper:
    return ExpressionWrapper(F(later) - F(earlier), DurationField())
