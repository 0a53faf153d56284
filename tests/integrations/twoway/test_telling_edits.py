"""An agency's own systems are told of what two-way sync needs a person for, in ids and names of fields alone."""

from integrations.events import TYPES
from integrations.models import FieldConflict, OutgoingEdit
from tests.event_factories import a_subscription
from tests.integrations.subscriptions.telling import told
from tests.integrations.twoway.bureau import Bureau


def test_a_conflict_is_told_of_once(bureau: Bureau) -> None:
    a_subscription(bureau.agency)
    bureau.edit(phone="2")
    bureau.vendor.changes("c1", phone="3")

    bureau.sync()
    bureau.sync("full")

    conflict = FieldConflict.objects.get()
    [data] = told("conflict.opened")
    assert data == {
        "connection_id": str(bureau.connection.pk),
        "conflict_id": str(conflict.pk),
        "kind": "contacts",
        "row_id": str(bureau.row().pk),
        "field": "phone",
    }
    assert data.keys() == TYPES["conflict.opened"].example.keys()


def test_an_edit_that_the_vendor_refuses_is_told_of_once(bureau: Bureau) -> None:
    a_subscription(bureau.agency)
    bureau.vendor.refuses = "2"
    bureau.edit(phone="2")

    bureau.push()
    bureau.push()

    edit = OutgoingEdit.objects.get()
    [data] = told("edit.failed")
    assert data == {
        "connection_id": str(bureau.connection.pk),
        "edit_id": str(edit.pk),
        "kind": "contacts",
        "row_id": str(bureau.row().pk),
        "fields": ["phone"],
        "code": "refused",
    }
    assert data.keys() == TYPES["edit.failed"].example.keys()
