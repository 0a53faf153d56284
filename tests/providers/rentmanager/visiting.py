"""A connection to the stand-in's busy location, signed in by user and password."""

from collections.abc import Iterator
from typing import Any

import pytest

from providers.base import ProviderConfig
from providers.records import Kind, Record
from providers.rentmanager import RentManager
from tests.providers.given import Naps
from tests.providers.signed import Signed
from tests.sandbox_server import SandboxServer

COMPANY = {"company": "samplehomes", "location": "1"}
ANSWERS = COMPANY | {"username": "api.sync", "password": "sandbox-password"}


@pytest.fixture(scope="module")
def server() -> Iterator[SandboxServer]:
    """A sandbox for one file's tests; the file imports this."""
    with SandboxServer() as running:
        running.control("PATCH", "settings", {"rate_limit": 100_000})
        yield running


@pytest.fixture
def vendor(server: SandboxServer) -> RentManager:
    """A signed-in connection to a sandbox as it is in the beginning; the file imports this beside `server`."""
    server.control("DELETE", "faults")
    server.control("POST", "reset")
    server.control("PATCH", "settings", {"rate_limit": 100_000})
    return visit(server)


def a_config(server: SandboxServer, **changes: Any) -> ProviderConfig:
    """The configuration of a connection by user and password."""
    base = f"{server.url}/rentmanager"
    company = changes.get("account", COMPANY)["company"]
    settings = {
        "auth_url": f"{base}/gateway",
        "api_url": f"{base}/{company}",
        "backoff_seconds": 0.01,
        "sign_in": "login",
        "account": COMPANY,
    }
    return ProviderConfig(**(settings | changes))


def visit(server: SandboxServer, *, answers: dict[str, str] = ANSWERS, **changes: Any) -> RentManager:
    """A signed-in connection."""
    config = a_config(server, **changes)
    return RentManager(
        config, Signed(RentManager, config, RentManager.open_session(config, answers), answers), sleep=Naps()
    )


def rows_of(vendor: RentManager, kind: Kind) -> list[Any]:
    """All rows of a kind that has a list of its own."""
    feed = next(feed for feed in vendor.feeds if feed.kind == kind)
    return [row for page in vendor.read(feed) for row in page.rows if isinstance(row, Record) and row.kind == kind]
