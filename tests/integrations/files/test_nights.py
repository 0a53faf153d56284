"""Nights of an agency that leaves files in its drop: the tick begins the run, a real worker process carries it out."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from integrations import schedule
from integrations.models import Connection, ImportFile, SyncLog
from integrations.sync.journal import HEARTBEAT_LOST_AFTER
from portfolio.models import Lease, Property
from tests.integrations.files.nights import L1, LEASES, P1, PROPERTIES, Nights, some_nights
from tests.integrations.office import assert_counts_add_up, portfolio
from tests.processes import Worker, wait_until
from tests.sandbox_server import SandboxServer

pytestmark = pytest.mark.django_db(transaction=True)

# 02:20 in Sydney, when even the last of the agency's connections is due.
NIGHT = datetime(2026, 7, 3, 16, 20, tzinfo=UTC)


def due(nights: Nights) -> None:
    """The night's time has come for the connection."""
    night = schedule.next_night(nights.fresh(), NIGHT - timedelta(hours=12))
    Connection.objects.filter(pk=nights.connection.pk).update(next_sync_at=night)


def of_the_night(nights: Nights) -> SyncLog:
    """The last run of the connection."""
    log = SyncLog.objects.filter(connection=nights.connection).first()
    assert log is not None
    return log


def test_the_files_of_a_day_come_in_at_night(vendor: SandboxServer, tmp_path: Path) -> None:
    nights = some_nights()
    nights.put("leases.csv", LEASES, L1)
    nights.put("properties.csv", PROPERTIES, P1)
    due(nights)

    with Worker(vendor, tmp_path) as worker:
        ticked = schedule.tick(NIGHT)
        wait_until(lambda: not of_the_night(nights).is_live)

    log = of_the_night(nights)
    assert (ticked.queued, log.status, log.trigger) == (1, "completed", "schedule"), worker.log.read_text()
    assert log.summary == "1 property synced, 1 new, 0 updated, 0 errors"
    assert Lease.objects.get().property == Property.objects.get()
    assert_counts_add_up(log)
    assert nights.fresh().next_sync_at == schedule.next_night(nights.fresh(), NIGHT)


def test_a_worker_that_is_killed_in_the_middle_of_a_file_leaves_the_next_night_to_end_it(
    vendor: SandboxServer, tmp_path: Path
) -> None:
    rows = [f"P-{number},{number} Wattle Street,Ultimo,NSW,2007,2,1," for number in range(1, 4001)]
    calm = some_nights()
    calm.put("properties.csv", PROPERTIES, *rows)
    calm.run()
    undisturbed = portfolio()
    calm.connection.agency.delete()
    nights = some_nights()
    nights.connection.config = {"batch_size": 40}
    nights.connection.save()
    nights.put("properties.csv", PROPERTIES, *rows)
    due(nights)

    with Worker(vendor, tmp_path) as worker:
        schedule.tick(NIGHT)
        wait_until(Property.objects.exists)
        worker.kill()
    log = of_the_night(nights)
    assert (log.status, nights.file("properties.csv").status) == ("running", ImportFile.Status.NEW)
    assert 0 < Property.objects.count() < 4000
    silent_since = timezone.now() - HEARTBEAT_LOST_AFTER - timedelta(seconds=1)
    SyncLog.objects.filter(pk=log.pk).update(heartbeat_at=silent_since)
    ticked = schedule.tick()
    after = nights.run()

    assert (ticked.given_up, after.status) == (1, "completed")
    assert portfolio() == undisturbed


def test_a_file_that_is_still_being_written_is_looked_at_again_the_same_night(
    vendor: SandboxServer, settings: object
) -> None:
    nights = some_nights()
    path = nights.put("properties.csv", PROPERTIES, P1)
    path.with_name("properties.csv.part").write_bytes(b"")

    nights.run()

    assert nights.file("properties.csv").status == ImportFile.Status.GROWING
    again_at = nights.fresh().next_sync_at
    assert again_at is not None
    assert again_at - timezone.now() < timedelta(minutes=10)

    path.with_name("properties.csv.part").unlink()
    nights.run()

    assert (nights.file("properties.csv").status, Property.objects.count()) == ("imported", 1)
