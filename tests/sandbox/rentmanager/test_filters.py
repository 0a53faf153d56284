"""The filter language, operator by operator."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.sandbox.rentmanager.guest import Guest, value

Row = dict[str, Any]
RULES: list[tuple[str, str, Callable[[Row], bool]]] = [
    ("Units", "Bedrooms,eq,2", lambda row: row.get("Bedrooms") == 2),
    ("Units", "Bedrooms,ne,2", lambda row: row.get("Bedrooms") != 2),
    ("Units", "Bedrooms,lt,2", lambda row: row.get("Bedrooms", 9) < 2),
    ("Units", "Bedrooms,le,2", lambda row: row.get("Bedrooms", 9) <= 2),
    ("Units", "Bedrooms,gt,1", lambda row: row.get("Bedrooms", 0) > 1),
    ("Units", "Bedrooms,ge,2", lambda row: row.get("Bedrooms", 0) >= 2),
    ("Units", "Bedrooms,ltn,2", lambda row: row.get("Bedrooms", 0) < 2),
    ("Units", "Bedrooms,len,1", lambda row: row.get("Bedrooms", 0) <= 1),
    ("Units", "Bedrooms,gtn,1", lambda row: row.get("Bedrooms", 9) > 1),
    ("Units", "Bedrooms,gen,2", lambda row: row.get("Bedrooms", 9) >= 2),
    ("Units", "UnitID,in,(301,303, 305)", lambda row: row["UnitID"] in (301, 303, 305)),
    ("Units", "PropertyID,ni,(12,13)", lambda row: row["PropertyID"] not in (12, 13)),
    ("Units", "UnitID,bt,(310,320)", lambda row: 310 <= row["UnitID"] <= 320),
    ("Units", "Bathrooms,eq,1.5", lambda row: row.get("Bathrooms") == 1.5),
    ("Units", "Comment,hv", lambda row: bool(row.get("Comment"))),
    ("Units", "PropertyID,14", lambda row: row["PropertyID"] == 14),
    ("Tenants", "Status,eq,Current", lambda row: row["Status"] == "Current"),
    ("Tenants", "LastName,sw,de", lambda row: row["LastName"].lower().startswith("de")),
    ("Tenants", "LastName,ew,ton", lambda row: row["LastName"].lower().endswith("ton")),
    ("Tenants", "Name,ct,ÑEZ", lambda row: "ñez" in row["Name"].lower()),
    ("Tenants", "IsCompany,eq,true", lambda row: row["IsCompany"]),
    ("Tenants", "Name,eq,Nobody, At All", lambda row: False),
    ("Leases", "MoveInDate,ge,2026-01-01", lambda row: row["MoveInDate"] >= "2026-01-01"),
    ("Leases", "MoveInDate,lt,01/02/2026", lambda row: row["MoveInDate"] < "2026-01-02"),
    ("Leases", "MoveOutDate,gtn,2026-11-23", lambda row: row.get("MoveOutDate", "9") > "2026-11-23T00:00:00"),
    ("Charges", "UpdateDate,bt,(2026-11-01,2026-11-10)", lambda row: "2026-11-01" < row["UpdateDate"] < "2026-11-10T0"),
    (
        "Charges",
        "PropertyID,eq,13;ChargeTypeID,in,(2,21);TransactionDate,ge,2026-11-01",
        lambda row: row["PropertyID"] == 13 and row["ChargeTypeID"] in (2, 21) and row["TransactionDate"] > "2026-11",
    ),
]


@pytest.mark.parametrize(("resource", "text", "fits"), RULES, ids=[f"{rule[0]} {rule[1]}" for rule in RULES])
def test_a_filter_leaves_the_rows_that_fit(
    office: Guest, resource: str, text: str, fits: Callable[[Row], bool]
) -> None:
    wanted = [row for row in office.raw(resource) if fits(row)]

    answer = office.get(resource, filters=text)

    assert answer.headers["X-Total-Results"] == str(len(wanted))
    assert (value(answer) if wanted else []) == wanted
    assert answer.status_code == (200 if wanted else 204)


def test_most_of_these_filters_leave_something_and_drop_something(office: Guest) -> None:
    left = [(len([row for row in office.raw(name) if fits(row)]), len(office.raw(name))) for name, _, fits in RULES]

    assert sum(0 < some < every for some, every in left) == len(RULES) - 1


def test_a_filter_may_look_into_embedded_rows(office: Guest) -> None:
    cam = {row["ChargeTypeID"] for row in office.raw("ChargeTypes") if row["IsCam"]}

    found = value(office.get("Charges", filters="ChargeType.IsCam,eq,true"))

    assert found == [row for row in office.raw("Charges") if row["ChargeTypeID"] in cam]
    assert found


def test_the_rows_looked_into_may_be_narrowed_first(office: Guest) -> None:
    named = [row for row in office.raw("UserDefinedValues") if row["Name"] == "University" and "Wabash" in row["Value"]]

    text = "UserDefinedValues(Name,eq,University).Value,ct,wabash"
    found = value(office.get("Tenants", filters=text, fields="TenantID"))

    assert [row["TenantID"] for row in found] == sorted(row["ParentID"] for row in named)
    assert office.get("Tenants", filters="UserDefinedValues(Name,eq,Household Size).Value,ct,wabash").status_code == 204


def test_two_steps_deep_is_possible(office: Guest) -> None:
    found = value(office.get("Properties", filters="Units.UnitType.Name,eq,Bed", fields="Name"))

    assert found == [{"Name": "Scholars Row"}]


@pytest.mark.parametrize(
    ("resource", "text"),
    [
        ("Tenants", "NotAField,eq,1"),
        ("Tenants", "Balance,gt,0"),
        ("Charges", "TenantID,eq,920"),
        ("Payments", "PropertyID,eq,12"),
        ("RecurringCharges", "PropertyID,eq,12"),
        ("Tenants", "Wishes.Name,eq,x"),
        ("Tenants", "Contacts.Shoe,eq,x"),
        ("Tenants", "TenantID,like,9"),
        ("Tenants", "TenantID,eq,abc"),
        ("Tenants", "TenantID,in,4"),
        ("Tenants", "TenantID,bt,(1,2,3)"),
        ("Tenants", "TenantID,ct,9"),
        ("Tenants", "IsCompany,eq,maybe"),
        ("Leases", "MoveInDate,ge,soon"),
        ("Leases", "MoveInDate,ge,2026-02-30"),
        ("Tenants", "TenantID"),
        ("Tenants", "TenantID,in,(4,5"),
    ],
)
def test_a_filter_that_is_not_understood_is_400_with_model_state(office: Guest, resource: str, text: str) -> None:
    answer = office.get(resource, filters=text)

    body = value(answer)
    assert (answer.status_code, body["Message"]) == (400, "The request is invalid.")
    assert list(body["ModelState"]) == ["filters"]
    assert body["ModelState"]["filters"][0].startswith("Error parsing filter ")


def test_a_row_edited_into_nonsense_fits_no_comparison(office: Guest) -> None:
    office.control("PATCH", "rentmanager/Units/301?account=samplehomes/1", {"Bedrooms": "many"})

    kept = value(office.get("Units", filters="Bedrooms,ge,0", fields="UnitID"))

    assert 301 not in [row["UnitID"] for row in kept]


def test_a_filter_sees_a_change_at_once(office: Guest) -> None:
    before = office.get("Units", filters="Comment,eq,repainted")
    office.control("PATCH", "rentmanager/Units/301?account=samplehomes/1", {"Comment": "Repainted"})

    after = value(office.get("Units", filters="Comment,eq,repainted", fields="UnitID"))

    assert before.status_code == 204
    assert after == [{"UnitID": 301}]
