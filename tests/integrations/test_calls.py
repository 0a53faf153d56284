"""Calls to vendors are counted by address and hour, by as many workers as there are, and add up."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest
from django.db import DatabaseError, connections
from django.db import connection as database
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from integrations.calls import Recorder, bound_of, recorded, signing_in
from integrations.models import CallStats, Connection, Tally
from providers.base import Call
from providers.errors import CredentialsError, UnavailableError
from tests.factories import a_connection
from tests.integrations.office import Office

NOON = datetime(2026, 7, 3, 12, 0, tzinfo=UTC)


def counted(endpoint: str = "v1/lots") -> CallStats:
    return CallStats.objects.get(endpoint=endpoint)


@pytest.mark.django_db
def test_calls_of_an_hour_are_one_row_and_later_ones_are_added() -> None:
    connection = a_connection()

    for statuses in ((200, 500, None), (200, 404)):
        with recorded(connection) as on_call:
            for status in statuses:
                on_call(Call("GET", "v1/lots", status, 0.12))

    row = counted()
    assert (row.calls, row.errors, row.total_ms) == (5, 2, 600)
    assert row.statuses == {"200": 2, "500": 1, "": 1, "404": 1}
    assert row.milliseconds == {"200": 5}


@pytest.mark.django_db
def test_each_address_hour_and_connection_has_a_row_of_its_own() -> None:
    first, second = a_connection(), a_connection()

    for connection, endpoint, hours in ((first, "a", 0), (first, "b", 0), (first, "a", 1), (second, "a", 0)):
        with patch("django.utils.timezone.now", return_value=NOON + timedelta(hours=hours, minutes=7)):
            recorder = Recorder(connection)
            recorder(Call("GET", endpoint, 200, 0.01))
            recorder.flush()

    kept = set(CallStats.objects.values_list("connection", "endpoint", "hour", "calls"))
    later = NOON + timedelta(hours=1)
    assert kept == {
        (first.pk, "a", NOON, 1),
        (first.pk, "b", NOON, 1),
        (first.pk, "a", later, 1),
        (second.pk, "a", NOON, 1),
    }


@pytest.mark.parametrize(
    ("milliseconds", "bound"),
    [(0, "50"), (50, "50"), (51, "100"), (30_000, "30000"), (30_001, "more")],
    ids=["nothing", "at a bound", "beyond it", "at the last", "beyond the last"],
)
def test_a_length_is_counted_under_its_bound(milliseconds: int, bound: str) -> None:
    assert bound_of(milliseconds) == bound


@pytest.mark.django_db
def test_what_was_counted_is_kept_twice_a_minute_and_however_it_ends() -> None:
    connection = a_connection()

    with pytest.raises(KeyError), recorded(connection) as on_call, patch("time.monotonic") as clock:
        clock.return_value = on_call._flushed_at + 29.9
        on_call(Call("GET", "v1/lots", 200, 0.01))
        before = CallStats.objects.count()
        clock.return_value += 0.2
        on_call(Call("GET", "v1/lots", 200, 0.01))
        after = counted().calls
        on_call(Call("GET", "v1/lots", 200, 0.01))
        raise KeyError

    assert (before, after, counted().calls) == (0, 2, 3)


@pytest.mark.django_db
def test_trouble_with_the_database_costs_the_numbers_and_nothing_else() -> None:
    connection = a_connection()

    with patch("integrations.calls._add", side_effect=DatabaseError), recorded(connection) as on_call:
        on_call(Call("GET", "v1/lots", 200, 0.01))

    assert not CallStats.objects.exists()
    assert Connection.objects.filter(pk=connection.pk).exists()


@pytest.mark.django_db
def test_three_addresses_and_thirty_take_the_same_queries() -> None:
    connection, numbers = a_connection(), []
    with recorded(connection) as on_call:
        on_call(Call("GET", "first", 200, 0.01))  # so that the operators' counter is there

    for number in (3, 30):
        recorder = Recorder(connection)
        for address in range(number):
            recorder(Call("GET", f"v1/{number}-{address}", 200, 0.01))
        with CaptureQueriesContext(database) as queries:
            recorder.flush()
        numbers.append(len(queries))

    # savepoint, empty rows, rows held, new numbers, the operators' counter (four), release
    assert numbers == [9, 9]


@pytest.mark.django_db(transaction=True)
def test_many_workers_add_up_exactly() -> None:
    connection = a_connection()

    def work(number: int) -> None:
        try:
            for _ in range(10):
                recorder = Recorder(connection)
                for endpoint in ("v1/lots", "v1/tenancies", f"v1/{number % 2}"):
                    recorder(Call("GET", endpoint, 200, 0.03))
                recorder.flush()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as workers:
        list(workers.map(work, range(6)))

    assert dict(CallStats.objects.values_list("endpoint", "calls")) == {
        "v1/lots": 60,
        "v1/tenancies": 60,
        "v1/0": 30,
        "v1/1": 30,
    }
    assert counted().milliseconds == {"50": 60}
    assert Tally.objects.get(name="vendor_calls").value == 180


@pytest.mark.django_db
def test_a_run_counts_its_calls(mapped: Office) -> None:
    CallStats.objects.all().delete()
    before = len(mapped.asked("/api/"))

    mapped.sync()

    kept = dict(CallStats.objects.filter(connection=mapped.connection).values_list("endpoint", "calls"))
    assert {"v1/lots", "v1/tenancies", "v1/contacts", "v2/jobtasks"} <= set(kept)
    assert sum(kept.values()) == len(mapped.asked("/api/")) - before


@pytest.mark.django_db
def test_a_token_that_is_renewed_counts_as_a_sign_in(mapped: Office) -> None:
    CallStats.objects.all().delete()
    Connection.objects.filter(pk=mapped.connection.pk).update(token_expires_at=timezone.now())

    mapped.sync()

    assert counted("sign-in").statuses == {"200": 1}
    assert Tally.objects.get(name="token_refreshes").value == 1


def test_a_sign_in_that_fails_is_told_with_its_status() -> None:
    told: list[Call] = []

    for error in (CredentialsError("No.", status=400), UnavailableError("Away.")):
        with pytest.raises(type(error)), signing_in(told.append):
            raise error

    assert [(call.endpoint, call.status) for call in told] == [("sign-in", 400), ("sign-in", None)]
