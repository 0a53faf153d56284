"""Rows that are made here and go to the vendor."""

from typing import Any

import pytest

from agencies.models import AuditEntry
from agencies.refusals import Refusal
from integrations.models import Connection, OutgoingEdit
from integrations.twoway import conflicts
from integrations.twoway.creating import create
from integrations.twoway.editing import edit
from portfolio.models import Contact
from providers.choices import Kind
from tests.integrations.twoway.bureau import Bureau


def made(bureau: Bureau, **values: Any) -> Contact:
    row: Contact = create(Kind.CONTACT, {"name": "Dora", **values}, bureau.person, bureau.fresh())
    return row


def test_a_new_row_is_there_at_once_and_is_the_vendors_by_name_once_it_has_arrived(bureau: Bureau) -> None:
    row = made(bureau, phone="4", email="")
    before = (row.external_source, row.external_id, bureau.outbox())

    bureau.push()
    log = bureau.sync("full")

    row.refresh_from_db()
    assert before == ("", None, [("pending", {"name": "Dora", "phone": "4"})])
    assert (row.external_source, row.external_account, row.external_id) == ("desk", "desk-1", "c4")
    assert (row.external_version, row.fingerprint != "") == (bureau.theirs("c4", "version"), True)
    assert (bureau.noted(log), log.counts["contacts"]["created"]) == ([], 0)
    assert bureau.vendor.rows["c4"]["comment"] == OutgoingEdit.objects.get().marker != ""
    assert AuditEntry.objects.filter(action="row_edited").get().details["made"] is True


def test_what_is_changed_before_it_goes_goes_with_it_and_the_rest_follows(bureau: Bureau) -> None:
    row = made(bureau, phone="4")

    edit(row, {"phone": "5"}, bureau.person)
    edit(row, {"company": "New"}, bureau.person)
    bureau.push()

    assert [item["values"] for items in bureau.vendor.posts for item in items] == [
        {"name": "Dora", "phone": "5"},
        {"company": "New"},
    ]
    assert (bureau.both("c4"), bureau.both("c4", "company")) == (("5", "5"), ("New", "New"))


def test_a_new_row_that_is_refused_is_mended_and_arrives(bureau: Bureau) -> None:
    bureau.vendor.refuses = "bad"
    row = made(bureau, phone="bad")
    edit(row, {"company": "New"}, bureau.person)
    bureau.push()
    before = bureau.outbox()

    edit(row, {"phone": "4"}, bureau.person)
    bureau.push()

    assert before == [("failed", {"name": "Dora", "phone": "bad"}), ("pending", {"company": "New"})]
    assert (bureau.both("c4"), bureau.both("c4", "company")) == (("4", "4"), ("New", "New"))


def test_a_new_row_that_is_given_up_stays_the_agencys_own(bureau: Bureau) -> None:
    row = made(bureau)
    edit(row, {"company": "New"}, bureau.person)

    conflicts.drop(OutgoingEdit.objects.earliest("pk"), bureau.person)
    bureau.push()
    edit(row, {"role": "plumber"}, bureau.person)

    row.refresh_from_db()
    assert ([status for status, _ in bureau.outbox()], bureau.vendor.posts) == (["dropped", "dropped"], [])
    assert (row.external_source, row.role, row.company) == ("", "plumber", "New")


@pytest.mark.parametrize(
    ("kind", "values", "code"),
    [
        pytest.param(Kind.CONTACT, {"name": "Dora", "role": "x"}, "kept_elsewhere", id="not given there"),
        pytest.param(Kind.CONTACT, {"phone": "4"}, "incomplete", id="no name"),
        pytest.param(Kind.TENANT, {"name": "Dora"}, "takes_no_new_rows", id="not taken there"),
    ],
)
def test_what_the_vendor_does_not_take_is_not_made(
    bureau: Bureau, kind: Kind, values: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refusal) as refusal:
        create(kind, values, bureau.person, bureau.fresh())

    assert (refusal.value.code, Contact.objects.count(), bureau.outbox()) == (code, 3, [])


@pytest.mark.parametrize(
    ("columns", "code"),
    [({"config": {}}, "comes_in_only"), ({"status": "disconnected"}, "not_connected")],
    ids=["in only", "disconnected"],
)
def test_nothing_is_made_where_nothing_can_be_told(bureau: Bureau, columns: dict[str, Any], code: str) -> None:
    Connection.objects.filter(pk=bureau.connection.pk).update(**columns)

    with pytest.raises(Refusal) as refusal:
        made(bureau)

    assert (refusal.value.code, Contact.objects.count()) == (code, 3)
