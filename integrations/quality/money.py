"""Rules for receipts, bills, charges and deposits."""

from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q

from integrations.quality.rule import Rule, Severity, always, blank
from portfolio.models import Lease
from portfolio.models.transactions import Category
from providers.records import Kind

OF_ITS_PROPERTY = Lease.objects.filter(property_id=OuterRef("property_id"), withdrawn_at__isnull=True)
FAR = timedelta(days=366)

RULES = (
    Rule(
        "receipt_without_lease",
        Kind.RENT_PAYMENT,
        Severity.MISSING,
        0.5,
        "The receipt belongs to no lease, and its property has one.",
        "Allocate the receipt to its lease in the other system.",
        always(Q(lease__isnull=True) & Exists(OF_ITS_PROPERTY)),
        needs=(Kind.LEASE,),
    ),
    Rule(
        "receipt_in_the_future",
        Kind.RENT_PAYMENT,
        Severity.INCONSISTENT,
        1.0,
        "The receipt is dated in the future.",
        "Correct the day in the other system.",
        lambda scope: Q(date__gt=scope.today),
    ),
    Rule(
        "receipt_of_nothing",
        Kind.RENT_PAYMENT,
        Severity.MALFORMED,
        0.5,
        "The receipt is for nothing.",
        "Enter the amount, or cancel the receipt, in the other system.",
        always(Q(amount=0)),
    ),
    Rule(
        "bill_without_category",
        Kind.BILL,
        Severity.MISSING,
        0.25,
        "Nothing in the bill says what it is for.",
        "Describe the bill in the other system, or teach pmsync the agency's own words (admin, category rules).",
        always(Q(category=Category.OTHER)),
    ),
    Rule(
        "bill_of_nothing",
        Kind.BILL,
        Severity.MALFORMED,
        0.5,
        "The bill is for nothing.",
        "Enter the amount, or cancel the bill, in the other system.",
        always(Q(amount=0)),
    ),
    Rule(
        "bill_far_ahead",
        Kind.BILL,
        Severity.INCONSISTENT,
        0.5,
        "The bill is dated more than a year ahead.",
        "Correct the day in the other system.",
        lambda scope: Q(date__gt=scope.today + FAR),
    ),
    Rule(
        "charge_over_allocated",
        Kind.CHARGE,
        Severity.INCONSISTENT,
        1.0,
        "More was paid towards the charge than it comes to.",
        "Allocate the rest to another charge in the other system.",
        always(Q(amount__gte=0, allocated__gt=F("amount"))),
    ),
    Rule(
        "charge_without_tenant",
        Kind.CHARGE,
        Severity.MISSING,
        0.5,
        "The charge is on nobody's ledger.",
        "Put the charge on its tenant's ledger in the other system.",
        always(Q(tenant__isnull=True)),
        needs=(Kind.TENANT,),
    ),
    Rule(
        "charge_of_nothing",
        Kind.CHARGE,
        Severity.MALFORMED,
        0.5,
        "The charge is for nothing.",
        "Enter the amount, or delete the charge, in the other system.",
        always(Q(amount=0)),
    ),
    Rule(
        "recurring_charge_of_nobody",
        Kind.RECURRING_CHARGE,
        Severity.MISSING,
        0.5,
        "The recurring charge is on no tenant, no unit and no property.",
        "Say whom it is for in the other system.",
        always(Q(tenant__isnull=True, unit__isnull=True, property__isnull=True)),
    ),
    Rule(
        "recurring_charge_ends_before_start",
        Kind.RECURRING_CHARGE,
        Severity.INCONSISTENT,
        1.0,
        "The recurring charge ends before it begins.",
        "Correct the days in the other system.",
        always(Q(end_date__lt=F("start_date"))),
    ),
    Rule(
        "deposit_below_nothing",
        Kind.SECURITY_DEPOSIT,
        Severity.INCONSISTENT,
        1.0,
        "Less than nothing is held as a deposit.",
        "See the tenant's ledger in the other system.",
        always(Q(amount__lt=0)),
    ),
    Rule(
        "deposit_without_tenant",
        Kind.SECURITY_DEPOSIT,
        Severity.MISSING,
        0.5,
        "The deposit is held of nobody.",
        "Say whose deposit it is in the other system.",
        always(Q(tenant__isnull=True)),
        needs=(Kind.TENANT,),
    ),
    Rule(
        "subsidy_without_name",
        Kind.SUBSIDY,
        Severity.MISSING,
        0.5,
        "The subsidy has no name.",
        "Name the subsidy in the other system.",
        always(blank("name")),
    ),
    Rule(
        "sales_without_lease",
        Kind.RETAIL_SALE,
        Severity.MISSING,
        0.5,
        "The sales belong to no lease, so no rent can follow from them.",
        "Enter the sales with their lease in the other system.",
        always(Q(lease__isnull=True)),
        needs=(Kind.LEASE,),
    ),
    Rule(
        "sales_end_before_start",
        Kind.RETAIL_SALE,
        Severity.INCONSISTENT,
        1.0,
        "The period of the sales ends before it begins.",
        "Correct the period in the other system.",
        always(Q(period_end__lt=F("period_start"))),
    ),
)
