"""Kill a run anywhere and run again: the same rows, and every dollar once."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections, transaction
from django.utils import timezone

from integrations import schedule
from integrations.models import Connection, SyncLog
from integrations.sync import beginning
from integrations.sync.engine import execute
from integrations.sync.journal import Journal
from tests.integrations.office import Office, portfolio, signed_in
from tests.sandbox_server import SandboxServer

BATCH = 12


class Killed(BaseException):
    """The process is gone."""


class Undone(Exception):
    """Takes a whole attempt back."""


@contextmanager
def killed_at(page: int, *, committed: bool, how: Any) -> Iterator[list[int]]:
    """Runs die at their n-th page: just before its transaction is through, or just after."""
    whole, seen = Journal.page, [0]

    @contextmanager
    def dying(journal: Journal) -> Iterator[None]:
        seen[0] += 1
        mine = seen[0]
        with whole(journal):
            yield
            if mine == page and not committed:
                how()
        if mine == page and committed:
            how()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Journal, "page", dying)
        yield seen


def die() -> None:
    raise Killed


def ready(vendor: SandboxServer) -> Office:
    """An office that is in step, small pages, and three lively days at the vendor that it has not seen."""
    office = signed_in(vendor)
    office.sync()
    office.map_all()
    office.sync()
    office.advance(3)
    office.configure(batch_size=BATCH)
    return office


@pytest.mark.parametrize(("sync_type", "committed"), [("incremental", False), ("full", True)])
def test_a_run_killed_at_any_page_ends_with_the_same_rows_when_it_is_run_again(
    vendor: SandboxServer, db: None, sync_type: str, committed: bool
) -> None:
    office = ready(vendor)
    with pytest.raises(Undone), transaction.atomic(), killed_at(0, committed=committed, how=die) as pages:
        office.sync(sync_type)
        undisturbed = portfolio()
        raise Undone
    assert pages[0] > 6

    for page in range(1, pages[0] + 1):
        with pytest.raises(Undone), transaction.atomic():
            with pytest.raises(Killed), killed_at(page, committed=committed, how=die):
                office.sync(sync_type)
            killed = SyncLog.objects.latest("created_at")
            again = office.sync()

            assert (killed.status, again.status) == ("failed", "completed")
            assert portfolio() == undisturbed, f"killed at page {page}"
            raise Undone


def test_a_first_look_killed_at_any_page_sets_the_same_bases(vendor: SandboxServer, db: None) -> None:
    office = signed_in(vendor)
    office.configure(batch_size=BATCH)
    with pytest.raises(Undone), transaction.atomic(), killed_at(0, committed=True, how=die) as pages:
        office.sync()
        undisturbed = portfolio()
        raise Undone

    for page in range(1, pages[0] + 1):
        with pytest.raises(Undone), transaction.atomic():
            with pytest.raises(Killed), killed_at(page, committed=True, how=die):
                office.sync()
            office.sync()

            assert portfolio() == undisturbed, f"killed at page {page}"
            raise Undone


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("page", [2, 7])
def test_a_worker_that_is_shot_is_given_up_within_five_minutes_and_the_next_run_goes_on(
    vendor: SandboxServer, page: int
) -> None:
    office = ready(vendor)
    log = office.request()
    connections.close_all()

    child = os.fork()
    if child == 0:
        with killed_at(page, committed=False, how=lambda: os.kill(os.getpid(), signal.SIGKILL)):
            execute(log.pk)
        os._exit(0)
    _, status = os.waitpid(child, 0)

    assert os.WTERMSIG(status) == signal.SIGKILL
    log.refresh_from_db()
    assert log.status == "running" and log.heartbeat_at is not None
    assert schedule.tick(log.heartbeat_at + timedelta(minutes=3)).given_up == 0
    assert schedule.tick(log.heartbeat_at + timedelta(minutes=4, seconds=1)).given_up == 1
    log.refresh_from_db()
    assert (log.status, [error["code"] for error in log.errors]) == ("failed", ["worker_lost"])
    assert log.completed_at is not None
    resumed = office.sync()
    assert resumed.status == "completed"
    rows = portfolio()
    assert office.sync("full").status == "completed"
    assert portfolio() == rows


def test_a_mark_moves_only_with_the_last_page_of_its_feed(vendor: SandboxServer, db: None) -> None:
    office = ready(vendor)
    marks = dict(office.fresh().cursors.values_list("feed", "value"))

    with pytest.raises(Killed), killed_at(4, committed=True, how=die):
        office.sync("full")

    assert dict(office.fresh().cursors.values_list("feed", "value")) == marks


def test_a_mark_that_has_gone_stale_asks_for_everything_openly(mapped: Office) -> None:
    connection = mapped.fresh()
    old = timezone.now() - beginning.CURSOR_GOES_STALE_AFTER - timedelta(hours=1)
    connection.cursors.update(updated_at=old)
    mapped.vendor.control("DELETE", "requests")

    mapped.sync()

    assert {entry["query"] for entry in mapped.asked("v2/jobtasks")} == {"Timestamp=0"}
    assert Connection.objects.get(pk=connection.pk).last_sync_at is not None
