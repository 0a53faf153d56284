"""One page: its queries do not depend on its rows, and what stands twice on it counts once."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import msgspec
import pytest
from django.db import connection as database
from django.test.utils import CaptureQueriesContext

from integrations.models import RowChange
from integrations.sync.pages import Run, store
from portfolio.models import Owner, Transaction
from providers.records import (
    BillRecord,
    ContactRecord,
    Frequency,
    InspectionRecord,
    InspectionStatus,
    JobRecord,
    JobStatus,
    Kind,
    LeaseRecord,
    LeaseStatus,
    MaintenanceInvoiceRecord,
    MemberRecord,
    OwnerRecord,
    PropertyRecord,
    Record,
    Rejected,
    RentBalanceRecord,
    TenantRecord,
)
from tests.integrations.sync.running import a_run, stored

pytestmark = pytest.mark.django_db

DAY = date(2026, 7, 3)
NOON = datetime(2026, 7, 3, 2, 0, tzinfo=UTC)

# Version 0 and version 1 of the n-th row of a kind; n also picks the rows that it refers to.
ROWS: dict[str, Callable[[int, int], Record]] = {
    "members": lambda n, v: MemberRecord(external_id=f"m{n}", name=f"Member {v}"),
    "owners": lambda n, v: OwnerRecord(external_id=f"o{n}", name=f"Owner {v}"),
    "tenants": lambda n, v: TenantRecord(external_id=f"t{n}", name=f"Tenant {v}"),
    "contacts": lambda n, v: ContactRecord(external_id=f"c{n}", name=f"Plumber {v}"),
    "properties": lambda n, v: PropertyRecord(
        external_id=f"p{n}", address=f"{n} Elm Street, Kew", bedrooms=v, owner_ids=(f"o{n if v else n + 1}",)
    ),
    "leases": lambda n, v: LeaseRecord(
        external_id=f"l{n}",
        property_id=f"p{n}",
        tenant_ids=(f"t{n if v else n + 1}",),
        start_date=DAY,
        rent_amount=Decimal(600 + v),
        rent_frequency=Frequency.WEEKLY,
        status=LeaseStatus.CURRENT,
    ),
    "rent balances": lambda n, v: RentBalanceRecord(
        external_id=f"l{n}", property_id=f"p{n}", total_paid=Decimal(1000 + 600 * v)
    ),
    "maintenance jobs": lambda n, v: JobRecord(
        external_id=f"j{n}",
        property_id=f"p{n}",
        summary=f"Tap {v}",
        status=JobStatus.FINISHED,
        supplier_id=f"c{n}",
        accepted_quote_id=f"q{n}",
        closed_at=NOON,
    ),
    "maintenance invoices": lambda n, v: MaintenanceInvoiceRecord(
        external_id=f"q{n}", job_id=f"j{n}", amount=Decimal(90 + v)
    ),
    "bills": lambda n, v: BillRecord(
        external_id=f"b{n}", property_id=f"p{n}", billed_on=DAY, amount=Decimal(90 + v), description="Water"
    ),
    "inspections": lambda n, v: InspectionRecord(
        external_id=f"i{n}", property_id=f"p{n}", status=InspectionStatus.PLANNED, summary=f"Routine {v}"
    ),
}


def queries(run: Run, records: list[Record]) -> list[str]:
    with CaptureQueriesContext(database) as captured, run.journal.page():
        store(run, records)
    return [query["sql"] for query in captured]


def given(run: Run, count: int, before: str) -> None:
    """Everything that rows of this kind refer to, so often."""
    for kind, make in ROWS.items():
        if kind == before:
            return
        stored(run, *(make(n, 0) for n in range(count + 1)))


@pytest.mark.parametrize("kind", ROWS)
def test_a_page_of_thirty_rows_takes_as_many_queries_as_one_of_three(kind: str) -> None:
    counted = []
    for count in (3, 30):
        run = a_run()
        given(run, count, kind)
        pages = [[ROWS[kind](n, version) for n in range(count)] for version in (0, 1, 1)]
        counted.append([len(queries(run, page)) for page in pages])

    # A page of the simplest kind, members: the log's row is locked, the rows are looked up, new ones go in (three
    # statements round a COPY on PostgreSQL), their changes go in likewise, and the log's counts are saved. Savepoint and
    # release stand round it. Changed rows: their old values are read besides. Other kinds look up what they refer to,
    # one query for each, and read, write and delete the links of owners and tenants.
    assert counted[0] == counted[1]
    new, changed, unchanged = counted[1]
    assert unchanged <= 12
    assert max(new, changed) <= 40


def test_what_stands_twice_on_a_page_counts_once_and_the_latter_wins() -> None:
    run = a_run()
    twice = [OwnerRecord(external_id="o1", name="Old"), OwnerRecord(external_id="o1", name="New")]

    stored(run, *twice)

    assert Owner.objects.get().name == "New"
    assert msgspec.to_builtins(run.journal.counts[Kind.OWNER]) == {
        "read": 2,
        "created": 1,
        "updated": 0,
        "unchanged": 1,
        "held": 0,
        "rejected": 0,
        "withdrawn": 0,
        "duplicates": 1,
    }
    assert RowChange.objects.count() == 1


def test_a_bill_that_comes_again_is_skipped_silently_and_counted() -> None:
    run = a_run()
    stored(run, ROWS["properties"](1, 0))
    bill = ROWS["bills"](1, 0)
    stored(run, bill)

    stored(run, bill)

    count = run.journal.counts[Kind.BILL]
    assert (count.read, count.created, count.unchanged, count.duplicates) == (2, 1, 1, 1)
    assert run.journal.transactions_created == Transaction.objects.count() == 1
    assert run.journal.errors == []


def test_a_page_that_fails_leaves_neither_rows_nor_counts_nor_errors() -> None:
    run = a_run()
    stored(run, OwnerRecord(external_id="o1", name="Kept"))
    before = run.journal.counts.as_json()
    bad = Rejected(kind=Kind.OWNER, external_id="o3", code="malformed_row", message="Bad.", action="")

    with pytest.raises(RuntimeError), run.journal.page():
        store(run, [OwnerRecord(external_id="o2", name="Lost"), bad])
        raise RuntimeError

    assert list(Owner.objects.values_list("external_id", flat=True)) == ["o1"]
    assert run.journal.counts.as_json() == before
    assert (run.journal.errors, run.journal.error_count) == ([], 0)
    run.log.refresh_from_db()
    assert run.log.counts == before
