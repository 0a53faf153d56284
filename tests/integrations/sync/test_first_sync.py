"""The main job over real sockets: look, map, sync, and sync again."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from integrations.models import PropertyMapping, RentBalance, RowChange, SyncLog
from integrations.sync import engine
from portfolio.models import Contact, Inspection, Lease, MaintenanceJob, Owner, Property, Tenant, Transaction
from tests.factories import an_agency
from tests.integrations.office import Office, signed_in
from tests.sandbox_server import SandboxServer

TABLES = (
    Contact,
    Inspection,
    Lease,
    MaintenanceJob,
    Owner,
    Property,
    PropertyMapping,
    RentBalance,
    Tenant,
    Transaction,
)


def living(office: Office) -> dict[str, dict]:
    return {key: lot for key, lot in office.raw("lots").items() if not lot["IsArchived"]}


def test_the_first_look_holds_everything_back_and_sets_what_rent_begins_from(office: Office) -> None:
    log = office.sync()

    tenancies = office.raw("tenancies")
    assert (log.status, log.sync_type, log.trigger) == ("completed", "full", "connect")
    assert log.summary == "0 properties synced, 0 new, 0 updated, 0 errors"
    assert log.counts["properties"]["held"] == len(living(office))
    assert log.counts["leases"]["held"] == log.counts["leases"]["read"] == len(tenancies)
    assert set(PropertyMapping.objects.open().values_list("provider_property_id", flat=True)) == set(living(office))
    assert dict(RentBalance.objects.values_list("external_id", "booked")) == {
        key: Decimal(str(row["TotalRentPaid"])) for key, row in tenancies.items()
    }
    assert not Property.objects.exists()
    assert not Lease.objects.exists()
    assert not Transaction.objects.exists()


def test_after_mapping_a_sync_brings_everything_in(office: Office) -> None:
    office.sync()

    done = office.map_all()
    log = office.sync()

    lots, jobs = living(office), office.raw("jobs")
    assert (done.mapped, done.created, done.left) == (0, len(lots), 0)
    assert log.summary == f"{len(lots)} properties synced, {len(lots)} new, 0 updated, 0 errors"
    assert set(Property.objects.values_list("external_id", flat=True)) == set(lots)
    assert set(MaintenanceJob.objects.values_list("external_id", flat=True)) == {
        key for key, job in jobs.items() if job["LotId"] in lots
    }
    for lease in Lease.objects.select_related("property"):
        row = office.raw("tenancies")[lease.external_id or ""]
        assert (lease.property.external_id, lease.rent_amount) == (row["LotId"], Decimal(str(row["RentAmount"])))
        assert [tenant.external_id for tenant in lease.tenants.all()] == [row["ContactId"]]
    assert not Transaction.objects.filter(type="income").exists()


def test_a_property_comes_in_as_the_vendor_has_it(mapped: Office) -> None:
    lot = next(row for row in living(mapped).values() if "Unit" in row["Address"])

    own = Property.objects.get(external_id=lot["Id"])

    place = lot["Address"]
    assert (own.address, own.unit, own.street, own.suburb, own.state, own.postcode, own.bedrooms, own.labels) == (
        lot["AddressText"],
        place["Unit"],
        f"{place['Number']} {place['Street']}",
        place["Suburb"],
        place["State"],
        place["PostalCode"],
        lot["Bedrooms"],
        [label.strip() for label in lot.get("Labels", "").split("|") if label.strip()],
    )
    assert [owner.external_id for owner in own.owners.all()] == [lot["OwnerContactId"]]
    assert (own.external_source, own.external_account) == ("propertyme", mapped.fresh().provider_user_id)


def test_lease_and_tenants_land_in_the_mapping_too(mapped: Office) -> None:
    row = next(row for row in mapped.raw("tenancies").values() if row["IsActive"])

    found = PropertyMapping.objects.get(provider_property_id=row["LotId"])

    lease = Lease.objects.get(external_id=row["Id"])
    tenant = Tenant.objects.get(external_id=row["ContactId"])
    assert found.metadata["lease"] == {
        "external_id": row["Id"],
        "start_date": row["TenancyStart"][:10],
        "end_date": lease.end_date and lease.end_date.isoformat(),
        "rent_amount": str(lease.rent_amount),
        "rent_frequency": row["RentPeriod"],
        "paid_to": row["EffectivePaidTo"][:10],
    }
    remembered = {"id": tenant.external_id, "name": tenant.name, "email": tenant.email, "phone": tenant.phone}
    assert found.metadata["tenants"] == [remembered]
    assert found.metadata["details"]["suburb"]


def test_an_unchanged_second_run_touches_no_row(mapped: Office) -> None:
    before = {model: dict(model._default_manager.values_list("pk", "updated_at")) for model in TABLES}

    quiet, full = mapped.sync(), mapped.sync(SyncLog.Type.FULL)

    for log in (quiet, full):
        assert log.status == "completed"
        assert log.summary == f"{len(living(mapped))} properties synced, 0 new, 0 updated, 0 errors"
        assert {kind: (c["created"], c["updated"], c["withdrawn"]) for kind, c in log.counts.items()} == dict.fromkeys(
            log.counts, (0, 0, 0)
        )
        assert not RowChange.objects.filter(sync_log=log).exists()
    assert full.counts["properties"]["unchanged"] >= len(living(mapped))
    assert {model: dict(model._default_manager.values_list("pk", "updated_at")) for model in TABLES} == before


@pytest.mark.parametrize(
    ("zone", "instant"),
    [
        ("Australia/Perth", datetime(2027, 1, 15, 1, 30, tzinfo=UTC)),
        ("Australia/Sydney", datetime(2027, 1, 14, 22, 30, tzinfo=UTC)),
    ],
)
def test_the_false_z_of_an_inspection_is_the_clock_on_the_agencys_wall(
    vendor: SandboxServer, db: None, zone: str, instant: datetime
) -> None:
    office = signed_in(vendor, an_agency(timezone=zone))
    office.sync()
    office.map_all()
    key = next(key for key, row in office.raw("inspections").items() if row["LotId"] in living(office))
    office.edit("inspections", key, StartTime="2027-01-15T09:30:00.0000000Z", DueDate="2027-01-15")

    office.sync()

    inspection = Inspection.objects.get(external_id=key)
    assert (inspection.starts_at, inspection.due_date) == (instant, date(2027, 1, 15))


def test_the_run_says_how_far_it_is_and_when_it_was_done(office: Office) -> None:
    log = office.sync()

    connection = office.fresh()
    assert log.progress_percentage == 100
    assert log.progress_done == log.progress_total > 0
    assert log.started_at and log.completed_at and log.started_at <= log.completed_at
    assert log.items_synced == sum(c["created"] + c["updated"] + c["unchanged"] for c in log.counts.values())
    assert (connection.last_sync_at is None, connection.last_full_sync_at is None) == (False, False)
    assert connection.error is None


def test_the_next_such_run_expects_as_many_rows_as_the_last_one_read(
    mapped: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = mapped.sync(SyncLog.Type.FULL)
    expected = []
    read_feeds = engine.read_feeds

    def watched(run: Any, provider: Any) -> None:
        expected.append(run.journal.total)
        read_feeds(run, provider)

    monkeypatch.setattr(engine, "read_feeds", watched)
    log = mapped.sync(SyncLog.Type.FULL)

    assert expected == [sum(count["read"] for count in last.counts.values())]
    assert log.progress_total == log.progress_done > 0
