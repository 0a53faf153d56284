"""Numbers that only ever grow, counted over all processes, for monitoring."""

from django.db import models


class Tally(models.Model):
    """One counter: a metric's name and its labels as "key=value,key=value", sorted."""

    name = models.CharField(max_length=60)
    labels = models.CharField(max_length=200, blank=True, default="")
    value = models.FloatField(default=0)

    class Meta:
        verbose_name_plural = "tallies"
        ordering = ["name", "labels"]
        constraints = [models.UniqueConstraint(fields=["name", "labels"], name="one_tally")]

    def __str__(self) -> str:
        return f"{self.name}{{{self.labels}}} {self.value:g}"
