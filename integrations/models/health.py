"""What was measured of connections: calls to vendors, checks, the quality of rows, and what vendors say of themselves."""

from django.db import models

from integrations.models.connections import Connection


class CallStats(models.Model):
    """The calls of one connection to one of its vendor's addresses within one hour. `statuses` counts answers by status, ""
    where none came; `milliseconds` counts calls by upper bound (50, 100, 200, 500, 1000, 2000, 5000, 10000, 30000, more)."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="call_stats", db_index=False)
    endpoint = models.CharField(max_length=120)
    hour = models.DateTimeField()
    calls = models.PositiveIntegerField(default=0)
    errors = models.PositiveIntegerField(default=0)
    total_ms = models.PositiveBigIntegerField(default=0)
    statuses = models.JSONField(default=dict)
    milliseconds = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "endpoint", "hour"], name="one_row_per_hour")]

    def __str__(self) -> str:
        return f"{self.calls} calls to {self.endpoint}"


class HealthCheck(models.Model):
    """One look at whether a connection's vendor answers it."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="checks", db_index=False)
    checked_at = models.DateTimeField()
    is_up = models.BooleanField()
    latency_ms = models.PositiveIntegerField(null=True, blank=True)
    code = models.CharField(max_length=60, blank=True, default="")
    message = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ["-checked_at"]
        indexes = [models.Index(fields=["connection", "-checked_at"], name="checks_of_a_connection")]

    def __str__(self) -> str:
        return f"{'Up' if self.is_up else 'Down'} at {self.checked_at:%Y-%m-%d %H:%M}"


class QualityScore(models.Model):
    """How good one kind's rows of one connection were on one day: 0 to 100. `findings` counts rows by rule."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="quality", db_index=False)
    kind = models.CharField(max_length=40)
    day = models.DateField()
    score = models.DecimalField(max_digits=5, decimal_places=2)
    rows = models.PositiveIntegerField(default=0)
    findings = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-day", "kind"]
        constraints = [models.UniqueConstraint(fields=["connection", "kind", "day"], name="one_score_per_day")]

    def __str__(self) -> str:
        return f"{self.kind} {self.score} on {self.day}"


class VendorStatus(models.Model):
    """What a vendor's own status page said when it was last read. `is_up` null: the page could not be read."""

    provider = models.CharField(max_length=40, primary_key=True)
    is_up = models.BooleanField(null=True)
    words = models.CharField(max_length=300, blank=True, default="")
    since = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "vendor statuses"

    def __str__(self) -> str:
        return f"{self.provider}: {self.words}"
