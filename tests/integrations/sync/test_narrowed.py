"""Syncs narrowed to some properties: what is outside is held, none of it withdrawn, and it comes in once it is inside."""

from typing import Any

import pytest

from integrations import configuring, runs
from integrations.models import Connection, Cursor, PropertyMapping, SyncLog
from integrations.sync.engine import execute
from portfolio.models import Lease, Property
from tests.integrations.office import Office, assert_counts_add_up


def narrow(office: Office, **filters: Any) -> None:
    assert configuring.configure(office.fresh(), {"property_filters": filters})


def job(office: Office, sync_type: str = SyncLog.Type.INCREMENTAL, **options: Any) -> SyncLog:
    log = runs.request_sync(office.fresh(), sync_type, SyncLog.Trigger.PERSON, user=office.user, options=options)
    execute(log.pk)
    log.refresh_from_db()
    assert log.status == SyncLog.Status.COMPLETED, log.summary
    assert_counts_add_up(log)
    return log


def cursors(office: Office) -> list[tuple[Any, ...]]:
    rows = Cursor.objects.filter(connection=office.connection).order_by("feed")
    return list(rows.values_list("feed", "value", "started_over_at", "whole_at"))


def one_let_property() -> tuple[str, Lease]:
    """The vendor's id of a property that is let, and its lease."""
    lease = Lease.objects.filter(status="current", property__external_id__isnull=False).order_by("external_id")[0]
    assert lease.property.external_id is not None
    return lease.property.external_id, lease


def test_properties_outside_are_held_and_come_in_by_themselves_once_they_are_inside(office: Office) -> None:
    office.sync()
    kept = PropertyMapping.objects.filter(withdrawn_at__isnull=True).order_by("provider_property_id")[0]
    narrow(office, properties=[kept.provider_property_id])
    Connection.objects.filter(pk=office.connection.pk).update(unmapped=Connection.Unmapped.CREATE)

    log = office.sync(SyncLog.Type.FULL)
    assert list(Property.objects.values_list("external_id", flat=True)) == [kept.provider_property_id]
    assert log.counts["properties"]["held"] > 0
    assert set(Lease.objects.values_list("property__external_id", flat=True)) <= {kept.provider_property_id}

    assert configuring.configure(office.fresh(), {"property_filters": {}})
    office.sync()
    assert Property.objects.count() > 1
    assert Lease.objects.values("property").distinct().count() > 1


def test_nothing_is_withdrawn_because_of_a_filter_and_nothing_outside_is_written(mapped: Office) -> None:
    outside, lease = one_let_property()
    inside = PropertyMapping.objects.exclude(provider_property_id=outside).mapped()[0].provider_property_id
    before = Property.objects.filter(withdrawn_at__isnull=True).count()
    narrow(mapped, properties=[inside])
    mapped.edit("tenancies", lease.external_id or "", RentAmount=777)

    log = mapped.sync(SyncLog.Type.FULL)

    assert all(count["withdrawn"] == 0 for count in log.counts.values())
    assert Property.objects.filter(withdrawn_at__isnull=True).count() == before
    lease.refresh_from_db()
    assert lease.rent_amount != 777
    assert lease.withdrawn_at is None


def test_a_property_whose_type_the_vendor_changes_comes_inside_with_its_rows(mapped: Office) -> None:
    external_id, lease = one_let_property()
    narrow(mapped, property_type=["commercial"])
    mapped.edit("tenancies", lease.external_id or "", RentAmount=777)
    mapped.sync()
    lease.refresh_from_db()
    assert lease.rent_amount != 777

    mapped.edit("lots", external_id, PropertySubtype="Office", PrimaryType="Commercial")
    mapped.sync()

    lease.refresh_from_db()
    assert lease.rent_amount == 777
    assert not PropertyMapping.objects.get(provider_property_id=external_id).is_filtered


def test_where_only_what_is_in_use_is_wanted_rows_wait_while_their_property_is_put_away(mapped: Office) -> None:
    external_id, lease = one_let_property()
    narrow(mapped, active=True)
    mapped.edit("lots", external_id, IsArchived=True, ArchivedOn="2026-11-24T06:00:00Z")
    mapped.edit("tenancies", lease.external_id or "", RentAmount=777)

    mapped.sync()
    put_away = Lease.objects.select_related("property").get(pk=lease.pk)
    mapped.edit("lots", external_id, IsArchived=False, __remove__=["ArchivedOn"])
    mapped.sync()

    assert (put_away.property.withdrawn_at is None, put_away.rent_amount == 777) == (False, False)
    back = Lease.objects.select_related("property").get(pk=lease.pk)
    assert (back.property.withdrawn_at, back.rent_amount) == (None, 777)


def test_one_narrowed_job_leaves_the_others_changes_to_the_next_sync(mapped: Office) -> None:
    external_id, lease = one_let_property()
    other = Lease.objects.filter(status="current").exclude(property=lease.property).order_by("external_id")[0]
    for row in (lease, other):
        mapped.edit("tenancies", row.external_id or "", RentAmount=777)
        mapped.edit("lots", row.property.external_id or "", KeyNumber="K-77")
    before = cursors(mapped)

    log = job(mapped, property_filters={"properties": [external_id]})
    lease.refresh_from_db()
    other.refresh_from_db()
    assert (lease.rent_amount, lease.property.key_number) == (777, "K-77")
    assert other.rent_amount != 777
    assert log.counts["leases"]["held"] > 0
    assert cursors(mapped) == before
    assert not PropertyMapping.objects.filter(is_filtered=True).exists()

    mapped.sync()
    other.refresh_from_db()
    assert (other.rent_amount, other.property.key_number) == (777, "K-77")


def test_a_narrowed_full_job_withdraws_nothing_and_is_no_full_sync(mapped: Office) -> None:
    external_id, lease = one_let_property()
    gone = Lease.objects.exclude(property=lease.property).filter(withdrawn_at__isnull=True)[0]
    mapped.remove("tenancies", gone.external_id or "")
    last = mapped.fresh().last_full_sync_at

    job(mapped, SyncLog.Type.FULL, property_filters={"properties": [external_id]})

    gone.refresh_from_db()
    assert gone.withdrawn_at is None
    assert mapped.fresh().last_full_sync_at == last


@pytest.mark.parametrize("workers", [1, 8], ids=["one page at a time", "eight at a time"])
def test_batches_and_workers_change_nothing_of_what_comes_in(office: Office, workers: int) -> None:
    Connection.objects.filter(pk=office.connection.pk).update(unmapped=Connection.Unmapped.CREATE)
    office.sync()
    rows = Property.objects.count(), Lease.objects.count()

    log = job(office, SyncLog.Type.FULL, batch_size=50, max_workers=workers)

    assert (Property.objects.count(), Lease.objects.count()) == rows
    assert log.options == {"batch_size": 50, "max_workers": workers}
    assert set(log.seconds) == {"read", "plan", "write"}
    assert log.seconds["write"] > 0
