"""Pushes whose answer never came: looked up before anything is sent again, so that nothing is made twice and nothing is lost."""

import os
import signal
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from integrations.models import OutgoingEdit
from integrations.twoway import claiming, looking_up, pushing
from integrations.twoway.creating import create
from integrations.twoway.editing import edit
from integrations.twoway.outcomes import Outcomes
from portfolio.models import Contact
from providers.base import Change
from providers.choices import Kind
from providers.errors import UnavailableError
from tests.integrations.twoway.bureau import Bureau
from tests.integrations.twoway.desk import Desk


def made(bureau: Bureau, name: str = "Dora Doe") -> Contact:
    """A row that is made here."""
    row: Contact = create(Kind.CONTACT, {"name": name, "phone": "4"}, bureau.person, bureau.fresh())
    return row


def minutes_later(minutes: int = 10) -> None:
    """So much time passes for edits that wait."""
    OutgoingEdit.objects.update(not_before=timezone.now() - timedelta(seconds=1))
    OutgoingEdit.objects.filter(status="sending").update(claimed_at=timezone.now() - timedelta(minutes=minutes))


def at_the_vendor(bureau: Bureau, name: str) -> list[str]:
    return [row["id"] for row in bureau.vendor.rows.values() if row["name"] == name]


def test_an_edit_that_was_stored_before_the_answer_was_lost_is_found_and_not_sent_twice(bureau: Bureau) -> None:
    bureau.vendor.lose = 1
    bureau.edit(phone="2")

    bureau.push()
    bureau.push()

    assert (bureau.outbox(), bureau.both(), len(bureau.vendor.posts)) == ([("sent", {"phone": "2"})], ("2", "2"), 1)
    assert bureau.noted(bureau.sync()) == []


def test_an_edit_that_the_vendor_stored_in_its_own_spelling_is_recognised(bureau: Bureau) -> None:
    bureau.vendor.lose, bureau.vendor.tidies_phones = 1, True
    bureau.edit(phone="(0412) 34-56")

    bureau.push()

    assert (bureau.both(), bureau.conflicts()) == (("04 12 34 56", "04 12 34 56"), [])
    assert (OutgoingEdit.objects.get().status, len(bureau.vendor.posts)) == ("sent", 1)


def test_an_edit_that_never_arrived_is_sent_again_after_a_look(bureau: Bureau) -> None:
    bureau.edit(phone="2")
    OutgoingEdit.objects.update(status="sending", claimed_at=timezone.now(), attempts=1)

    before = bureau.push()
    minutes_later()
    bureau.push()

    assert (before, bureau.outbox(), bureau.both()) == (0, [("sent", {"phone": "2"})], ("2", "2"))


def test_an_edit_of_unknown_outcome_that_meets_another_change_asks_a_person(bureau: Bureau) -> None:
    bureau.edit(phone="2")
    OutgoingEdit.objects.update(status="unknown", attempts=1)
    bureau.vendor.changes("c1", phone="3")

    bureau.push()

    assert (bureau.conflicts(), bureau.vendor.posts) == ([("phone", "1", "2", "3")], [])


def test_a_new_row_that_was_stored_before_the_answer_was_lost_is_made_once(bureau: Bureau) -> None:
    bureau.vendor.lose = 1
    row = made(bureau)

    bureau.push()
    minutes_later()
    bureau.push()
    bureau.sync("full")

    there = at_the_vendor(bureau, "Dora Doe")
    assert [bureau.row(key) for key in there] == [row] and Contact.objects.count() == 4
    assert (bureau.outbox(), len(bureau.vendor.posts)) == ([("sent", {"name": "Dora Doe", "phone": "4"})], 1)


@pytest.mark.parametrize("status", ["sending", "unknown"])
def test_a_new_row_that_a_sync_meets_before_its_id_is_known_becomes_no_second_one(bureau: Bureau, status: str) -> None:
    row = made(bureau)
    going = OutgoingEdit.objects.get()
    OutgoingEdit.objects.update(status=status, claimed_at=timezone.now(), attempts=1)
    bureau.vendor.has(name="Dora  DOE", phone="4", comment=going.marker)
    bureau.vendor.has(name="Emil", phone="5")

    log = bureau.sync()
    before = set(Contact.objects.values_list("name", flat=True))
    minutes_later()
    bureau.push()
    bureau.sync()

    assert (log.counts["contacts"]["created"], before) == (1, {"Ada", "Ben", "Cleo", "Dora Doe", "Emil"})
    assert bureau.row("c4") == row and Contact.objects.count() == 5
    assert (bureau.row("c4").name, bureau.vendor.posts) == ("Dora  DOE", [])


def test_a_copy_that_a_sync_has_brought_under_another_name_gives_its_place_to_our_row(bureau: Bureau) -> None:
    row = made(bureau)
    going = OutgoingEdit.objects.get()
    OutgoingEdit.objects.update(status="unknown", attempts=1)
    bureau.vendor.has(name="Doe, D.", phone="0", comment=going.marker)

    bureau.sync()
    twin = bureau.row("c4")
    bureau.push()

    assert twin != row and bureau.row("c4") == row
    assert list(Contact.objects.filter(name="Doe, D.")) == [row] and Contact.objects.count() == 4


