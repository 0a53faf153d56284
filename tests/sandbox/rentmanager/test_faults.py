"""The shared faults, in this vendor's words."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from tests.sandbox.rentmanager.guest import Guest, value


def hang(guest: Guest, fault: str, path: str = "Tenants", **how: Any) -> None:
    """Let the next request there go wrong."""
    guest.control("POST", "faults", {"provider": "rentmanager", "path": path, "fault": fault, **how})


@pytest.mark.parametrize("status", [401, 403, 404, 429, 500, 503])
def test_a_status_comes_as_an_error_model(office: Guest, status: int) -> None:
    hang(office, str(status), headers={"Retry-After": "2"})

    first, second = office.get("Tenants"), office.get("Tenants")

    assert (first.status_code, first.headers["Retry-After"]) == (status, "2")
    assert list(value(first)) == ["DeveloperMessage", "UserMessage", "ErrorCode", "Exception", "MoreInfoUri"]
    assert value(first)["MoreInfoUri"] == "https://samplehomes.api.rentmanager.com/Help/Resource/Tenants"
    assert second.status_code == 200


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("Tenants", {"TenantID"}),
        ("Properties", {"PropertyID"}),
        ("Charges", {"ChargeID", "ID"}),
        ("Bills", {"ID"}),
        ("ServiceManagerIssues", {"ServiceManagerIssueID"}),
    ],
)
def test_a_missing_id_is_the_one_of_that_resource(office: Guest, path: str, names: set[str]) -> None:
    right = value(office.get(path))
    hang(office, "missing_id", path)

    wrong = value(office.get(path))

    changed = [(old, new) for old, new in zip(right, wrong, strict=True) if old != new]
    assert [set(old) - set(new) for old, new in changed] == [names]


@pytest.mark.parametrize(
    ("path", "name"),
    [("Charges", "Amount"), ("Units", "PropertyID"), ("Contacts", "ParentID"), ("Vendors", "VendorID")],
)
def test_a_malformed_row_has_a_word_for_a_number(office: Guest, path: str, name: str) -> None:
    right = value(office.get(path))
    hang(office, "malformed_row", path)

    wrong = value(office.get(path))

    changed = [(old, new) for old, new in zip(right, wrong, strict=True) if old != new]
    assert [new for _, new in changed] == [changed[0][0] | {name: "abc"}]


def test_an_edit_from_outside_moves_the_stamp_unless_it_is_quiet(office: Guest) -> None:
    (before, *_) = office.raw("Tenants")
    place = f"rentmanager/Tenants/{before['TenantID']}?account=samplehomes/1"

    quiet = office.control("PATCH", f"{place}&quiet=1", {"Comment": "hush"})
    loud = office.control("PATCH", place, {"Comment": "hear", "__remove__": ["RentPeriod"]})

    assert quiet == before | {"Comment": "hush"}
    assert loud["UpdateDate"] > before["UpdateDate"] and "RentPeriod" not in loud


def test_a_row_added_from_outside_is_a_copy_with_its_own_key(office: Guest) -> None:
    (like, *_) = office.raw("Charges")

    made = office.control("POST", f"rentmanager/Charges?account=samplehomes/1&like={like['ChargeID']}", {"Amount": 5.0})

    row = value(office.get(f"Charges/{made['key']}"))
    assert row == made["row"]
    assert row["ID"] == row["ChargeID"] == int(made["key"]) > max(like["ChargeID"], 88_121)
    assert (row["Amount"], row["AccountID"]) == (5.0, like["AccountID"])
    assert row["CreateDate"] == row["UpdateDate"] > like["UpdateDate"]


def test_a_row_removed_from_outside_is_gone(office: Guest) -> None:
    office.control("DELETE", "rentmanager/Tenants/920?account=samplehomes/1")

    assert office.get("Tenants/920").status_code == 404


def test_the_list_of_units_comes_as_a_spreadsheet(office: Guest) -> None:
    lines = requests.get(f"{office.url}/_sandbox/rentmanager/spreadsheet.csv", timeout=10).text.splitlines()

    assert lines[0] == "Property,Unit,Address,City,State,Zip"
    assert len(lines) == 140  # the sold house is not in it
