"""What each run did: one log per run, one change per row that it touched."""

import uuid

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from integrations.models.connections import SECRETS_OF_CONNECTION, Connection


class SyncLogQuerySet(models.QuerySet["SyncLog"]):
    """Runs."""

    def live(self) -> "SyncLogQuerySet":
        """Queued or running."""
        return self.filter(status__in=SyncLog.LIVE)

    def for_page(self) -> "SyncLogQuerySet":
        """With connection, agency and who asked: one query."""
        return self.select_related("connection__agency", "requested_by").defer(*SECRETS_OF_CONNECTION)


class SyncLog(models.Model):
    """One run. Its id is the job id. `counts` holds, per kind, read = created + updated + unchanged + held + rejected,
    with withdrawn and duplicates beside them. An undo is a run too: `undoes` is the one that it took back.

    `only` narrows a run over exported files: {"files": [ids]}, or {"issues": [ids]} for rows that wait to be tried again. An
    import made by hand adds "part" and "layout": it reads this list of the file, by this layout, whatever else would fit.
    {"rows": {kind: [ids]}} narrows a run over an API to those records, as a vendor's event asks for.

    `options` are how it was asked to read: since (an ISO instant), batch_size, max_workers, property_filters and
    sync_direction; and what came of that: since_not_applied, ignored_options. `seconds` is where its time went, by phase. `news`
    are the issues that it has opened and resolved and not told of yet: see `sync/telling.py`."""

    class Type(models.TextChoices):
        FULL = "full"
        INCREMENTAL = "incremental"
        MANUAL = "manual"

    class Status(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        COMPLETED = "completed"
        FAILED = "failed"
        CANCELLED = "cancelled"

    class Trigger(models.TextChoices):
        SCHEDULE = "schedule", "Nightly"
        PERSON = "person"
        COMMAND = "command"
        CONNECT = "connect", "First look after connecting"
        UNDO = "undo", "Undo of an earlier sync"
        WEBHOOK = "webhook", "The vendor told of changes"

    LIVE = (Status.QUEUED, Status.RUNNING)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="sync_logs", db_index=False)
    sync_type = models.CharField(max_length=16, choices=Type.choices)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.QUEUED)
    trigger = models.CharField(max_length=16, choices=Trigger.choices, default=Trigger.PERSON)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    only = models.JSONField(
        default=dict,
        blank=True,
        editable=False,
        help_text="Only these files or issues, by id; empty means all that is new.",
    )
    options = models.JSONField(default=dict, blank=True)
    seconds = models.JSONField(default=dict, blank=True, editable=False)
    news = models.JSONField(default=dict, blank=True, editable=False)
    kinds = models.JSONField(default=list, blank=True, help_text="Only these kinds; empty means all.")
    counts = models.JSONField(default=dict, blank=True)
    items_synced = models.PositiveIntegerField(default=0)
    transactions_created = models.PositiveIntegerField(default=0)
    errors = models.JSONField(default=list, blank=True)
    summary = models.CharField(max_length=300, blank=True, default="")
    activity = models.CharField(max_length=200, blank=True, default="", help_text="What it is doing now, in words.")
    progress_done = models.PositiveIntegerField(default=0)
    progress_total = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True, help_text="When a worker was last told of it.")
    not_before = models.DateTimeField(null=True, blank=True, help_text="A vendor asked us to wait until then.")
    started_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    cancel_requested = models.BooleanField(default=False)
    claim = models.UUIDField(null=True, blank=True, editable=False, help_text="Names the worker process that runs it.")
    mailed_at = models.DateTimeField(null=True, blank=True, editable=False, help_text="When its summary was sent.")
    undoes = models.OneToOneField(
        "self", on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="undone_by"
    )

    objects = SyncLogQuerySet.as_manager()

    class Meta:
        db_table = "property_manager_sync_logs"
        ordering = ["-created_at", "id"]
        indexes = [models.Index(fields=["connection", "-created_at"], name="sync_log_history")]
        constraints = [
            models.UniqueConstraint(
                fields=["connection"], condition=Q(status__in=["queued", "running"]), name="one_live_run_per_connection"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_sync_type_display()} sync, {self.get_status_display().lower()}"

    @property
    def is_live(self) -> bool:
        """Queued or running."""
        return self.status in self.LIVE

    @property
    def progress_percentage(self) -> int:
        """0 to 100; 100 only once it is over."""
        if not self.is_live:
            return 100
        return min(99, 100 * self.progress_done // self.progress_total) if self.progress_total else 0


class RowChange(models.Model):
    """What a run did to one row. `before` and `after` hold the changed fields only; a new row has neither, and
    one that an undo removed has all that it held in `before`."""

    class Action(models.TextChoices):
        CREATED = "created"
        UPDATED = "updated"
        WITHDRAWN = "withdrawn"
        REMOVED = "removed"

    sync_log = models.ForeignKey(SyncLog, on_delete=models.CASCADE, related_name="changes", db_index=False)
    table = models.CharField(max_length=80)
    row_id = models.UUIDField()
    action = models.CharField(max_length=16, choices=Action.choices)
    label = models.CharField(blank=True, default="")
    before = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            models.Index(fields=["sync_log", "action"], name="changes_of_a_run"),
            models.Index(fields=["row_id"], name="changes_of_a_row"),
        ]

    def __str__(self) -> str:
        return f"{self.label or self.row_id} {self.action}"
