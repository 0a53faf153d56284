"""Rows that come and go while the pages of a list are read, one for another, so that its total stays as it was: a row that
moved to a page already read is on none, and is there all the same."""

from typing import Any

import pytest

from integrations.models import RowChange, SyncLog
from portfolio.models import Lease, LeaseRenewal, Property, SecurityDeposit, Tenant
from tests.integrations.companies import SLUG, asked
from tests.integrations.office import assert_counts_add_up
from tests.integrations.rentmanager.office import Company, in_step, under_way
from tests.processes import wait_until
from tests.sandbox_server import SandboxServer

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = 50


def swap_while_read(company: Company, collection: str, kind: str) -> tuple[SyncLog, str]:
    """A full run during which the first row goes and another comes, once its page was read; and the id of the row that moves
    to that page for it."""
    ids = sorted(company.theirs(collection), key=int)
    company.vendor.control("PATCH", "settings", {"page_cap": PAGE})
    company.vendor.fault(collection, "held", provider=SLUG, after=1, seconds=60)
    log = company.waiting("full", max_workers=1)
    with under_way(log, kind):
        try:
            wait_until(lambda: company.vendor.control("GET", "faults/held"))
            company.take_away(collection, ids[0])
            like = f"account={company.account}&like={ids[-1]}"
            company.vendor.control("POST", f"{SLUG}/{collection}?{like}", {})
        finally:
            company.vendor.control("DELETE", "faults")
    assert (log.status, log.errors) == ("completed", [])
    assert_counts_add_up(log)
    return log, ids[PAGE]


def withdrawn(log: SyncLog) -> set[Any]:
    return set(RowChange.objects.filter(sync_log=log, action="withdrawn").values_list("row_id", flat=True))


def test_a_lease_that_moved_to_a_page_already_read_is_asked_for_and_stays(companies: SandboxServer) -> None:
    company = in_step(companies)
    companies.control("DELETE", "requests")

    log, moved = swap_while_read(company, "Leases", "leases")

    assert not withdrawn(log)
    assert not Lease.objects.filter(withdrawn_at__isnull=False).exists()
    assert not LeaseRenewal.objects.filter(withdrawn_at__isnull=False).exists()
    single = [entry["query"] for entry in asked(companies, "Leases") if "LeaseID%2Cin" in entry["query"]]
    assert [moved in query for query in single] == [True]
    assert log.counts["leases"]["created"] == 1


def test_what_a_tenant_brings_along_stays_with_the_tenant(companies: SandboxServer) -> None:
    company = in_step(companies)

    log, moved = swap_while_read(company, "Tenants", "tenants")

    assert not withdrawn(log)
    assert company.row(Tenant, moved).withdrawn_at is None
    assert company.row(SecurityDeposit, moved).withdrawn_at is None


def test_a_row_that_is_gone_is_withdrawn_as_ever(companies: SandboxServer) -> None:
    company = in_step(companies)
    gone = sorted(company.theirs("Leases"), key=int)[3]
    company.take_away("Leases", gone)

    log = company.run("full")

    assert company.row(Lease, gone).withdrawn_at is not None
    assert log.counts["leases"]["withdrawn"] == 1
    assert not Property.objects.filter(withdrawn_at__isnull=False).exists()
