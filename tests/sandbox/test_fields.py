"""Every row has the contract's fields for its endpoint, and no other."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox import contract
from tests.sandbox.visitor import Visitor

PAGE = {"Offset": 0, "Limit": 100}


@pytest.fixture
def plain(signed_in: Visitor) -> Visitor:
    """Signed in, with no fields beyond the contract."""
    signed_in.control("PATCH", "settings", {"unknown_fields": False})
    return signed_in


def check(row: dict[str, Any], names: str) -> None:
    assert set(row) - contract.allowed(names) == set()
    assert contract.required(names) - set(row) == set()


@pytest.mark.parametrize("path", contract.ROWS)
def test_the_rows_of_a_list_have_the_fields_of_the_contract(plain: Visitor, path: str) -> None:
    rows = plain.rows(path, **PAGE, IncludeClosed="true")

    assert rows
    for row in rows:
        check(row, contract.ROWS[path])


@pytest.mark.parametrize("path", contract.ROWS)
def test_with_nulls_written_every_row_has_every_field(plain: Visitor, path: str) -> None:
    plain.control("PATCH", "settings", {"write_nulls": True})

    rows = plain.rows(path, **PAGE)

    assert all(set(row) == contract.allowed(contract.ROWS[path]) for row in rows)
    assert all(row[name] is not None for row in rows for name in contract.required(contract.ROWS[path]))


@pytest.mark.parametrize("path", contract.SINGLE)
def test_a_single_reply_has_the_fields_of_the_contract(plain: Visitor, path: str) -> None:
    ids = {name: list(plain.raw(name)) for name in ("lots", "tenancies", "contacts", "jobs", "inspections")}

    replies = [plain.get(path.format(**{name: keys[at] for name, keys in ids.items()})).json() for at in range(12)]

    for reply in replies:
        check(reply, contract.SINGLE[path])


def test_nested_objects_have_the_fields_of_the_contract(plain: Visitor) -> None:
    lot = next(row for row in plain.rows("v1/lots") if not row["Vacant"])
    detail = plain.get(f"v1/lots/{lot['Id']}/detail").json()
    contacts = plain.rows("v1/contacts")
    contact = plain.get(f"v1/contacts/{contacts[0]['Id']}").json()
    inspection = plain.get(f"v1/inspections/{plain.rows('v1/inspections')[0]['Id']}").json()

    check(lot["Address"], contract.ADDRESS_DETAIL)
    check(detail["Ownership"], contract.OWNERSHIP_SQL_API_DATA)
    check(detail["Tenancy"], contract.TENANCY_BALANCE_DATA)
    check(contact["Contact"], contract.CONTACT)
    check(inspection["Inspection"], contract.INSPECTION_TASK_DATA)
    check(inspection["Property"], contract.LOT)
    for person in (person for row in contacts for person in row["ContactPersons"]):
        check(person, contract.MOB_CONTACT_PERSON_DATA)
    for person in contact["ContactPersons"]:
        check(person, contract.CONTACT_PERSON_INFO)


def test_quotations_have_the_fields_of_the_contract(plain: Visitor) -> None:
    job = next(iter(plain.raw("quotations").values()))["JobTaskId"]

    listed = plain.rows(f"v1/jobtasks/{job}/quotations")
    plain.control("PATCH", "settings", {"quotation_shape": "object"})
    single = plain.get(f"v1/jobtasks/{job}/quotations").json()

    assert single == listed[0]
    for row in listed:
        check(row, contract.QUOTATION)


def test_bills_are_not_there_unless_set(plain: Visitor) -> None:
    missing = plain.get("v1/bills", Timestamp=0)

    plain.control("PATCH", "settings", {"bills": True})
    bills = plain.rows("v1/bills", Timestamp=0)

    assert missing.status_code == 404
    assert len(bills) == 19
    for bill in bills:
        check(bill, contract.BILL)
    assert plain.rows("v1/bills", Timestamp=max(bill["Timestamp"] for bill in bills)) == []


def test_a_few_rows_carry_a_field_that_no_document_mentions(signed_in: Visitor) -> None:
    contacts = signed_in.rows("v1/contacts")

    drifted = [row for row in contacts if set(row) - contract.allowed(contract.MOB_CONTACT_DATA)]

    assert 0 < len(drifted) < len(contacts) / 8
