"""Trying all rows of an import without keeping any of them.

The whole import is carried out as a run would do it, in one transaction that is rolled back: the numbers are those of the real
run, because the same code counted them. Meanwhile its rows are locked, on SQLite the whole database."""

import json
import logging
from datetime import datetime, timedelta
from time import monotonic
from typing import Any
from uuid import UUID, uuid4

from celery import current_app
from django.core.cache import cache
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection as database
from django.db import transaction
from django.db.models import Count, F, Min
from django.utils import timezone
from kombu.exceptions import OperationalError

from agencies.refusals import Refusal
from integrations.files.running import read_files
from integrations.models import ImportFile, RowChange, SyncIssue, SyncLog, WizardImport
from integrations.sync.facts import facts_of
from integrations.sync.issues import open_keys
from integrations.sync.journal import Cancelled, Journal
from integrations.sync.pages import Run
from integrations.wizard import mapping, saved
from integrations.wizard.importing import take_over
from providers.errors import FileError, ProviderError

logger = logging.getLogger(__name__)

CHECK_IMPORT = "integrations.check_import"  # by name: the task stands above this module, in tasks.py
LOST_AFTER = timedelta(minutes=4)
UNHEARD_AFTER = timedelta(seconds=20)
SHOWN = 20
CAUSES = 50
ROWS_NAMED = 10
SECONDS_BETWEEN_SIGNS = 1.0
# There a dry run keeps all others from writing, and they wait for 30 seconds at most.
LONGEST_ON_SQLITE = 20.0


class Rehearsal(Journal):
    """A journal that tells the page how far the dry run is, and writes nothing. It stops once nobody waits for it."""

    def __init__(self, log: SyncLog, imported: WizardImport) -> None:
        super().__init__(log)
        self._imported = imported
        self._began_at, self._told_at = monotonic(), 0.0

    def _hold(self) -> None:
        if database.vendor == "sqlite" and monotonic() - self._began_at > LONGEST_ON_SQLITE:
            message = "Trying so many rows at once would keep everybody else waiting on this small database."
            raise FileError(message, action="Import the list in parts, or have pmsync moved to PostgreSQL.")
        if not waiting(self._imported).exists():
            raise Cancelled

    def _save(self, **more: Any) -> None:
        if monotonic() - self._told_at >= SECONDS_BETWEEN_SIGNS:
            self._told_at = monotonic()
            tell(self._imported, self.done, more.get("activity", ""))


def begin(imported: WizardImport) -> None:
    """Have a worker try all rows. Refusal where the columns are not ready for it, or the import is over."""
    if imported.step not in WizardImport.OPEN:
        raise Refusal("import_over", "That import is over.", "Begin a new one.", conflict=True)
    mapping.check(imported)
    with transaction.atomic():
        WizardImport.objects.filter(pk=imported.pk).update(
            step=WizardImport.Step.CHECKING, heartbeat_at=None, checked_rows=0, outcome={}, updated_at=timezone.now()
        )
        tell(imported, 0, "")
        transaction.on_commit(lambda: send(imported.pk))
    imported.step = WizardImport.Step.CHECKING


def send(import_id: UUID) -> None:
    """Tell a worker. Where the broker is away, the page offers to begin again."""
    try:
        current_app.send_task(CHECK_IMPORT, [str(import_id)])
    except OperationalError as error:
        logger.warning("The broker did not take the check of import %s: %s", import_id, error)


def send_again(now: datetime | None = None) -> int:
    """How many dry runs that no worker has taken up were told of once more: their message was lost, or never sent."""
    unheard = (now or timezone.now()) - UNHEARD_AFTER
    waiting_long = WizardImport.objects.filter(
        step=WizardImport.Step.CHECKING, heartbeat_at__isnull=True, updated_at__lt=unheard
    )
    ids = list(waiting_long.values_list("pk", flat=True))
    for import_id in ids:
        send(import_id)
    return len(ids)


def tell(imported: WizardImport, rows: int, activity: str) -> None:
    """Say how far a dry run is. Kept beside the database, in which nothing shows until its transaction ends."""
    sign = {"rows": rows, "activity": activity, "at": timezone.now()}
    cache.set(f"import-check:{imported.pk}", sign, timeout=int(LOST_AFTER.total_seconds()))


