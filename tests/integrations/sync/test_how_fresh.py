"""When a connection was last synced: only a run that has read all that it syncs says so."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from integrations import retrying, runs
from integrations.health import advice, facts_of
from integrations.models import Connection, SyncLog
from integrations.sync.engine import execute
from providers.records import Kind
from tests.integrations.office import Office

NINETY_HOURS = timedelta(hours=90)


@pytest.fixture
def stale(mapped: Office) -> Office:
    """An office whose last sync that went well is days ago."""
    past = timezone.now() - NINETY_HOURS
    Connection.objects.filter(pk=mapped.connection.pk).update(last_sync_at=past, last_full_sync_at=past)
    return mapped


def carried_out(office: Office, kinds: list[Kind], sync_type: str, options: dict[str, Any]) -> None:
    log = runs.request_sync(
        office.fresh(), sync_type, SyncLog.Trigger.PERSON, user=office.user, kinds=kinds, options=options
    )
    execute(log.pk)
    log.refresh_from_db()
    assert log.status == SyncLog.Status.COMPLETED, log.summary


@pytest.mark.parametrize(
    ("kinds", "options"),
    [
        pytest.param([Kind.MEMBER], {}, id="one kind"),
        pytest.param([], {"property_filters": {"active": True}}, id="some properties"),
        pytest.param([], {"since": "2026-11-22T00:00:00+00:00"}, id="what changed since yesterday"),
    ],
)
def test_a_run_that_read_a_part_leaves_a_stale_connection_stale(
    stale: Office, kinds: list[Kind], options: dict[str, Any]
) -> None:
    before = stale.fresh()

    carried_out(stale, kinds, SyncLog.Type.INCREMENTAL, options)

    after = stale.fresh()
    assert (after.last_sync_at, after.last_full_sync_at) == (before.last_sync_at, before.last_full_sync_at)
    now = timezone.now()
    assert "stale" in {row.code for row in advice(facts_of([after], now)[after], "", now)}


@pytest.mark.parametrize("sync_type", [SyncLog.Type.INCREMENTAL, SyncLog.Type.FULL])
def test_a_run_that_names_all_kinds_that_are_synced_is_a_sync(stale: Office, sync_type: SyncLog.Type) -> None:
    before = stale.fresh()
    Connection.objects.filter(pk=before.pk).update(config={"excluded_kinds": ["members"]})
    every = list(retrying.readable(stale.fresh()))

    carried_out(stale, every, sync_type, {})

    after = stale.fresh()
    assert after.last_sync_at != before.last_sync_at
    assert (after.last_full_sync_at != before.last_full_sync_at) is (sync_type == SyncLog.Type.FULL)
