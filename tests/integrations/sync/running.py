"""A run that is held open, for tests that hand it pages themselves."""

from typing import Any

from django.utils import timezone

from integrations.models import Connection, SyncLog
from integrations.sync.facts import facts_of
from integrations.sync.issues import open_keys
from integrations.sync.journal import Journal, claim
from integrations.sync.pages import Run, store
from providers.records import Record, Rejected
from tests.factories import a_connection


def a_run(connection: Connection | None = None, **given: Any) -> Run:
    """A run of the connection, claimed; the connection creates what nobody mapped."""
    connection = connection or a_connection(unmapped=Connection.Unmapped.CREATE)
    queued = SyncLog.objects.create(connection=connection, sync_type=SyncLog.Type.FULL, **given)
    log = claim(queued.pk)
    assert log is not None
    return Run(facts_of(log.connection, timezone.now()), log, Journal(log), open_keys(connection.pk))


def stored(run: Run, *rows: Record | Rejected) -> list[Rejected]:
    """The rows set aside of a page that went through its transaction."""
    with run.journal.page():
        return store(run, rows)
