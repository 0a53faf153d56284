"""What tenants are charged: single charges, those that come again, deposits held, subsidies, and sales that rent follows."""

from django.db import models

from portfolio.models.leases import Lease
from portfolio.models.people import Tenant
from portfolio.models.properties import Property, Unit
from portfolio.models.synced import SyncedRow


class Charge(SyncedRow):
    """One charge on a tenant's ledger. `allocated` is how much of it has been paid. A recoverable charge passes an owner's
    cost on to the tenants (CAM, taxes, insurance)."""

    property = models.ForeignKey(Property, on_delete=models.CASCADE, related_name="charges")
    unit = models.ForeignKey(Unit, on_delete=models.SET_NULL, null=True, blank=True, related_name="charges")
    tenant = models.ForeignKey(Tenant, on_delete=models.SET_NULL, null=True, blank=True, related_name="charges")
    charged_on = models.DateField()
    charge_type = models.CharField(blank=True, default="")
    description = models.CharField(blank=True, default="")
    reference = models.CharField(blank=True, default="")
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    allocated = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3)
    is_recoverable = models.BooleanField(default=False)

    class Meta(SyncedRow.Meta):
        ordering = ["-charged_on", "id"]

    def __str__(self) -> str:
        return f"{self.charge_type} {self.amount} on {self.charged_on}"


class RecurringCharge(SyncedRow):
    """A charge that comes again every `every_months` months, on a tenant, a unit or a whole property. A lease's rent is the
    sum of its rent charges."""

    property = models.ForeignKey(
        Property, on_delete=models.CASCADE, null=True, blank=True, related_name="recurring_charges"
    )
    unit = models.ForeignKey(Unit, on_delete=models.SET_NULL, null=True, blank=True, related_name="recurring_charges")
    tenant = models.ForeignKey(
        Tenant, on_delete=models.SET_NULL, null=True, blank=True, related_name="recurring_charges"
    )
    charge_type = models.CharField(blank=True, default="")
    description = models.CharField(blank=True, default="")
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    currency = models.CharField(max_length=3)
    every_months = models.PositiveSmallIntegerField(null=True, blank=True)
    start_date = models.DateField(null=True, blank=True)
    end_date = models.DateField(null=True, blank=True)
    is_rent = models.BooleanField(default=False)
    is_subsidy = models.BooleanField(default=False)
    is_recoverable = models.BooleanField(default=False)

    class Meta(SyncedRow.Meta):
        ordering = ["-start_date", "id"]

    def __str__(self) -> str:
        return f"{self.charge_type} {self.amount}"


class SecurityDeposit(SyncedRow):
    """What is held of a tenant as security."""

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, null=True, blank=True, related_name="deposits")
    property = models.ForeignKey(Property, on_delete=models.CASCADE, related_name="deposits")
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    currency = models.CharField(max_length=3)

    class Meta(SyncedRow.Meta):
        ordering = ["-amount", "id"]

    def __str__(self) -> str:
        return f"Deposit of {self.amount}"


class Subsidy(SyncedRow):
    """A programme or agency that pays part of a rent."""

    name = models.CharField()
    short_name = models.CharField(blank=True, default="")
    charge_type = models.CharField(blank=True, default="")
    payment_from = models.CharField(blank=True, default="")

    class Meta(SyncedRow.Meta):
        verbose_name_plural = "subsidies"
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class RetailSale(SyncedRow):
    """A shop's sales in a period, which its percentage rent is worked out from."""

    lease = models.ForeignKey(Lease, on_delete=models.SET_NULL, null=True, blank=True, related_name="retail_sales")
    property = models.ForeignKey(Property, on_delete=models.CASCADE, related_name="retail_sales")
    period_start = models.DateField()
    period_end = models.DateField(null=True, blank=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3)

    class Meta(SyncedRow.Meta):
        ordering = ["-period_start", "id"]

    def __str__(self) -> str:
        return f"Sales of {self.amount} from {self.period_start}"
