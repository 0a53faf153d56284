"""Editing rows: what may be changed here, what is refused and in which words, and what the trail keeps of it."""

from typing import Any

import pytest
from django.db import DatabaseError
from django.utils import timezone

from agencies.models import Agency, AuditEntry
from agencies.refusals import Refusal
from integrations.models import Connection, OutgoingEdit
from integrations.twoway.creating import create
from integrations.twoway.editing import edit, edit_many
from integrations.twoway.keeping import keeper_of, kind_of
from integrations.twoway.slots import NOT_DATA
from portfolio.models import Contact
from providers.choices import Kind
from tests.factories import a_job, a_lease, a_property, a_transaction, an_agency
from tests.integrations.twoway.bureau import Bureau


def a_contact(agency: Agency, role: str = "supplier") -> Contact:
    return Contact.objects.create(agency=agency, name="Sam", role=role)


def refused(bureau: Bureau, row: Any, **values: Any) -> tuple[str, str, str]:
    """Code, message and action of the refusal, after which nothing has changed."""
    before = type(row).objects.filter(pk=row.pk).values().get()
    with pytest.raises(Refusal) as refusal:
        edit(row, values, bureau.person)
    assert type(row).objects.filter(pk=row.pk).values().get() == before
    assert not OutgoingEdit.objects.exists()
    return refusal.value.code, refusal.value.message, refusal.value.action


def test_an_edit_changes_the_row_and_waits_in_the_outbox(bureau: Bureau) -> None:
    row = bureau.row()

    found = edit(row, {"phone": " 2 ", "company": "Co"}, bureau.person)

    assert found == OutgoingEdit.objects.get() and found is not None
    said = {"by": bureau.person.email, "at": found.made_at.isoformat()}
    assert found.changes == {"phone": {"base": "1", "ours": "2", **said}}
    assert (found.status, found.external_id) == ("pending", "c1")
    assert (found.label, found.made_by, found.kind, found.action) == ("Ada", bureau.person, "contacts", "update")
    assert (row.phone, bureau.row().phone, bureau.theirs()) == ("2", "2", "1")


@pytest.mark.parametrize("made", [False, True], ids=["edit", "new row"])
def test_a_row_whose_edit_cannot_be_kept_stays_as_it_was(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch, made: bool
) -> None:
    before = list(Contact.objects.order_by("pk").values()), AuditEntry.objects.count()

    def broken(*args: Any, **kwargs: Any) -> None:
        raise DatabaseError("The disk is full.")

    monkeypatch.setattr(OutgoingEdit, "save", broken)
    with pytest.raises(DatabaseError):
        create(Kind.CONTACT, {"name": "Dora"}, bureau.person, bureau.fresh()) if made else bureau.edit(phone="2")

    assert (list(Contact.objects.order_by("pk").values()), AuditEntry.objects.count()) == before


def test_an_edit_that_changes_nothing_is_none_and_leaves_no_trace(bureau: Bureau) -> None:
    before = AuditEntry.objects.count()

    found = bureau.edit(phone="1", company=" Co ")

    assert (found, AuditEntry.objects.count(), bureau.outbox()) == (None, before, [])


def test_the_trail_names_the_fields_of_people_and_keeps_their_values_to_itself(bureau: Bureau) -> None:
    bureau.edit(phone="2")

    entry = AuditEntry.objects.filter(action="row_edited").get()

    assert (entry.subject, entry.person_id) == ("contact", bureau.person.pk)
    assert entry.details == {"row": str(bureau.row().pk), "fields": ["phone"]}


def test_a_row_of_the_agencys_own_is_edited_and_nobody_is_told(bureau: Bureau) -> None:
    house = a_property(bureau.agency, key_number="1", external_source="", external_id=None)

    found = edit(house, {"key_number": "2"}, bureau.person)

    house.refresh_from_db()
    entry = AuditEntry.objects.filter(action="row_edited").get()
    assert (found, house.key_number, bureau.outbox()) == (None, "2", [])
    assert entry.details["key_number"] == {"old": "1", "new": "2"} and entry.subject == str(house)


