"""Runs that a real Celery worker process carries out, over the broker of this run, against the sandbox."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from integrations import schedule
from integrations.models import SyncLog
from integrations.sync.journal import HEARTBEAT_LOST_AFTER
from portfolio.models import Inspection, Property
from tests.integrations.office import Office, portfolio, signed_in
from tests.processes import Worker, wait_until
from tests.sandbox_server import SandboxServer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worker(vendor: SandboxServer, transactional_db: None, tmp_path: Path) -> Iterator[Worker]:
    with Worker(vendor, tmp_path) as running:
        yield running


@pytest.fixture(autouse=True)
def undelayed(vendor: SandboxServer) -> Iterator[None]:
    yield
    vendor.control("PATCH", "settings", {"delay": 0.0})


def over(log: SyncLog) -> bool:
    log.refresh_from_db()
    return not log.is_live


def test_a_worker_process_carries_out_a_queued_run(office: Office, worker: Worker) -> None:
    first_look = SyncLog.objects.get(connection=office.connection)

    wait_until(lambda: over(first_look))

    assert (first_look.status, first_look.trigger) == ("completed", "connect"), worker.log.read_text()
    assert first_look.summary == "0 properties synced, 0 new, 0 updated, 0 errors"
    assert first_look.claim is not None

    mapped = office.map_all()
    sync = office.request()
    wait_until(lambda: over(sync))

    assert sync.status == "completed", worker.log.read_text()
    assert sync.summary == f"{mapped.created} properties synced, {mapped.created} new, 0 updated, 0 errors"


def test_a_run_whose_worker_is_killed_is_given_up_and_the_next_one_makes_up_for_it(
    vendor: SandboxServer, mapped: Office, tmp_path: Path
) -> None:
    undisturbed = portfolio()
    mapped.agency.delete()
    office = signed_in(vendor)
    office.sync()
    office.map_all()
    vendor.control("PATCH", "settings", {"delay": 0.4})
    log = office.request()

    with Worker(vendor, tmp_path) as worker:
        wait_until(Property.objects.filter(synced_at__isnull=False).exists)
        worker.kill()
    vendor.control("PATCH", "settings", {"delay": 0.0})
    log.refresh_from_db()
    assert (log.status, Inspection.objects.exists()) == ("running", False)
    silent_since = timezone.now() - HEARTBEAT_LOST_AFTER - timedelta(seconds=1)
    SyncLog.objects.filter(pk=log.pk).update(heartbeat_at=silent_since)
    ticked = schedule.tick()
    log.refresh_from_db()
    after = office.sync()

    assert ticked.given_up == 1
    assert (log.status, [error["code"] for error in log.errors]) == ("failed", ["worker_lost"])
    assert after.status == "completed"
    assert portfolio() == undisturbed
