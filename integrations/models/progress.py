"""How far a connection has come: where each feed goes on, and what of each rent ledger has been booked."""

from django.db import models

from integrations.models.connections import Connection


class Cursor(models.Model):
    """Where one feed of one connection goes on. Moves only in the transaction that stores the rows it passes.

    `value` null asks for everything. `started_over_at` is when it was last read from the start: a mapping made since then
    starts it over, so that rows held back come in. `whole_at` is when it was last read completely."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="cursors", db_index=False)
    kind = models.CharField(max_length=40)
    feed = models.CharField(max_length=120)
    value = models.CharField(max_length=120, null=True, blank=True)
    started_over_at = models.DateTimeField(null=True, blank=True)
    whole_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "feed"], name="one_cursor_per_feed")]

    def __str__(self) -> str:
        return f"{self.feed} from {self.value or 'the start'}"


class RentBalance(models.Model):
    """How much of one lease's paid rent has been booked, where receipts are worked out from the ledger's total.

    The next receipt is the vendor's total less `booked`; `receipts` counts them and makes their ids. `booked` null waits for
    a first total that can be read, which is where booking begins."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="rent_balances", db_index=False)
    external_id = models.CharField(max_length=200)
    booked = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    receipts = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "external_id"], name="one_balance_per_lease")]

    def __str__(self) -> str:
        return f"{self.external_id}: {self.booked} in {self.receipts} receipts"