@pytest.mark.parametrize(
    ("values", "code", "message"),
    [
        pytest.param(
            {"phone": ""}, "takes_no_blanks", "The phone cannot be emptied here: Desk takes no blanks.", id="blank"
        ),
        pytest.param(
            {"phone": None}, "takes_no_blanks", "The phone cannot be emptied here: Desk takes no blanks.", id="none"
        ),
        pytest.param({"role": "x"}, "kept_elsewhere", "Desk keeps the role of this row.", id="not writable"),
        pytest.param({"nonsense": "x"}, "kept_elsewhere", "Desk keeps the nonsense of this row.", id="no such field"),
        pytest.param(
            {"phone": "a\0b"}, "does_not_fit", "Phone cannot be set to this: It holds a NUL character.", id="not text"
        ),
    ],
)
def test_what_may_not_be_set_is_refused_in_words(bureau: Bureau, values: Any, code: str, message: str) -> None:
    assert refused(bureau, bureau.row(), company="New", **values)[:2] == (code, message)


def test_a_row_whose_changes_only_come_in_says_where_to_change_it(bureau: Bureau) -> None:
    Connection.objects.filter(pk=bureau.connection.pk).update(config={})

    assert refused(bureau, bureau.row(), phone="2") == (
        "comes_in_only",
        "Desk keeps this row, and its changes only come in.",
        "Change it there, or let the connection write back in its settings.",
    )


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param({"connection": {"status": "disconnected"}}, "not_connected", id="disconnected"),
        pytest.param({"row": {"withdrawn_at": timezone.now()}}, "withdrawn", id="gone there"),
        pytest.param({"row": {"external_account": "other"}}, "not_connected", id="another account"),
    ],
)
def test_a_row_that_cannot_be_told_is_not_edited(bureau: Bureau, change: dict[str, Any], code: str) -> None:
    Connection.objects.filter(pk=bureau.connection.pk).update(**change.get("connection", {"status": "active"}))
    Contact.objects.filter(external_id="c1").update(**change.get("row", {"role": "supplier"}))

    assert refused(bureau, bureau.row(), phone="2")[0] == code


@pytest.mark.parametrize("status", ["paused", "expired", "revoked"])
def test_while_a_connection_rests_edits_wait_for_it(bureau: Bureau, status: str) -> None:
    Connection.objects.filter(pk=bureau.connection.pk).update(status=status)

    bureau.edit(phone="2")
    sent = bureau.push()

    assert (sent, bureau.outbox()) == (0, [("pending", {"phone": "2"})])


def test_a_file_connection_takes_no_edits(bureau: Bureau) -> None:
    Connection.objects.filter(pk=bureau.connection.pk).update(auth_type="files")

    assert refused(bureau, bureau.row(), phone="2")[:2] == ("kept_elsewhere", "Desk keeps the phone of this row.")


def test_money_is_never_edited(bureau: Bureau) -> None:
    with pytest.raises(Refusal) as refusal:
        edit(a_transaction(a_property(bureau.agency)), {"amount": "1"}, bureau.person)

    assert refusal.value.code == "never_edited"


def test_kinds_that_share_a_table_are_told_apart(bureau: Bureau) -> None:
    member, supplier = (a_contact(bureau.agency, role) for role in ("member", "supplier"))

    kinds = [kind_of(row) for row in (member, supplier, a_lease(a_property(bureau.agency)))]

    assert kinds == [Kind.MEMBER, Kind.CONTACT, Kind.LEASE]
    assert keeper_of(member) is None


@pytest.mark.parametrize(
    ("field", "given", "stored"),
    [
        pytest.param("due_date", "2026-07-03", "2026-07-03", id="day"),
        pytest.param("reported_at", "2026-07-03T02:14:00+00:00", "2026-07-03T02:14:00Z", id="instant"),
        pytest.param("status", "closed", "closed", id="choice"),
    ],
)
def test_values_are_read_as_their_columns_have_them(bureau: Bureau, field: str, given: str, stored: str) -> None:
    job = a_job(a_property(bureau.agency), external_source="", external_id=None)

    edit(job, {field: given}, bureau.person)

    details = AuditEntry.objects.filter(action="row_edited").get().details
    assert details[field]["new"] == stored


