"""An agency's own mappings from a source's fields to ours, version by version."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from agencies.models import Agency


class FieldMapping(models.Model):
    """One version of an agency's rules for one kind of one provider's records; the newest active one is in force.

    `rules` is a list of {source, target, required, transform, options}: `target` is a field of ours, or "custom.<name>". A
    version is never changed: a change is a new version."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="field_mappings", db_index=False)
    provider = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    rules = models.JSONField(default=list)
    is_active = models.BooleanField(default=True)
    tested_on = models.PositiveIntegerField(
        default=0, help_text="How many live rows it was tried on before it was saved."
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["provider", "kind", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "provider", "kind", "version"], name="field_mapping_versions"),
            models.UniqueConstraint(
                fields=["agency", "provider", "kind"], condition=Q(is_active=True), name="one_field_mapping_in_force"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.provider}, version {self.version}"
