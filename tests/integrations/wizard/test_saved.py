"""Column mappings that are kept: remembered, recognised again, shared, forgotten."""

import json

import pytest

from agencies.audit import Action
from agencies.permissions import Role
from agencies.refusals import Refusal
from integrations.files.teaching import taught
from integrations.models import ColumnMapping, Connection
from integrations.wizard import mapping, saved
from providers.feeds import Covers
from tests.agencies.office import entries
from tests.factories import a_column_mapping, a_member, an_agency
from tests.integrations.wizard.cases import HEADINGS, a_started_import, as_csv, column

pytestmark = pytest.mark.django_db


def test_what_was_taught_is_a_layout_that_reads_its_headings() -> None:
    kept = saved.remember(a_started_import(), "Rent roll")

    (layout,) = taught(kept.connection)
    assert (layout.slug, layout.label, layout.covers) == ("taught/rent-roll", "Rent roll", Covers.CHANGES)
    assert {row.heading for row in layout.columns} | set(layout.ignored) == set(HEADINGS)
    assert [row.heading for row in layout.columns if row.required] == ["Where"]


def test_columns_that_came_from_a_mapping_go_back_into_it() -> None:
    imported = a_started_import()
    first = saved.remember(imported, "Rent roll")
    imported.mapping, imported.columns = first, {"address": column("Where")}

    same = saved.remember(imported, "Another name")

    assert (same.pk, same.slug, same.name) == (first.pk, "rent-roll", "Another name")
    assert ColumnMapping.objects.get().columns == {"address": column("Where")}


def test_two_of_one_name_have_slugs_of_their_own() -> None:
    imported = a_started_import()

    slugs = [saved.remember(imported, "Rent roll").slug for _ in range(2)]

    assert slugs == ["rent-roll", "rent-roll-2"]


def test_the_next_file_with_its_headings_takes_its_columns_from_it() -> None:
    first = a_started_import()
    mapping.save_columns(first, {"address": column("Where"), "bedrooms": column("PC")}, is_complete=True)
    kept = saved.remember(first, "Odd one")

    second = a_started_import(first.started_by, as_csv())

    assert (second.columns, second.mapping, second.is_complete) == (kept.columns, kept, True)


def test_a_shared_text_holds_headings_and_transforms_and_nothing_else() -> None:
    kept = saved.remember(a_started_import(), "Rent roll")

    told = json.loads(saved.code_of(kept))

    assert told == {
        "this is": "pmsync columns",
        "name": "Rent roll",
        "kind": "properties",
        "headings": list(HEADINGS),
        "columns": kept.columns,
        "complete": False,
    }
    assert "Elm" not in saved.code_of(kept)


def test_another_agency_takes_the_text() -> None:
    kept = saved.remember(a_started_import(), "Rent roll")
    theirs = an_agency()
    person = a_member(theirs)

    taken = saved.take_code(theirs, person, saved.code_of(kept))

    assert (taken.agency, taken.columns, taken.headings) == (theirs, kept.columns, kept.headings)
    assert taken.connection == Connection.objects.get(agency=theirs, provider="exports")
    assert [entry.agency_name for entry in entries(Action.COLUMNS_SAVED)] == [theirs.name]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "not json",
        '{"this is": "pmsync columns", "kind": "journals", "headings": [], "columns": {}}',
        '{"this is": "pmsync columns", "kind": "properties", "headings": "Where", "columns": {}}',
        '{"this is": "pmsync columns", "kind": "properties", "headings": ["Where"], "columns": {"address": "Where"}}',
        '{"this is": "pmsync columns", "kind": "properties", "headings": ["Where"], '
        '"columns": {"password": {"headings": ["Where"]}}}',
        '{"this is": "pmsync columns", "kind": "properties", "headings": ["Where"], '
        '"columns": {"address": {"headings": ["Where"], "transforms": [{"name": "run"}]}}}',
        '{"this is": "pmsync columns", "kind": "properties", "headings": ["Where"], "columns": {}}',
        "[" * 100_001,
    ],
)
def test_a_text_that_is_none_is_refused(text: str) -> None:
    person = a_member()

    with pytest.raises(Refusal):
        saved.take_code(person.memberships.get().agency, person, text)

    assert not ColumnMapping.objects.exists()


def test_it_is_copied_where_the_same_person_may_connect() -> None:
    kept = a_column_mapping()
    person = a_member(kept.agency)
    theirs = an_agency()
    a_member(theirs, user=person)

    copy = saved.copy_to(kept, str(theirs.pk), person)

    assert (copy.agency, copy.name, copy.columns) == (theirs, kept.name, kept.columns)
    assert [entry.details["to"] for entry in entries(Action.COLUMNS_SHARED)] == [theirs.name]


def test_it_is_not_copied_where_the_person_may_only_look() -> None:
    kept = a_column_mapping()
    person = a_member(kept.agency)
    theirs = an_agency()
    a_member(theirs, Role.VIEWER, user=person)

    with pytest.raises(Refusal, match="Choose an agency"):
        saved.copy_to(kept, str(theirs.pk), person)


def test_columns_that_no_row_could_come_in_by_are_refused() -> None:
    kept = a_column_mapping()

    with pytest.raises(Refusal, match="Choose a column for"):
        saved.change_columns(kept, {"bedrooms": column("Colour")}, is_complete=False)
