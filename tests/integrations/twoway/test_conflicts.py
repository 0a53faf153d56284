"""What people decide: ours, theirs or a third value, one or many at once; trying again, and giving up."""

from typing import Any

import pytest

from agencies.models import AuditEntry
from agencies.refusals import Refusal
from integrations.models import FieldConflict, OutgoingEdit
from integrations.twoway import conflicts
from integrations.twoway.creating import create
from providers.choices import Kind
from tests.integrations.twoway.bureau import Bureau


@pytest.fixture
def torn(bureau: Bureau) -> Bureau:
    """Of all three rows both sides have changed the phone."""
    for key in ("c1", "c2", "c3"):
        bureau.edit(key, phone="2")
        bureau.vendor.changes(key, phone="3")
    bureau.sync()
    return bureau


def of(key: str) -> FieldConflict:
    return FieldConflict.objects.for_page().get(external_id=key)


@pytest.mark.parametrize(
    ("choice", "value", "held", "status"),
    [
        pytest.param("ours", None, "2", "sent", id="ours"),
        pytest.param("theirs", None, "3", "dropped", id="theirs"),
        pytest.param("edited", " 4 ", "4", "sent", id="a third value"),
        pytest.param("edited", "3", "3", "dropped", id="theirs, typed"),
    ],
)
def test_a_decision_ends_with_both_sides_alike(torn: Bureau, choice: str, value: Any, held: str, status: str) -> None:
    conflict = of("c1")

    conflicts.decide(conflict, choice, value, torn.person)
    torn.push()
    torn.sync("full")

    conflict.refresh_from_db()
    assert (torn.both(), torn.outbox()[0][0]) == ((held, held), status)
    assert (conflict.status, conflict.decided_by, conflict.decided_at is None) == (choice, torn.person, False)
    details = AuditEntry.objects.filter(action="conflict_decided").get().details
    assert details == {"row": str(torn.row().pk), "fields": ["phone"], "choice": choice}


def test_a_conflict_is_decided_once(torn: Bureau) -> None:
    conflicts.decide(of("c1"), "theirs", None, torn.person)

    with pytest.raises(Refusal) as refusal:
        conflicts.decide(of("c1"), "ours", None, torn.person)

    assert (refusal.value.code, refusal.value.conflict, torn.row().phone) == ("settled", True, "3")


@pytest.mark.parametrize("by", ["them", "us"])
@pytest.mark.parametrize("choice", ["ours", "theirs", "edited"])
def test_nobody_decides_on_values_that_they_have_not_seen(torn: Bureau, by: str, choice: str) -> None:
    seen, others = of("c1").updated_at, of("c2").updated_at
    if by == "them":
        torn.vendor.changes("c1", phone="7")
        torn.sync()
    else:
        torn.edit("c1", phone="7")

    with pytest.raises(Refusal) as refusal:
        conflicts.decide(of("c1"), choice, "5", torn.person, seen)
    conflicts.decide(of("c2"), choice, "5", torn.person, others)

    assert (refusal.value.code, refusal.value.conflict) == ("changed_meanwhile", True)
    assert torn.conflicts()[0] == (("phone", "1", "2", "7") if by == "them" else ("phone", "1", "7", "3"))
    assert len(torn.conflicts()) == 2


def test_of_many_conflicts_one_that_came_or_changed_since_is_left(torn: Bureau) -> None:
    seen = max(of(key).updated_at for key in ("c1", "c2", "c3"))
    torn.vendor.changes("c1", phone="7")
    torn.sync()

    done = conflicts.decide_many(torn.fresh(), "contacts", "phone", "ours", torn.person, seen)

    assert (done, torn.conflicts()) == ((2, 1), [("phone", "1", "2", "7")])


def test_of_many_conflicts_one_whose_row_is_deleted_is_left(torn: Bureau) -> None:
    torn.row("c2").delete()

    done = conflicts.decide_many(torn.fresh(), "contacts", "phone", "ours", torn.person)

    assert (done, [torn.row(key).phone for key in ("c1", "c3")]) == ((2, 1), ["2", "2"])


def test_a_third_value_is_not_blank(torn: Bureau) -> None:
    with pytest.raises(Refusal) as refusal:
        conflicts.decide(of("c1"), "edited", "", torn.person)

    assert (refusal.value.code, of("c1").status) == ("takes_no_blanks", "open")


@pytest.mark.parametrize(("choice", "held"), [("ours", "2"), ("theirs", "3")], ids=["ours", "theirs"])
def test_one_field_of_all_rows_is_decided_at_once(torn: Bureau, choice: str, held: str) -> None:
    done = conflicts.decide_many(torn.fresh(), "contacts", "phone", choice, torn.person)
    others = conflicts.decide_many(torn.fresh(), "contacts", "email", choice, torn.person)
    torn.push()

    assert (done, others, torn.conflicts()) == ((3, 0), (0, 0), [])
    assert [torn.both(key) for key in ("c1", "c2", "c3")] == [(held, held)] * 3