def sign_of(imported: WizardImport) -> dict[str, Any] | None:
    """The last that was heard of a dry run; None where nothing has been heard for minutes."""
    return cache.get(f"import-check:{imported.pk}")


def waiting(imported: WizardImport) -> Any:
    """The import, as long as the dry run that was taken up as `imported` is the one that counts."""
    return WizardImport.objects.filter(
        pk=imported.pk, step=WizardImport.Step.CHECKING, heartbeat_at=imported.heartbeat_at
    )


def rehearse(import_id: UUID) -> None:
    """Carry out the dry run that an import waits for, and note what came of it. Nothing where it waits for none."""
    now = timezone.now()
    taken = WizardImport.objects.filter(pk=import_id, step=WizardImport.Step.CHECKING, heartbeat_at__isnull=True)
    if not taken.update(heartbeat_at=now):
        return
    imported = WizardImport.objects.select_related("connection__agency", "file__agency", "mapping").get(pk=import_id)
    try:
        with transaction.atomic():
            outcome = _try_out(imported, now)
            transaction.set_rollback(True)
    except Cancelled:
        return
    except ProviderError as error:
        _note(imported, WizardImport.Step.FAILED, {"message": error.message, "action": getattr(error, "action", "")})
    except BaseException:
        _note(
            imported,
            WizardImport.Step.FAILED,
            {"message": "Something went wrong inside pmsync.", "action": "Try again."},
        )
        raise
    else:
        is_read = "message" not in outcome
        _note(imported, WizardImport.Step.CHECKED if is_read else WizardImport.Step.FAILED, outcome)


def _note(imported: WizardImport, step: str, outcome: dict[str, Any]) -> None:
    rows = sum(count["read"] for count in outcome.get("counts", {}).values())
    waiting(imported).update(step=step, outcome=outcome, checked_rows=rows, updated_at=timezone.now())


def _try_out(imported: WizardImport, now: datetime) -> dict[str, Any]:
    """What a run of this import would do. Writes rows, which the caller takes back."""
    taught = saved.remember(imported, imported.mapping.name if imported.mapping else f"Check of {imported.pk}")
    take_over(imported)
    log = SyncLog(
        connection=imported.connection,
        sync_type=SyncLog.Type.MANUAL,
        status=SyncLog.Status.RUNNING,
        claim=uuid4(),
        started_at=now,
        only=saved.order_for(imported, taught),
    )
    # The log itself is never stored: one live run per connection is a rule for runs that stay.
    journal = Rehearsal(log, imported)
    run = Run(facts_of(imported.connection, now), log, journal, open_keys(imported.connection_id))
    read_files(run)
    file = ImportFile.objects.get(pk=imported.file_id)
    if file.status != ImportFile.Status.IMPORTED:
        return {"message": file.message or "The file could not be read.", "action": file.action}
    return {"counts": journal.counts.as_json(), "causes": _causes(log), **_changes(log)}


def _causes(log: SyncLog) -> list[dict[str, Any]]:
    """Why rows would not come in, the most frequent cause first, each with some of its rows."""
    issues = SyncIssue.objects.filter(sync_log_id=log.pk)
    groups = issues.values("kind", "code", "column", "action").annotate(number=Count("pk"), words=Min("message"))
    causes = []
    for group in groups.order_by("-number", "kind", "code", "column")[:CAUSES]:
        rows = issues.filter(**{name: group[name] for name in ("kind", "code", "column", "action")})
        named = rows.order_by(F("row_number").asc(nulls_last=True)).values("row_number", "value", "message")
        causes.append(group | {"rows": list(named[:ROWS_NAMED])})
    return causes


def _changes(log: SyncLog) -> dict[str, Any]:
    """Some of the rows that would be new, changed or gone, as the log of a real run would list them."""
    found = {}
    for action in (RowChange.Action.CREATED, RowChange.Action.UPDATED, RowChange.Action.WITHDRAWN):
        rows = RowChange.objects.filter(sync_log_id=log.pk, action=action).order_by("pk")[:SHOWN]
        found[action.value] = list(rows.values("table", "row_id", "action", "label", "before", "after"))
    decoded: dict[str, Any] = json.loads(json.dumps(found, cls=DjangoJSONEncoder))
    return decoded
