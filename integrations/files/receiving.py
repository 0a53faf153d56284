"""Files that people hand in on a page: they go into the agency's drop like any other, and are imported at once."""

from pathlib import PurePosixPath

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.text import get_valid_filename

from agencies import audit
from agencies.models import Agency, User
from agencies.refusals import Refusal
from integrations import runs
from integrations.files import drops
from integrations.models import Connection, ImportFile, SyncLog

READABLE = (".csv", ".txt", ".tsv", ".gz", ".xlsx", ".xlsm", ".zip")
FOLDER = "uploads"


def receive(
    connection: Connection, upload: UploadedFile, user: User, origin: str = ImportFile.Origin.UPLOAD
) -> ImportFile:
    """The uploaded file, stored in the drop and noted as waiting. Refusal where its name says that it is no list."""
    name = _name_of(upload)
    now = timezone.now()
    found = drops.put(connection.agency, f"{FOLDER}/{now:%Y-%m-%d}/{name}", upload)
    with transaction.atomic():
        file, _ = ImportFile.objects.update_or_create(
            agency=connection.agency,
            drop_key=found.key,
            version=found.version,
            defaults={
                "connection": connection,
                "size": found.size,
                "modified_at": found.modified_at,
                "as_of": now,
                "origin": origin,
                "uploaded_by": user,
            },
        )
        details = {"file": file.name, "size": file.size, "origin": str(origin)}
        audit.record(audit.Action.FILE_UPLOADED, connection, agency=connection.agency, person=user, **details)
    return file


def reopen(agency: Agency, provider: str, file_id: str) -> ImportFile:
    """A file of this agency and system that waits to be read once more, whatever became of it. Http404 where there is
    none."""
    files = ImportFile.objects.exclude(origin=ImportFile.Origin.WIZARD).filter(agency=agency)
    file = get_object_or_404(files, connection__provider=provider, pk=file_id)
    file.status, file.done_at = ImportFile.Status.NEW, None
    file.save(update_fields=["status", "done_at"])
    return file


def import_now(file: ImportFile, user: User) -> SyncLog:
    """A queued run that brings in this one file. Refusal where its connection is being synced already."""
    connection = file.connection
    assert connection is not None
    return runs.request_sync(
        connection, SyncLog.Type.MANUAL, SyncLog.Trigger.PERSON, user=user, only={"files": [str(file.pk)]}
    )


def _name_of(upload: UploadedFile) -> str:
    name = PurePosixPath((upload.name or "").replace("\\", "/")).name
    if not name.lower().endswith(READABLE):
        raise Refusal(
            "not_a_list",
            f"{name or 'That'} is not a file that pmsync reads.",
            "Upload a CSV or Excel file, or a ZIP of these.",
        )
    return get_valid_filename(name)
