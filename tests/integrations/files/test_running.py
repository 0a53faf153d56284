"""Runs over the files of a drop: what comes in, what does not and what is said of it."""

import pytest

from integrations.models import ImportFile, SyncIssue
from portfolio.models import ComplianceTask, Lease, Property
from tests.integrations.files.nights import CHECKS, L1, L2, LEASES, OWNERS, P1, P2, PROPERTIES, Nights, some_nights

pytestmark = pytest.mark.django_db

Status = ImportFile.Status


def test_all_lists_of_a_night_come_in_whatever_their_order_in_the_drop(nights: Nights) -> None:
    nights.put("a-compliance.csv", CHECKS, "C-1,P-1,1 Wattle Street,Smoke alarms,3/05/2026,3/05/2027")
    nights.put("b-leases.csv", LEASES, L1, L2)
    nights.put("c-properties.csv", PROPERTIES, P1 + "O-1", P2 + "O-1")
    nights.put("d-owners.csv", OWNERS, "O-1,Olive Owner,,olive@example.com,0400 000 001,")

    log = nights.run()

    assert log.status == "completed", log.errors
    assert log.errors == []
    assert nights.issues() == set()
    house = Property.objects.get(external_id="P-1")
    assert [owner.name for owner in house.owners.all()] == ["Olive Owner"]
    lease = Lease.objects.get(external_id="T-1")
    assert (lease.property, [tenant.name for tenant in lease.tenants.all()]) == (house, ["Tim Tenant"])
    assert ComplianceTask.objects.get().property == house
    assert set(ImportFile.objects.values_list("status", "sync_log")) == {("imported", log.pk)}
    assert nights.file("b-leases.csv").parts[0]["counts"]["leases"]["created"] == 2
    assert nights.file("c-properties.csv").message == "2 properties: 2 new."


def test_the_same_content_again_is_not_read_again(nights: Nights) -> None:
    nights.put("properties.csv", PROPERTIES, P1, P2)
    nights.run()
    nights.put("properties-2.csv", PROPERTIES, P1, P2)

    log = nights.run()

    assert (log.counts, log.errors) == ({}, [])
    file = nights.file("properties-2.csv")
    assert (file.status, file.message) == (
        Status.DUPLICATE,
        "It says the same as properties.csv, which has come in already.",
    )
    assert (file.connection_id, file.sync_log_id) == (nights.connection.pk, log.pk)
    assert file.done_at is not None


def test_a_list_that_changes_and_changes_back_is_read_again(nights: Nights) -> None:
    nights.put("1.csv", PROPERTIES, P1)
    nights.run()
    nights.put("2.csv", PROPERTIES, P1.replace("Ultimo", "Glebe"))
    nights.run()
    nights.put("3.csv", PROPERTIES, P1)

    nights.run()

    assert nights.file("3.csv").status == Status.IMPORTED
    assert Property.objects.get().suburb == "Ultimo"


def test_an_older_file_that_comes_after_a_newer_one_changes_nothing(nights: Nights) -> None:
    nights.put("properties 2026-06-30.csv", PROPERTIES, P1.replace("Ultimo", "Glebe"))
    nights.run()
    nights.put("properties 2026-06-29.csv", PROPERTIES, P1)

    log = nights.run()

    file = nights.file("properties 2026-06-29.csv")
    assert file.status == Status.SUPERSEDED
    assert file.message == "A newer file of this list has come in already, so this older one was not read."
    assert (Property.objects.get().suburb, log.errors) == ("Glebe", [])


def test_several_files_of_one_list_are_parts_of_it_and_withdraw_nothing(nights: Nights) -> None:
    nights.put("old.csv", PROPERTIES, "P-0,9 Wattle Street,Ultimo,NSW,2007,1,1,")
    nights.run()
    nights.put("north.csv", PROPERTIES, P1)
    nights.put("south.csv", PROPERTIES, P2)

    log = nights.run()

    assert log.counts["properties"]["created"] == 2
    assert Property.objects.filter(withdrawn_at__isnull=True).count() == 3


def test_a_row_that_a_complete_list_no_longer_has_is_withdrawn(nights: Nights) -> None:
    nights.put("1.csv", PROPERTIES, P1, P2)
    nights.run()
    nights.put("2.csv", PROPERTIES, P1)

    log = nights.run()

    assert log.counts["properties"]["withdrawn"] == 1
    assert [house.external_id for house in Property.objects.filter(withdrawn_at__isnull=False)] == ["P-2"]
    assert nights.file("2.csv").message == "1 property: 1 unchanged; 1 no longer in the list."


def test_nothing_is_withdrawn_while_one_row_cannot_be_read(nights: Nights) -> None:
    nights.put("1.csv", PROPERTIES, P1, P2)
    nights.run()
    nights.put("2.csv", PROPERTIES, P1.replace("2007", "20"))

    nights.run()

    assert not Property.objects.filter(withdrawn_at__isnull=False).exists()
    issue = nights.issue("malformed_row")
    assert (issue.file, issue.row_number, issue.column, issue.value) == ("2.csv", 2, "Post Code", "20")


