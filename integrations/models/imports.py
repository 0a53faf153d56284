"""What people teach pmsync about their own spreadsheets, and the imports that they make by hand."""

import uuid

from django.conf import settings
from django.db import models

from agencies.models import Agency
from integrations.models.connections import Connection
from integrations.models.drops import ImportFile
from integrations.models.encrypted import EncryptedTextField
from integrations.models.synclogs import SyncLog


class ColumnMapping(models.Model):
    """Which column means what in one agency's own kind of spreadsheet. `slug` names it as a layout.

    `kind` is the list that it is ("properties", "leases", ...). `columns` maps each field to its headings, its transforms in
    order, and the value that stands where it has no column; providers/exports/transforms.py tells what they do:
    {"address": {"headings": ["Street", "Suburb"], "transforms": [{"name": "join", "as": ", "}], "constant": null}}.
    `headings` are all of the file's headings when it was made, by which the next file is recognised. `is_complete` says that
    each such file is the whole list, so that rows which are missing from it are gone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="column_mappings", db_index=False)
    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="column_mappings")
    slug = models.CharField(max_length=80)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)
    columns = models.JSONField(default=dict)
    headings = models.JSONField(default=list)
    is_complete = models.BooleanField(default=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["agency", "slug"], name="one_column_mapping_per_slug")]

    def __str__(self) -> str:
        return self.name


class WizardImportManager(models.Manager["WizardImport"]):
    """Leaves the encrypted sample unread, so that a lost key never breaks a list. Whoever shows it asks for it."""

    def get_queryset(self) -> models.QuerySet["WizardImport"]:
        return super().get_queryset().defer("sample")


class WizardImport(models.Model):
    """One walk through the import wizard: a file, how its columns were mapped, what a dry run said, and the run made of it.

    `part` is the list inside the file that is meant, `columns` and `is_complete` are as a ColumnMapping has them. `sample`
    is JSON with the file's first rows, encrypted, so that the pages need not fetch the file. `outcome` holds the dry run's
    counts, changes and rejections. `heartbeat_at` names the dry run whose outcome counts: when it was taken up."""

    class Step(models.TextChoices):
        MAP = "map", "Say what the columns mean"
        CHECKING = "checking", "Checking every row"
        CHECKED = "checked", "Ready to import"
        DONE = "done", "Handed to a run"
        FAILED = "failed", "Could not be checked"
        ABANDONED = "abandoned"

    OPEN = (Step.MAP, Step.CHECKING, Step.CHECKED, Step.FAILED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="wizard_imports")
    file = models.ForeignKey(ImportFile, on_delete=models.CASCADE, related_name="wizard_imports")
    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="wizard_imports")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    step = models.CharField(max_length=16, choices=Step.choices, default=Step.MAP)
    part = models.CharField(max_length=200, blank=True, default="")
    kind = models.CharField(max_length=40, blank=True, default="")
    columns = models.JSONField(default=dict, blank=True)
    is_complete = models.BooleanField(default=False)
    sample = EncryptedTextField(blank=True, default="", editable=False)
    mapping = models.ForeignKey(ColumnMapping, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    checked_rows = models.PositiveIntegerField(default=0)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    outcome = models.JSONField(default=dict, blank=True)
    sync_log = models.ForeignKey(SyncLog, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = WizardImportManager()

    class Meta:
        base_manager_name = "objects"
        ordering = ["-created_at", "id"]

    def __str__(self) -> str:
        return f"Import of {self.file}"
