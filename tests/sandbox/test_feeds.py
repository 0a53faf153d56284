"""Change feeds: strict cursor, the month rule, no tombstones, missing cursor."""

from __future__ import annotations

import pytest

from tests.sandbox.visitor import Visitor

FEEDS = {
    "v1/lots": "lots",
    "v1/contacts": "contacts",
    "v1/jobtasks": "jobs",
    "v2/jobtasks": "jobs",
    "v1/inspections": "inspections",
}


def latest(rows: list[dict[str, int]]) -> int:
    return max(row["Timestamp"] for row in rows)


@pytest.mark.parametrize("path", FEEDS)
def test_cursors_are_eighteen_digits_and_differ(signed_in: Visitor, path: str) -> None:
    stamps = [row["Timestamp"] for row in signed_in.rows(path, Timestamp=0)]

    assert all(len(str(stamp)) == 18 for stamp in stamps)
    assert len(set(stamps)) == len(stamps)
    assert any(int(float(stamp)) != stamp for stamp in stamps)


@pytest.mark.parametrize("path", FEEDS)
def test_the_latest_cursor_leaves_nothing(signed_in: Visitor, path: str) -> None:
    everything = signed_in.rows(path, Timestamp=1)
    signed_in.control("PATCH", f"propertyme/{FEEDS[path]}/{everything[0]['Id']}", {})  # so that the cursor is young
    cursor = latest(signed_in.rows(path, Timestamp=1))

    assert signed_in.rows(path, Timestamp=cursor) == []
    assert [row["Id"] for row in signed_in.rows(path, Timestamp=cursor - 1)] == [everything[0]["Id"]]


def test_a_change_comes_once_with_a_greater_cursor(signed_in: Visitor) -> None:
    lots = signed_in.rows("v1/lots", Timestamp=0)
    cursor = latest(lots)

    signed_in.control("PATCH", f"propertyme/lots/{lots[5]['Id']}", {"Bedrooms": 7})
    changed = signed_in.rows("v1/lots", Timestamp=cursor)

    assert [(row["Id"], row["Bedrooms"]) for row in changed] == [(lots[5]["Id"], 7)]
    assert changed[0]["Timestamp"] > cursor
    assert signed_in.rows("v1/lots", Timestamp=changed[0]["Timestamp"]) == []


def test_a_quiet_edit_moves_no_cursor(signed_in: Visitor) -> None:
    lots = signed_in.rows("v1/lots", Timestamp=0)

    signed_in.control("PATCH", f"propertyme/lots/{lots[5]['Id']}?quiet=1", {"Bedrooms": 7})

    assert signed_in.rows("v1/lots", Timestamp=latest(lots)) == []
    assert signed_in.get(f"v1/lots/{lots[5]['Id']}").json()["Bedrooms"] == 7


@pytest.mark.parametrize("path", FEEDS)
def test_a_cursor_older_than_a_month_gives_everything(signed_in: Visitor, path: str) -> None:
    everything = signed_in.rows(path, Timestamp=0)
    cursor = latest(everything)

    signed_in.control("POST", "advance", {"days": 33})
    later = signed_in.rows(path, Timestamp=cursor)

    assert {row["Id"] for row in later} == {row["Id"] for row in signed_in.rows(path, Timestamp=0)}


def test_milliseconds_give_everything_every_time(signed_in: Visitor) -> None:
    everything = signed_in.rows("v1/lots", Timestamp=0)

    assert signed_in.rows("v1/lots", Timestamp=1795413600000) == everything


