"""The limit of requests in a rolling minute."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from email.utils import parsedate_to_datetime

import pytest

from sandbox.rentmanager.limits import Window
from tests.sandbox.rentmanager.guest import Guest


def test_every_answer_counts_the_requests_of_the_last_minute(guest: Guest) -> None:
    refused, login = guest.get("Tenants"), guest.authorize()

    counted = [
        tuple(int(answer.headers[f"X-RateLimit-{name}"]) for name in ("Limit", "Observed", "Remaining"))
        for answer in (refused, login)
    ]
    assert counted == [(500, 1, 499), (500, 2, 498)]


@pytest.mark.parametrize("form", ["date", "unix"])
def test_the_reset_is_a_minute_ahead_in_either_form(guest: Guest, form: str) -> None:
    guest.control("PATCH", "settings", {"rate_reset_format": form})

    headers = guest.get("Tenants").headers

    reset, said = int(headers["X-RateLimit-Reset"]), headers["X-RateLimit-ResetTime"]
    assert reset == (int(parsedate_to_datetime(said).timestamp()) if form == "date" else int(said))
    assert 55 <= reset - time.time() <= 60


def test_a_request_over_the_limit_is_429_and_is_not_served(office: Guest) -> None:
    office.control("PATCH", "settings", {"rate_limit": 4})

    statuses = [office.get("Locations").status_code for _ in range(5)]
    last = office.get("Locations")

    assert statuses == [200, 200, 200, 429, 429]
    assert last.headers["X-RateLimit-Remaining"] == "0"
    assert last.json()["ErrorCode"] == -2146233088


def test_each_company_has_a_limit_of_its_own(office: Guest) -> None:
    office.control("PATCH", "settings", {"rate_limit": 1})

    refused = office.get("Locations")
    office.company = "oakridge"
    served = office.authorize()

    assert (refused.status_code, served.status_code) == (429, 200)


def test_the_count_is_exact_however_many_ask_at_once(office: Guest) -> None:
    office.control("PATCH", "settings", {"rate_limit": 60})

    with ThreadPoolExecutor(8) as pool:
        statuses = [answer.status_code for answer in pool.map(lambda _: office.get("Locations"), range(80))]

    assert (statuses.count(200), statuses.count(429)) == (59, 21)
    counted = office.control("GET", "rentmanager/limits")
    assert counted == {
        "samplehomes": {"observed": 60, "peak": 81, "refused": 21},
        "oakridge": {"observed": 0, "peak": 0, "refused": 0},
    }


def test_a_reset_begins_the_count_anew(office: Guest) -> None:
    office.control("POST", "reset")

    assert office.control("GET", "rentmanager/limits")["samplehomes"]["peak"] == 0


def test_the_control_api_is_not_counted(office: Guest) -> None:
    office.control("GET", "rentmanager/Tenants?account=samplehomes/1")

    assert office.control("GET", "rentmanager/limits")["samplehomes"]["observed"] == 1


def test_a_request_leaves_the_window_after_a_minute_and_not_before() -> None:
    window = Window()

    seen = [window.take(now, limit=2) for now in (100.0, 130.0, 159.9, 160.0, 189.9, 190.0)]

    assert [one.allowed for one in seen] == [True, True, False, True, False, True]
    assert [one.observed for one in seen] == [1, 2, 2, 2, 2, 2]
    assert (window.peak, window.refused) == (4, 2)


def test_a_shorter_window_forgets_sooner() -> None:
    window = Window()

    seen = [window.take(now, limit=1, seconds=2) for now in (100.0, 101.9, 102.0)]

    assert [one.allowed for one in seen] == [True, False, True]
