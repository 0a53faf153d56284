"""Values in the vendor's shapes: dates, money, ids, texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from tests.sandbox.conftest import TODAY
from tests.sandbox.visitor import Visitor

DAY = re.compile(r"\d{4}-\d\d-\d\d")
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z")
GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
DAYS = set(
    """
    TenancyStart TenancyEnd AgreementStart AgreementEnd PaidTo EffectivePaidTo Termination NextIncreaseDate
    NextReviewDate LastReviewedOn NextInspectionOn DueDate
    """.split()
)
FEEDS = ("v1/lots", "v1/tenancies/balances", "v1/contacts", "v2/jobtasks", "v1/inspections", "v1/members")
PHONE = re.compile(r"0491 570 (006|156|157|158|159|110|313|737)|\(0[2378]\) (7010|5550) \d{4}")


def pairs(value: Any) -> Iterator[tuple[str, Any]]:
    """Every field and value in a reply, however deep."""
    for row in value if isinstance(value, list) else [value]:
        if isinstance(row, dict):
            for name, inner in row.items():
                yield name, inner
                yield from pairs(inner)


def everything(visitor: Visitor) -> list[tuple[str, Any]]:
    return [pair for path in FEEDS for pair in pairs(visitor.rows(path))]


def test_days_instants_and_never_are_the_only_dates(signed_in: Visitor) -> None:
    found = everything(signed_in)

    for name, value in found:
        if name in DAYS:
            assert DAY.fullmatch(value), (name, value)
        elif name.endswith("On") and value != "0001-01-01":
            assert INSTANT.fullmatch(value), (name, value)


def test_a_vacant_lot_has_no_tenancy_fields_and_a_date_of_never(signed_in: Visitor) -> None:
    vacant = [lot for lot in signed_in.rows("v1/lots") if lot["Vacant"]]

    gone = {"TenantContactId", "TenantContactReference", "TenancyStart", "ActiveTenancyId", "EffectivePaidTo"}
    assert vacant
    for lot in vacant:
        assert not gone & set(lot)
        assert (lot["RentAmount"], lot["TenancyUpdatedOn"]) == (0, "0001-01-01")


def test_an_inspection_starts_at_local_time_that_claims_to_be_utc(signed_in: Visitor) -> None:
    timed = [row for row in signed_in.rows("v1/inspections") if "StartTime" in row]

    assert len(timed) > 10
    for row in timed:
        assert INSTANT.fullmatch(row["StartTime"])
        start = datetime.strptime(row["StartTime"][:19], "%Y-%m-%dT%H:%M:%S")
        assert row["StartTimeText"] == start.strftime("%I:%M %p").lstrip("0")
        assert 9 <= start.hour <= 16


def test_money_is_a_number_without_needless_decimals(signed_in: Visitor) -> None:
    text = signed_in.get("v1/tenancies/balances").text

    amounts = re.findall(r'"(?:RentAmount|RentArrears|TotalRentPaid|BondAmount|PartPaid)":([^,}]+)', text)
    assert amounts
    assert all(re.fullmatch(r"\d+(\.\d[1-9]|\.[1-9])?", amount) for amount in amounts)
    assert any("." in amount for amount in amounts)


def test_ids_are_lower_case_guids(signed_in: Visitor) -> None:
    ids = {value for name, value in everything(signed_in) if name.endswith("Id") and name != "UserId"}

    assert all(GUID.fullmatch(value) for value in ids)


def test_phones_are_of_the_ranges_kept_for_fiction_and_mail_goes_nowhere(signed_in: Visitor) -> None:
    found = everything(signed_in)

    phones = {value for name, value in found if name in ("CellPhone", "HomePhone", "WorkPhone", "MobilePhone")}
    mails = {value for name, value in found if name.endswith("Email") and value}
    assert all(PHONE.fullmatch(phone) for phone in phones)
    assert all(mail.endswith(("@example.com", ".example.com")) for mail in mails)


def test_labels_are_wrapped_in_pipes(signed_in: Visitor) -> None:
    labels = {lot["Labels"] for lot in signed_in.rows("v1/lots") if "Labels" in lot}

    assert all(re.fullmatch(r"(\|[^|]+\|)+", label) for label in labels)
    assert any("||" in label for label in labels)


def test_rent_figures_add_up(signed_in: Visitor) -> None:
    today = date.fromisoformat(TODAY)

    for row in signed_in.rows("v1/tenancies/balances"):
        behind = max(0, (today - date.fromisoformat(row["EffectivePaidTo"])).days)
        assert row["PaidTo"] <= row["EffectivePaidTo"]
        assert 0 <= row["PartPaid"] < row["RentAmount"]
        if row["IsActive"]:
            assert row["DaysInArrears"] == row["ArrearsDays"] == behind
            assert (row["RentArrears"] > 0) == (behind > 0)


def test_a_lot_repeats_its_running_tenancy(signed_in: Visitor) -> None:
    tenancies = {row["Id"]: row for row in signed_in.rows("v1/tenancies/balances")}
    shared = ("RentAmount", "RentPeriod", "TenancyStart", "AgreementStart", "AgreementEnd", "EffectivePaidTo")

    rented = [lot for lot in signed_in.rows("v1/lots") if not lot["Vacant"]]

    for lot in rented:
        tenancy = tenancies[lot["ActiveTenancyId"]]
        assert tenancy["LotId"] == lot["Id"]
        assert tenancy["ContactId"] == lot["TenantContactId"]
        assert {name: lot.get(name) for name in shared} == {name: tenancy.get(name) for name in shared}
        assert lot["TenancyUpdatedOn"] == tenancy["UpdatedOn"]
