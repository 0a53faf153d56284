"""What an answer shows beside our edits: it comes in with the row's stamp, before the next edit could overwrite it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agencies.models import AuditEntry
from integrations.models import OutgoingEdit
from tests.integrations.twoway.bureau import Bureau


def test_a_vendors_change_of_another_field_is_merged_and_entered_in_the_trail(bureau: Bureau) -> None:
    bureau.edit(phone="2")
    bureau.vendor.changes("c1", company="New", custom={"Dog": "Rex"})

    bureau.push()
    log = bureau.sync()

    assert [bureau.both(field=name) for name in ("phone", "company", "custom")] == [
        ("2", "2"),
        ("New", "New"),
        ({"Dog": "Rex"}, {"Dog": "Rex"}),
    ]
    assert (bureau.noted(log), bureau.conflicts()) == ([], [])
    assert (bureau.outbox(), len(bureau.vendor.posts)) == (
        [("sent", {"phone": "2"})],
        2,
    )  # stale, then with the new version
    entry = AuditEntry.objects.filter(action="row_edited", details__has_key="changed_there").get()
    assert (entry.person, entry.details["fields"], entry.details["changed_there"]) == (
        "",
        ["company", "custom.Dog"],
        "Desk",
    )


@pytest.mark.parametrize("guards", [True, False], ids=["after a 409", "without one"])
def test_a_vendors_change_that_an_answer_showed_is_what_the_next_edit_starts_from(bureau: Bureau, guards: bool) -> None:
    bureau.vendor.guards = guards
    bureau.edit(phone="2")
    bureau.vendor.changes("c1", email="theirs@example.com")
    bureau.push()
    bureau.vendor.guards = True
    seen = bureau.row().email

    edit = bureau.edit(email="ours@example.com")
    bureau.push()

    assert seen == "theirs@example.com"
    assert edit is not None and edit.changes["email"]["base"] == "theirs@example.com"
    assert (bureau.both(field="email"), bureau.conflicts()) == (("ours@example.com", "ours@example.com"), [])


@pytest.mark.parametrize("guards", [True, False], ids=["after a 409", "without one"])
def test_an_edit_that_was_made_before_the_answer_showed_a_change_asks_a_person(bureau: Bureau, guards: bool) -> None:
    bureau.vendor.guards = guards
    bureau.edit(phone="2")
    bureau.vendor.changes("c1", email="theirs@example.com")
    OutgoingEdit.objects.update(status="failed")
    bureau.edit(email="ours@example.com")
    OutgoingEdit.objects.filter(changes__has_key="email").update(not_before=timezone.now() + timedelta(minutes=1))
    OutgoingEdit.objects.filter(status="failed").update(status="pending")

    bureau.push()

    assert bureau.conflicts() == [("email", "ada@example.com", "ours@example.com", "theirs@example.com")]
    assert (bureau.both(), bureau.theirs(field="email")) == (("2", "2"), "theirs@example.com")


def test_a_field_that_is_ours_stays_when_an_answer_shows_another_and_is_sent_again(bureau: Bureau) -> None:
    bureau.owned_by("us", "email")
    bureau.edit(phone="2")
    bureau.vendor.changes("c1", email="theirs@example.com")

    bureau.push()
    before = bureau.both(field="email")
    bureau.sync()
    bureau.push()

    assert before == ("ada@example.com", "theirs@example.com")
    assert bureau.both(field="email") == ("ada@example.com", "ada@example.com")
