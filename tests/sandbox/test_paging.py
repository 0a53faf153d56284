"""Offset and Limit, and the limits of the job search."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.visitor import Visitor

PAGED = (
    "v1/lots/rentals",
    "v1/lots/vacancy",
    "v1/lots/sales",
    "v1/lots/archived",
    "v1/contacts/ownerships",
    "v1/contacts/tenants",
    "v1/contacts/suppliers",
    "v1/jobtasks/search",
    "v2/jobtasks/search",
    "v1/inspections/search",
    "v1/inspections/query",
    "v1/inspections/status/Closed",
)


@pytest.mark.parametrize("path", PAGED)
@pytest.mark.parametrize(
    "query", [{}, {"Offset": 0}, {"Limit": 5}, {"Offset": "x", "Limit": 5}, {"Offset": -1, "Limit": 5}]
)
def test_a_page_without_good_offset_and_limit_is_400(signed_in: Visitor, path: str, query: dict[str, Any]) -> None:
    answer = signed_in.get(path, **query)

    assert answer.status_code == 400
    assert answer.json()["ResponseStatus"]["Message"] == "Invalid value of offset or limit"


@pytest.mark.parametrize("path", PAGED)
def test_pages_join_to_the_whole_list_and_end_with_a_short_one(signed_in: Visitor, path: str) -> None:
    whole = signed_in.rows(path, Offset=0, Limit=100)

    pages = [signed_in.rows(path, Offset=offset, Limit=7) for offset in range(0, len(whole) + 7, 7)]

    assert [row for page in pages for row in page] == whole
    assert all(len(page) == 7 for page in pages[:-2])
    assert len(pages[-1]) < 7


@pytest.mark.parametrize("path", ["v1/jobtasks/search", "v2/jobtasks/search"])
def test_a_job_search_gives_a_hundred_at_most(signed_in: Visitor, path: str) -> None:
    assert signed_in.get(path, Offset=0, Limit=101).status_code == 400


@pytest.mark.parametrize("name", ["DueDate", "DateCreated"])
def test_a_job_search_spans_ten_days_at_most(signed_in: Visitor, name: str) -> None:
    first: dict[str, Any] = {f"{name}Min": "2026-11-01", "Offset": 0, "Limit": 100}

    ten = signed_in.get("v2/jobtasks/search", **(first | {f"{name}Max": "2026-11-11"}))
    eleven = signed_in.get("v2/jobtasks/search", **(first | {f"{name}Max": "2026-11-12"}))

    assert (ten.status_code, eleven.status_code) == (200, 400)


def test_a_job_search_finds_what_the_feed_holds(signed_in: Visitor) -> None:
    feed = signed_in.rows("v2/jobtasks", Timestamp=0)
    query: dict[str, Any] = {
        "DateCreatedMin": "2026-11-10",
        "DateCreatedMax": "2026-11-20",
        "Offset": 0,
        "Limit": 100,
    }

    found = signed_in.rows("v2/jobtasks/search", **query, Status="Reported")

    expected = {
        job["Id"]
        for job in feed
        if job["Status"] == "Reported" and "2026-11-10" <= job["CreatedOn"][:10] <= "2026-11-20"
    }
    assert expected
    assert {job["Id"] for job in found} == expected


def test_version_one_of_the_job_search_knows_no_priority(signed_in: Visitor) -> None:
    everything = signed_in.rows("v1/jobtasks/search", Offset=0, Limit=100)

    assert signed_in.rows("v1/jobtasks/search", Offset=0, Limit=100, Priority="Urgent") == everything


def test_the_supplier_list_comes_with_202_when_set(signed_in: Visitor) -> None:
    signed_in.control("PATCH", "settings", {"suppliers_accepted": True})

    answer = signed_in.get("v1/contacts/suppliers", Offset=0, Limit=100)

    assert answer.status_code == 202
    assert len(answer.json()) == 15
