"""Runs that events began, shot at every page: the events wait for the next one, which ends with the rows of one left alone."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F
from django.utils import timezone

from integrations.hooks.settling import release_the_dead
from integrations.hooks.taking import take
from integrations.models import SyncLog, WebhookEvent
from integrations.sync.engine import execute
from tests.integrations.companies import SLUG
from tests.integrations.rentmanager.office import Company, die, in_step, rows, shot
from tests.integrations.rentmanager.test_killed import dies_at, give_up
from tests.integrations.sync.test_killed import killed_at
from tests.sandbox_server import SandboxServer

pytestmark = pytest.mark.django_db(transaction=True)
NAMES = {"Tenants": "Name", "Prospects": "Name", "Vendors": "Name", "ServiceManagerIssues": "Title"}


def changed(office: Company) -> list[Any]:
    """What the vendor tells after everybody was renamed and a supplier deleted, some of it twice and in no order."""
    for collection, field in NAMES.items():
        for key, row in office.theirs(collection).items():
            office.change(collection, key, **{field: f"{row[field]} anew"})
    wanted = {"account": office.account, "count": 60, "duplicates": 0.3}
    bodies: list[Any] = office.vendor.control("POST", f"{SLUG}/webhooks/storm", wanted)
    gone = max(office.theirs("Vendors"))
    office.take_away("Vendors", gone)
    return [*bodies, bodies[0] | {"EventType": "Vendor_Delete", "IDParentIDDict": {gone: None}}]


def deliver(office: Company, bodies: list[Any]) -> None:
    """The door has stored them."""
    now = timezone.now()
    for body in bodies:
        WebhookEvent.objects.create(connection=office.connection, body=json.dumps(body), received_at=now)


def taken(office: Company) -> SyncLog:
    """The run that the waiting events begin, hours after the last one."""
    before = SyncLog.objects.filter(connection=office.connection)
    before.update(created_at=F("created_at") - timedelta(hours=3), completed_at=F("completed_at") - timedelta(hours=3))
    log = take(office.connection.pk).log
    assert log is not None
    return log


def test_event_runs_that_are_shot_at_every_page_end_with_the_rows_of_one_that_was_left_alone(
    companies: SandboxServer,
) -> None:
    office, twin = (in_step(companies, location="2") for _ in range(2))
    bodies = changed(office)
    deliver(office, bodies)
    deliver(twin, bodies)
    with killed_at(0, committed=True, how=die) as pages:
        execute(taken(twin).pk)

    for page in range(1, pages[0] + 1):
        for committed in (False, True):
            log = taken(office)
            assert shot(dies_at(log, page, committed=committed)), f"page {page}"
            assert give_up(log) == (1, "failed"), f"page {page}"
            release_the_dead()
    last = taken(office)
    execute(last.pk)
    last.refresh_from_db()

    assert pages[0] >= len(NAMES) and last.status == "completed"
    assert not SyncLog.objects.live().exists()
    assert set(WebhookEvent.objects.values_list("status", flat=True)) <= {"done", "ignored"}
    assert rows(office) == rows(twin)
