"""Writes that are refused, and how."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.rentmanager.guest import Guest
from tests.sandbox.rentmanager.rows import DAY, a_charge, a_tenant


def test_a_defined_value_of_another_kind_of_record_is_refused(office: Guest) -> None:
    field = next(row for row in office.raw("UserDefinedFields") if row["ParentType"] != "Tenant")

    path = f"Tenants/{a_tenant(office)['TenantID']}/UserDefinedValues"
    answer = office.post(path, [{"UserDefinedFieldID": field["UserDefinedFieldID"], "Value": "x"}])

    assert (answer.status_code, list(answer.json()["ModelState"])) == (400, ["[0].UserDefinedFieldID"])


@pytest.mark.parametrize(
    ("resource", "missing"),
    [("Payments", ["Allocations", "Preallocations"]), ("Bills", ["BillDetails"]), ("Vendors", ["Contact"])],
    ids=["payment", "bill", "vendor"],
)
def test_a_list_that_is_required_when_creating_must_be_there(office: Guest, resource: str, missing: list[str]) -> None:
    sent = {"AccountID": a_tenant(office)["TenantID"], "Name": "Somebody", "Amount": 1.0, "TransactionDate": DAY}

    answer = office.post(resource, [sent])

    assert answer.status_code == 400
    assert list(answer.json()["ModelState"]) == [f"[0].{name}" for name in missing]


def test_one_bad_item_refuses_the_whole_array_and_is_named(office: Guest) -> None:
    before = office.raw("Tenants")
    place = before[0]["PropertyID"]

    answer = office.post(
        "Tenants",
        [
            {"LastName": "Peña", "PropertyID": place},
            {"LastName": "Ashcraft", "PropertyID": 999_999, "RentDueDay": "first"},
            {"TenantID": 999_999, "UpdateDate": DAY},
        ],
    )

    assert answer.status_code == 400
    assert answer.json()["Message"] == "The request is invalid."
    assert sorted(answer.json()["ModelState"]) == ["[1].PropertyID", "[1].RentDueDay", "[2].TenantID"]
    assert office.raw("Tenants") == before


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("Amount", "75"),
        ("Amount", True),
        ("TransactionDate", "yesterday"),
        ("Comment", 5),
        ("UnitID", 1.5),
        ("IsSecurityDepositPriorToGLStartDate", "no"),
    ],
    ids=["text for money", "yes for money", "no date", "number for text", "half an id", "text for yes"],
)
def test_a_value_of_the_wrong_kind_is_refused(office: Guest, name: str, wrong: Any) -> None:
    path = f"Tenants/{a_tenant(office)['TenantID']}/Charges"

    answer = office.post(path, [a_charge(office, **{name: wrong})])

    assert (answer.status_code, list(answer.json()["ModelState"])) == (400, [f"[0].{name}"])


@pytest.mark.parametrize(
    ("path", "body"),
    [("Tenants", {"LastName": "Haddad"}), ("Tenants", None), ("Tenants/{key}", [1]), ("Tenants", [1])],
    ids=["object for an array", "nothing", "array for an object", "array of numbers"],
)
def test_a_body_of_the_wrong_shape_is_refused(office: Guest, path: str, body: Any) -> None:
    answer = office.post(path.format(key=a_tenant(office)["TenantID"]), body)

    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "Tenants/999999", 404),
        ("POST", "Tenants/999999/Contacts", 404),
        ("DELETE", "Tenants/999999", 404),
        ("POST", "Ghosts", 404),
        ("POST", "Tenants/1/Ghosts", 404),
        ("POST", "ViolationCodes", 405),
        ("DELETE", "Locations/1", 405),
        ("DELETE", "Tenants", 400),
        ("DELETE", "Tenants?ids=one", 400),
    ],
)
def test_what_cannot_be_written_says_so(office: Guest, method: str, path: str, status: int) -> None:
    answer = office.send(method, path, [] if method == "POST" else None)

    assert answer.status_code == status


@pytest.mark.parametrize(("method", "path"), [("POST", "Tenants"), ("DELETE", "Tenants/1")], ids=["save", "delete"])
def test_a_user_who_may_only_read_is_refused_with_403(guest: Guest, method: str, path: str) -> None:
    guest.sign_in("readonly", "sandbox-readonly")

    answer = guest.send(method, path, [])

    assert (answer.status_code, guest.get("Tenants").status_code) == (403, 200)
    assert answer.json()["DeveloperMessage"] == "Required privilege: Edit Tenants."


def test_writes_need_a_token(guest: Guest) -> None:
    statuses = [guest.post("Tenants", []).status_code, guest.delete("Tenants/1").status_code]

    assert statuses == [401, 401]
