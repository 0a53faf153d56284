"""The control API: raw rows, settings, the request log, the spreadsheet."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
import requests

from tests.sandbox.visitor import Visitor


@pytest.mark.parametrize(
    "wrong", [{"RentAmount": -20}, {"RentAmount": "abc"}, {"TenancyStart": "2026-02-31"}, {"Reference": None}]
)
def test_any_wrong_value_can_be_planted_in_a_row(signed_in: Visitor, wrong: dict[str, Any]) -> None:
    lot = next(iter(signed_in.raw("lots")))

    signed_in.control("PATCH", f"propertyme/lots/{lot}", wrong)

    (seen,) = [row for row in signed_in.rows("v1/lots") if row["Id"] == lot]
    assert {name: seen[name] for name in wrong} == wrong


def test_a_row_may_lose_its_id(signed_in: Visitor) -> None:
    lot = next(iter(signed_in.raw("lots")))

    signed_in.control("PATCH", f"propertyme/lots/{lot}", {"__remove__": ["Id"]})

    rows = signed_in.rows("v1/lots")
    assert len([row for row in rows if "Id" not in row]) == 1
    assert lot not in {row.get("Id") for row in rows}


def test_a_tenancy_of_an_unknown_lot_can_be_added(signed_in: Visitor) -> None:
    like = next(iter(signed_in.raw("tenancies")))

    added = signed_in.control("POST", f"propertyme/tenancies?like={like}", {"LotId": "no-such-lot"})

    seen = signed_in.get(f"v1/tenancies/balances/{added['key']}").json()
    assert seen == added["row"]
    assert (seen["LotId"], seen["Id"] == like) == ("no-such-lot", False)


def test_an_added_lot_comes_as_a_change(signed_in: Visitor) -> None:
    lots = signed_in.rows("v1/lots")
    cursor = max(lot["Timestamp"] for lot in lots)

    added = signed_in.control("POST", f"propertyme/lots?like={lots[0]['Id']}", {"Reference": "New one"})

    assert [lot["Id"] for lot in signed_in.rows("v1/lots", Timestamp=cursor)] == [added["key"]]


def test_a_removed_row_is_gone_without_a_trace(signed_in: Visitor) -> None:
    lots = signed_in.rows("v1/lots")

    signed_in.control("DELETE", f"propertyme/lots/{lots[3]['Id']}")

    assert [lot["Id"] for lot in signed_in.rows("v1/lots")] == [lot["Id"] for lot in lots if lot["Id"] != lots[3]["Id"]]
    assert signed_in.get(f"v1/lots/{lots[3]['Id']}").status_code == 404


@pytest.mark.parametrize("path", ["propertyme/ghosts", "propertyme/lots/none", "nobody/lots"])
def test_unknown_rows_are_404(sandbox: Visitor, path: str) -> None:
    answer = requests.get(f"{sandbox.url}/_sandbox/{path}", timeout=10)

    assert answer.status_code == 404
    assert answer.json()["error"]


def test_a_reset_forgets_everything(signed_in: Visitor) -> None:
    before = signed_in.raw("tenancies")
    signed_in.control("PATCH", "settings", {"write_nulls": True})
    signed_in.control("POST", "faults", {"fault": "500", "path": "*"})
    signed_in.control("POST", "advance", {"days": 3})

    signed_in.control("POST", "reset")

    assert signed_in.control("GET", "health")["day"] == 0
    assert signed_in.control("GET", "settings")["write_nulls"] is False
    assert signed_in.control("GET", "faults") == []
    assert signed_in.control("GET", "requests") == []
    assert signed_in.raw("tenancies") == before
    assert signed_in.get("v1/lots").status_code == 401


def test_a_reset_can_ask_for_another_estate(sandbox: Visitor) -> None:
    health = sandbox.control("POST", "reset", {"lots": 12, "jobs": 3, "seed": 5, "today": "2026-03-01"})

    assert health["clock"] == "2026-03-01T06:00:00Z"
    assert sum(not lot["IsArchived"] for lot in sandbox.raw("lots").values()) == 12
    assert len(sandbox.raw("jobs")) == 3


@pytest.mark.parametrize("wrong", [{"colour": 1}, {"write_nulls": "yes"}, {"token_lifetime": True}])
def test_a_setting_that_is_not_understood_changes_nothing(sandbox: Visitor, wrong: dict[str, Any]) -> None:
    before = sandbox.control("GET", "settings")

    answer = requests.patch(f"{sandbox.url}/_sandbox/settings", json={"bills": True} | wrong, timeout=10)

    assert answer.status_code == 400
    assert sandbox.control("GET", "settings") == before


def test_the_request_log_tells_everything_but_secrets(signed_in: Visitor) -> None:
    signed_in.get("v1/lots", Timestamp=7, access_token="hush")

    (entry,) = signed_in.control("GET", "requests?path=v1/lots")
    everything = str(signed_in.control("GET", "requests"))

    assert entry.pop("at").startswith("20")
    assert entry == {
        "method": "GET",
        "path": "/propertyme/api/v1/lots",
        "query": "Timestamp=7&access_token=-",
        "user_agent": "pmsync-tests/1.0",
        "accept": "application/json",
        "status": 200,
    }
    assert signed_in.token not in everything
    assert "hush" not in everything
    assert signed_in.control("DELETE", "requests") == []
    assert signed_in.control("GET", "requests") == []


def test_the_agencys_own_list_is_typed_by_hand(sandbox: Visitor) -> None:
    sandbox.control("POST", "reset", {"lots": 187, "jobs": 1})

    text = requests.get(f"{sandbox.url}/_sandbox/propertyme/spreadsheet.csv", timeout=10).text
    rows = list(csv.DictReader(io.StringIO(text)))

    assert list(rows[0]) == ["Address", "Suburb", "State", "Postcode", "Bedrooms"]
    assert 150 <= len(rows) <= 175
    exact = {lot["Address"]["Text"].split(",")[0] for lot in sandbox.raw("lots").values()}
    assert sum(row["Address"] in exact for row in rows) < len(rows) / 2
    assert any(row["Address"].startswith("U") and "/" not in row["Address"] for row in rows)
    assert any(row["Address"] == "17 Nowhere Lane" for row in rows)
