"""Beginning an import, and giving it up."""

import logging
from datetime import datetime, timedelta

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.shortcuts import get_object_or_404

from agencies import audit
from agencies.models import Agency, User
from agencies.refusals import Refusal
from integrations import connecting
from integrations.files import drops, receiving
from integrations.models import Connection, ImportFile, WizardImport
from integrations.wizard.sampling import take_sample
from providers.errors import FileError

logger = logging.getLogger(__name__)

# The provider of every system that has no module of its own.
SOURCE = "exports"
FORGOTTEN_AFTER = timedelta(days=30)


def start(user: User, agency: Agency, upload: UploadedFile) -> WizardImport:
    """A new import of the uploaded file, which is kept in the agency's drop. Refusal where it cannot be read."""
    try:
        file = receiving.receive(connection_of(user, agency), upload, user, ImportFile.Origin.WIZARD)
    except FileError as error:
        raise Refusal("not_stored", error.message, error.action) from error
    try:
        return start_from(user, file)
    except Refusal:
        drop_file(file, "It could not be read, and was deleted.")
        raise


def start_from(user: User, file: ImportFile) -> WizardImport:
    """A new import of a file that has arrived already. Refusal where it cannot be read."""
    try:
        with drops.fetched(file) as path:
            sample = take_sample(path, file.name)
    except FileError as error:
        raise Refusal("unreadable_file", error.message, error.action or "Choose another file.") from error
    first = sample.usable[0]
    with transaction.atomic():
        imported = WizardImport.objects.create(
            agency=file.agency,
            file=file,
            connection=connection_of(user, file.agency),
            started_by=user,
            part=first.name if len(sample.usable) == 1 else "",
            sample=sample.as_json(),
        )
        audit.record(
            audit.Action.IMPORT_STARTED, file.name, agency=file.agency, person=user, import_id=str(imported.pk)
        )
    return imported


def pick(user: User, agency: Agency, file_id: str) -> WizardImport:
    """A new import of a file in the drop whose layout nobody knew. Http404 where there is none such."""
    unknown = ImportFile.objects.filter(agency=agency, status=ImportFile.Status.UNRECOGNISED)
    return start_from(user, get_object_or_404(unknown, pk=file_id))


def connection_of(user: User, agency: Agency) -> Connection:
    """The agency's connection that the rows of such files belong to; made when the first one comes."""
    found = Connection.objects.filter(
        agency=agency, provider=SOURCE, auth_type=Connection.AuthType.FILES, status__in=Connection.SIGNED_IN
    ).first()
    return found or connecting.take_files(user, agency, SOURCE)


def abandon(imported: WizardImport) -> None:
    """Give an import up: nothing of it stays, neither the first rows nor, where it was uploaded for this, the file.
    Refusal where its rows are in already."""
    if imported.step not in WizardImport.OPEN:
        message = "That import is over."
        raise Refusal("import_over", message, "To take it back, undo its run.", conflict=True)
    try:
        with transaction.atomic():
            name, agency = imported.file.name, imported.agency
            audit.record(audit.Action.IMPORT_ABANDONED, name, agency=agency, import_id=str(imported.pk))
            forget(imported)
    except FileError as error:
        raise Refusal("drop_away", error.message, error.action, conflict=True) from error


def forget(imported: WizardImport) -> None:
    """Blank what an import knows of people, and take its file away where nothing else needs it."""
    WizardImport.objects.filter(pk=imported.pk).update(
        step=WizardImport.Step.ABANDONED, sample="", outcome={}, heartbeat_at=None
    )
    file = imported.file
    others = file.wizard_imports.exclude(pk=imported.pk).exclude(step=WizardImport.Step.ABANDONED)
    if file.origin == ImportFile.Origin.WIZARD and not others.exists():
        drop_file(file, "The import was given up, and the file deleted.")


def drop_file(file: ImportFile, why: str) -> None:
    """Delete a file that nobody will import. Its row stays, and says so."""
    ImportFile.objects.filter(pk=file.pk).update(status=ImportFile.Status.REFUSED, message=why, action="")
    drops.remove(file)


def tidy(now: datetime) -> int:
    """How many imports were given up because nobody has touched them for 30 days."""
    stale = WizardImport.objects.filter(step__in=WizardImport.OPEN, updated_at__lt=now - FORGOTTEN_AFTER)
    count = 0
    for imported in stale.select_related("file__agency"):
        try:
            with transaction.atomic():
                forget(imported)
        except FileError as error:  # tomorrow, then
            logger.warning("Import %s could not be tidied: %s", imported.pk, error.message)
            continue
        count += 1
    return count
