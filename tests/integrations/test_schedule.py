"""The nights: when they are, through changes of the clock, and that each is run once."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from django.db import connection as database
from kombu.exceptions import OperationalError

from integrations import schedule
from integrations.models import Connection, SyncLog
from integrations.schedule import SPREAD, Ticked, next_night, tick
from pmsync import celery_app
from tests.factories import a_connection, a_sync_log, an_agency

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 7, 3, 16, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
FIRST = UUID(int=0)  # whose spread is nothing


def nights(zone: str, first: datetime, last: datetime, at: time = time(2, 0)) -> list[datetime]:
    """Every night between two moments, for a tick each minute that takes those that are due."""
    connection = a_connection(an_agency(timezone=zone, sync_time=at), id=FIRST)
    connection.next_sync_at = next_night(connection, first)
    taken, now = [], first
    while now <= last:
        if connection.next_sync_at <= now:
            taken.append(connection.next_sync_at)
            connection.next_sync_at = next_night(connection, now)
        now += MINUTE
    return taken


def utc(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "first", "last", "expected"),
    [
        # Sydney, 4 October: 02:00 is 03:00, so the night begins as the gap ends.
        ("Australia/Sydney", utc(10, 2, 12), utc(10, 5, 12), [utc(10, 2, 16), utc(10, 3, 16), utc(10, 4, 15)]),
        # Sydney, 5 April: 02:00 passes twice, and the first one counts.
        ("Australia/Sydney", utc(4, 3, 12), utc(4, 6, 12), [utc(4, 3, 15), utc(4, 4, 15), utc(4, 5, 16)]),
        ("Australia/Brisbane", utc(10, 2, 12), utc(10, 5, 12), [utc(10, 2, 16), utc(10, 3, 16), utc(10, 4, 16)]),
        ("Australia/Perth", utc(10, 2, 12), utc(10, 5, 12), [utc(10, 2, 18), utc(10, 3, 18), utc(10, 4, 18)]),
        # Lord Howe Island moves its clock by half an hour.
        (
            "Australia/Lord_Howe",
            utc(10, 2, 12),
            utc(10, 5, 12),
            [utc(10, 2, 15, 30), utc(10, 3, 15, 30), utc(10, 4, 15)],
        ),
        ("Australia/Lord_Howe", utc(4, 3, 12), utc(4, 6, 12), [utc(4, 3, 15), utc(4, 4, 15, 30), utc(4, 5, 15, 30)]),
        ("UTC", utc(12, 30, 12), utc(12, 31, 23), [utc(12, 31, 2)]),
    ],
)
def test_every_calendar_day_has_one_night(zone: str, first: datetime, last: datetime, expected: list[datetime]) -> None:
    found = nights(zone, first, last)

    assert found == expected


@pytest.mark.parametrize("at", [time(1, 59), time(2, 0), time(2, 30), time(2, 59), time(3, 0)])
@pytest.mark.parametrize("month", [4, 10])
def test_a_year_has_as_many_nights_as_days_whatever_the_hour(at: time, month: int) -> None:
    found = nights("Australia/Sydney", utc(month, 1, 12), utc(month, 8, 12), at)

    assert len(found) == 7
    assert all(timedelta(hours=22) < later - night < timedelta(hours=26) for night, later in pairwise(found))


def test_a_night_that_was_just_taken_is_not_the_next_one() -> None:
    connection = a_connection(an_agency(timezone="Australia/Sydney"), id=FIRST)
    first = next_night(connection, utc(7, 3, 12))

    assert next_night(connection, first - timedelta(microseconds=1)) == first
    assert next_night(connection, first) == first + timedelta(days=1)


def test_connections_of_one_agency_are_spread_over_a_quarter_of_an_hour_and_keep_their_place() -> None:
    agency = an_agency(timezone="Australia/Brisbane")
    connections = [a_connection(agency) for _ in range(40)]

    found = [next_night(connection, NOW) for connection in connections]

    assert found == [next_night(Connection.objects.get(pk=connection.pk), NOW) for connection in connections]
    assert all(utc(7, 4, 16) <= night < utc(7, 4, 16) + SPREAD for night in found)
    assert len({night.minute for night in found}) > 5


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The ids of the runs that the broker was given."""
    told: list[str] = []
    monkeypatch.setattr(celery_app, "send_task", lambda name, args: told.append(args[0]))
    yield told


def test_a_due_connection_is_queued_once(sent: list[str], django_capture_on_commit_callbacks) -> None:  # type: ignore[no-untyped-def]
    due = a_connection(next_sync_at=NOW - MINUTE, last_full_sync_at=NOW - timedelta(days=1))
    a_connection(next_sync_at=NOW + 5 * MINUTE)
    a_connection(next_sync_at=None)

    with django_capture_on_commit_callbacks(execute=True):
        first, second = tick(NOW), tick(NOW + MINUTE)

    log = SyncLog.objects.get()
    assert (first, second) == (Ticked(1, 0, 0), Ticked(0, 0, 0))
    assert (log.connection, log.status, log.sync_type, log.trigger) == (due, "queued", "incremental", "schedule")
    assert sent == [str(log.pk)]
    due.refresh_from_db()
    assert due.next_sync_at == next_night(due, NOW)


