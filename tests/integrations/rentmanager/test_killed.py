"""Runs whose process is shot, at every page and in a real worker: given up in time, taken up by the next, the same rows."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from integrations import schedule
from integrations.models import RowChange, SyncLog
from integrations.sync.engine import execute
from integrations.sync.journal import HEARTBEAT_LOST_AFTER
from portfolio.models import Charge
from providers.rentmanager import RentManager
from tests.integrations.companies import SLUG
from tests.integrations.rentmanager.office import Company, die, in_step, rows, shot, signed_in
from tests.integrations.sync.test_killed import killed_at
from tests.processes import Worker, wait_until
from tests.sandbox_server import SandboxServer

pytestmark = pytest.mark.django_db(transaction=True)
BATCH = 400
# These pages die before their transaction is through and after it, the others by turns: all of both would take minutes.
BOTH_WAYS_AT = (1, 5, 9, 15)
FEEDS = [feed for feed in RentManager.feeds if not feed.on_request]


def dies_at(log: SyncLog, page: int, *, committed: bool) -> Callable[[], object]:
    """The run, in a process that is shot at its n-th page: before its transaction is through, or just after."""

    def run() -> None:
        with killed_at(page, committed=committed, how=die):
            execute(log.pk)

    return run


def give_up(log: SyncLog) -> tuple[int, str]:
    """How many runs a tick gives up when the worker has been silent for long enough, and what the run is then."""
    log.refresh_from_db()
    assert log.status == "running" and log.heartbeat_at is not None
    assert schedule.tick(log.heartbeat_at + HEARTBEAT_LOST_AFTER - timedelta(seconds=1)).given_up == 0
    ticked = schedule.tick(log.heartbeat_at + HEARTBEAT_LOST_AFTER + timedelta(seconds=1))
    log.refresh_from_db()
    return ticked.given_up, log.status


def lively(vendor: SandboxServer) -> tuple[Company, Company]:
    """Two agencies in step with one location, where two days go by and some rows go without a word."""
    office, twin = in_step(vendor), in_step(vendor)
    office.advance(2)
    for collection in ("Vendors", "Screenings", "Leases"):
        office.take_away(collection, min(office.theirs(collection)))
    office.configure(batch_size=BATCH)
    twin.configure(batch_size=BATCH)
    return office, twin


def test_runs_that_are_shot_one_page_later_each_time_end_with_the_rows_of_one_that_was_left_alone(
    companies: SandboxServer,
) -> None:
    office, twin = lively(companies)
    with killed_at(0, committed=True, how=die) as pages:
        assert twin.run().status == "completed"

    for page in range(1, pages[0] + 1):
        for committed in (False, True) if page in BOTH_WAYS_AT else (page % 2 == 0,):
            log = office.waiting()
            assert shot(dies_at(log, page, committed=committed)), f"page {page}"
            assert give_up(log) == (1, "failed"), f"page {page}"
    last = office.run()

    assert pages[0] >= len(FEEDS) and last.status == "completed"
    assert not SyncLog.objects.live().exists()
    assert RowChange.objects.filter(sync_log__connection=office.connection, action="withdrawn").exists()
    assert rows(office) == rows(twin)


def test_first_looks_that_are_shot_end_with_the_rows_of_one_that_was_left_alone(companies: SandboxServer) -> None:
    twin, office = in_step(companies), signed_in(companies)

    for page, committed in ((1, False), (4, True), (4, False), (9, False), (9, True), (16, True)):
        log = office.waiting("full")
        assert shot(dies_at(log, page, committed=committed))
        assert give_up(log) == (1, "failed")
    last = office.run("full")

    assert last.status == "completed" and not SyncLog.objects.live().exists()
    assert rows(office) == rows(twin)


def test_a_real_worker_that_is_killed_leaves_a_run_that_the_next_one_makes_up_for(
    companies: SandboxServer, tmp_path: Path
) -> None:
    twin, office = in_step(companies), signed_in(companies, batch_size=100)
    companies.fault("Payments", "slow", provider=SLUG, seconds=20.0)
    log = office.request("full")

    with Worker(companies, tmp_path) as worker:
        wait_until(Charge.objects.filter(agency=office.agency).exists)
        worker.kill()
    half = rows(office)
    given_up = give_up(log)
    companies.control("DELETE", "faults")
    again = office.run()

    assert half["Lease"] and not half["Transaction"]
    assert (given_up, again.status) == ((1, "failed"), "completed")
    assert rows(office) == rows(twin)
