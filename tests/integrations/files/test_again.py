"""Rows that are tried again, one by one, as they are kept or as they were mended since."""

import pytest

from agencies.refusals import Refusal
from integrations import mending, retrying
from integrations.models import SyncIssue
from integrations.sync.engine import execute
from portfolio.models import Lease, Property
from tests.factories import a_member
from tests.integrations.files.nights import L1, L2, LEASES, P1, P2, PROPERTIES, Nights, some_nights
from tests.integrations.office import assert_counts_add_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def nights() -> Nights:
    """An agency with Property Tree's files, whose list of properties came in with one bad row."""
    nights = some_nights()
    nights.put("properties.csv", PROPERTIES, P1.replace(",2007,", ",20,"), P2)
    nights.run()
    return nights


def tried(nights: Nights, *issues: SyncIssue):  # type: ignore[no-untyped-def]
    """The log of a run that tries these rows again."""
    user = a_member(nights.connection.agency)
    log = retrying.retry_rows(nights.fresh(), [str(issue.pk) for issue in issues], user)
    execute(log.pk)
    log.refresh_from_db()
    assert_counts_add_up(log)
    return log


def test_a_mended_row_comes_in_alone_and_its_issue_closes(nights: Nights) -> None:
    issue = nights.issue("malformed_row")
    mending.mend(nights.connection, [issue.pk], {"Post Code": "2007"}, a_member(nights.connection.agency))

    log = tried(nights, issue)

    assert (log.status, log.counts["properties"]["read"], log.counts["properties"]["created"]) == ("completed", 1, 1)
    assert Property.objects.get(external_id="P-1").postcode == "2007"
    assert nights.issues() == set()
    assert not Property.objects.filter(withdrawn_at__isnull=False).exists()


def test_a_row_that_is_still_wrong_stays_with_its_place_in_the_file(nights: Nights) -> None:
    issue = nights.issue("malformed_row")

    tried(nights, issue)

    again = nights.issue("malformed_row")
    assert (again.pk, again.occurrences, again.file, again.row_number) == (issue.pk, 2, "properties.csv", 2)
    assert (again.column, again.layout, again.raw) == (issue.column, "propertytree/properties", issue.raw)


def test_a_row_that_was_mended_under_another_id_closes_its_issue_too(nights: Nights) -> None:
    issue = nights.issue("malformed_row")
    values = {"Post Code": "2007", "Property Id": "P-7"}
    mending.mend(nights.connection, [issue.pk], values, a_member(nights.connection.agency))

    tried(nights, issue)

    assert Property.objects.filter(external_id="P-7").exists()
    assert nights.issues() == set()


def test_a_row_that_turns_out_to_have_another_fault_has_an_issue_for_that(nights: Nights) -> None:
    issue = nights.issue("malformed_row")
    values = {"Post Code": "2007", "Bedrooms": "many"}
    mending.mend(nights.connection, [issue.pk], values, a_member(nights.connection.agency))

    tried(nights, issue)

    assert nights.issue("malformed_row").column == "Bedrooms"


def test_rows_of_several_lists_are_tried_in_one_run(nights: Nights) -> None:
    nights.put("leases.csv", LEASES, L1, L2.replace("700.00", "lots"))
    nights.run()
    user = a_member(nights.connection.agency)
    by_column = {issue.column: issue for issue in SyncIssue.objects.open()}
    mending.mend(nights.connection, [by_column["Post Code"].pk], {"Post Code": "2007"}, user)
    mending.mend(nights.connection, [by_column["Rent Amount"].pk], {"Rent Amount": "700"}, user)

    tried(nights, *by_column.values())

    assert nights.issues() == set()
    assert sorted(Lease.objects.values_list("external_id", flat=True)) == ["T-1", "T-2"]


def test_the_second_row_of_an_id_does_not_take_the_firsts_place(nights: Nights) -> None:
    nights.put("properties-2.csv", PROPERTIES, P1, P2, P2.replace(",3,2", ",4,2"))
    nights.run()
    issue = nights.issue("duplicate_id")

    tried(nights, issue)

    assert Property.objects.get(external_id="P-2").bedrooms == 3
    assert nights.issue("duplicate_id").raw == issue.raw


def test_the_second_row_comes_in_once_it_has_an_id_of_its_own(nights: Nights) -> None:
    nights.put("properties-2.csv", PROPERTIES, P1, P2, P2.replace(",3,2", ",4,2"))
    nights.run()
    issue = nights.issue("duplicate_id")
    mending.mend(nights.connection, [issue.pk], {"Property Id": "P-22"}, a_member(nights.connection.agency))

    tried(nights, issue)

    assert Property.objects.get(external_id="P-22").bedrooms == 4
    assert nights.issues() == set()


def test_nothing_to_try_is_said_so(nights: Nights) -> None:
    issue = nights.issue("malformed_row")
    SyncIssue.objects.update(status=SyncIssue.Status.RESOLVED)

    with pytest.raises(Refusal) as refusal:
        retrying.retry_rows(nights.fresh(), [str(issue.pk)], a_member(nights.connection.agency))

    assert refusal.value.code == "nothing_to_retry"


def test_another_connections_rows_are_not_tried(nights: Nights) -> None:
    issue = nights.issue("malformed_row")
    other = some_nights()

    with pytest.raises(Refusal):
        retrying.retry_rows(other.fresh(), [str(issue.pk)], a_member(other.connection.agency))


def test_what_files_can_bring_can_be_read_again(nights: Nights) -> None:
    kinds = retrying.readable(nights.connection)

    log = retrying.retry(nights.fresh(), ["properties"], a_member(nights.connection.agency))
    execute(log.pk)
    log.refresh_from_db()

    assert {"properties", "owners", "tenants", "leases"} <= {str(kind) for kind in kinds}
    assert (log.sync_type, log.counts["properties"]["read"]) == ("full", 2)


def test_a_row_with_a_cell_too_many_waits_until_that_cell_is_emptied(nights: Nights) -> None:
    nights.put("properties-2.csv", PROPERTIES, P1, f"{P2.replace('P-2', 'P-9')},astray")
    nights.run()
    issue = next(row for row in SyncIssue.objects.defer(None).open() if "more cells" in row.message)

    tried(nights, issue)
    assert not Property.objects.filter(external_id="P-9").exists()

    mending.mend(nights.connection, [issue.pk], {"(surplus cell 1)": ""}, a_member(nights.connection.agency))
    tried(nights, issue)
    assert Property.objects.filter(external_id="P-9").exists()
