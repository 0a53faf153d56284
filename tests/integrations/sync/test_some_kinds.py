"""A run that was asked for some kinds brings those alone, also where one list of the vendor's gives several."""

from typing import Any

import pytest
from django.db.models import Q

from integrations import retrying, runs
from integrations.models import Cursor, SyncLog
from integrations.sync.engine import execute
from portfolio.models import (
    Association,
    Contact,
    Lease,
    LeaseRenewal,
    Owner,
    Property,
    RetailSale,
    SecurityDeposit,
    Tenant,
    Unit,
)
from providers.records import Kind
from tests.integrations.office import Office, assert_counts_add_up
from tests.integrations.rentmanager.office import signed_in
from tests.sandbox_server import SandboxServer

PARTIES: dict[str, Any] = {
    "members": Contact.objects.filter(role="member"),
    "owners": Owner.objects,
    "tenants": Tenant.objects,
    "contacts": Contact.objects.filter(~Q(role="member")),
}


def parties() -> dict[str, int]:
    """How many there are of each kind, where there are any."""
    return {kind: number for kind, rows in PARTIES.items() if (number := rows.filter(withdrawn_at=None).count())}


def carried_out(office: Office, *kinds: str, sync_type: str = SyncLog.Type.INCREMENTAL) -> SyncLog:
    log = runs.request_sync(
        office.fresh(), sync_type, SyncLog.Trigger.PERSON, user=office.user, kinds=[Kind(kind) for kind in kinds]
    )
    execute(log.pk)
    log.refresh_from_db()
    assert log.status == SyncLog.Status.COMPLETED, log.summary
    assert_counts_add_up(log)
    return log


@pytest.mark.parametrize("kind", ["owners", "tenants", "contacts"])
def test_one_kind_of_a_list_that_gives_three_comes_alone_and_the_others_with_the_next_sync(
    office: Office, kind: str
) -> None:
    SyncLog.objects.all().delete()  # the first look, which waits

    log = carried_out(office, kind)

    assert set(log.counts) == {kind} == set(parties())
    assert not Cursor.objects.filter(connection=office.connection, feed="v1/contacts").exists()
    office.sync()
    assert set(parties()) == {"members", "owners", "tenants", "contacts"}


def test_a_cursor_does_not_pass_over_changes_that_a_job_dropped(mapped: Office) -> None:
    tenant = Tenant.objects.order_by("external_id")[0]
    mapped.edit("contacts", tenant.external_id or "", NotesText="x", Reference="Changed")
    before = Cursor.objects.get(feed="v1/contacts").value

    log = carried_out(mapped, "owners")

    assert set(log.counts) <= {"owners"}
    assert Cursor.objects.get(feed="v1/contacts").value == before
    assert mapped.sync().counts["tenants"]["read"] > 0
    assert Cursor.objects.get(feed="v1/contacts").value != before


def test_a_whole_read_withdraws_rows_of_the_kinds_that_were_asked_for_and_of_no_others(mapped: Office) -> None:
    owner, tenant = Owner.objects.order_by("external_id")[0], Tenant.objects.order_by("external_id")[0]
    for row in (owner, tenant):
        mapped.remove("contacts", row.external_id or "")
    before = parties()

    log = carried_out(mapped, "owners", sync_type=SyncLog.Type.FULL)

    assert {kind: count["withdrawn"] for kind, count in log.counts.items()} == {"owners": 1}
    assert parties() == before | {"owners": before["owners"] - 1}


def test_trying_again_a_row_that_is_noted_under_its_lists_first_kind_brings_it_whatever_it_is(mapped: Office) -> None:
    tenant = Tenant.objects.order_by("external_id")[0]
    row = mapped.raw("contacts")[tenant.external_id or ""]
    mapped.edit("contacts", tenant.external_id or "", ContactPersons="nobody")
    mapped.sync()
    noted = {kind for kind, external_id, _ in mapped.issues() if external_id == tenant.external_id}
    mapped.edit("contacts", tenant.external_id or "", ContactPersons=row["ContactPersons"])

    log = retrying.retry(mapped.fresh(), noted, mapped.user)
    execute(log.pk)

    assert noted == {"contacts"}
    assert set(log.kinds) == {"owners", "tenants", "contacts"}
    assert not mapped.issues()


@pytest.mark.django_db
def test_a_job_for_three_kinds_leaves_what_their_lists_give_besides(companies: SandboxServer) -> None:
    company = signed_in(companies)

    log = carried_out(company, "tenants", "properties", "leases")

    assert set(log.counts) == {"tenants", "properties", "leases"}
    assert all(model._default_manager.exists() for model in (Tenant, Property, Lease))
    assert not any(
        model._default_manager.exists()
        for model in (SecurityDeposit, LeaseRenewal, RetailSale, Association, Owner, Unit)
    )
    assert company.run("full").status == "completed"
    assert all(model._default_manager.exists() for model in (SecurityDeposit, LeaseRenewal, Association, Owner, Unit))


@pytest.mark.django_db
def test_a_full_job_without_one_kind_withdraws_none_of_its_rows(companies: SandboxServer) -> None:
    company = signed_in(companies)
    company.run("full")
    deposits = SecurityDeposit.objects.count()
    kinds = [kind.value for kind in retrying.readable(company.fresh()) if kind != Kind.SECURITY_DEPOSIT]

    log = carried_out(company, *kinds, sync_type=SyncLog.Type.FULL)

    assert "security_deposits" not in log.counts
    assert log.counts["tenants"]["unchanged"] == Tenant.objects.count()
    assert SecurityDeposit.objects.filter(withdrawn_at=None).count() == deposits > 0
