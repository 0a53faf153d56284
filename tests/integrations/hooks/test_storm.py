"""A storm of events from a stand-in vendor, through the real door, ends in the rows that one full read gives."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import requests
from django.utils import timezone

from integrations import mapping, runs
from integrations.hooks.taking import take
from integrations.models import Connection, SyncLog, WebhookEvent
from integrations.sync.engine import execute
from portfolio.models import Prospect
from tests.integrations.companies import connect
from tests.integrations.hooks.door import Door, a_receiver
from tests.integrations.office import portfolio
from tests.sandbox_server import SandboxServer

SENDERS = 4
ACCOUNT = "account=samplehomes/1"
NAMES = {"Tenants": "Name", "Owners": "Name", "Prospects": "Name", "Vendors": "Name", "ServiceManagerIssues": "Title"}


def test_a_storm_of_5000_events_ends_in_the_same_rows_as_a_full_read(companies: SandboxServer, door: Door) -> None:
    connection = in_step(connect())
    path, before = a_receiver(connection).path, rows()
    rename_all(companies)
    bodies = companies.control("POST", "rentmanager/webhooks/storm", {"count": 5000, "duplicates": 0.3})

    answers = post_all(f"{door.url}/hooks/{path}", bodies)
    logs = take_all(connection)

    after = rows()
    assert (len(answers), set(answers)) == (6500, {204})
    assert set(WebhookEvent.objects.values_list("status", flat=True)) <= {"done", "ignored"}
    assert [log.status for log in logs] == ["completed", "completed"]
    assert sum(count["updated"] for log in logs for count in log.counts.values()) > 100
    assert after != before
    sync(connection, SyncLog.Type.FULL)
    assert rows() == after


def in_step(connection: Connection) -> Connection:
    """The connection with all its properties mapped and everything read."""
    execute(SyncLog.objects.get(connection=connection).pk)
    connection = Connection.objects.for_page().get(pk=connection.pk)
    mapping.accept_suggestions(connection, 90, create_unmatched=True)
    sync(connection, SyncLog.Type.FULL)
    return connection


def rename_all(vendor: SandboxServer) -> None:
    """Everybody and every job of the account is called something else at the vendor, those who have moved out as well."""
    for resource, field in NAMES.items():
        for row in vendor.control("GET", f"rentmanager/{resource}?{ACCOUNT}"):
            key = row[f"{resource.removesuffix('s')}ID"]
            vendor.control("PATCH", f"rentmanager/{resource}/{key}?{ACCOUNT}", {field: f"{row[field]} anew"})


def sync(connection: Connection, sync_type: str) -> None:
    execute(runs.request_sync(connection, sync_type, SyncLog.Trigger.PERSON).pk)


def post_all(url: str, bodies: list[Any]) -> list[int]:
    """What each was answered, posted by several senders at once."""

    def send(part: list[Any]) -> list[int]:
        with requests.Session() as session:
            return [session.post(url, data=json.dumps(body), timeout=30).status_code for body in part]

    with ThreadPoolExecutor(SENDERS) as senders:
        told = senders.map(send, [bodies[number::SENDERS] for number in range(SENDERS)])
        return [status for part in told for status in part]


def take_all(connection: Connection) -> list[SyncLog]:
    """The runs that it takes until no event waits."""
    logs: list[SyncLog] = []
    now: datetime = timezone.now()
    while WebhookEvent.objects.filter(status="waiting").exists():
        now += timedelta(minutes=1)
        log = take(connection.pk, now).log
        assert log is not None
        execute(log.pk)
        log.refresh_from_db()
        logs.append(log)
    return logs


def rows() -> dict[str, Any]:
    """Everything that was synced, without what is never the same twice."""
    prospects = Prospect.objects.order_by("external_id")
    return {**portfolio(), "prospects": list(prospects.values_list("external_id", "name", "email", "external_version"))}
