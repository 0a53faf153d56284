"""An agency's own words for sorting bills into categories."""

from django.db import models

from agencies.models import Agency
from portfolio.models.transactions import Category


class CategoryRule(models.Model):
    """A bill whose text holds `words` belongs to `category`. An agency's rules are asked before the built-in ones."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="category_rules")
    words = models.CharField(max_length=120, help_text="Case does not matter. Whole words, in this order.")
    category = models.CharField(max_length=40, choices=Category.choices)

    class Meta:
        ordering = ["words"]
        constraints = [models.UniqueConstraint(fields=["agency", "words"], name="one_category_per_words")]

    def __str__(self) -> str:
        return f"{self.words}: {self.get_category_display()}"
