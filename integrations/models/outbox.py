"""What goes back to vendors: edits that wait to be pushed, and fields that both sides changed."""

import uuid
from datetime import datetime

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from integrations.models.connections import SECRETS_OF_CONNECTION, Connection


class OutgoingQuerySet(models.QuerySet["OutgoingEdit"]):
    """Edits on their way out."""

    def waiting(self) -> "OutgoingQuerySet":
        """Those that are not settled: their fields are ours until they are."""
        return self.filter(status__in=OutgoingEdit.OPEN)

    def for_page(self) -> "OutgoingQuerySet":
        """With connection, agency and who made it: one query."""
        return self.select_related("connection__agency", "made_by").defer(*SECRETS_OF_CONNECTION)


class OutgoingEdit(models.Model):
    """One edit of one mirrored row, written in the edit's own transaction and pushed in the order of its number.

    `changes` holds {field: {"base": .., "ours": .., "by": .., "at": ..}}: `base` is the value last synced from the vendor when
    the field was changed, `by` and `at` are whose change it is and of when. `made_by` and `made_at` are of the latest of them.
    A row that was made here and does not exist at the vendor yet has action `create` and no `external_id`. `marker` is what
    the vendor's copy can be found by if a push's outcome is not known. `batch` joins the edits of one bulk operation."""

    class Action(models.TextChoices):
        UPDATE = "update"
        CREATE = "create"

    class Status(models.TextChoices):
        PENDING = "pending", "Waiting to be sent"
        SENDING = "sending", "Being sent"
        UNKNOWN = "unknown", "Sent, outcome not known"
        CONFLICT = "conflict", "Changed on both sides"
        SENT = "sent", "At the vendor"
        FAILED = "failed", "Refused by the vendor"
        DROPPED = "dropped", "Given up"

    OPEN = (Status.PENDING, Status.SENDING, Status.UNKNOWN, Status.CONFLICT, Status.FAILED)

    id = models.BigAutoField(primary_key=True)
    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="outgoing", db_index=False)
    kind = models.CharField(max_length=40)
    row_id = models.UUIDField()
    external_id = models.CharField(max_length=200, blank=True, default="")
    label = models.CharField(blank=True, default="")
    action = models.CharField(max_length=16, choices=Action.choices, default=Action.UPDATE)
    changes = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    marker = models.CharField(max_length=64, blank=True, default="")
    batch = models.UUIDField(null=True, blank=True)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True, blank=True)
    claim = models.UUIDField(null=True, blank=True, editable=False)
    claimed_at = models.DateTimeField(null=True, blank=True)
    error = models.JSONField(null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = OutgoingQuerySet.as_manager()

    class Meta:
        db_table = "property_manager_outbox"
        ordering = ["id"]
        indexes = [
            models.Index(fields=["connection", "status", "id"], name="outbox_queue"),
            models.Index(fields=["row_id", "id"], name="outbox_of_a_row"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["row_id"], condition=Q(status="sending"), name="one_push_per_row")
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()} of {self.label or self.row_id}"

    def maker_of(self, field: str) -> str:
        """The address of the person who changed the field; "" where pmsync did."""
        by = self.changes[field].get("by")
        if by is None:
            by = self.made_by.email if self.made_by else ""
        return str(by)

    def made_at_of(self, field: str) -> datetime:
        """When the field was changed."""
        at = self.changes[field].get("at")
        return datetime.fromisoformat(at) if at else self.made_at

    @property
    def makers(self) -> list[str]:
        """The addresses of all who changed a field of it."""
        return sorted({self.maker_of(name) for name in self.changes} - {""})


class ConflictQuerySet(models.QuerySet["FieldConflict"]):
    """Fields that both sides changed."""

    def open(self) -> "ConflictQuerySet":
        """Those that wait for a person."""
        return self.filter(status=FieldConflict.Status.OPEN)

    def for_page(self) -> "ConflictQuerySet":
        """With connection, edit and who decided: one query."""
        return self.select_related("connection__agency", "edit__made_by", "decided_by").defer(*SECRETS_OF_CONNECTION)


class FieldConflict(models.Model):
    """One field of one row that changed here and at the vendor since both last agreed on `base`.

    `theirs_at` is when the vendor says that the row was changed there, where it says so."""

    class Status(models.TextChoices):
        OPEN = "open"
        OURS = "ours", "Ours was kept"
        THEIRS = "theirs", "Theirs was taken"
        EDITED = "edited", "A third value was entered"
        SETTLED = "settled", "Both sides agree by now"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="conflicts", db_index=False)
    edit = models.ForeignKey(OutgoingEdit, on_delete=models.SET_NULL, null=True, blank=True, related_name="conflicts")
    kind = models.CharField(max_length=40)
    row_id = models.UUIDField()
    external_id = models.CharField(max_length=200, blank=True, default="")
    label = models.CharField(blank=True, default="")
    field = models.CharField(max_length=60)
    base = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    ours = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    theirs = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    ours_at = models.DateTimeField(null=True, blank=True)
    ours_by = models.CharField(blank=True, default="")
    theirs_at = models.DateTimeField(null=True, blank=True)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ConflictQuerySet.as_manager()

    class Meta:
        db_table = "property_manager_conflicts"
        ordering = ["-created_at", "id"]
        indexes = [models.Index(fields=["connection", "status", "-created_at"], name="conflict_queue")]
        constraints = [
            models.UniqueConstraint(
                fields=["row_id", "field"], condition=Q(status="open"), name="one_open_conflict_per_field"
            )
        ]

    def __str__(self) -> str:
        return f"{self.field} of {self.label or self.row_id}"
