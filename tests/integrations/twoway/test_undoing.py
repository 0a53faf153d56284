"""Undoing a run leaves alone what people have edited for the other system."""

from integrations import undoing
from integrations.models import SyncLog
from portfolio.models import Contact
from tests.integrations.twoway.bureau import Bureau


def kept(log: SyncLog) -> list[tuple[str, tuple[str, ...]]]:
    return [(reason.reason, reason.fields) for step in undoing.preview(log).kept for reason in step.kept]


def test_a_field_whose_edit_is_on_its_way_stays_and_the_others_go_back(bureau: Bureau) -> None:
    bureau.vendor.changes("c1", phone="5", email="new@example.com")
    log = bureau.sync()
    bureau.edit(phone="6")

    found = kept(log)
    undoing.undo(log, bureau.person)
    bureau.push()
    bureau.sync()

    assert found == [("Somebody has changed it here, and the other system is about to be told.", ("phone",))]
    assert (bureau.both(), bureau.both(field="email")) == (("6", "6"), ("new@example.com", "new@example.com"))


def test_a_new_row_that_was_edited_stays_also_once_the_vendor_has_the_edit(bureau: Bureau) -> None:
    bureau.vendor.has(name="Dora", phone="1")
    bureau.vendor.has(name="Emil", phone="1")
    log = bureau.sync()
    bureau.edit("c4", phone="2")
    bureau.push()
    bureau.sync("full")

    undoing.undo(log, bureau.person)

    assert set(Contact.objects.values_list("name", flat=True)) == {"Ada", "Ben", "Cleo", "Dora"}
