"""A sandbox on a real socket, and an agency that is connected to it over the real sign-in."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.integrations.companies import companies  # noqa: F401  (a fixture)
from tests.integrations.office import Office, signed_in
from tests.mail_server import letterbox  # noqa: F401  (a fixture)
from tests.sandbox_server import SandboxServer

SMALL = {"lots": 12, "jobs": 10, "today": "2026-11-23"}


@pytest.fixture(scope="session")
def vendor_server() -> Iterator[SandboxServer]:
    """A running sandbox."""
    with SandboxServer("--lots", "12", "--jobs", "10", "--today", SMALL["today"]) as running:  # type: ignore[arg-type]
        yield running


@pytest.fixture
def vendor(vendor_server: SandboxServer, settings: Any) -> SandboxServer:
    """The sandbox with its small estate as new, and pmsync's settings pointing at it."""
    vendor_server.control("POST", "reset", SMALL)
    vendor_server.control("DELETE", "faults")
    settings.SITE_URL = "http://localhost:8000"
    settings.PROVIDERS = {
        **settings.PROVIDERS,
        "propertyme": {
            "client_id": "11111111-1111-4111-8111-111111111111",
            "client_secret": "22222222-2222-4222-8222-222222222222",
            "auth_url": f"{vendor_server.url}/propertyme",
            "api_url": f"{vendor_server.url}/propertyme/api",
        },
    }
    return vendor_server


@pytest.fixture
def office(vendor: SandboxServer, db: None) -> Office:
    """An agency in Sydney whose first account has just been connected; nothing has been read yet."""
    return signed_in(vendor)


@pytest.fixture
def mapped(office: Office) -> Office:
    """The same office after its first look, every property mapped to a new own one, and a sync: in step."""
    office.sync()
    office.map_all()
    office.sync()
    return office