@pytest.mark.parametrize("status", ["pending", "paused", "expired", "revoked", "disconnected"])
def test_what_is_not_active_rests(status: str) -> None:
    a_connection(next_sync_at=NOW - MINUTE, status=status)

    assert tick(NOW).queued == 0
    assert not SyncLog.objects.exists()


def test_three_missed_nights_are_caught_up_once() -> None:
    connection = a_connection(next_sync_at=NOW - timedelta(days=3))

    ticked = [tick(NOW + n * MINUTE).queued for n in range(5)]

    connection.refresh_from_db()
    assert ticked == [1, 0, 0, 0, 0]
    assert connection.next_sync_at is not None and connection.next_sync_at > NOW


def test_a_connection_that_is_still_running_skips_the_night() -> None:
    connection = a_connection(next_sync_at=NOW - MINUTE)
    a_sync_log(connection, status="running", heartbeat_at=NOW)

    assert tick(NOW).queued == 0
    connection.refresh_from_db()
    assert connection.next_sync_at == next_night(connection, NOW)


@pytest.mark.parametrize(
    ("since", "expected"),
    [(None, "full"), (timedelta(days=6), "incremental"), (timedelta(days=6, hours=23, minutes=50), "full"),
     (timedelta(days=7), "full"), (timedelta(days=30), "full")],
)  # fmt: skip
def test_once_a_week_everything_is_read(since: timedelta | None, expected: str) -> None:
    a_connection(next_sync_at=NOW, last_full_sync_at=None if since is None else NOW - since)

    tick(NOW)

    assert SyncLog.objects.get().sync_type == expected


@pytest.mark.django_db(transaction=True)
def test_ticks_in_parallel_queue_one_run(sent: list[str]) -> None:
    a_connection(next_sync_at=NOW - MINUTE)
    barrier, found = threading.Barrier(4), []

    def work() -> None:
        barrier.wait()
        try:
            found.append(tick(NOW).queued)
        finally:
            database.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(found) == [0, 0, 0, 1]
    assert SyncLog.objects.count() == len(sent) == 1


def test_a_message_that_was_lost_is_sent_again(sent: list[str]) -> None:
    lost = a_sync_log(status="queued", sent_at=NOW - timedelta(minutes=3))
    unsent = a_sync_log(status="queued", sent_at=None)
    heard = a_sync_log(status="queued", sent_at=NOW - timedelta(minutes=1))
    early = a_sync_log(status="queued", sent_at=None, not_before=NOW + MINUTE)
    SyncLog.objects.update(created_at=NOW - timedelta(minutes=5))
    fresh = a_sync_log(status="queued", sent_at=None)
    SyncLog.objects.filter(pk=fresh.pk).update(created_at=NOW - timedelta(seconds=5))

    assert tick(NOW).sent_again == 2

    assert set(sent) == {str(lost.pk), str(unsent.pk)}
    assert str(heard.pk) not in sent and str(early.pk) not in sent
    assert SyncLog.objects.get(pk=unsent.pk).sent_at is not None


def test_a_broker_that_is_away_costs_nothing_but_time(
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks,  # type: ignore[no-untyped-def]
) -> None:
    def away(name: str, args: list[str]) -> None:
        raise OperationalError

    monkeypatch.setattr(celery_app, "send_task", away)
    a_connection(next_sync_at=NOW - MINUTE)

    with django_capture_on_commit_callbacks(execute=True):
        assert tick(NOW).queued == 1

    log = SyncLog.objects.get()
    assert (log.status, log.sent_at) == ("queued", None)
    assert tick(log.created_at + MINUTE).sent_again == 1


@pytest.mark.parametrize(
    ("silence", "given_up"), [(timedelta(minutes=3, seconds=59), 0), (timedelta(minutes=4, seconds=1), 1)]
)
def test_a_run_that_has_gone_silent_is_given_up(silence: timedelta, given_up: int) -> None:
    log = a_sync_log(status="running", heartbeat_at=NOW - silence, completed_at=None)

    assert tick(NOW).given_up == given_up

    log.refresh_from_db()
    assert log.status == ("failed" if given_up else "running")
    assert [error["code"] for error in log.errors] == (["worker_lost"] if given_up else [])


def test_after_a_run_was_given_up_the_same_tick_may_queue_the_next() -> None:
    connection = a_connection(next_sync_at=NOW - MINUTE)
    a_sync_log(connection, status="running", heartbeat_at=NOW - timedelta(minutes=5))

    assert tick(NOW) == Ticked(1, 1, 0)
    assert timedelta(minutes=5) >= schedule.HEARTBEAT_LOST_AFTER + MINUTE
