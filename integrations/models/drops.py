"""Where an agency's export files arrive, and each file that has arrived."""

import uuid

from django.db import models

from agencies.models import Agency
from integrations.models.connections import Connection
from integrations.models.encrypted import EncryptedTextField
from integrations.models.synclogs import SyncLog


class DropManager(models.Manager["Drop"]):
    """Leaves the encrypted column unread, so that a lost key never breaks a list. Only the vault asks for it."""

    def get_queryset(self) -> models.QuerySet["Drop"]:
        return super().get_queryset().defer("secrets")


class Drop(models.Model):
    """An agency's place for export files: a folder, a bucket or a host for SFTP. One per agency, for all its systems.

    `url` blank means the usual place, which DROP_URL names. `secrets` is JSON with the password or key of a place that is
    not ours."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.OneToOneField(Agency, on_delete=models.CASCADE, related_name="drop")
    url = models.CharField(max_length=500, blank=True, default="")
    secrets = EncryptedTextField(blank=True, default="", editable=False)
    provisioned_at = models.DateTimeField(null=True, blank=True, help_text="When its bucket or folder was made ready.")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = DropManager()

    class Meta:
        base_manager_name = "objects"

    def __str__(self) -> str:
        return f"Drop of {self.agency}"


class ImportFile(models.Model):
    """One version of one file in a drop. `drop_key` is its path there, `version` the store's mark of its content (an
    entity tag, or time and size). `digest` is the SHA-256 of its bytes, `as_of` the moment that its rows speak of.

    `parts` lists what is inside: per list its name, layout, score, reason, outcome and counts. `connection` is the one whose
    system the file comes from, or the one whose run found it, where no system is known."""

    class Status(models.TextChoices):
        NEW = "new", "Waiting for the next import"
        GROWING = "growing", "Still being written"
        IMPORTED = "imported"
        DUPLICATE = "duplicate", "Same content as an earlier file"
        SUPERSEDED = "superseded", "Older than what has come in"
        REFUSED = "refused", "Not imported on purpose"
        UNRECOGNISED = "unrecognised", "Layout not recognised"
        FAILED = "failed", "Could not be read"

    class Origin(models.TextChoices):
        DROP = "drop"
        UPLOAD = "upload"
        CORRECTION = "correction", "Corrected error file"
        WIZARD = "wizard", "Import wizard"

    OPEN = (Status.NEW, Status.GROWING)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="import_files", db_index=False)
    connection = models.ForeignKey(
        Connection, on_delete=models.SET_NULL, null=True, blank=True, related_name="import_files"
    )
    drop_key = models.CharField(max_length=500)
    version = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(default=0)
    modified_at = models.DateTimeField()
    as_of = models.DateTimeField()
    digest = models.CharField(max_length=64, blank=True, default="")
    origin = models.CharField(max_length=16, choices=Origin.choices, default=Origin.DROP)
    uploaded_by = models.ForeignKey(
        "agencies.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.NEW)
    message = models.CharField(blank=True, default="")
    action = models.CharField(blank=True, default="")
    parts = models.JSONField(default=list, blank=True)
    sync_log = models.ForeignKey(SyncLog, on_delete=models.SET_NULL, null=True, blank=True, related_name="import_files")
    found_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-found_at", "id"]
        indexes = [models.Index(fields=["agency", "digest"], name="files_by_content")]
        constraints = [
            models.UniqueConstraint(fields=["agency", "drop_key", "version"], name="one_row_per_file_version")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The file's own name, without the folders that it lies in."""
        return self.drop_key.rpartition("/")[2]
