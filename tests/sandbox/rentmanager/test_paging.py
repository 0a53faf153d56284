"""Pages, and the headers that speak of them."""

from __future__ import annotations

import re
from typing import Any

import pytest
import requests

from tests.sandbox.rentmanager.guest import Guest, value


def links(answer: requests.Response) -> dict[str, str]:
    """Relation to address."""
    return {rel: url for url, rel in re.findall(r'<([^>]+)>; rel="(\w+)"', answer.headers.get("Link", ""))}


def test_following_the_links_gives_every_row_once(office: Guest) -> None:
    stored = office.raw("Units")
    answer = office.get("Units", filters="UnitID,gt,0", pagesize=30)

    rows = value(answer)
    while "next" in links(answer):
        answer = requests.get(links(answer)["next"], headers=office.headers, timeout=30)
        rows += value(answer)

    assert rows == stored
    assert (answer.headers["X-Results"], answer.headers["X-Total-Results"]) == ("20", "140")


@pytest.mark.parametrize(
    ("number", "related"),
    [
        (1, {"next": "2", "last": "5"}),
        (3, {"first": "1", "previous": "2", "next": "4", "last": "5"}),
        (5, {"first": "1", "previous": "4"}),
    ],
)
def test_a_page_names_its_neighbours_and_keeps_the_question(
    office: Guest, number: int, related: dict[str, str]
) -> None:
    answer = office.get("Units", filters="PropertyID,in,(12,13)", fields="UnitID", pagesize=5, pagenumber=number)

    found = links(answer)
    assert {rel: url.rpartition("=")[2] for rel, url in found.items()} == related
    assert all("filters=PropertyID,in,(12,13)&fields=UnitID&PageSize=5&PageNumber=" in url for url in found.values())


def test_a_page_beyond_the_last_is_nothing(office: Guest) -> None:
    answer = office.get("Units", pagesize=100, pagenumber=9)

    assert (answer.status_code, answer.content) == (204, b"")
    assert (answer.headers["X-Results"], answer.headers["X-Total-Results"]) == ("0", "140")


def test_few_rows_come_at_once_and_without_links(office: Guest) -> None:
    answer = office.get("Units")

    assert (answer.status_code, answer.headers["X-Results"], len(value(answer))) == (200, "140", 140)
    assert "Link" not in answer.headers


def test_paging_begins_by_itself_above_a_thousand_rows(office: Guest) -> None:
    office.control("PATCH", "settings", {"page_cap": 50, "page_from": 50})

    by_itself, asked = office.get("Units"), office.get("Units", pagesize=80)

    assert [len(value(answer)) for answer in (by_itself, asked)] == [50, 50]
    assert links(by_itself)["last"].endswith("PageSize=50&PageNumber=3")


def test_a_page_may_come_with_206_as_the_document_says(office: Guest) -> None:
    office.control("PATCH", "settings", {"paged_status": 206})

    assert office.get("Units", pagesize=5).status_code == 206
    assert office.get("Units").status_code == 200


@pytest.mark.parametrize("query", [{"pagesize": 0}, {"pagesize": -1}, {"pagesize": "many"}, {"pagenumber": 0}])
def test_a_page_that_cannot_be_is_refused(office: Guest, query: dict[str, Any]) -> None:
    answer = office.get("Units", **query)

    assert answer.status_code == 400
    assert value(answer)["Message"] == "The request is invalid."


def test_rows_that_go_while_somebody_reads_shift_the_pages(office: Guest) -> None:
    first = value(office.get("Units", pagesize=10, fields="UnitID"))
    office.control("DELETE", f"rentmanager/Units/{first[0]['UnitID']}?account=samplehomes/1")

    second = value(office.get("Units", pagesize=10, pagenumber=2, fields="UnitID"))

    assert second[0]["UnitID"] == first[-1]["UnitID"] + 2