def test_an_edit_of_a_field_in_conflict_leaves_the_decision_open_unless_it_is_theirs(torn: Bureau) -> None:
    torn.edit("c1", phone="4")
    torn.edit("c2", phone="3")
    torn.push()

    assert torn.conflicts() == [("phone", "1", "4", "3"), ("phone", "1", "2", "3")]
    assert [status for status, _ in torn.outbox()] == ["conflict", "dropped", "conflict"]
    assert (torn.both("c1"), torn.both("c2"), torn.vendor.posts) == (("4", "3"), ("3", "3"), [])


def test_a_decision_for_ours_that_the_vendor_overtakes_asks_again(torn: Bureau) -> None:
    conflicts.decide(of("c1"), "ours", None, torn.person)
    torn.vendor.changes("c1", phone="5")

    torn.push()

    again = FieldConflict.objects.open().get(external_id="c1")
    assert (again.base, again.ours, again.theirs) == ("3", "2", "5")


@pytest.mark.parametrize("state", ["pending", "failed", "conflict"])
def test_giving_up_takes_the_row_back_to_what_the_vendor_has(bureau: Bureau, state: str) -> None:
    bureau.vendor.refuses = "2" if state == "failed" else ""
    bureau.edit(phone="2")
    if state == "failed":
        bureau.push()
    if state == "conflict":
        bureau.vendor.changes("c1", phone="3")
        bureau.sync()
    edit = OutgoingEdit.objects.get()

    conflicts.drop(edit, bureau.person)
    bureau.push()

    there = bureau.theirs()
    assert (edit.status, bureau.row().phone, there) == ("dropped", there, "3" if state == "conflict" else "1")
    assert bureau.conflicts() == []
    assert AuditEntry.objects.filter(action="edit_dropped").get().details["fields"] == ["phone"]


@pytest.mark.parametrize("step", [conflicts.drop, conflicts.retry], ids=["drop", "retry"])
@pytest.mark.parametrize(
    ("status", "code"), [("sending", "on_its_way"), ("sent", "settled")], ids=["on the wire", "arrived"]
)
def test_what_is_on_the_wire_or_through_is_neither_given_up_nor_tried_again(
    bureau: Bureau, step: Any, status: str, code: str
) -> None:
    bureau.edit(phone="2")
    OutgoingEdit.objects.update(status=status)

    with pytest.raises(Refusal) as refusal:
        step(OutgoingEdit.objects.get(), bureau.person)

    assert (refusal.value.code, bureau.outbox(), bureau.row().phone) == (code, [(status, {"phone": "2"})], "2")


def test_an_edit_in_conflict_is_not_tried_again_but_decided(torn: Bureau) -> None:
    with pytest.raises(Refusal) as refusal:
        conflicts.retry(OutgoingEdit.objects.earliest("pk"), torn.person)

    assert (refusal.value.code, refusal.value.sentence) == (
        "in_conflict",
        "The edit of Ada cannot be tried again: the other system has changed the same field. "
        "Decide which value both sides shall have.",
    )
    assert len(torn.conflicts()) == 3


def test_an_edit_of_unknown_outcome_is_looked_up_at_once_but_not_given_up(bureau: Bureau) -> None:
    bureau.edit(phone="2")
    OutgoingEdit.objects.update(status="unknown")

    with pytest.raises(Refusal):
        conflicts.drop(OutgoingEdit.objects.get(), bureau.person)
    conflicts.retry(OutgoingEdit.objects.get(), bureau.person)
    bureau.push()

    assert (bureau.outbox(), bureau.both()) == ([("sent", {"phone": "2"})], ("2", "2"))


def test_nobody_hurries_the_second_look_for_a_new_row_which_may_still_arrive(bureau: Bureau) -> None:
    create(Kind.CONTACT, {"name": "Dora"}, bureau.person, bureau.fresh())
    OutgoingEdit.objects.update(status="unknown", attempts=1)
    bureau.push()

    with pytest.raises(Refusal) as refusal:
        conflicts.retry(OutgoingEdit.objects.get(), bureau.person)
    bureau.push()

    assert (refusal.value.code, bureau.outbox(), bureau.vendor.posts) == (
        "on_its_way",
        [("unknown", {"name": "Dora"})],
        [],
    )


def test_a_refused_edit_is_tried_again_once_the_vendor_takes_it(bureau: Bureau) -> None:
    bureau.vendor.refuses = "2"
    edit = bureau.edit(phone="2")
    bureau.push()
    bureau.vendor.refuses = ""
    assert edit is not None

    conflicts.retry(edit, bureau.person)
    bureau.push()

    assert (bureau.outbox(), bureau.both()) == ([("sent", {"phone": "2"})], ("2", "2"))