def test_a_new_row_that_is_not_found_is_looked_for_again_minutes_later_and_only_then_sent_again(bureau: Bureau) -> None:
    row = made(bureau)
    OutgoingEdit.objects.update(status="unknown", attempts=1)

    bureau.push()
    first = OutgoingEdit.objects.get()
    bureau.push()
    sent_too_early = len(bureau.vendor.posts)
    minutes_later()
    bureau.push()

    assert (first.status, (first.error or {})["looks"]) == ("unknown", 1)
    assert first.not_before is not None
    assert first.not_before - timezone.now() > looking_up.LOOK_AGAIN_AFTER - timedelta(minutes=1)
    assert (sent_too_early, len(bureau.vendor.posts)) == (0, 1)
    assert [bureau.row(key) for key in at_the_vendor(bureau, "Dora Doe")] == [row]


def test_a_worker_that_could_not_look_does_not_bring_another_ones_second_look_forward(bureau: Bureau) -> None:
    made(bureau)
    OutgoingEdit.objects.update(status="unknown", attempts=1)
    late = OutgoingEdit.objects.get()
    bureau.push()
    first = OutgoingEdit.objects.get()

    Outcomes(bureau.fresh(), Desk, Kind.CONTACT).still_unknown(late, UnavailableError("Desk is away."))

    after = OutgoingEdit.objects.get()
    assert (after.status, after.not_before) == ("unknown", first.not_before)
    assert after.error is not None and (after.error["looks"], after.error["misses"]) == (1, 1)


def test_a_look_that_ends_after_another_worker_has_sent_the_row_again_has_nothing_to_say(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(bureau)
    OutgoingEdit.objects.update(status="unknown", attempts=1, error={"looks": 1})
    look = Desk.find_created

    def slowly(provider: Desk, kind: Kind, change: Change) -> Any:
        found = look(provider, kind, change)
        if not bureau.vendor.posts:
            sent_by_another_that_is_shot(bureau)
        return found

    monkeypatch.setattr(Desk, "find_created", slowly)
    bureau.push()

    assert len(at_the_vendor(bureau, "Dora Doe")) == len(bureau.vendor.posts) == 1
    assert [status for status, _ in bureau.outbox()] == ["sent"]


def sent_by_another_that_is_shot(bureau: Bureau) -> None:
    """Another worker has looked, too: it sends the row once more, and nobody is told that it arrived."""
    OutgoingEdit.objects.update(status="pending")
    (mine,) = claiming.claim(bureau.fresh(), Kind.CONTACT, "create", 1)
    values = {name: pair["ours"] for name, pair in mine.edit.changes.items()}
    bureau.vendor.take([{"key": str(mine.edit.pk), "values": values, "marker": mine.edit.marker}])
    minutes_later()
    claiming.give_up_lost(bureau.fresh())


def test_edits_of_a_row_that_is_being_made_wait_for_its_id_and_follow_it(bureau: Bureau) -> None:
    row = made(bureau)
    OutgoingEdit.objects.update(status="unknown", attempts=1)
    edit(row, {"phone": "5", "company": "New"}, bureau.person)
    marker = OutgoingEdit.objects.earliest("pk").marker
    bureau.vendor.has(name="Dora Doe", phone="4", comment=marker)

    bureau.push()

    assert [status for status, _ in bureau.outbox()] == ["sent", "sent"]
    assert [item["values"] for items in bureau.vendor.posts for item in items] == [{"phone": "5", "company": "New"}]
    assert (bureau.row("c4"), bureau.both("c4"), bureau.both("c4", "company")) == (row, ("5", "5"), ("New", "New"))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["edit", "new row"])
def test_a_worker_that_is_shot_while_the_vendor_answers_leaves_one_row_there(bureau: Bureau, kind: str) -> None:
    made(bureau, "Dora") if kind == "new row" else bureau.edit(name="Dora")
    connections.close_all()

    child = os.fork()
    if child == 0:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(pushing.Outcomes, "sent", lambda *of: os.kill(os.getpid(), signal.SIGKILL))
            bureau.push()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    shot = OutgoingEdit.objects.get().status
    at_once = bureau.push()
    bureau.sync()
    minutes_later()
    bureau.push()
    bureau.sync()

    assert os.WTERMSIG(status) == signal.SIGKILL
    assert (shot, at_once, OutgoingEdit.objects.get().status) == ("sending", 0, "sent")
    assert len(at_the_vendor(bureau, "Dora")) == 1 and Contact.objects.filter(name="Dora").count() == 1
    assert (len(bureau.vendor.posts), Contact.objects.count()) == (1, 4 if kind == "new row" else 3)
    assert claiming.give_up_lost(bureau.fresh()) == 0
