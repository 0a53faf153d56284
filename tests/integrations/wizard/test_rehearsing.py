"""The dry run: it says what the real run will do, and writes nothing."""

import pytest
from django.core.cache import cache
from django.db import connection as database
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from integrations.models import ColumnMapping, ImportFile, PropertyMapping, RowChange, SyncIssue, SyncLog, WizardImport
from integrations.sync.engine import execute
from integrations.wizard import importing, mapping, rehearsing, starting
from portfolio.models import Lease, Owner, Property, Tenant
from tests.integrations.wizard.cases import ROWS, a_checked_import, a_started_import, again, as_csv

pytestmark = pytest.mark.django_db

COUNTED = ("read", "created", "updated", "unchanged", "held", "rejected", "withdrawn", "duplicates")
EVERYTHING = (ColumnMapping, PropertyMapping, RowChange, SyncIssue, SyncLog, Property, Owner, Tenant, Lease)


def stored() -> dict[str, list[dict[str, object]]]:
    """Every row that a run could write."""
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in (*EVERYTHING, ImportFile)}


def imported_really(imported: WizardImport) -> SyncLog:
    """The run of an import, carried out."""
    log = importing.confirm(imported, imported.started_by, "Rent roll")
    execute(log.pk)
    log.refresh_from_db()
    return log


def test_it_counts_every_row_and_keeps_none() -> None:
    imported = a_started_import()
    before = stored()

    rehearsing.begin(imported)
    rehearsing.rehearse(imported.pk)

    checked = again(imported)
    assert stored() == before
    assert (checked.step, checked.checked_rows) == (WizardImport.Step.CHECKED, 3)
    assert {name: checked.outcome["counts"]["properties"][name] for name in COUNTED} == dict.fromkeys(COUNTED, 0) | {
        "read": 3,
        "created": 2,
        "rejected": 1,
    }


def test_it_says_which_rows_would_not_come_in_and_why() -> None:
    checked = a_checked_import()

    (cause,) = checked.outcome["causes"]
    assert (cause["kind"], cause["column"], cause["number"]) == ("properties", "Beds", 1)
    assert [(row["row_number"], row["value"]) for row in cause["rows"]] == [(4, "many")]


def test_the_real_run_counts_the_same() -> None:
    checked = a_checked_import()

    log = imported_really(checked)

    assert (log.status, log.counts) == ("completed", checked.outcome["counts"])
    assert sorted(Property.objects.values_list("external_id", flat=True)) == ["P1", "P2"]
    assert list(SyncIssue.objects.values_list("row_number", "column", "status")) == [(4, "Beds", "open")]


def test_a_second_time_it_tells_the_changed_rows_old_and_new() -> None:
    first = a_checked_import()
    imported_really(first)
    moved = (ROWS[0], ("P2", "2 Elm Street", "Glebe", "NSW", "2037", "4", "blue"))

    second = a_checked_import(first.started_by, as_csv(moved))

    counts = second.outcome["counts"]["properties"]
    assert (counts["created"], counts["updated"], counts["unchanged"]) == (0, 1, 1)
    (changed,) = second.outcome["updated"]
    assert (changed["before"], changed["after"]) == ({"bedrooms": 3}, {"bedrooms": 4})
    assert imported_really(second).counts == second.outcome["counts"]


def test_a_complete_list_counts_the_rows_that_are_gone() -> None:
    first = a_checked_import()
    imported_really(first)
    second = a_started_import(first.started_by, as_csv(ROWS[:1]))
    mapping.save_columns(second, second.columns, is_complete=True)

    rehearsing.begin(second)
    rehearsing.rehearse(second.pk)

    second = again(second)
    assert second.outcome["counts"]["properties"]["withdrawn"] == 1
    assert not Property.objects.filter(withdrawn_at__isnull=False).exists()
    assert imported_really(second).counts == second.outcome["counts"]
    assert list(Property.objects.filter(withdrawn_at__isnull=False).values_list("external_id", flat=True)) == ["P2"]


def test_a_row_twice_in_the_file_is_told_as_the_real_run_tells_it() -> None:
    checked = a_checked_import(content=as_csv([*ROWS[:2], ROWS[0]]))

    log = imported_really(checked)

    assert log.counts == checked.outcome["counts"]
    assert Property.objects.count() == 2


def test_columns_that_change_meanwhile_make_its_outcome_void() -> None:
    imported = a_started_import()
    rehearsing.begin(imported)
    mapping.save_columns(imported, imported.columns, is_complete=False)

    rehearsing.rehearse(imported.pk)

    assert (again(imported).step, again(imported).outcome) == (WizardImport.Step.MAP, {})


def test_of_two_workers_one_carries_it_out() -> None:
    imported = a_started_import()
    rehearsing.begin(imported)
    rehearsing.rehearse(imported.pk)
    at = again(imported).heartbeat_at

    rehearsing.rehearse(imported.pk)

    assert again(imported).heartbeat_at == at


def test_one_that_no_worker_has_heard_of_is_told_of_again() -> None:
    waiting, heard = a_started_import(), a_started_import()
    for imported in (waiting, heard):
        rehearsing.begin(imported)
    rehearsing.rehearse(heard.pk)

    at_once = rehearsing.send_again()
    later = rehearsing.send_again(timezone.now() + rehearsing.UNHEARD_AFTER)

    assert (at_once, later) == (0, 1)


def test_one_whose_worker_was_killed_is_begun_again() -> None:
    imported = a_started_import()
    rehearsing.begin(imported)
    WizardImport.objects.filter(pk=imported.pk).update(heartbeat_at=imported.created_at)
    cache.delete(f"import-check:{imported.pk}")
    assert rehearsing.sign_of(imported) is None

    rehearsing.begin(again(imported))
    rehearsing.rehearse(imported.pk)

    assert again(imported).step == WizardImport.Step.CHECKED


def test_a_file_that_is_gone_is_said_plainly() -> None:
    imported = a_started_import()
    starting.drop_file(imported.file, "")
    ImportFile.objects.filter(pk=imported.file_id).update(status="new")

    rehearsing.begin(imported)
    rehearsing.rehearse(imported.pk)

    assert again(imported).step == WizardImport.Step.FAILED
    assert "gone from the drop" in again(imported).outcome["message"]


def test_on_sqlite_it_ends_before_others_have_waited_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rehearsing, "LONGEST_ON_SQLITE", -1.0)

    imported = a_checked_import()

    is_sqlite = database.vendor == "sqlite"
    assert imported.step == (WizardImport.Step.FAILED if is_sqlite else WizardImport.Step.CHECKED)
    assert ("keep everybody else waiting" in imported.outcome.get("message", "")) is is_sqlite


def test_it_takes_no_more_queries_for_more_rows_of_a_page() -> None:
    numbers = []
    for count in (30, 300):
        rows = [(f"P{n}", f"{n} Elm Street", "Glebe", "NSW", "2037", "2", "red") for n in range(count)]
        imported = a_started_import(content=as_csv(rows))
        rehearsing.begin(imported)
        with CaptureQueriesContext(database) as asked:
            rehearsing.rehearse(imported.pk)
        numbers.append(len(asked))

    assert numbers[0] == numbers[1]
