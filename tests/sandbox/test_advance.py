"""A day in the estate: what it changes, and that it says so."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

import pytest

from tests.sandbox.visitor import Visitor

COLLECTIONS = ("lots", "tenancies", "contacts", "jobs", "quotations", "inspections", "members", "bills")
NAMES = {
    "lot_changed": ("lots", "lot_id"),
    "lot_archived": ("lots", "lot_id"),
    "rent_paid": ("tenancies", "tenancy_id"),
    "rent_changed": ("tenancies", "tenancy_id"),
    "arrears_changed": ("tenancies", "tenancy_id"),
    "tenancy_changed": ("tenancies", "tenancy_id"),
    "lease_ended": ("tenancies", "tenancy_id"),
    "lease_started": ("tenancies", "tenancy_id"),
    "lease_closed": ("tenancies", "tenancy_id"),
    "contact_added": ("contacts", "contact_id"),
    "contact_changed": ("contacts", "contact_id"),
    "job_added": ("jobs", "job_id"),
    "job_changed": ("jobs", "job_id"),
    "job_finished": ("jobs", "job_id"),
    "quotation_added": ("quotations", "quotation_id"),
    "inspection_changed": ("inspections", "inspection_id"),
}

Tables = dict[str, dict[str, dict[str, Any]]]


def tables(visitor: Visitor) -> Tables:
    return {name: visitor.raw(name) for name in COLLECTIONS}


def touched(before: Tables, after: Tables) -> set[tuple[str, str]]:
    """Collection and id of every row that is not as it was."""
    return {
        (name, key)
        for name in COLLECTIONS
        for key in {*before[name], *after[name]}
        if before[name].get(key) != after[name].get(key)
    }


def test_the_clock_moves_only_when_told_to(sandbox: Visitor) -> None:
    still = sandbox.control("GET", "health")

    moved = sandbox.control("POST", "advance", {"days": 3})

    assert still == {"status": "ok", "clock": "2026-11-23T06:00:00Z", "day": 0}
    assert (moved["clock"], moved["day"]) == ("2026-11-26T06:00:00Z", 3)
    assert sandbox.control("GET", "health") == {"status": "ok", "clock": "2026-11-26T06:00:00Z", "day": 3}


def test_the_changes_name_every_row_that_was_touched_and_no_other(sandbox: Visitor) -> None:
    for _ in range(30):
        before = tables(sandbox)
        changes = sandbox.advance(1)
        after = tables(sandbox)

        named = {(NAMES[change["kind"]][0], change[NAMES[change["kind"]][1]]) for change in changes}
        assert named == touched(before, after)


def test_a_day_brings_something_of_everything(sandbox: Visitor) -> None:
    kinds = Counter(change["kind"] for change in sandbox.advance(14))

    assert kinds["rent_paid"] > 50
    assert kinds["lease_ended"] == 14
    assert kinds["lease_started"] >= 7
    assert kinds["job_finished"] == 14
    assert 1 <= kinds["lot_archived"] <= 14
    assert kinds["contact_changed"] == 14
    assert kinds["inspection_changed"] == 14


def test_rent_paid_is_what_the_balance_grew_by(sandbox: Visitor) -> None:
    before = sandbox.raw("tenancies")
    changes = sandbox.advance(1)
    after = sandbox.raw("tenancies")

    paid: Counter[str] = Counter()
    for change in changes:
        if change["kind"] == "rent_paid":
            paid[change["tenancy_id"]] += int(Decimal(change["amount"]) * 100)
    assert paid
    for key, cents in paid.items():
        grew = Decimal(str(after[key]["TotalRentPaid"])) - Decimal(str(before[key]["TotalRentPaid"]))
        assert grew * 100 == cents
        assert after[key]["UpdatedOn"] > before[key]["UpdatedOn"]
        assert after[key]["EffectivePaidTo"] >= before[key]["EffectivePaidTo"]


def test_touched_rows_move_in_their_feeds(signed_in: Visitor) -> None:
    feeds = {
        "lots": "v1/lots",
        "contacts": "v1/contacts",
        "jobs": "v2/jobtasks",
        "inspections": "v1/inspections",
    }
    cursors = {name: max(row["Timestamp"] for row in signed_in.raw(name).values()) for name in feeds}

    changes = signed_in.advance(1)

    archived = {change["lot_id"] for change in changes if change["kind"] == "lot_archived"}
    for name, path in feeds.items():
        named = {c[NAMES[c["kind"]][1]] for c in changes if NAMES[c["kind"]][0] == name}
        read = signed_in.rows(path, Timestamp=cursors[name])
        assert {row["Id"] for row in read} == named - archived


def test_balances_updated_since_yesterday_are_the_tenancies_that_moved(signed_in: Visitor) -> None:
    changes = signed_in.advance(1)

    read = signed_in.rows("v1/tenancies/balances", LastUpdated="2026-11-24T00:00:00Z")

    quiet = ("arrears_changed", "tenancy_changed")
    moved = {c["tenancy_id"] for c in changes if NAMES[c["kind"]][0] == "tenancies" and c["kind"] not in quiet}
    assert {row["Id"] for row in read} == moved


def test_an_ended_lease_is_closed_after_a_last_payment_and_the_lot_is_empty(sandbox: Visitor) -> None:
    changes = sandbox.advance(1)

    (ended,) = [change for change in changes if change["kind"] == "lease_ended"]
    tenancy = sandbox.raw("tenancies")[ended["tenancy_id"]]
    lot = sandbox.raw("lots")[ended["lot_id"]]
    assert (tenancy["IsActive"], tenancy["IsClosed"], tenancy["TenancyEnd"]) == (False, True, "2026-11-24")
    assert tenancy["RentArrears"] == 0
    assert any(c["kind"] == "rent_paid" and c["tenancy_id"] == ended["tenancy_id"] for c in changes)
    assert (lot["Vacant"], lot["RentAmount"]) == (True, 0)
    assert "ActiveTenancyId" not in lot


def test_a_finished_job_has_an_accepted_quotation_of_that_amount(signed_in: Visitor) -> None:
    changes = signed_in.advance(1)

    (finished,) = [change for change in changes if change["kind"] == "job_finished"]
    job = signed_in.get(f"v2/jobtasks/{finished['job_id']}").json()
    quotes = {row["Id"]: row for row in signed_in.rows(f"v1/jobtasks/{finished['job_id']}/quotations")}
    assert job["Status"] == "Finished"
    assert Decimal(str(quotes[job["QuoteId"]]["Amount"])) == Decimal(finished["amount"])


def test_the_second_account_stands_still(sandbox: Visitor) -> None:
    before = sandbox.raw("tenancies", "second")

    sandbox.control("POST", "advance", {"days": 5})

    assert sandbox.raw("tenancies", "second") == before


@pytest.mark.parametrize("lots", [0, 1, 9])
def test_a_tiny_estate_lives_on_too(sandbox: Visitor, lots: int) -> None:
    sandbox.control("POST", "reset", {"lots": lots, "jobs": lots})

    sandbox.control("POST", "advance", {"days": 40})

    assert sandbox.control("GET", "health")["day"] == 40


def test_life_goes_on_around_rows_that_were_edited_to_nonsense(sandbox: Visitor) -> None:
    wrong: Any
    for collection in ("lots", "tenancies", "contacts", "jobs", "inspections", "quotations"):
        rows = list(sandbox.raw(collection).values())
        for at, name in enumerate(rows[0]):
            key = rows[at % len(rows)]["Id"]
            wrong = ["abc", None, -5, "2026-02-31", {"Nested": []}][at % 5]
            sandbox.control("PATCH", f"propertyme/{collection}/{key}?quiet=1", {name: wrong})
            last = rows[(at + 7) % len(rows)]["Id"]
            sandbox.control("PATCH", f"propertyme/{collection}/{last}?quiet=1", {"__remove__": [name]})

    sandbox.control("POST", "advance", {"days": 20})

    assert sandbox.control("GET", "health")["day"] == 20
