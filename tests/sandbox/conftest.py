"""One sandbox on a real socket for all tests here, as new before each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sandbox.visitor import Visitor
from tests.sandbox_server import SandboxServer

TODAY = "2026-11-23"


@pytest.fixture(scope="session")
def server() -> Iterator[SandboxServer]:
    """A running sandbox with a small estate."""
    with SandboxServer("--lots", "60", "--jobs", "80", "--today", TODAY) as running:
        yield running


@pytest.fixture
def sandbox(server: SandboxServer) -> Visitor:
    """A visitor to the sandbox after a reset, not signed in."""
    server.control("POST", "reset")
    return Visitor(server.url)


@pytest.fixture
def signed_in(sandbox: Visitor) -> Visitor:
    """A visitor with an access token for the first account."""
    sandbox.sign_in()
    return sandbox
