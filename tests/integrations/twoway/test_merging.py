"""Pages of records that meet rows which were edited here: what comes in, what stays ours, and what a person is asked."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from integrations.events import is_heard
from integrations.models import Connection, FieldConflict, OutgoingEdit
from providers.records import ContactRecord
from tests.integrations.sync.running import a_run, stored
from tests.integrations.twoway.bureau import Bureau
from tests.integrations.twoway.desk import Row, to_contact


def test_edits_of_different_fields_are_merged(bureau: Bureau) -> None:
    bureau.edit(phone="2")
    bureau.vendor.changes("c1", email="new@example.com", company="New")

    log = bureau.sync()
    bureau.push()

    assert [bureau.both(field=name) for name in ("phone", "email", "company")] == [
        ("2", "2"),
        ("new@example.com", "new@example.com"),
        ("New", "New"),
    ]
    assert bureau.noted(log) == [("Ada", {"email": "new@example.com", "company": "New"})]
    assert (log.counts["contacts"]["updated"], bureau.conflicts(), len(bureau.vendor.posts)) == (1, [], 1)


def test_edits_of_the_same_field_wait_for_a_person_and_stay_as_they_are_on_both_sides(bureau: Bureau) -> None:
    bureau.edit(phone="2", company="New")
    bureau.vendor.changes("c1", phone="3")

    log = bureau.sync()
    bureau.push()
    bureau.sync("full")

    assert (bureau.both(), bureau.both(field="company")) == (("2", "3"), ("New", "New"))
    assert bureau.conflicts() == [("phone", "1", "2", "3")]
    assert bureau.outbox() == [("sent", {"company": "New"}), ("conflict", {"phone": "2"})]
    assert (bureau.noted(log), log.counts["contacts"]["updated"]) == ([], 0)


def test_a_conflict_says_who_changed_what_when(bureau: Bureau) -> None:
    edit = bureau.edit(phone="2")
    bureau.vendor.changes("c1", phone="3")

    bureau.sync()

    conflict = FieldConflict.objects.get()
    version = bureau.vendor.rows["c1"]["version"]
    assert edit is not None
    assert (conflict.ours_by, conflict.ours_at, conflict.edit) == (bureau.person.email, edit.made_at, edit)
    assert conflict.theirs_at is not None and version.endswith(conflict.theirs_at.isoformat())
    assert (conflict.label, conflict.external_id, conflict.kind) == ("Ada", "c1", "contacts")


def test_a_conflict_follows_the_vendor_and_settles_itself_where_both_sides_agree_again(bureau: Bureau) -> None:
    for key in ("c1", "c2", "c3"):
        bureau.edit(key, phone="2")
        bureau.vendor.changes(key, phone="3")
    bureau.sync()

    for key, other in (("c1", "4"), ("c2", "2"), ("c3", "1")):
        bureau.vendor.changes(key, phone=other)
    bureau.sync()
    bureau.push()

    assert bureau.conflicts() == [("phone", "1", "2", "4")]
    assert bureau.outbox() == [("conflict", {"phone": "2"}), ("sent", {"phone": "2"}), ("sent", {"phone": "2"})]
    assert [bureau.both(key) for key in ("c1", "c2", "c3")] == [("2", "4"), ("2", "2"), ("2", "2")]
    assert FieldConflict.objects.filter(status="settled").count() == 2
    assert len(bureau.vendor.posts) == 1  # c2 was so already


def test_a_person_at_the_vendor_who_types_the_same_settles_the_edit(bureau: Bureau) -> None:
    bureau.edit(phone="2", company="New")
    bureau.vendor.changes("c1", phone="2")

    bureau.sync()

    assert bureau.outbox() == [("pending", {"company": "New"}), ("sent", {"phone": "2"})]
    assert bureau.both() == ("2", "2")


@pytest.mark.parametrize(
    ("owner", "held", "outbox"),
    [
        pytest.param("vendor", ("3", "3"), [("dropped", {"phone": "2"})], id="vendor"),
        pytest.param("us", ("2", "2"), [("sent", {"phone": "2"})], id="us"),
        pytest.param("newest", ("3", "3"), [("dropped", {"phone": "2"})], id="newest"),
        pytest.param("ask", ("2", "3"), [("conflict", {"phone": "2"})], id="ask"),
    ],
)
def test_the_owner_of_a_field_settles_what_both_sides_changed(
    bureau: Bureau, owner: str, held: tuple[str, str], outbox: list[Any]
) -> None:
    bureau.owned_by(owner, "phone")
    bureau.edit(phone="2")
    bureau.vendor.changes("c1", phone="3")

    bureau.sync()
    bureau.push()
    bureau.sync()

    assert (bureau.both(), bureau.outbox()) == (held, outbox)


def test_a_blank_of_the_vendors_does_not_overwrite_an_edit_and_comes_in_where_there_is_none(bureau: Bureau) -> None:
    bureau.edit(phone="2")
    bureau.vendor.changes("c1", phone="", email="")

    bureau.sync()
    bureau.push()

    assert (bureau.both(), bureau.both(field="email")) == (("2", "2"), ("", ""))


def test_a_field_that_is_ours_is_sent_again_once_for_each_value_that_the_vendor_puts_there(bureau: Bureau) -> None:
    bureau.owned_by("us", "phone")

    for value in ("7", "8"):
        bureau.vendor.changes("c1", phone=value)
        log = bureau.sync()
        bureau.push()
        bureau.sync()
        assert (bureau.both(), bureau.noted(log)) == (("1", "1"), [])
    bureau.vendor.changes("c1", phone="7")
    bureau.sync()
    bureau.push()
    bureau.sync()

    assert bureau.both() == ("1", "7")
    assert bureau.conflicts() == [("phone", "7", "1", "7")]
    assert [status for status, _ in bureau.outbox()] == ["sent", "sent", "conflict"]


def test_fields_of_the_agencys_own_that_are_ours_are_sent_again_and_new_ones_come_in(bureau: Bureau) -> None:
    bureau.vendor.changes("c1", custom={"Dog": "Rex", "Cat": "Tom"})
    bureau.sync()
    bureau.owned_by("us", "custom")
    bureau.vendor.changes("c1", custom={"Dog": "Bello", "Cat": "Tom", "Gate": "7"})

    log = bureau.sync()
    bureau.push()
    bureau.sync()

    held = {"Dog": "Rex", "Cat": "Tom", "Gate": "7"}
    assert (bureau.both(field="custom"), bureau.conflicts()) == ((held, held), [])
    assert (bureau.outbox(), bureau.noted(log)) == (
        [("sent", {"custom.Dog": "Rex"})],
        [("Ada", {"custom": held})],
    )


def test_where_a_kind_only_goes_out_the_vendors_changes_of_what_we_write_do_not_come_in(bureau: Bureau) -> None:
    Connection.objects.filter(pk=bureau.connection.pk).update(config={"directions": {"contacts": "push"}})
    bureau.vendor.changes("c1", phone="7")
    bureau.vendor.has(name="Dora")

    bureau.sync()
    bureau.push()

    assert (bureau.both(), bureau.both("c4", "name")) == (("1", "1"), ("Dora", "Dora"))


def test_where_a_kind_only_comes_in_the_vendor_has_the_last_word(bureau: Bureau) -> None:
    Connection.objects.filter(pk=bureau.connection.pk).update(config={})
    bureau.vendor.changes("c1", phone="7")

    log = bureau.sync()

    assert (bureau.both(), bureau.noted(log)) == (("7", "7"), [("Ada", {"phone": "7"})])


@pytest.mark.parametrize("status", ["sending", "unknown"])
def test_a_row_that_is_on_the_wire_is_left_alone_until_its_outcome_is_known(bureau: Bureau, status: str) -> None:
    bureau.edit(phone="2")
    OutgoingEdit.objects.update(status=status, claimed_at=timezone.now())
    version = bureau.row().external_version
    bureau.vendor.changes("c1", phone="3", email="new@example.com")

    log = bureau.sync()

    row = bureau.row()
    assert (row.phone, row.email, row.external_version) == ("2", "ada@example.com", version)
    assert (log.counts["contacts"]["updated"], bureau.noted(log), bureau.conflicts()) == (0, [], [])


def test_a_row_that_was_pushed_while_the_page_was_on_its_way_is_not_put_back(bureau: Bureau) -> None:
    bureau.edit(phone="2")
    bureau.push()
    sent = OutgoingEdit.objects.filter(status="sent")
    sent.update(sent_at=timezone.now() + timedelta(minutes=1))
    bureau.vendor.changes("c1", phone="1")  # what a page read before the push would say

    bureau.sync()
    before = bureau.row().phone
    sent.update(sent_at=timezone.now() - timedelta(minutes=1))
    bureau.sync()

    assert (before, bureau.row().phone) == ("2", "1")


def test_a_refused_edit_that_the_vendor_makes_itself_is_done(bureau: Bureau) -> None:
    bureau.vendor.refuses = "2"
    bureau.edit(phone="2")
    bureau.push()

    bureau.vendor.changes("c1", phone="2")
    bureau.sync()

    assert bureau.outbox() == [("sent", {"phone": "2"})]


@pytest.mark.parametrize("more", [{}, {"phone": "2"}], ids=["nothing edited", "all edited"])
def test_pages_of_three_rows_and_of_thirty_take_the_same_queries(
    bureau: Bureau, django_assert_max_num_queries: Any, more: dict[str, str]
) -> None:
    keys = [bureau.vendor.has(name=f"N{number}", phone="1") for number in range(33)]
    bureau.sync()
    counted, _ = [], is_heard(bureau.agency.pk)  # asked of the database once, then of the cache

    for page in (keys[:3], keys[3:]):
        for key in page:
            if more:
                bureau.edit(key, **more, company="New")
            bureau.vendor.changes(key, phone="3")
        run = a_run(bureau.fresh())
        records = [record_of(bureau, key) for key in page]
        with django_assert_max_num_queries(60) as queries:
            stored(run, *records)
        counted.append(len(queries))
        run.journal.finish("completed", "Done.")

    assert counted[0] == counted[1]
    assert len(bureau.conflicts()) == (33 if more else 0)


def test_a_page_of_a_connection_that_only_reads_asks_nothing_about_edits(
    bureau: Bureau, django_assert_max_num_queries: Any
) -> None:
    Connection.objects.filter(pk=bureau.connection.pk).update(config={})
    bureau.vendor.changes("c1", phone="3")
    run = a_run(bureau.fresh())

    with django_assert_max_num_queries(60) as queries:
        stored(run, record_of(bureau, "c1"))

    asked = [query["sql"] for query in queries.captured_queries]
    assert not [sql for sql in asked if "property_manager_outbox" in sql or "property_manager_conflicts" in sql]


def record_of(bureau: Bureau, key: str) -> ContactRecord:
    """The vendor's row as its feed would give it."""
    row = {name: value for name, value in bureau.vendor.rows[key].items() if name != "comment"}
    return to_contact(Row(**row))
