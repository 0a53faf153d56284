"""Asking for a run and asking it to stop. One live run per connection is a database constraint, not a check here."""

import logging
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from celery import current_app
from django.db import IntegrityError, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from agencies import audit
from agencies.models import User
from agencies.refusals import Refusal
from integrations.models import Connection, SyncLog
from providers.records import Kind

logger = logging.getLogger(__name__)

STARTED_BY_SOMEBODY = (SyncLog.Trigger.PERSON, SyncLog.Trigger.COMMAND)
RUN_SYNC = "integrations.run_sync"  # by name: the task stands above this module, in tasks.py


def request_sync(
    connection: Connection,
    sync_type: str,
    trigger: str,
    user: User | None = None,
    kinds: Iterable[Kind] = (),
    *,
    only: dict[str, Any] | None = None,
    options: dict[str, Any] | None = None,
    to_worker: bool = True,
) -> SyncLog:
    """A queued run, sent to a worker once the transaction is through unless the caller carries it out. Refusal where the
    connection is not signed in or has a live run already, or has everything that was asked for switched off. `only` narrows
    it to some rows or files, as SyncLog tells; `options` are how it reads."""
    if connection.status not in Connection.SIGNED_IN:
        raise Refusal(
            "not_connected",
            f"{connection} is not connected ({connection.get_status_display().lower()}).",
            "Reconnect it first.",
            conflict=True,
        )
    asked = list(kinds)
    wanted = [kind for kind in asked if kind not in connection.excluded_kinds]
    if asked and not wanted:
        raise Refusal("switched_off", "What you asked for is switched off for this connection.", "See its settings.")
    try:
        with transaction.atomic():
            if trigger != SyncLog.Trigger.WEBHOOK:
                _put_aside(connection)
            log = SyncLog.objects.create(
                connection=connection,
                sync_type=sync_type,
                trigger=trigger,
                requested_by=user,
                kinds=[kind.value for kind in wanted],
                only=only or {},
                options=options or {},
            )
            if trigger in STARTED_BY_SOMEBODY:
                details = {"type": sync_type, "kinds": log.kinds, "job": str(log.pk)}
                details |= {"options": sorted(options)} if options else {}
                audit.record(audit.Action.SYNC_STARTED, connection, agency=connection.agency, person=user, **details)
    except IntegrityError as error:
        raise _running_already(connection) from error
    if to_worker:
        transaction.on_commit(lambda: send(log.pk))
    return log


def _put_aside(connection: Connection) -> None:
    """Forget a run that events asked for and that has not begun: they go on waiting, and are read after the one that comes."""
    asked = SyncLog.objects.filter(connection=connection, trigger=SyncLog.Trigger.WEBHOOK, started_at__isnull=True)
    waiting = asked.filter(status=SyncLog.Status.QUEUED).select_for_update().first()
    if waiting is not None:
        waiting.delete()


def _running_already(connection: Connection) -> Refusal:
    live = SyncLog.objects.live().filter(connection=connection).values_list("pk", "trigger").first()
    job, trigger = live or (None, None)
    message, action = f"{connection} is being synced already (job {job}).", "Wait for it to end, or cancel it."
    if trigger == SyncLog.Trigger.WEBHOOK:
        message = f"{connection} is reading what its vendor has just told of (job {job})."
        action = "That takes a moment: try again then."
    return Refusal("already_running", message, action, conflict=True)


def send(log_id: UUID) -> None:
    """Tell a worker of a queued run. Where the broker is away, the next tick tells it again."""
    try:
        current_app.send_task(RUN_SYNC, [str(log_id)])
    except OperationalError as error:
        logger.warning("The broker did not take run %s: %s", log_id, error)
        return
    SyncLog.objects.filter(pk=log_id, status=SyncLog.Status.QUEUED).update(sent_at=timezone.now())


@transaction.atomic
def cancel(log: SyncLog) -> None:
    """Stop a run because somebody asked to. Refusal where it is over."""
    stop(log)
    connection = log.connection
    audit.record(audit.Action.SYNC_CANCELLED, connection, agency=connection.agency, job=str(log.pk))


def stop(log: SyncLog) -> None:
    """Stop a run: at once where it has not begun, else at its next page. Refusal where it is over."""
    now = timezone.now()
    queued = SyncLog.objects.filter(pk=log.pk, status=SyncLog.Status.QUEUED).update(
        status=SyncLog.Status.CANCELLED, cancel_requested=True, completed_at=now, summary="Cancelled before it began."
    )
    if not queued and not SyncLog.objects.live().filter(pk=log.pk).update(cancel_requested=True):
        raise Refusal("not_running", "That run is over.", conflict=True)
    log.refresh_from_db()
