"""Several people edit one row: their fields go out together, and whose each change is, and of when, is kept field by field."""

from datetime import timedelta
from typing import Any

import pytest

from agencies.models import User
from integrations.models import FieldConflict, OutgoingEdit
from integrations.twoway.editing import edit
from tests.factories import a_member
from tests.integrations.twoway.bureau import Bureau


@pytest.fixture
def ben(bureau: Bureau) -> User:
    return a_member(bureau.agency, email="ben@example.com")


def put_back(field: str, hours: int) -> None:
    """Let the change of a field have been made hours ago."""
    found = OutgoingEdit.objects.get()
    found.changes[field]["at"] = (found.made_at_of(field) - timedelta(hours=hours)).isoformat()
    found.save()


def makers() -> list[dict[str, str]]:
    """Who changed each field, by edit."""
    rows = OutgoingEdit.objects.order_by("pk")
    return [{name: found.maker_of(name) for name in found.changes} for found in rows]


def test_two_peoples_fields_of_one_row_wait_in_one_edit_and_stay_each_ones_own(bureau: Bureau, ben: User) -> None:
    bureau.edit(phone="2")
    edit(bureau.row(), {"company": "New"}, ben)

    found = OutgoingEdit.objects.get()
    assert makers() == [{"phone": bureau.person.email, "company": "ben@example.com"}]
    assert found.made_at_of("phone") < found.made_at_of("company") == found.made_at
    assert (found.made_by, found.makers) == (ben, sorted([bureau.person.email, "ben@example.com"]))


def test_whoever_changes_a_waiting_field_again_takes_it_over(bureau: Bureau, ben: User) -> None:
    bureau.edit(phone="2", email="new@example.com")

    edit(bureau.row(), {"phone": "3"}, ben)

    found = OutgoingEdit.objects.get()
    assert makers() == [{"phone": "ben@example.com", "email": bureau.person.email}]
    assert (found.changes["phone"]["base"], found.changes["phone"]["ours"]) == ("1", "3")


def test_taking_anothers_field_back_leaves_the_rest_to_its_maker(bureau: Bureau, ben: User) -> None:
    bureau.edit(phone="2", email="new@example.com")

    edit(bureau.row(), {"phone": "1"}, ben)

    assert (makers(), OutgoingEdit.objects.get().made_by) == ([{"email": bureau.person.email}], bureau.person)


def test_a_conflict_names_whoever_changed_its_own_field(bureau: Bureau, ben: User) -> None:
    bureau.edit(phone="2")
    edit(bureau.row(), {"company": "New"}, ben)
    put_back("phone", 3)
    bureau.vendor.changes("c1", phone="3")

    bureau.sync()

    conflict = FieldConflict.objects.get()
    alone, rest = conflict.edit, OutgoingEdit.objects.get(status="pending")
    assert alone is not None and alone.made_by == bureau.person
    assert (conflict.ours_by, conflict.ours_at) == (bureau.person.email, alone.made_at)
    assert (list(alone.changes), list(rest.changes), rest.made_by) == (["phone"], ["company"], ben)
    assert rest.made_at - alone.made_at > timedelta(hours=2)


@pytest.mark.parametrize(("hours", "held"), [(0, "2"), (3, "3")], ids=["ours is newer", "theirs is newer"])
def test_a_later_edit_of_another_field_makes_no_value_newer(bureau: Bureau, ben: User, hours: int, held: Any) -> None:
    bureau.owned_by("newest", "phone")
    bureau.vendor.changes("c1", phone="3")
    bureau.edit(phone="2")
    edit(bureau.row(), {"company": "New"}, ben)
    put_back("phone", hours)

    bureau.sync()
    bureau.push()

    assert (bureau.both(), bureau.both(field="company")) == ((held, held), ("New", "New"))


def test_a_field_that_pmsync_sends_again_stays_its_own_beside_a_persons(bureau: Bureau, ben: User) -> None:
    bureau.owned_by("us", "phone")
    bureau.vendor.changes("c1", phone="9")
    bureau.sync()

    edit(bureau.row(), {"company": "New"}, ben)

    assert makers() == [{"phone": "", "company": "ben@example.com"}]
