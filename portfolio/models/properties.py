"""Properties and the units let separately inside them."""

from django.db import models

from portfolio.models.people import Owner
from portfolio.models.synced import SyncedRow
from portfolio.querysets import PropertyQuerySet


class Property(SyncedRow):
    """A house, unit, shop or the like that the agency manages."""

    address = models.CharField()
    name = models.CharField(blank=True, default="")
    unit = models.CharField(blank=True, default="")
    street = models.CharField(blank=True, default="")
    suburb = models.CharField(blank=True, default="")
    state = models.CharField(blank=True, default="")
    postcode = models.CharField(blank=True, default="")
    country = models.CharField(blank=True, default="")
    property_type = models.CharField(blank=True, default="")
    bedrooms = models.PositiveSmallIntegerField(null=True, blank=True)
    bathrooms = models.PositiveSmallIntegerField(null=True, blank=True)
    car_spaces = models.PositiveSmallIntegerField(null=True, blank=True)
    key_number = models.CharField(blank=True, default="")
    manager_name = models.CharField(blank=True, default="")
    labels = models.JSONField(default=list, blank=True)
    owners = models.ManyToManyField(Owner, related_name="properties", blank=True)

    objects = PropertyQuerySet.as_manager()

    class Meta(SyncedRow.Meta):
        verbose_name_plural = "properties"
        ordering = ["address", "id"]
        indexes = [*SyncedRow.Meta.indexes, models.Index(fields=["agency", "address"], name="property_by_address")]

    def __str__(self) -> str:
        return self.address


class Unit(SyncedRow):
    """A separately let part of a property. `status` is blank where the source does not say."""

    class Status(models.TextChoices):
        OCCUPIED = "occupied"
        VACANT = "vacant"
        UNAVAILABLE = "unavailable", "Not to be let"

    property = models.ForeignKey(Property, on_delete=models.CASCADE, related_name="units")
    name = models.CharField()
    bedrooms = models.PositiveSmallIntegerField(null=True, blank=True)
    bathrooms = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    unit_type = models.CharField(blank=True, default="")
    status = models.CharField(max_length=16, choices=Status.choices, blank=True, default="")
    floor_area = models.PositiveIntegerField(null=True, blank=True, help_text="In the source's own measure.")
    market_rent = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)

    class Meta(SyncedRow.Meta):
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name
