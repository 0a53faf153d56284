"""From a checked import to the run that brings its rows in."""

from django.db import transaction
from django.utils import timezone

from agencies import audit
from agencies.models import User
from agencies.refusals import Refusal
from integrations import runs
from integrations.models import ImportFile, SyncLog, WizardImport
from integrations.wizard import saved


@transaction.atomic
def confirm(imported: WizardImport, user: User, name: str) -> SyncLog:
    """The run that brings the rows in, with the columns remembered under that name. Refusal where not all rows have been
    tried with these columns, or another run is under way."""
    rows = WizardImport.objects.select_for_update(of=("self",)).defer(None)
    held = rows.select_related("agency", "connection__agency", "file").get(pk=imported.pk)
    if held.step != WizardImport.Step.CHECKED:
        message = "This import is not ready: its rows have to be checked first."
        raise Refusal("not_checked", message, "Check them, then confirm.", conflict=True)
    mapping = saved.remember(held, name)
    take_over(held)
    log = runs.request_sync(
        held.connection,
        SyncLog.Type.MANUAL,
        SyncLog.Trigger.PERSON,
        user=user,
        only=saved.order_for(held, mapping),
    )
    WizardImport.objects.filter(pk=held.pk).update(
        step=WizardImport.Step.DONE, mapping=mapping, sync_log=log, sample="", updated_at=timezone.now()
    )
    audit.record(audit.Action.COLUMNS_SAVED, mapping, agency=held.agency, person=user, kind=held.kind)
    return log


def take_over(imported: WizardImport) -> None:
    """Let the import's connection read its file, also one that it or another connection could not make out before."""
    ImportFile.objects.filter(pk=imported.file_id).update(
        connection=imported.connection, status=ImportFile.Status.NEW, message="", action="", done_at=None
    )
