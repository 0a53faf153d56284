"""Runs that a real Celery worker process carries out, over the broker of this run, against the sandbox."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from integrations import schedule
from integrations.models import Cursor, PropertyMapping, RentBalance, SyncLog
from integrations.sync.journal import HEARTBEAT_LOST_AFTER
from portfolio.models import Contact, Inspection, Lease, MaintenanceJob, Owner, Property, Tenant, Transaction
from tests.integrations.office import PASSING, Office, signed_in
from tests.processes import Worker, wait_until
from tests.sandbox_server import SandboxServer

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = (Property, Owner, Tenant, Contact, Lease, MaintenanceJob, Inspection, Transaction)


@pytest.fixture
def worker(vendor: SandboxServer, transactional_db: None, tmp_path: Path) -> Iterator[Worker]:
    with Worker(vendor, tmp_path) as running:
        yield running


@pytest.fixture(autouse=True)
def undelayed(vendor: SandboxServer) -> Iterator[None]:
    yield
    vendor.control("PATCH", "settings", {"delay": 0.0})


def over(log: SyncLog) -> bool:
    log.refresh_from_db()
    return not log.is_live


def portrait(office: Office) -> dict[str, list[dict[str, Any]]]:
    """Every row that the office's connection has brought, with other rows' ids replaced by the vendor's."""
    mine = {"agency": office.agency}
    keys = {
        row.pk: getattr(row, "external_id", None) or getattr(row, "provider_transaction_id", None)
        for model in ROWS
        for row in model.objects.filter(**mine)
    }
    found = {model.__name__: [values(row, keys) for row in model.objects.filter(**mine)] for model in ROWS}
    for model in (PropertyMapping, RentBalance):
        found[model.__name__] = [values(row, keys) for row in model.objects.filter(connection=office.connection)]
    found["cursors"] = list(Cursor.objects.filter(connection=office.connection).values("feed", "value", "kind"))
    return {name: sorted(rows, key=str) for name, rows in found.items()}


def values(row: Any, keys: dict[Any, Any]) -> dict[str, Any]:
    columns = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    links = {field.name: sorted(keys[other.pk] for other in getattr(row, field.name).all()) for field in row._meta.many_to_many}
    kept = {name: keys.get(value, value) for name, value in columns.items() if is_kept(name) and not isinstance(value, list | dict)}
    return kept | links | {"is_withdrawn": row.withdrawn_at is not None if hasattr(row, "withdrawn_at") else None}


def is_kept(name: str) -> bool:
    return name not in PASSING and name != "connection_id"


def test_a_worker_process_carries_out_a_queued_run(office: Office, worker: Worker) -> None:
    first_look = SyncLog.objects.get(connection=office.connection)

    wait_until(lambda: over(first_look))

    assert (first_look.status, first_look.trigger) == ("completed", "connect"), worker.log.read_text()
    assert first_look.summary == "0 properties synced, 0 new, 0 updated, 0 errors"
    assert first_look.claim is not None

    mapped = office.map_all()
    sync = office.request()
    wait_until(lambda: over(sync))

    assert sync.status == "completed", worker.log.read_text()
    assert sync.summary == f"{mapped.created} properties synced, {mapped.created} new, 0 updated, 0 errors"


def test_a_run_whose_worker_is_killed_is_given_up_and_the_next_one_makes_up_for_it(
    vendor: SandboxServer, office: Office, tmp_path: Path
) -> None:
    office.sync()
    office.map_all()
    undisturbed = signed_in(vendor)
    undisturbed.sync()
    undisturbed.map_all()
    undisturbed.sync()
    vendor.control("PATCH", "settings", {"delay": 0.4})
    log = office.request()

    with Worker(vendor, tmp_path) as worker:
        wait_until(lambda: Property.objects.filter(agency=office.agency, synced_at__isnull=False).exists())
        worker.kill()
    vendor.control("PATCH", "settings", {"delay": 0.0})
    log.refresh_from_db()
    assert (log.status, Inspection.objects.filter(agency=office.agency).exists()) == ("running", False)
    silent_since = timezone.now() - HEARTBEAT_LOST_AFTER - timedelta(seconds=1)
    SyncLog.objects.filter(pk=log.pk).update(heartbeat_at=silent_since)
    ticked = schedule.tick()
    log.refresh_from_db()
    after = office.sync()

    assert ticked.given_up == 1
    assert (log.status, [error["code"] for error in log.errors]) == ("failed", ["worker_lost"])
    assert after.status == "completed"
    assert portrait(office) == portrait(undisturbed)
