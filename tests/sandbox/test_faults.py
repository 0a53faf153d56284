"""Each fault over a real socket."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from tests.processes import wait_until
from tests.sandbox.visitor import Visitor


def hang(visitor: Visitor, fault: str, path: str = "v1/lots", **how: Any) -> None:
    visitor.control("POST", "faults", {"provider": "propertyme", "path": path, "fault": fault, **how})


@pytest.mark.parametrize("status", [401, 403, 429, 500, 502, 503])
def test_a_status_comes_once_and_then_all_is_well(signed_in: Visitor, status: int) -> None:
    hang(signed_in, str(status), headers={"Retry-After": "2"})

    first, second = signed_in.get("v1/lots"), signed_in.get("v1/lots")

    assert (first.status_code, first.headers["Retry-After"]) == (status, "2")
    assert first.content == b"" if status == 401 else "ResponseStatus" in first.json()
    assert second.status_code == 200


def test_a_fault_may_let_requests_through_first_and_come_several_times(signed_in: Visitor) -> None:
    hang(signed_in, "status", status=500, after=1, times=2)

    statuses = [signed_in.get("v1/lots").status_code for _ in range(4)]

    assert statuses == [200, 500, 500, 200]


def test_a_fault_without_an_end_lasts_until_it_is_cleared(signed_in: Visitor) -> None:
    hang(signed_in, "503", times=None)

    statuses = [signed_in.get("v1/lots").status_code for _ in range(3)]
    listed = signed_in.control("GET", "faults")
    signed_in.control("DELETE", "faults")

    assert statuses == [503] * 3
    assert [(fault["fault"], fault["status"], fault["times"]) for fault in listed] == [("status", 503, None)]
    assert signed_in.get("v1/lots").status_code == 200


def test_requests_are_held_side_by_side_until_the_board_is_cleared(signed_in: Visitor) -> None:
    hang(signed_in, "held", times=None, seconds=30)

    with ThreadPoolExecutor(2) as visitors:
        answers = [visitors.submit(signed_in.get, "v1/lots", page=str(number)) for number in (1, 2)]
        wait_until(lambda: len(signed_in.control("GET", "faults/held")) == 2)
        held = signed_in.control("GET", "faults/held")
        signed_in.control("DELETE", "faults")

    assert sorted(held) == ["/propertyme/api/v1/lots?page=1", "/propertyme/api/v1/lots?page=2"]
    assert [answer.result().status_code for answer in answers] == [200, 200]
    assert signed_in.control("GET", "faults/held") == []


def test_a_request_that_nobody_lets_go_goes_on_after_its_time(signed_in: Visitor) -> None:
    hang(signed_in, "held", seconds=0.1)

    assert signed_in.get("v1/lots").status_code == 200


@pytest.mark.parametrize(
    ("pattern", "meant"),
    [
        ("v1/lots", ["v1/lots"]),
        ("api/v1/lots", ["v1/lots"]),
        ("lots", ["v1/lots"]),
        ("v1/lots/", ["v1/lots", "v1/lots/archived"]),
        ("api/v1/lots*", ["v1/lots", "v1/lots/archived"]),
        ("api/*", ["v1/lots", "v1/lots/archived", "v1/members"]),
    ],
)
def test_a_path_means_its_end_a_part_or_a_pattern(signed_in: Visitor, pattern: str, meant: list[str]) -> None:
    hang(signed_in, "500", pattern, times=None)

    paths = ("v1/lots", "v1/lots/archived", "v1/members")
    hit = [path for path in paths if signed_in.get(path, Offset=0, Limit=5).status_code == 500]

    assert hit == meant


def test_slow_waits_and_then_answers(signed_in: Visitor) -> None:
    hang(signed_in, "slow", seconds=0.6)

    began = time.monotonic()
    answer = signed_in.get("v1/lots")

    assert time.monotonic() - began >= 0.6
    assert answer.status_code == 200


def test_a_slow_reply_does_not_hold_up_others(signed_in: Visitor) -> None:
    hang(signed_in, "slow", seconds=1.5)
    slow = requests.Session()

    with pytest.raises(requests.ReadTimeout):
        slow.get(
            f"{signed_in.url}/propertyme/api/v1/lots",
            headers={"User-Agent": "pmsync-tests/1.0", "Authorization": f"Bearer {signed_in.token}"},
            timeout=0.2,
        )
    began = time.monotonic()
    answer = signed_in.get("v1/members")

    assert time.monotonic() - began < 1
    assert answer.status_code == 200


def test_cut_short_ends_before_the_length_it_announced(signed_in: Visitor) -> None:
    whole = len(signed_in.get("v1/lots").content)
    hang(signed_in, "cut_short")

    with pytest.raises((requests.exceptions.ChunkedEncodingError, requests.exceptions.ConnectionError)) as met:
        signed_in.get("v1/lots")

    assert f"{whole // 2} bytes read" in str(met.value)
    assert signed_in.get("v1/lots").status_code == 200


def test_a_refused_connection_gives_no_byte_at_all(signed_in: Visitor) -> None:
    hang(signed_in, "refuse_connection")

    with pytest.raises(requests.exceptions.ConnectionError):
        signed_in.get("v1/lots")

    assert signed_in.get("v1/lots").status_code == 200
    assert [entry["status"] for entry in signed_in.control("GET", "requests?path=v1/lots")] == [0, 200]


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("v1/lots", "RentAmount"),
        ("v1/tenancies/balances", "RentAmount"),
        ("v1/contacts", "Timestamp"),
        ("v2/jobtasks", "Number"),
        ("v1/inspections", "Duration"),
        ("v1/members", "UserId"),
    ],
)
def test_a_malformed_row_is_one_row_with_a_word_for_a_number(signed_in: Visitor, path: str, field: str) -> None:
    right = signed_in.rows(path)
    hang(signed_in, "malformed_row", path)

    wrong = signed_in.rows(path)

    different = [(a, b) for a, b in zip(right, wrong, strict=True) if a != b]
    assert len(different) == 1
    assert different[0][1] == different[0][0] | {field: "abc"}


def test_a_missing_id_is_one_row_without_it(signed_in: Visitor) -> None:
    right = signed_in.rows("v1/lots")
    hang(signed_in, "missing_id")

    wrong = signed_in.rows("v1/lots")

    assert len([row for row in wrong if "Id" not in row]) == 1
    assert len(wrong) == len(right)


def test_a_wrong_shape_wraps_the_list(signed_in: Visitor) -> None:
    right = signed_in.rows("v1/lots")
    hang(signed_in, "wrong_shape")

    wrong = signed_in.get("v1/lots").json()

    assert wrong == {"Data": right, "Total": len(right)}


def test_unknown_fields_are_added_to_every_row(signed_in: Visitor) -> None:
    right = signed_in.rows("v1/lots")
    hang(signed_in, "unknown_fields")

    wrong = signed_in.rows("v1/lots")

    assert all(len(b) == len(a) + 2 and a.items() <= b.items() for a, b in zip(right, wrong, strict=True))


def test_html_and_broken_json_come_with_200(signed_in: Visitor) -> None:
    hang(signed_in, "html")
    page = signed_in.get("v1/lots")
    hang(signed_in, "not_json")
    broken = signed_in.get("v1/lots")

    assert (page.status_code, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert (broken.status_code, broken.headers["Content-Type"]) == (200, "application/json")
    with pytest.raises(ValueError, match=r"delimiter|control|string"):
        broken.json()


@pytest.mark.parametrize("error", ["invalid_grant", "invalid_client"])
def test_the_token_endpoint_can_be_made_to_refuse(sandbox: Visitor, error: str) -> None:
    token = sandbox.sign_in()["refresh_token"]
    hang(sandbox, error, "connect/token")

    refused, granted = sandbox.refresh(token), sandbox.refresh(token)

    assert (refused.status_code, refused.json()) == (400, {"error": error})
    assert granted.status_code == 200


def test_a_delay_holds_every_reply(signed_in: Visitor) -> None:
    signed_in.control("PATCH", "settings", {"delay": 0.3})

    began = time.monotonic()
    signed_in.get("v1/members")

    assert time.monotonic() - began >= 0.3


@pytest.mark.parametrize(
    "wrong",
    [
        {"fault": "flood"},
        {"fault": "status"},
        {"fault": "500", "provider": "nobody"},
        {"fault": "500", "colour": "red"},
    ],
)
def test_a_fault_that_is_not_understood_is_refused(sandbox: Visitor, wrong: dict[str, str]) -> None:
    answer = requests.post(f"{sandbox.url}/_sandbox/faults", json=wrong, timeout=10)

    assert answer.status_code == 400
    assert answer.json()["error"]


def test_a_request_that_was_given_up_uses_up_no_fault_that_came_later(signed_in: Visitor) -> None:
    hang(signed_in, "slow", seconds=0.5)
    with pytest.raises(requests.Timeout):
        requests.get(f"{signed_in.url}/propertyme/api/v1/lots", timeout=0.1)
    signed_in.control("DELETE", "faults")
    hang(signed_in, "503")
    time.sleep(0.7)

    first, second = signed_in.get("v1/lots"), signed_in.get("v1/lots")

    assert (first.status_code, second.status_code) == (503, 200)
