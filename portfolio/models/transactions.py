"""Money in and out, per property."""

from django.db import models

from portfolio.models.leases import Lease
from portfolio.models.properties import Property
from portfolio.models.synced import Synced
from portfolio.querysets import TransactionQuerySet


class Category(models.TextChoices):
    """What a transaction is for."""

    RENTAL_INCOME = "rental_income", "Rental income"
    REPAIRS_AND_MAINTENANCE = "repairs_and_maintenance", "Repairs and maintenance"
    COUNCIL_RATES = "council_rates", "Council rates"
    WATER = "water"
    INSURANCE = "insurance"
    STRATA = "strata", "Strata / body corporate"
    LAND_TAX = "land_tax", "Land tax"
    UTILITIES = "utilities"
    ADVERTISING = "advertising"
    LEGAL = "legal"
    MANAGEMENT_FEES = "management_fees", "Management fees"
    CLEANING = "cleaning"
    GARDENING = "gardening"
    PEST_CONTROL = "pest_control", "Pest control"
    OTHER = "other"


class Transaction(Synced):
    """One receipt, expense or bill. `amount` is positive; it is negative only where it reverses an earlier transaction.

    `basis` is `derived` where the other system has no such row and pmsync worked it out."""

    class Direction(models.TextChoices):
        INCOME = "income"
        EXPENSE = "expense"

    class Status(models.TextChoices):
        CONFIRMED = "confirmed"
        PENDING = "pending"

    class Basis(models.TextChoices):
        REPORTED = "reported"
        DERIVED = "derived"

    property = models.ForeignKey(Property, on_delete=models.CASCADE, related_name="transactions")
    lease = models.ForeignKey(Lease, on_delete=models.SET_NULL, null=True, blank=True, related_name="transactions")
    date = models.DateField()
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    currency = models.CharField(max_length=3)
    type = models.CharField(max_length=8, choices=Direction.choices)
    category = models.CharField(max_length=40, choices=Category.choices)
    description = models.CharField(blank=True, default="")
    paid_to = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.CONFIRMED)
    basis = models.CharField(max_length=16, choices=Basis.choices, default=Basis.REPORTED)
    provider = models.CharField(max_length=40, blank=True, default="")
    provider_transaction_id = models.CharField(max_length=200, null=True, blank=True)

    objects = TransactionQuerySet.as_manager()

    class Meta:
        ordering = ["-date", "id"]
        indexes = [models.Index(fields=["agency", "-date"], name="transaction_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "provider", "provider_transaction_id"], name="portfolio_transaction_identity"
            )
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.get_category_display()} {self.amount} {self.currency}"
