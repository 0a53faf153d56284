"""A run that only sends, and is asked to stop on the way: it stops between two batches, and the rest waits in the outbox."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from integrations import runs
from integrations.models import OutgoingEdit, SyncLog
from integrations.sync.engine import execute
from providers.base import Change, Kind, Outcome
from tests.integrations.twoway.bureau import Bureau
from tests.integrations.twoway.desk import Desk

PUSH = {"sync_direction": "push"}


@pytest.fixture
def one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each batch is one edit."""
    monkeypatch.setattr(Desk, "writes", tuple(replace(write, batch=1) for write in Desk.writes))


def test_a_run_that_only_sends_stops_after_the_batch_that_is_under_way(
    bureau: Bureau, one_by_one: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key in ("c1", "c2", "c3"):
        bureau.edit(key, phone="2")
    log = waiting(bureau)
    cancel_while_sending(log, monkeypatch)

    execute(log.pk)

    log.refresh_from_db()
    assert (log.status, log.summary, len(bureau.vendor.posts)) == ("cancelled", "1 edit sent", 1)
    assert sorted(OutgoingEdit.objects.values_list("status", flat=True)) == ["pending", "pending", "sent"]


def test_what_a_cancelled_run_left_is_sent_by_the_next_one(
    bureau: Bureau, one_by_one: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key in ("c1", "c2", "c3"):
        bureau.edit(key, phone="2")
    with monkeypatch.context() as meanwhile:
        log = waiting(bureau)
        cancel_while_sending(log, meanwhile)
        execute(log.pk)

    again = waiting(bureau)
    execute(again.pk)

    again.refresh_from_db()
    assert (again.status, again.summary) == ("completed", "2 edits sent")
    assert [bureau.both(key) for key in ("c1", "c2", "c3")] == [("2", "2")] * 3


def waiting(bureau: Bureau) -> SyncLog:
    return runs.request_sync(bureau.fresh(), SyncLog.Type.MANUAL, SyncLog.Trigger.PERSON, options=PUSH, to_worker=False)


def cancel_while_sending(log: SyncLog, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody cancels the run while its first batch is on the wire."""
    usual = Desk.push

    def pushed(self: Desk, kind: Kind, changes: Sequence[Change]) -> list[Outcome]:
        outcomes: Any = usual(self, kind, changes)
        runs.cancel(log)
        return list(outcomes)

    monkeypatch.setattr(Desk, "push", pushed)
