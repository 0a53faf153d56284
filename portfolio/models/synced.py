"""What every row has in common that may come from outside."""

import uuid

from django.db import models

from agencies.models import Agency


class Synced(models.Model):
    """A row of one agency that may be kept in step with another system.

    `external_account` names the account at the source, so that a whole read of one account never withdraws another's
    rows. `fingerprint` sums up the record last written."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # No index of its own: the identity's index leads with it, and a second one misleads the planner after bulk writes.
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+", db_index=False)
    external_account = models.CharField(max_length=200, blank=True, default="")
    fingerprint = models.CharField(max_length=32, blank=True, default="", editable=False)
    synced_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


class SyncedRow(Synced):
    """A synced row that its source knows by an id. `external_id` is null on rows that people made here.

    `natural_key` is what the source's files name the row by where they print no id: it stands in for the id until one is
    known, and keeps meaning this row ever after. `external_version` is the source's own stamp of the version last read, which
    guards what is written back. `custom` holds fields of the agency's own by name: user-defined values and custom mappings."""

    external_source = models.CharField(max_length=40, blank=True, default="")
    external_id = models.CharField(max_length=200, null=True, blank=True)
    natural_key = models.CharField(max_length=200, blank=True, default="", editable=False)
    external_version = models.CharField(max_length=120, blank=True, default="", editable=False)
    custom = models.JSONField(default=dict, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "external_source", "external_id"], name="%(app_label)s_%(class)s_identity"
            )
        ]
        indexes = [
            models.Index(
                fields=["agency", "external_source", "natural_key"],
                condition=~models.Q(natural_key=""),
                name="%(class)s_natural_key",
            )
        ]
