"""Everything that a location has comes in once, and what a day changes there is what the next sync reports."""

from typing import Any

import pytest

from integrations.models import RowChange, SyncLog
from portfolio.models import (
    ArchitecturalRequest,
    Charge,
    Lease,
    MaintenanceJob,
    Prospect,
    RecurringCharge,
    Tenant,
    Unit,
    Violation,
)
from providers.rentmanager import RentManager
from tests.integrations.office import assert_counts_add_up
from tests.integrations.rentmanager.office import Company, in_step, rows, signed_in, standing
from tests.sandbox_server import SandboxServer

pytestmark = pytest.mark.django_db
TABLES: dict[str, Any] = {
    "ArchitecturalRequests": ArchitecturalRequest,
    "Charges": Charge,
    "Leases": Lease,
    "Prospects": Prospect,
    "RecurringCharges": RecurringCharge,
    "ServiceManagerIssues": MaintenanceJob,
    "Tenants": Tenant,
    "Units": Unit,
    "Violations": Violation,
}
# What of a row is ours, too.
MATTERS: dict[str, tuple[str, ...]] = {
    "ArchitecturalRequests": ("Status",),
    "Charges": ("Amount", "AmountAllocated"),
    "Leases": ("NoticeDate", "MoveOutDate", "ExpectedMoveOutDate"),
    "Prospects": ("ProspectStatus",),
    "RecurringCharges": ("Amount", "ToDate"),
    "ServiceManagerIssues": ("IsClosed",),
    "Violations": ("IsClosed",),
}


def totals(log: SyncLog, name: str) -> int:
    return sum(count[name] for count in log.counts.values())


def test_the_first_sync_brings_rows_of_every_kind_and_the_second_finds_nothing_to_do(companies: SandboxServer) -> None:
    office = signed_in(companies)

    first = office.run("full")
    before = rows(office)
    second = office.run("full")

    assert (first.status, first.errors, office.issues()) == ("completed", [], set())
    assert (second.status, second.errors) == ("completed", [])
    for log in (first, second):
        assert_counts_add_up(log)
    assert {kind for kind, count in first.counts.items() if count["created"]} == set(RentManager.synced_kinds())
    assert totals(first, "rejected") == totals(second, "rejected") == 0
    assert totals(second, "created") == totals(second, "updated") == totals(second, "withdrawn") == 0
    assert {kind: count["read"] for kind, count in first.counts.items()} == {
        kind: count["read"] for kind, count in second.counts.items()
    }
    assert rows(office) == before
    assert not RowChange.objects.filter(sync_log=second).exists()


@pytest.mark.parametrize("days", [1, 3])
def test_what_the_days_change_is_what_the_next_sync_reports(companies: SandboxServer, days: int) -> None:
    office = in_step(companies)
    before = {name: office.theirs(name) for name in TABLES}
    changes = office.advance(days)
    after = {name: office.theirs(name) for name in TABLES}

    log = office.run()

    assert (log.status, log.errors, office.issues()) == ("completed", [], set())
    assert_counts_add_up(log)
    for name, model in TABLES.items():
        ours = ids(office, model)
        assert noted(log, model, "created") == (after[name].keys() - before[name].keys()) & ours, name
        assert noted(log, model, "updated") >= changed(before[name], after[name], MATTERS.get(name, ())) & ours, name
    assert noted(log, Violation, "updated") == named(changes, "violation_id")
    assert noted(log, Prospect, "updated") == named(changes, "prospect_id")
    for name, key in (("ServiceManagerIssues", "issue_id"), ("Units", "unit_id"), ("Leases", "lease_id")):
        assert noted(log, TABLES[name], "updated") <= named(changes, key), name
    assert named(changes, "tenant_id", "contact_changed") & ids(office, Tenant) <= noted(log, Tenant, "updated")


def test_after_some_days_and_a_full_sync_the_rows_are_those_of_somebody_who_begins_now(
    companies: SandboxServer,
) -> None:
    office = in_step(companies)
    office.advance(1)
    office.run()
    office.advance(2)

    office.run("full")

    assert standing(rows(office)) == standing(rows(in_step(companies)))


def noted(log: SyncLog, model: Any, action: str) -> set[str]:
    """The vendor's own ids of the rows of a table that a run says it touched."""
    touched = RowChange.objects.filter(sync_log=log, table=model._meta.db_table, action=action)
    return bare(model.objects.filter(pk__in=touched.values("row_id")))


def ids(office: Company, model: Any) -> set[str]:
    return bare(model.objects.filter(agency=office.agency))


def bare(found: Any) -> set[str]:
    return {key.rpartition(":")[2] for key in found.values_list("external_id", flat=True)}


def changed(before: dict[str, Any], after: dict[str, Any], columns: tuple[str, ...]) -> set[str]:
    """The rows that say something else in these columns than before."""
    common = before.keys() & after.keys()
    return {key for key in common if any(before[key].get(name) != after[key].get(name) for name in columns)}


def named(changes: list[dict[str, Any]], name: str, *kinds: str) -> set[str]:
    """The ids that the vendor's changes name."""
    return {str(change[name]) for change in changes if name in change and (not kinds or change["kind"] in kinds)}
