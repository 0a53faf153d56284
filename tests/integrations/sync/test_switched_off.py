"""Kinds that an agency has switched off: no run brings them, nothing of theirs is withdrawn, and they can come back."""

from collections.abc import Iterator

import pytest

from agencies.refusals import Refusal
from integrations import adjusting, runs
from integrations.models import SyncLog
from portfolio.models import Contact, Inspection, Lease, MaintenanceJob, Owner, Tenant
from providers.propertyme import PropertyMe
from tests.integrations.office import Office, signed_in
from tests.sandbox_server import SandboxServer


@pytest.fixture
def office(vendor: SandboxServer, db: None) -> Iterator[Office]:
    vendor.control("POST", "reset", {"lots": 12, "jobs": 5, "today": "2026-11-23"})
    yield signed_in(vendor)


def switch_off(office: Office, *kinds: str) -> None:
    wanted = [kind.value for kind in PropertyMe.synced_kinds() if kind not in kinds]
    assert adjusting.adjust(office.fresh(), PropertyMe, wanted, "ask")


def brought() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in (Inspection, Lease, MaintenanceJob, Tenant)}


@pytest.mark.parametrize("trigger", [SyncLog.Trigger.SCHEDULE, SyncLog.Trigger.PERSON])
def test_neither_a_night_nor_a_run_by_hand_brings_them(office: Office, trigger: str) -> None:
    office.sync()
    office.map_all()
    switch_off(office, "inspections", "maintenance_jobs", "maintenance_invoices")
    before = len(office.asked("inspections")) + len(office.asked("jobtasks"))

    runs.request_sync(office.fresh(), SyncLog.Type.FULL, trigger)
    log = office.sync()

    assert log.status == SyncLog.Status.COMPLETED
    assert not {"inspections", "maintenance_jobs", "maintenance_invoices"} & set(log.counts)
    assert len(office.asked("inspections")) + len(office.asked("jobtasks")) == before
    found = brought()
    assert (found["Inspection"], found["MaintenanceJob"]) == (0, 0)
    assert found["Lease"] > 0


def test_one_kind_of_a_feed_that_gives_several_stays_away_and_none_is_withdrawn(office: Office) -> None:
    office.sync()
    owners, tenants, contacts = (model.objects.count() for model in (Owner, Tenant, Contact))
    assert owners and tenants and contacts
    switch_off(office, "tenants")

    log = office.sync(SyncLog.Type.FULL)

    assert "tenants" not in log.counts
    assert log.counts["owners"]["unchanged"] == owners
    assert not Tenant.objects.filter(withdrawn_at__isnull=False).exists()
    assert Tenant.objects.count() == tenants


def test_what_is_switched_on_again_comes_in_whole(office: Office) -> None:
    switch_off(office, "tenants")
    office.sync()
    assert Tenant.objects.count() == 0

    adjusting.adjust(office.fresh(), PropertyMe, PropertyMe.synced_kinds(), "ask")
    office.sync()

    assert Tenant.objects.count() > 0


def test_asking_for_nothing_but_what_is_switched_off_is_refused(office: Office) -> None:
    office.sync()
    switch_off(office, "bills")

    with pytest.raises(Refusal) as refusal:
        office.request(kinds=("bills",))

    assert refusal.value.code == "switched_off"
    assert office.request(kinds=PropertyMe.synced_kinds()).kinds == [
        kind.value for kind in PropertyMe.synced_kinds() if kind != "bills"
    ]


def test_a_kind_that_is_not_offered_cannot_be_chosen(office: Office) -> None:
    with pytest.raises(Refusal) as refusal:
        adjusting.adjust(office.fresh(), PropertyMe, ["dragons"], "ask")

    assert refusal.value.code == "unknown_kind"
