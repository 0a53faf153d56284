"""A client before the sandbox that all tests here share, which is as new before each."""

from __future__ import annotations

import pytest

from tests.sandbox.rentmanager.guest import Guest
from tests.sandbox_server import SandboxServer


@pytest.fixture
def guest(server: SandboxServer) -> Guest:
    """Somebody who is not signed in."""
    server.control("POST", "reset")
    return Guest(server.url)


@pytest.fixture
def office(guest: Guest) -> Guest:
    """Somebody signed in at the first location who may do everything."""
    guest.sign_in()
    return guest