def test_an_archived_lot_vanishes_without_a_tombstone(signed_in: Visitor) -> None:
    before = signed_in.rows("v1/lots", Timestamp=0)

    changes = signed_in.advance(1)

    (gone,) = [change["lot_id"] for change in changes if change["kind"] == "lot_archived"]
    assert gone in {lot["Id"] for lot in before}
    assert gone not in {lot["Id"] for lot in signed_in.rows("v1/lots", Timestamp=0)}
    assert gone not in {lot["Id"] for lot in signed_in.rows("v1/lots", Timestamp=latest(before))}
    archived = signed_in.rows("v1/lots/archived", Offset=0, Limit=100, ArchivedSince="2026-11-24")
    assert [lot["Id"] for lot in archived] == [gone]


def test_the_archived_list_takes_a_day_or_an_instant_and_includes_it(signed_in: Visitor) -> None:
    archived = signed_in.rows("v1/lots/archived", Offset=0, Limit=100)
    moments = sorted(lot["ArchivedOn"] for lot in archived)

    since = signed_in.rows("v1/lots/archived", Offset=0, Limit=100, ArchivedSince=moments[1])

    assert sorted(lot["ArchivedOn"] for lot in since) == moments[1:]
    assert all(lot["IsArchived"] for lot in archived)


def test_archived_contacts_come_only_when_asked_for(signed_in: Visitor) -> None:
    contact = next(iter(signed_in.raw("contacts")))
    signed_in.control("PATCH", f"propertyme/contacts/{contact}", {"IsArchived": True})

    usual = {row["Id"] for row in signed_in.rows("v1/contacts", Timestamp=0)}
    all_of_them = {row["Id"] for row in signed_in.rows("v1/contacts", Timestamp=0, IncludeArchived="true")}

    assert all_of_them - usual == {contact}


@pytest.mark.parametrize(("path", "strict"), [("v1/lots", 502), ("v1/contacts", 400), ("v2/jobtasks", 400)])
def test_a_missing_cursor_gives_all_or_an_error_when_strict(signed_in: Visitor, path: str, strict: int) -> None:
    easy = signed_in.rows(path)

    signed_in.control("PATCH", "settings", {"strict_timestamp": True})
    answer = signed_in.get(path)

    assert easy == signed_in.rows(path, Timestamp=0)
    assert answer.status_code == strict
    assert answer.json()["ResponseStatus"]["Message"] == "Timestamp value is not supplied"


def test_query_names_are_matched_without_regard_to_case(signed_in: Visitor) -> None:
    cursor = latest(signed_in.rows("v1/lots", TimeStamp=0))

    assert signed_in.rows("v1/lots", timestamp=cursor) == []


def test_balances_since_a_moment_include_that_moment(signed_in: Visitor) -> None:
    balances = signed_in.rows("v1/tenancies/balances")
    moments = sorted(row["UpdatedOn"] for row in balances)
    middle = moments[len(moments) // 2]

    since = signed_in.rows("v1/tenancies/balances", LastUpdated=middle)

    assert sorted(row["UpdatedOn"] for row in since) == [moment for moment in moments if moment >= middle]


def test_closed_tenancies_come_with_balances_but_with_leases_only_when_asked_for(signed_in: Visitor) -> None:
    balances = signed_in.rows("v1/tenancies/balances")

    usual = signed_in.rows("v1/tenancies")
    all_of_them = signed_in.rows("v1/tenancies", IncludeClosed="true")

    closed = {row["Id"] for row in balances if row["IsClosed"]}
    assert closed
    assert {row["Id"] for row in balances} == {row["Id"] for row in all_of_them}
    assert {row["Id"] for row in all_of_them} - {row["Id"] for row in usual} == closed


def test_tenancies_can_be_asked_for_by_lot_and_by_contact(signed_in: Visitor) -> None:
    tenancy = signed_in.rows("v1/tenancies")[0]

    by_lot = signed_in.rows("v1/tenancies", LotId=tenancy["LotId"])
    by_contact = signed_in.rows("v1/tenancies/balances", ContactId=tenancy["ContactId"])

    assert [row["Id"] for row in by_lot] == [tenancy["Id"]]
    assert [row["Id"] for row in by_contact] == [tenancy["Id"]]
