"""An agency whose contacts are kept by a small vendor on a real socket, both ways."""

from collections.abc import Iterator
from typing import Any

import pytest

from integrations.models import Connection
from providers import registry
from tests.factories import a_connection, a_member, an_agency
from tests.integrations.twoway.bureau import Bureau
from tests.integrations.twoway.desk import Desk, Server


@pytest.fixture
def server(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """The vendor, known to pmsync."""
    with Server() as running:
        monkeypatch.setattr(registry, "PROVIDERS", (*registry.PROVIDERS, Desk))
        address = {"client_id": "", "client_secret": "", "auth_url": running.url, "api_url": running.url}
        settings.PROVIDERS = {**settings.PROVIDERS, "desk": address}
        yield running


@pytest.fixture
def bureau(server: Server, db: None) -> Bureau:
    """An agency that has three contacts in step with the vendor."""
    agency = an_agency()
    connection = a_connection(
        agency,
        provider="desk",
        provider_user_id="desk-1",
        account_name="Desk account",
        unmapped=Connection.Unmapped.CREATE,
        config={"directions": {"contacts": "both"}},
    )
    for name in ("Ada", "Ben", "Cleo"):
        server.vendor.has(name=name, phone="1", email=f"{name.lower()}@example.com", company="Co")
    found = Bureau(server.vendor, agency, a_member(agency), connection)
    found.sync()
    return found
