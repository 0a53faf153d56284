"""Edits on their way to the vendor, over a real socket: what arrives, what waits, and what the row holds then."""

from datetime import timedelta

import pytest
from django.utils import timezone

from integrations import connecting
from integrations.models import OutgoingEdit
from integrations.twoway import queueing
from integrations.twoway.editing import edit_many
from portfolio.models import Contact
from tests.integrations.twoway.bureau import Bureau


def test_an_edit_arrives_with_what_changed_and_the_version_that_was_read(bureau: Bureau) -> None:
    read = bureau.row().external_version
    bureau.edit(phone="2", company="Co")

    sent = bureau.push()

    assert (sent, bureau.outbox(), bureau.both()) == (1, [("sent", {"phone": "2"})], ("2", "2"))
    assert [(item["version"], item["values"]) for item in bureau.vendor.posts[0]] == [(read, {"phone": "2"})]
    assert bureau.row().external_version == bureau.vendor.rows["c1"]["version"] != read


def test_our_own_change_coming_back_changes_nothing_and_makes_no_loop(bureau: Bureau) -> None:
    bureau.edit(phone="2")
    bureau.push()

    logs = [bureau.sync(), bureau.sync("full")]

    assert [bureau.noted(log) for log in logs] == [[], []]
    assert [log.counts["contacts"]["updated"] for log in logs] == [0, 0]
    assert (bureau.push(), len(bureau.vendor.posts)) == (0, 1)


def test_what_the_vendor_makes_of_a_value_is_kept_and_comes_back_as_no_change(bureau: Bureau) -> None:
    bureau.vendor.tidies_phones = True
    bureau.edit(phone="(0412) 34-56")

    bureau.push()
    log = bureau.sync()

    assert (bureau.both(), bureau.noted(log)) == (("04 12 34 56", "04 12 34 56"), [])
    assert OutgoingEdit.objects.get().changes["phone"]["stored"] == "04 12 34 56"


def test_a_stale_push_of_a_field_that_both_changed_asks_a_person_and_sends_the_rest(bureau: Bureau) -> None:
    bureau.edit(phone="2", company="New")
    bureau.vendor.changes("c1", phone="3")

    bureau.push()

    assert bureau.outbox() == [("sent", {"company": "New"}), ("conflict", {"phone": "2"})]
    assert bureau.conflicts() == [("phone", "1", "2", "3")]
    assert (bureau.both(), bureau.both(field="company")) == (("2", "3"), ("New", "New"))


def test_edits_of_a_row_that_is_on_the_wire_go_one_after_the_other(bureau: Bureau) -> None:
    bureau.edit(phone="2")
    OutgoingEdit.objects.update(status="sending", claim="1" * 32, claimed_at=timezone.now())
    bureau.edit(phone="3")
    bureau.edit("c2", phone="9")

    bureau.push()

    assert bureau.outbox() == [("sending", {"phone": "2"}), ("pending", {"phone": "3"}), ("sent", {"phone": "9"})]
    assert [pair["base"] for pair in (OutgoingEdit.objects.order_by("pk")[1].changes["phone"],)] == ["2"]


def test_edits_of_a_row_that_waits_are_one_and_one_that_takes_itself_back_is_none(bureau: Bureau) -> None:
    bureau.edit(phone="2")
    bureau.edit(phone="3", company="New")
    bureau.edit("c2", phone="2")

    bureau.edit(company="Co")
    bureau.edit("c2", phone="1")
    bureau.push()

    assert bureau.outbox() == [("sent", {"phone": "3"}), ("dropped", {"phone": "1"})]
    assert [[item["values"] for item in items] for items in bureau.vendor.posts] == [[{"phone": "3"}]]


def test_a_refused_edit_waits_for_a_person_and_goes_with_a_better_value(bureau: Bureau) -> None:
    bureau.vendor.refuses = "bad"
    bureau.edit(phone="bad")
    bureau.push()
    refused = OutgoingEdit.objects.get()

    bureau.edit(phone="5")
    bureau.push()

    assert (refused.status, refused.error) == (
        "failed",
        {
            "code": "refused",
            "message": "Desk does not take this change.",
            "action": "Correct it and try again, or give the edit up.",
        },
    )
    assert (bureau.outbox(), bureau.both()) == ([("sent", {"phone": "5"})], ("5", "5"))


def test_of_250_rows_3_are_refused_and_the_others_arrive_in_batches(bureau: Bureau) -> None:
    for number in range(250):
        bureau.vendor.has(name=f"N{number}", phone="1")
    bureau.sync()
    bureau.vendor.refuses = "bad"
    rows = Contact.objects.filter(name__startswith="N").order_by("pk")
    wanted = {row.pk: "bad" if row.name in ("N7", "N100", "N249") else f"04{row.name[1:]}" for row in rows}

    results = edit_many([(row, {"phone": wanted[row.pk]}) for row in rows], bureau.person)
    sent = bureau.push()

    assert (sent, [result.refusal for result in results]) == (247, [None] * 250)
    assert sorted(len(items) for items in bureau.vendor.posts) == [50, 100, 100]
    assert set(OutgoingEdit.objects.filter(status="failed").values_list("label", flat=True)) == {"N7", "N100", "N249"}
    there = {row["id"]: row["phone"] for row in bureau.vendor.rows.values() if row["name"].startswith("N")}
    assert sum(there[row.external_id or ""] == wanted[row.pk] for row in rows) == 247
    assert len({edit.batch for edit in OutgoingEdit.objects.all()}) == 1


