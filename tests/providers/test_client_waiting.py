"""When the client waits, for how long, and who is told."""

import threading
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
import responses

from providers.base import Pace
from providers.errors import RateLimitError
from tests.providers.given import API, Naps, a_client

LETS = f"{API}/lets"


@responses.activate
def test_a_limit_is_waited_for_as_long_as_the_vendor_says():
    responses.get(LETS, status=429, headers={"Retry-After": "7"})
    responses.get(LETS, json=[])
    naps, told = Naps(), []

    a_client(sleep=naps, on_wait=lambda seconds, reason: told.append((seconds, reason))).get("lets")

    assert naps.seconds == [7.0]
    assert told == [(7.0, "waiting for Vendor's limit")]


@responses.activate
def test_a_limit_may_be_given_as_a_date():
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    responses.get(LETS, status=429, headers={"Retry-After": soon})
    responses.get(LETS, json=[])
    naps = Naps()

    a_client(sleep=naps).get("lets")

    assert 25 < naps.seconds[0] <= 30


@responses.activate
def test_a_limit_without_a_time_is_waited_for_longer_and_longer():
    responses.get(LETS, status=429)
    responses.get(LETS, status=429)
    responses.get(LETS, json=[])
    naps = Naps()

    a_client(sleep=naps, backoff_seconds=1.0).get("lets")

    assert 1.0 <= naps.seconds[0] <= 1.25
    assert 2.0 <= naps.seconds[1] <= 2.5


@responses.activate
def test_a_busy_vendor_that_names_a_time_is_waited_for_like_a_limit():
    responses.get(LETS, status=503, headers={"Retry-After": "3"})
    responses.get(LETS, json=[])
    naps = Naps()

    a_client(sleep=naps).get("lets")

    assert naps.seconds == [3.0]


@responses.activate
def test_a_limit_longer_than_two_minutes_is_given_back_at_once():
    responses.get(LETS, status=429, headers={"Retry-After": "600"})
    naps = Naps()

    with pytest.raises(RateLimitError) as caught:
        a_client(sleep=naps).get("lets")

    assert caught.value.retry_after == 600.0
    assert naps.seconds == []


@responses.activate
def test_limits_of_one_call_add_up_to_two_minutes():
    responses.get(LETS, status=429, headers={"Retry-After": "50"})
    naps = Naps()

    with pytest.raises(RateLimitError) as caught:
        a_client(sleep=naps).get("lets")

    assert naps.seconds == [50.0, 50.0]
    assert caught.value.retry_after == 50.0


@responses.activate
def test_a_limit_of_no_time_at_all_does_not_go_on_for_ever():
    responses.get(LETS, status=429, headers={"Retry-After": "0"})

    with pytest.raises(RateLimitError):
        a_client().get("lets")

    assert len(responses.calls) == 10


@responses.activate
def test_calls_go_in_groups_with_a_rest_between_them():
    responses.get(LETS, json=[])
    naps, told = Naps(), []
    client = a_client(pace=Pace(2, 5.0), sleep=naps, on_wait=lambda seconds, reason: told.append(reason))

    for _ in range(4):
        client.get("lets")

    assert len(naps.seconds) == 1
    assert 4.5 < naps.seconds[0] <= 5.0
    assert told == ["keeping the pace that Vendor asks for"]


@responses.activate
def test_an_unpaced_connection_does_not_rest():
    responses.get(LETS, json=[])
    naps = Naps()
    client = a_client(pace=Pace(1, 5.0), sleep=naps, paced=False)

    client.get("lets")
    client.get("lets")

    assert naps.seconds == []


@responses.activate
def test_whoever_is_told_of_a_wait_may_stop_the_read():
    responses.get(LETS, status=500)
    cancelled = threading.Event()

    def stop(seconds, reason):
        cancelled.set()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        a_client(on_wait=stop).get("lets")

    assert cancelled.is_set()


class Turnstile:
    """A limiter that answers with these waits in turn, then lets all through."""

    def __init__(self, *waits: float) -> None:
        self._waits = list(waits)
        self.taken = 0

    def take(self) -> float:
        if self._waits:
            return self._waits.pop(0)
        self.taken += 1
        return 0.0


@responses.activate
def test_every_try_is_counted_and_waits_until_the_shared_limit_has_room():
    responses.get(LETS, status=500)
    responses.get(LETS, json=[])
    naps, told, limiter = Naps(), [], Turnstile(2.0, 0.5)

    a_client(sleep=naps, limiter=limiter, backoff_seconds=0, on_wait=lambda *wait: told.append(wait)).get("lets")

    assert naps.seconds == [2.0, 0.5]
    assert told == [(2.0, "keeping to Vendor's limit"), (0.5, "keeping to Vendor's limit")]
    assert limiter.taken == 2


@responses.activate
def test_a_shared_limit_without_room_for_two_minutes_gives_the_call_back_unsent():
    with pytest.raises(RateLimitError) as caught:
        a_client(limiter=Turnstile(70.0, 70.0)).get("lets")

    assert caught.value.retry_after == 70.0
    assert len(responses.calls) == 0


@responses.activate
def test_a_limit_may_name_the_instant_at_which_it_ends():
    soon = int(datetime.now(UTC).timestamp()) + 30
    responses.get(LETS, status=429, headers={"X-RateLimit-Reset": str(soon)})
    responses.get(LETS, json=[])
    naps = Naps()

    a_client(sleep=naps).get("lets")

    assert 25 < naps.seconds[0] <= 30


@responses.activate
def test_every_call_is_told_with_its_endpoint_and_what_it_came_to():
    responses.get(f"{API}/lets/17/units", status=500)
    responses.get(f"{API}/lets/17/units", json=[])
    told = []

    a_client(on_call=told.append).get("lets/17/units", {"Since": "5"})

    assert [(call.method, call.endpoint, call.status) for call in told] == [
        ("GET", "lets/{id}/units", 500),
        ("GET", "lets/{id}/units", 200),
    ]
    assert all(call.seconds >= 0 for call in told)
