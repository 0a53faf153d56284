"""Jobs and settings are there for every system that can be connected, by the same words."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from integrations.models import Connection, SyncLog
from providers import registry
from providers.base import Provider
from tests.factories import a_connection, a_file_connection, a_member, an_agency

pytestmark = pytest.mark.django_db

CONNECTABLE = [provider for provider in registry.all_providers() if provider.synced_kinds() or provider.takes_files]


@pytest.fixture(params=CONNECTABLE, ids=lambda provider: provider.slug)
def connection(request: pytest.FixtureRequest) -> Connection:
    """A connection to the provider: to an account where it has an interface, else by files."""
    provider: type[Provider] = request.param
    if provider.synced_kinds():
        return a_connection(an_agency(), provider=provider.slug)
    return a_file_connection(an_agency(), provider.slug)


@pytest.fixture
def api(connection: Connection) -> APIClient:
    """An admin of its agency."""
    client = APIClient()
    client.force_login(a_member(connection.agency))
    return client


def started(api: APIClient, connection: Connection, kind: str, **body: Any) -> dict[str, Any]:
    """The job, which is then cancelled."""
    root = f"/api/integrations/{connection.provider}/sync"
    answer = api.post(f"{root}/{kind}", {"org_id": str(connection.agency_id), **body}, format="json")
    assert answer.status_code == 202, answer.content
    job = answer.json()
    assert api.delete(f"{root}/jobs/{job['job_id']}").json()["status"] == "cancelled"
    assert api.get(f"{root}/jobs/{job['job_id']}").json()["summary"] == "Cancelled before it began."
    return job


def test_jobs_are_started_watched_and_cancelled(api: APIClient, connection: Connection) -> None:
    full = started(api, connection, "full", entity_types=["properties"], batch_size=500, max_workers=8)
    incremental = started(api, connection, "incremental", excluded_entities=["leases", "documents"])

    history = api.get(f"/api/integrations/{connection.provider}/sync/history/{connection.agency_id}").json()
    assert [row["job_id"] for row in history["results"]] == [incremental["job_id"], full["job_id"]]
    assert (full["sync_type"], full["entity_types"]) == ("full", ["properties"])
    assert full["options"] == {"batch_size": 500, "max_workers": 8}
    assert incremental["sync_type"] == "incremental"
    assert "leases" not in incremental["entity_types"] and "properties" in incremental["entity_types"]
    assert set(SyncLog.objects.values_list("connection", flat=True)) == {connection.pk}


def test_it_is_set_up_and_looked_at(api: APIClient, connection: Connection) -> None:
    address = f"/api/integrations/{connection.provider}/integrations/{connection.agency_id}"
    settings = {
        "product_types": ["property_management"],
        "property_types": ["student_housing"],
        "compliance_programs": ["hud"],
        "sync_entities": ["properties"],
        "batch_size": 500,
        "max_workers": 10,
    }

    changed = api.patch(address, settings, format="json")

    assert changed.status_code == 200, changed.content
    configuration = api.get(address).json()["configuration"]
    assert {name: configuration[name] for name in settings} == settings


def test_events_are_taken_where_the_system_sends_them(api: APIClient, connection: Connection) -> None:
    address = f"/api/integrations/{connection.provider}/integrations/{connection.agency_id}"
    sends = bool(registry.get(connection.provider).event_kinds)

    for wanted in (True, False, True):
        api.patch(address, {"real_time_sync": wanted}, format="json")
        assert api.get(address).json()["configuration"]["real_time_sync"] is (wanted and sends)