def test_while_the_vendor_is_away_edits_wait_ever_longer_and_none_is_lost(bureau: Bureau) -> None:
    bureau.vendor.down = 1
    bureau.edit(phone="2")

    bureau.push()
    waiting = OutgoingEdit.objects.get()
    again = bureau.push()
    OutgoingEdit.objects.update(not_before=timezone.now() - timedelta(seconds=1))
    bureau.vendor.down = 0
    sent = bureau.push()

    assert (waiting.status, waiting.attempts, (waiting.error or {})["code"]) == ("pending", 1, "vendor_limit")
    assert waiting.not_before is not None and waiting.not_before > timezone.now() + timedelta(minutes=10)
    assert (again, sent, bureau.both()) == (0, 1, ("2", "2"))


def test_the_pauses_grow_to_an_hour() -> None:
    pauses = [queueing.pause(attempts).total_seconds() for attempts in (0, 1, 2, 3, 7, 8, 60_000)]

    assert pauses == [30, 30, 60, 120, 1920, 3600, 3600]


def test_a_sign_in_that_is_lost_keeps_the_edits_for_when_it_is_back(bureau: Bureau) -> None:
    bureau.vendor.is_signed_out = True
    bureau.edit(phone="2")

    bureau.push()
    lost = bureau.fresh()
    bureau.edit(phone="3")
    bureau.vendor.is_signed_out = False
    type(lost).objects.filter(pk=lost.pk).update(status="active")
    bureau.push()

    assert lost.status in ("expired", "revoked")
    assert (bureau.outbox(), bureau.both()) == ([("sent", {"phone": "3"})], ("3", "3"))


def test_a_disconnected_account_is_sent_nothing_and_its_edits_stay(bureau: Bureau) -> None:
    bureau.edit(phone="2")
    connecting.disconnect(bureau.fresh())

    sent = bureau.push()

    assert (sent, bureau.outbox(), bureau.vendor.posts) == (0, [("pending", {"phone": "2"})], [])


def test_an_edit_of_a_row_that_was_deleted_here_is_given_up_with_its_conflict(bureau: Bureau) -> None:
    bureau.edit("c1", phone="2")
    bureau.edit("c2", phone="2")
    bureau.vendor.changes("c2", phone="3")
    bureau.sync()
    Contact.objects.all().delete()

    bureau.push()

    assert [status for status, _ in bureau.outbox()] == ["dropped", "dropped"]
    assert (bureau.conflicts(), bureau.vendor.posts) == ([], [])


def test_an_edit_of_a_row_that_is_gone_there_waits_for_a_person(bureau: Bureau) -> None:
    bureau.edit(phone="2")
    OutgoingEdit.objects.update(status="unknown")
    del bureau.vendor.rows["c1"]

    bureau.push()

    edit = OutgoingEdit.objects.get()
    assert (edit.status, (edit.error or {})["code"]) == ("failed", "not_found")
    assert (edit.error or {})["message"] == "Desk no longer has this row."


def test_the_tick_sends_for_what_is_due_and_no_more(bureau: Bureau) -> None:
    bureau.edit(phone="2")
    now = timezone.now()

    asked = []
    for made_at, status, not_before in (
        (now, "pending", None),
        (now - timedelta(minutes=1), "pending", None),
        (now - timedelta(minutes=1), "pending", now + timedelta(minutes=1)),
        (now - timedelta(minutes=1), "unknown", None),
        (now - timedelta(minutes=1), "failed", None),
        (now - timedelta(minutes=1), "conflict", None),
    ):
        OutgoingEdit.objects.update(made_at=made_at, status=status, not_before=not_before)
        asked.append(queueing.send_waiting())

    assert asked == [0, 1, 0, 1, 0, 0]


@pytest.mark.parametrize("name", ["custom.Dog", "custom.House rules"], ids=["short", "two words"])
def test_a_field_of_the_agencys_own_goes_out_and_leaves_its_neighbours_alone(bureau: Bureau, name: str) -> None:
    bureau.vendor.changes("c1", custom={"Cat": "Tom"})
    bureau.sync()

    bureau.edit(**{name: "Rex"})
    bureau.vendor.changes("c1", custom={"Cat": "Kit"})
    bureau.push()
    bureau.sync()

    held = {"Cat": "Kit", name.removeprefix("custom."): "Rex"}
    assert bureau.both(field="custom") == (held, held)
    assert (bureau.outbox(), bureau.conflicts()) == ([("sent", {name: "Rex"})], [])
