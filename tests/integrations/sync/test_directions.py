"""Which way a run goes: it reads, sends what was changed here, or does both."""

from typing import Any

import pytest

from integrations import runs
from integrations.models import SyncLog
from integrations.sync.engine import execute
from tests.integrations.office import Office


@pytest.mark.parametrize(
    ("direction", "reads", "summary"),
    [
        pytest.param("pull", True, "synced, 0 new, 0 updated, 0 errors", id="pull reads"),
        pytest.param("push", False, "0 edits sent", id="push sends"),
        pytest.param("bidirectional", True, "0 errors, 0 edits sent", id="bidirectional does both"),
    ],
)
def test_a_run_goes_the_way_that_it_was_asked_to(mapped: Office, direction: str, reads: bool, summary: str) -> None:
    before, options = mapped.fresh().last_sync_at, {"sync_direction": direction}
    mapped.vendor.control("DELETE", "requests")

    log = carried_out(mapped, options)

    assert log.status == SyncLog.Status.COMPLETED
    assert log.summary.endswith(summary)
    assert bool(log.counts) is reads
    assert bool(mapped.asked("lots")) is reads
    assert (mapped.fresh().last_sync_at != before) is reads


def test_a_full_run_that_only_sends_puts_no_full_read_off(mapped: Office) -> None:
    before = mapped.fresh().last_full_sync_at

    log = carried_out(mapped, {"sync_direction": "push"}, SyncLog.Type.FULL)

    assert log.status == SyncLog.Status.COMPLETED
    assert mapped.fresh().last_full_sync_at == before


def carried_out(office: Office, options: dict[str, Any], sync_type: SyncLog.Type = SyncLog.Type.INCREMENTAL) -> SyncLog:
    log = runs.request_sync(office.fresh(), sync_type, SyncLog.Trigger.PERSON, options=options)
    execute(log.pk)
    log.refresh_from_db()
    return log
