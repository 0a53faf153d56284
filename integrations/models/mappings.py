"""Which of the agency's own properties a vendor's property is."""

import uuid
from collections.abc import Iterable

from django.db import models
from django.db.models import Q

from integrations.models.connections import Connection
from portfolio.models import Property

_WAITING = Q(property__isnull=True, left_out=False, withdrawn_at__isnull=True, is_filtered=False)
# What each state means to the database. `PropertyMapping.state` says the same of a row at hand.
STATES = {
    "mapped": Q(property__isnull=False),
    "left_out": Q(property__isnull=True) & (Q(left_out=True) | Q(withdrawn_at__isnull=False) | Q(is_filtered=True)),
    "suggested": _WAITING & Q(suggestion__isnull=False),
    "unmapped": _WAITING & Q(suggestion__isnull=True),
}


class MappingQuerySet(models.QuerySet["PropertyMapping"]):
    """Mappings of a connection."""

    def mapped(self) -> "MappingQuerySet":
        """Those that say which property it is."""
        return self.filter(property__isnull=False)

    def open(self) -> "MappingQuerySet":
        """Those that wait for a person."""
        return self.filter(_WAITING)

    def in_states(self, states: Iterable[str]) -> "MappingQuerySet":
        """Those in any of the given states: unmapped, suggested, mapped, left_out."""
        wanted = Q(pk__in=())
        for state in states:
            wanted |= STATES.get(state, Q(pk__in=()))
        return self.filter(wanted)

    def for_page(self) -> "MappingQuerySet":
        """With the own property and the suggested one: one query."""
        return self.select_related("property", "suggestion")


class PropertyMapping(models.Model):
    """One vendor property. `property` is null until somebody says which own property it is.

    `metadata` holds the vendor's facts for people who map: details, lease and tenants. `refused` lists the own
    properties whose suggestion was turned down."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="mappings", db_index=False)
    provider_property_id = models.CharField(max_length=200)
    provider_property_address = models.CharField(blank=True, default="")
    property = models.ForeignKey(Property, on_delete=models.SET_NULL, null=True, blank=True, related_name="mappings")
    auto_sync = models.BooleanField(default=True)
    left_out = models.BooleanField(default=False)
    is_filtered = models.BooleanField(default=False, help_text="Outside of what the connection is set to sync.")
    suggestion = models.ForeignKey(Property, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    suggestion_score = models.PositiveSmallIntegerField(null=True, blank=True)
    suggestion_reason = models.CharField(max_length=200, blank=True, default="")
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False, help_text="When the vendor put it away.")
    refused = models.JSONField(default=list, blank=True)
    metadata = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = MappingQuerySet.as_manager()

    class Meta:
        db_table = "property_manager_mappings"
        ordering = ["provider_property_address", "id"]
        constraints = [
            models.UniqueConstraint(fields=["connection", "provider_property_id"], name="one_mapping_per_property")
        ]

    def __str__(self) -> str:
        return self.provider_property_address or self.provider_property_id

    def state(self) -> str:
        """`mapped`, `left_out`, `suggested` or `unmapped`."""
        if self.property_id:
            return "mapped"
        if self.left_out or self.withdrawn_at or self.is_filtered:
            return "left_out"
        return "suggested" if self.suggestion_id else "unmapped"

    def is_synced(self) -> bool:
        """Whether rows of this property come in."""
        return bool(self.property_id) and self.auto_sync and not self.is_filtered
