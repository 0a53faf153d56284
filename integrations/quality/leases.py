"""Rules for leases and their terms."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Case, DateField, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce, Greatest

from integrations.quality.rule import Rule, Scope, Severity, Test, always
from portfolio.models import Association, Lease, Transaction
from providers.records import Kind

CURRENT = Q(status=Lease.Status.CURRENT)
NEVER = Value(date.max, DateField())
# Rent is often still settled in the weeks after a tenant has left.
STILL_SETTLING = timedelta(days=30)
ITS_TENANTS = Lease.tenants.through.objects.filter(lease_id=OuterRef("pk"))
ITS_ASSOCIATION = Association.objects.filter(property_id=OuterRef("property_id"), withdrawn_at__isnull=True)
STILL_THERE = ITS_TENANTS.filter(tenant__withdrawn_at__isnull=True)
LEFT = Coalesce("vacated_on", "end_date")


def until(today: date) -> Case:
    """The day on which a lease ends: never where it runs on, null where nobody can tell."""
    return Case(
        When(CURRENT & Q(vacated_on__isnull=False), then=F("vacated_on")),
        When(CURRENT & (Q(is_periodic=True) | Q(end_date__isnull=True)), then=NEVER),
        When(CURRENT, then=Greatest(F("end_date"), Value(today, DateField()))),
        default=LEFT,
        output_field=DateField(),
    )


def overlapping(scope: Scope) -> Q:
    """Another lease of the same home runs on one of its days. A lease that begins on the day the other ends is no overlap,
    nor is one that ends before it begins, which has a rule of its own."""
    lasting = Q(until__gt=F("start_date"))
    ours: Any = scope.rows(Kind.LEASE).annotate(until=until(scope.today))
    others = ours.filter(property_id=OuterRef("property_id"), start_date__lt=OuterRef("until"))
    others = others.filter(lasting, until__gt=OuterRef("start_date")).exclude(pk=OuterRef("pk"))
    of_same_unit = Q(Exists(others.filter(unit_id=OuterRef("unit_id"))))
    of_whole_property = Q(unit_id__isnull=True) & Exists(others.filter(unit_id__isnull=True))
    found = ours.filter(lasting).filter(of_same_unit | of_whole_property)
    return Q(pk__in=found.values("pk"))


def still_paid(scope: Scope) -> Test:
    """It ended more than a month ago, and rent came in since then."""
    since = scope.today - STILL_SETTLING
    lately = Transaction.objects.filter(
        lease_id=OuterRef("pk"), type=Transaction.Direction.INCOME, date__gte=since, amount__gt=0
    )
    ended = Q(vacated_on__lt=since) | Q(vacated_on__isnull=True, end_date__lt=since)
    return ~CURRENT & ended & Exists(lately)


RULES = (
    Rule(
        "lease_without_tenant",
        Kind.LEASE,
        Severity.MISSING,
        1.0,
        "The lease names no tenant who is still there.",
        "Put the tenant on the lease, or take up the one who was archived, in the other system.",
        always(~Exists(ITS_TENANTS) | (CURRENT & ~Exists(STILL_THERE))),  # who has moved out may be archived
        needs=(Kind.TENANT,),
    ),
    Rule(
        "lease_without_rent",
        Kind.LEASE,
        Severity.INCONSISTENT,
        1.0,
        "The lease is current and its rent is nothing.",
        "Enter the rent in the other system.",
        # Those of an association live in homes of their own, and pay dues.
        lambda scope: CURRENT & Q(rent_amount__lte=0, start_date__lte=scope.today) & ~Exists(ITS_ASSOCIATION),
    ),
    Rule(
        "overlapping_leases",
        Kind.LEASE,
        Severity.INCONSISTENT,
        1.0,
        "Another lease of the same home runs at the same time.",
        "End the lease that is over, or correct the days, in the other system.",
        overlapping,
    ),
    Rule(
        "lease_ends_before_start",
        Kind.LEASE,
        Severity.INCONSISTENT,
        1.0,
        "The lease ends before it begins.",
        "Correct the days in the other system.",
        always(Q(end_date__lt=F("start_date")) | Q(vacated_on__lt=F("start_date"))),
    ),
    Rule(
        "lease_past_its_end",
        Kind.LEASE,
        Severity.INCONSISTENT,
        0.5,
        "The lease is past its end, still current, and not periodic.",
        "Renew or close it in the other system, or mark it as periodic.",
        lambda scope: CURRENT & Q(is_periodic=False, end_date__lt=scope.today, vacated_on__isnull=True),
    ),
    Rule(
        "current_lease_vacated",
        Kind.LEASE,
        Severity.INCONSISTENT,
        0.5,
        "The tenant has left and the lease is still current.",
        "Close the lease in the other system.",
        lambda scope: CURRENT & Q(vacated_on__lt=scope.today),
    ),
    Rule(
        "ended_lease_still_paid",
        Kind.LEASE,
        Severity.INCONSISTENT,
        0.5,
        "The lease ended more than a month ago and rent still comes in.",
        "See whether the receipts belong to another lease, or the lease has not ended.",
        still_paid,
        needs=(Kind.RENT_PAYMENT,),
    ),
    Rule(
        "lease_of_withdrawn_property",
        Kind.LEASE,
        Severity.INCONSISTENT,
        0.5,
        "The lease is current and its property is withdrawn.",
        "Close the lease, or take the property up again, in the other system.",
        always(CURRENT & Q(property__withdrawn_at__isnull=False)),
    ),
    Rule(
        "renewal_without_lease",
        Kind.LEASE_RENEWAL,
        Severity.MISSING,
        0.5,
        "The term belongs to no lease that is known.",
        "See whether its lease came in; its issue says why not.",
        always(Q(lease__isnull=True)),
    ),
    Rule(
        "renewal_ends_before_start",
        Kind.LEASE_RENEWAL,
        Severity.INCONSISTENT,
        1.0,
        "The term ends before it begins.",
        "Correct the days in the other system.",
        always(Q(end_date__lt=F("start_date"))),
    ),
)
