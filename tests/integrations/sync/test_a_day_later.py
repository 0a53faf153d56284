"""What a day changes at the vendor is what the next sync reports, no row more and none less."""

from collections import Counter
from decimal import Decimal
from typing import Any

import pytest

from integrations.models import PropertyMapping, RowChange, SyncLog
from portfolio.models import Contact, Inspection, Lease, MaintenanceJob, Owner, Property, Tenant, Transaction
from tests.integrations.office import Office, signed_in
from tests.sandbox_server import SandboxServer

Change = dict[str, Any]
LIVELY = {"lots": 40, "jobs": 40, "today": "2026-11-23"}


@pytest.fixture
def lively(vendor: SandboxServer, db: None) -> Office:
    """An office in step whose estate is big enough for something to happen every day."""
    vendor.control("POST", "reset", LIVELY)
    office = signed_in(vendor)
    office.sync()
    office.map_all()
    office.sync()
    return office


def named(changes: list[Change], key: str, *kinds: str) -> set[str]:
    return {change[key] for change in changes if change["kind"] in kinds}


def noted(log: SyncLog, model: Any, *actions: str) -> set[str]:
    """The vendor's ids of the rows of a table that a run says it touched."""
    rows = RowChange.objects.filter(sync_log=log, table=model._meta.db_table, action__in=actions)
    column = "provider_transaction_id" if model is Transaction else "external_id"
    return set(model._default_manager.filter(pk__in=rows.values("row_id")).values_list(column, flat=True))


def ids(model: Any) -> set[str]:
    return set(model._default_manager.values_list("external_id", flat=True))


def receipts(log: SyncLog) -> Counter[tuple[str, Decimal]]:
    rows = RowChange.objects.filter(sync_log=log, table=Transaction._meta.db_table, action="created")
    found = Transaction.objects.filter(pk__in=rows.values("row_id"), type="income")
    return Counter(found.values_list("lease__external_id", "amount"))


def paid(office: Office, changes: list[Change], leases: set[str]) -> Counter[tuple[str, Decimal]]:
    """One receipt per lease and sync: what the days brought in all, and of a new lease what it was paid when it began."""
    total: dict[str, Decimal] = {}
    tenancies = office.raw("tenancies")
    started = named(changes, "tenancy_id", "lease_started") & leases
    total.update((key, Decimal(str(tenancies[key]["TotalRentPaid"]))) for key in started)
    for change in changes:
        if change.get("tenancy_id") in started:
            continue
        if change["kind"] == "rent_paid" and change["tenancy_id"] in leases:
            total[change["tenancy_id"]] = total.get(change["tenancy_id"], Decimal(0)) + Decimal(str(change["amount"]))
    return Counter(total.items())


@pytest.mark.parametrize("days", [1, 3])
def test_exactly_what_the_vendor_says_has_changed_is_noted(lively: Office, days: int) -> None:
    people = ids(Owner) | ids(Tenant) | ids(Contact)
    changes = lively.advance(days)

    log = lively.sync()

    assert log.status == "completed" and not log.errors
    mapped = set(PropertyMapping.objects.mapped().values_list("provider_property_id", flat=True))
    leases = {key for key, row in lively.raw("tenancies").items() if row["LotId"] in mapped}
    moved = named(changes, "tenancy_id", "rent_paid", "rent_changed", "lease_ended", "lease_closed", "lease_started")
    assert noted(log, Lease, "created", "updated") == moved & leases
    assert noted(log, Lease, "created") == named(changes, "tenancy_id", "lease_started") & leases
    assert receipts(log) == paid(lively, changes, leases)
    assert noted(log, Tenant, "created") == named(changes, "contact_id", "contact_added")
    assert noted(log, Owner, "updated") | noted(log, Tenant, "updated") | noted(log, Contact, "updated") == (
        named(changes, "contact_id", "contact_changed") & people
    )
    assert noted(log, MaintenanceJob, "created", "updated") == named(
        changes, "job_id", "job_added", "job_changed", "job_finished"
    )
    assert noted(log, Inspection, "created", "updated") == named(changes, "inspection_id", "inspection_changed")
    assert noted(log, Property, "withdrawn") == named(changes, "lot_id", "lot_archived")
    assert noted(log, Property, "created") == set()


def test_a_finished_job_becomes_the_expense_that_was_quoted(lively: Office) -> None:
    changes = lively.advance(2)

    log = lively.sync()

    finished = {c["job_id"]: Decimal(str(c["amount"])) for c in changes if c["kind"] == "job_finished"}
    rows = RowChange.objects.filter(sync_log=log, table=Transaction._meta.db_table, action="created")
    expenses = Transaction.objects.filter(pk__in=rows.values("row_id"), type="expense")
    assert finished
    assert dict(expenses.values_list("provider_transaction_id", "amount")) == {
        f"job/{job_id}": amount for job_id, amount in finished.items()
    }
    assert log.transactions_created == rows.count()


def test_a_change_says_what_stood_there_before_and_what_stands_there_now(lively: Office) -> None:
    key, row = next((key, row) for key, row in lively.raw("tenancies").items() if row["IsActive"])
    before = Decimal(str(row["RentAmount"]))
    lively.edit("tenancies", key, RentAmount=float(before + 35), BondReference="RB-77")

    log = lively.sync()

    change = RowChange.objects.get(sync_log=log)
    assert (change.table, change.action, change.label) == ("portfolio_lease", "updated", row["ContactReference"])
    assert change.before == {"rent_amount": f"{before:.2f}", "bond_reference": row.get("BondReference", "")}
    assert change.after == {"rent_amount": f"{before + 35:.2f}", "bond_reference": "RB-77"}
    assert change.row_id == Lease.objects.get(external_id=key).pk


def test_the_mapping_follows_the_lease_and_forgets_the_one_that_ended(mapped: Office) -> None:
    key, row = next((key, row) for key, row in mapped.raw("tenancies").items() if row["IsActive"])
    mapped.edit("tenancies", key, IsActive=False, TenancyEnd="2026-11-20")

    mapped.sync()

    metadata = PropertyMapping.objects.get(provider_property_id=row["LotId"]).metadata
    assert "lease" not in metadata
    assert "tenants" not in metadata
    assert metadata["details"]