@pytest.mark.parametrize(
    ("field", "given"),
    [("due_date", "soon"), ("status", "gone fishing"), ("supplier_id", "9b2f6c1e-0d34-4f0a-9a53-3b1f7a2c8e10")],
    ids=["not a day", "not a choice", "no such row"],
)
def test_values_that_their_columns_cannot_have_are_refused(bureau: Bureau, field: str, given: str) -> None:
    job = a_job(a_property(bureau.agency), external_source="", external_id=None)

    code, message, _ = refused(bureau, job, **{field: given})

    assert code == "does_not_fit" and message.endswith(".")


@pytest.mark.parametrize(
    ("field", "given"),
    [
        pytest.param("due_date", 5, id="a number for a day"),
        pytest.param("due_date", ["2026-07-03"], id="a list"),
        pytest.param("bedrooms", 1e400, id="a number without end"),
        pytest.param("key_number", {"a": 1}, id="an object for a text"),
        pytest.param("custom.Dog", {"a": 1}, id="an object for a field of the agency's own"),
    ],
)
def test_what_a_program_gives_that_no_form_could_is_refused(bureau: Bureau, field: str, given: Any) -> None:
    house = a_property(bureau.agency, external_source="", external_id=None)
    row = a_job(house, external_source="", external_id=None) if field == "due_date" else house

    assert refused(bureau, row, **{field: given})[0] == "does_not_fit"


def test_a_row_of_another_agency_is_no_choice(bureau: Bureau) -> None:
    job = a_job(a_property(bureau.agency), external_source="", external_id=None)

    assert (
        refused(bureau, job, supplier_id=a_contact(an_agency()).pk)[1]
        == "Supplier cannot be set to this: There is no such row."
    )


@pytest.mark.parametrize("field", sorted(NOT_DATA - {"agency"} | {"agency_id", "quote_amount", "quote_read", "labels"}))
def test_of_the_agencys_own_rows_only_what_they_say_is_edited(bureau: Bureau, field: str) -> None:
    house = a_property(bureau.agency, external_source="", external_id=None)
    row = house if field == "labels" else a_job(house, external_source="", external_id=None)

    assert refused(bureau, row, **{field: an_agency().pk})[0] == "unknown_field"


def test_a_row_that_a_field_needs_is_not_taken_away(bureau: Bureau) -> None:
    lease = a_lease(a_property(bureau.agency), external_source="", external_id=None)

    assert refused(bureau, lease, property_id=None)[:2] == (
        "does_not_fit",
        "Property cannot be set to this: It must not be empty.",
    )


def test_of_many_rows_one_that_is_refused_costs_only_itself(bureau: Bureau) -> None:
    pairs = [
        (bureau.row("c3"), {"phone": "3"}),
        (bureau.row("c1"), {"phone": ""}),
        (bureau.row("c2"), {"phone": "1"}),
    ]

    results = edit_many(pairs, bureau.person)

    assert [found.row_id for found in results] == [row.pk for row, _ in pairs]
    assert [found.refusal and found.refusal.code for found in results] == [None, "takes_no_blanks", None]
    assert [found.edit is None for found in results] == [False, True, True]
    assert bureau.outbox() == [("pending", {"phone": "3"})]


def test_of_many_rows_one_that_is_deleted_meanwhile_costs_only_itself(bureau: Bureau) -> None:
    pairs = [(bureau.row(key), {"phone": "3"}) for key in ("c1", "c2", "c3")]
    bureau.row("c2").delete()

    results = edit_many(pairs, bureau.person)

    assert [found.refusal and found.refusal.code for found in results] == [None, "row_deleted", None]
    assert bureau.outbox() == [("pending", {"phone": "3"})] * 2


def test_one_field_and_three_take_the_same_queries(bureau: Bureau, django_assert_num_queries: Any) -> None:
    row = bureau.row()
    # the row, its kind, its connection, that held, its columns, the trail, the edits that are open, the edit; and a savepoint
    # around them
    for values in ({"phone": "2"}, {"phone": "3", "company": "New", "email": "new@example.com"}):
        with django_assert_num_queries(10):
            edit(row, values, bureau.person)