def test_headings_without_rows_withdraw_nothing_and_are_told_of(nights: Nights) -> None:
    nights.put("1.csv", PROPERTIES, P1)
    nights.run()
    nights.put("2.csv", PROPERTIES)

    log = nights.run()

    assert nights.file("2.csv").status == Status.FAILED
    assert nights.file("2.csv").message == "It has headings but no rows. What was imported before is kept."
    assert not Property.objects.filter(withdrawn_at__isnull=False).exists()
    assert [error["code"] for error in log.errors] == ["unreadable_file"]


def test_headings_without_rows_are_fine_where_there_never_were_any(nights: Nights) -> None:
    nights.put("compliance.csv", CHECKS)

    log = nights.run()

    assert (nights.file("compliance.csv").status, nights.file("compliance.csv").message) == ("imported", "No rows.")
    assert log.errors == []


def test_a_file_that_nobody_knows_is_told_of_until_one_of_its_sort_comes_in(nights: Nights) -> None:
    nights.put("list 2026-06-29.csv", "Colour,Size", "red,3")
    log = nights.run()
    assert nights.issues() == {("files", "list.csv", "layout_unknown")}
    assert nights.file("list 2026-06-29.csv").status == Status.UNRECOGNISED
    assert "import wizard" in nights.file("list 2026-06-29.csv").action
    assert [error["code"] for error in log.errors] == ["layout_unknown"]

    nights.put("list 2026-06-30.csv", PROPERTIES, P1)
    nights.run()

    assert nights.issues() == set()
    assert SyncIssue.objects.get().status == SyncIssue.Status.RESOLVED


def test_another_systems_list_is_named_and_not_read(nights: Nights) -> None:
    headings = "Property,Tenant,Tenant Folio Code,Rent,Rent Period,Eff. Paid To,Move In,Bond Required"
    nights.put("tenants.csv", headings, "x,y,z,1,Weekly,1/07/2026,1/07/2025,4")

    nights.run()

    file = nights.file("tenants.csv")
    assert file.status == Status.UNRECOGNISED
    assert file.message == "This looks like PropertyMe Tenant Details, not like a list of this system."
    assert file.action == "Turn on the export files of PropertyMe to import it."


def test_another_systems_list_is_left_to_its_own_connection_where_there_is_one(nights: Nights) -> None:
    other = some_nights("propertyme").connection
    type(other).objects.filter(pk=other.pk).update(agency=nights.connection.agency)
    headings = "Property,Tenant,Tenant Folio Code,Rent,Rent Period,Eff. Paid To,Move In,Bond Required"
    nights.put("tenants.csv", headings, "x,y,z,1,Weekly,1/07/2026,1/07/2025,4")

    nights.run()

    file = nights.file("tenants.csv")
    assert (file.status, file.connection_id) == (Status.NEW, other.pk)
    other.refresh_from_db()
    assert other.next_sync_at is not None
    assert (other.next_sync_at - file.found_at).total_seconds() < 60


def test_a_list_of_the_trust_account_is_refused_by_name_and_is_no_error(nights: Nights) -> None:
    nights.put("ledger.csv", "Date,Receipt Number,Tenant,Debit,Credit,Balance", "1/07/2026,77,Tim,,650,650")

    log = nights.run()

    file = nights.file("ledger.csv")
    assert (file.status, log.errors, nights.issues()) == (Status.REFUSED, [], set())
    assert file.message


def test_a_file_that_is_no_list_is_told_of_and_the_others_come_in(nights: Nights) -> None:
    nights.put("picture.csv", bytes(range(256)) * 20)
    nights.put("properties.csv", PROPERTIES, P1)

    log = nights.run()

    assert nights.file("picture.csv").status == Status.FAILED
    assert nights.issues() == {("files", "picture.csv", "unreadable_file")}
    assert (log.status, Property.objects.count()) == ("completed", 1)


def test_new_columns_are_told_of_once(nights: Nights) -> None:
    words = "Nothing is read from these new columns: Pool Depth."
    nights.put("1.csv", PROPERTIES + ",Pool Depth", P1 + ",3")
    nights.run()
    assert words in nights.file("1.csv").message

    nights.put("2.csv", PROPERTIES + ",Pool Depth", P1 + ",4")
    nights.run()

    assert words not in nights.file("2.csv").message


def test_the_files_of_two_agencies_swapped_bring_nothing_in() -> None:
    nights = some_nights(name="Harbour Rentals Pty Ltd")
    nights.put("properties.csv", PROPERTIES + ",Agency", P1 + ",Bondi Beach Rentals", P2 + ",Bondi Beach Rentals")

    log = nights.run()

    file = nights.file("properties.csv")
    assert (file.status, Property.objects.count(), log.counts) == (Status.FAILED, 0, {})
    words = "These rows are of Bondi Beach Rentals, not of Harbour Rentals Pty Ltd. Nothing of them was imported."
    assert file.message == words


def test_a_row_of_another_agency_among_ours_stays_out_alone() -> None:
    nights = some_nights(name="Harbour Rentals Pty Ltd")
    nights.put("properties.csv", PROPERTIES + ",Agency", P1 + ",Harbour Property Group", P2 + ",Bondi Beach")

    nights.run()

    assert [house.external_id for house in Property.objects.all()] == ["P-1"]
    issue = nights.issue("malformed_row")
    assert issue.message == "This row is of Bondi Beach, not of Harbour Rentals Pty Ltd."
