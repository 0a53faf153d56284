"""Writes that meet somebody else's change, or closed books."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.sandbox.rentmanager.guest import Guest, value

OLD, NEW = "2026-06-15T00:00:00", "2026-11-20T00:00:00"


def a_charge(guest: Guest, date: str) -> dict[str, Any]:
    """A charge of that day."""
    return {"Amount": 75.0, "ChargeTypeID": guest.raw("ChargeTypes")[0]["ChargeTypeID"], "TransactionDate": date}


def close_books(guest: Guest) -> None:
    """Nothing dated before August is to change."""
    guest.control("PATCH", "settings", {"hard_close": "2026-08-01"})


@pytest.mark.parametrize(
    "stamp",
    [{}, {"UpdateDate": "2020-01-01T00:00:00"}, {"UpdateDate": "soon"}],
    ids=["missing", "stale", "no date"],
)
def test_an_update_without_the_rows_own_update_date_is_409(office: Guest, stamp: dict[str, str]) -> None:
    tenant = office.raw("Tenants")[0]

    answers = [
        office.post(f"Tenants/{tenant['TenantID']}", {"Comment": "Mine"} | stamp),
        office.post("Tenants", [{"TenantID": tenant["TenantID"], "Comment": "Mine"} | stamp]),
    ]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert answers[0].json()["MoreInfoUri"].endswith("/Help/Resource/Tenants")
    assert office.raw("Tenants")[0] == tenant


def test_a_time_in_another_form_is_the_same_time(office: Guest) -> None:
    tenant = office.raw("Tenants")[0]

    answer = office.post(f"Tenants/{tenant['TenantID']}", {"UpdateDate": f"{tenant['UpdateDate']}.0000000"})

    assert answer.status_code == 200


@pytest.mark.parametrize("step", [None, -1, 1], ids=["missing", "behind", "ahead"])
def test_a_model_with_a_concurrency_id_wants_it_too(office: Guest, step: int | None) -> None:
    row = office.raw("Properties")[0]
    stamp = {"UpdateDate": row["UpdateDate"]}
    path = f"Properties/{row['PropertyID']}"

    wrong = office.post(path, stamp | ({} if step is None else {"ConcurrencyID": row["ConcurrencyID"] + step}))
    right = office.post(path, stamp | {"ConcurrencyID": row["ConcurrencyID"], "Comment": "Painted"})

    assert (wrong.status_code, right.status_code) == (409, 200)
    assert (right.json()["Comment"], right.json()["ConcurrencyID"]) == ("Painted", row["ConcurrencyID"] + 1)


def test_a_defined_value_is_guarded_by_its_own_date_and_without_its_key_it_is_another_one(office: Guest) -> None:
    held = office.raw("UserDefinedValues")[0]
    field = next(row for row in office.raw("UserDefinedFields") if row["Name"] == held["Name"])
    path = f"{'Properties' if field['ParentType'] == 'Property' else 'Tenants'}/{held['ParentID']}/UserDefinedValues"
    mine = {name: held[name] for name in ("UserDefinedValueID", "UserDefinedFieldID")} | {"Value": "mine"}

    unguarded = office.post(path, [mine])
    guarded = office.post(path, [mine | {"UpdateDate": held["UpdateDate"]}])
    again = office.post(path, [mine | {"UpdateDate": held["UpdateDate"]}])
    keyless = office.post(path, [{"UserDefinedFieldID": held["UserDefinedFieldID"], "Value": "another"}])

    assert [answer.status_code for answer in (unguarded, guarded, again, keyless)] == [409, 200, 409, 201]
    values = [row["Value"] for row in value(office.get(path)) if row["Name"] == held["Name"]]
    assert values == ["mine", "another"]


def test_of_two_who_read_the_same_row_only_the_first_may_write(office: Guest) -> None:
    tenant = office.raw("Tenants")[0]
    path, stamp = f"Tenants/{tenant['TenantID']}", {"UpdateDate": tenant["UpdateDate"]}

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda number: office.post(path, stamp | {"Comment": f"By {number}"}), range(8)))

    won = [answer.json() for answer in answers if answer.status_code == 200]
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 7
    assert office.raw("Tenants")[0] == won[0]


def test_one_stale_item_refuses_the_whole_array(office: Guest) -> None:
    first, second = office.raw("Tenants")[:2]

    items = [
        {"TenantID": first["TenantID"], "Comment": "Mine", "UpdateDate": first["UpdateDate"]},
        {"TenantID": second["TenantID"], "Comment": "Mine", "UpdateDate": "2020-01-01T00:00:00"},
    ]
    answer = office.post("Tenants", items)

    assert answer.status_code == 409
    assert office.raw("Tenants")[:2] == [first, second]


def test_what_changed_elsewhere_in_the_day_is_a_conflict_too(office: Guest) -> None:
    tenant = office.raw("Tenants")[0]
    path = f"rentmanager/Tenants/{tenant['TenantID']}?account=samplehomes/1"
    office.control("PATCH", path, {"Comment": "Typed at the vendor"})

    answer = office.post(f"Tenants/{tenant['TenantID']}", {"Comment": "Mine", "UpdateDate": tenant["UpdateDate"]})

    assert answer.status_code == 409


@pytest.mark.parametrize(
    ("date", "options", "status"),
    [
        (OLD, {}, 412),
        (OLD, {"saveOptions": "IgnoreHardClose"}, 201),
        (OLD, {"SaveOptions": "IgnoreHardClose,true;Other,true"}, 201),
        (OLD, {"saveOptions": "IgnoreHardClose,false"}, 412),
        (OLD, {"saveOptions": "Other"}, 412),
        (NEW, {}, 201),
    ],
    ids=["before", "with the option", "as others write it", "switched off", "another option", "after"],
)
def test_money_dated_before_a_hard_close_needs_the_save_option(
    office: Guest, date: str, options: dict[str, str], status: int
) -> None:
    close_books(office)
    tenant = office.raw("Tenants")[0]["TenantID"]

    answer = office.post(f"Tenants/{tenant}/Charges", [a_charge(office, date)], **options)

    assert answer.status_code == status


def test_old_money_can_be_neither_moved_nor_deleted(office: Guest) -> None:
    tenant = office.raw("Tenants")[0]["TenantID"]
    (charge,) = office.post(f"Tenants/{tenant}/Charges", [a_charge(office, OLD)]).json()
    path = f"Charges/{charge['ChargeID']}"
    close_books(office)

    moved = office.post(path, {"TransactionDate": NEW, "UpdateDate": charge["UpdateDate"]})
    deleted = office.delete(path)
    insisted = office.delete(path, saveOptions="IgnoreHardClose")

    assert [answer.status_code for answer in (moved, deleted, insisted)] == [412, 412, 204]


def test_people_are_not_guarded_by_the_books(office: Guest) -> None:
    close_books(office)
    tenant = office.raw("Tenants")[0]

    answer = office.post(f"Tenants/{tenant['TenantID']}", {"Comment": "x", "UpdateDate": tenant["UpdateDate"]})

    assert answer.status_code == 200
