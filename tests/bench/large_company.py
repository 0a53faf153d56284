"""A company of the stand-in as large as asked for, and where a process that measures finds it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from tests.sandbox_server import SandboxServer

SLUG = "rentmanager"
# Pages that eight at a time ask for must not wait for the vendor's limit: that is arithmetic, and told as such.
UNLIMITED = 10_000_000


@contextmanager
def large_company(delay: float, **sizes: int) -> Iterator[SandboxServer]:
    """The stand-in with so many units, leases and charges, so many seconds away, and without its limit of calls."""
    with SandboxServer() as vendor:
        vendor.control("PATCH", "settings", {"delay": delay, "rate_limit": UNLIMITED, **sizes})
        yield vendor


def surroundings(vendor: SandboxServer, database: str) -> dict[str, str]:
    """The environment of a process that measures with this vendor and this database. Our own count of calls rests, as
    PROVIDERS_PACED=0 is meant for: where the other side is no vendor."""
    return {
        **os.environ,
        "PMSYNC_TEST_DATABASE_URL": database,
        "RENTMANAGER_API_URL": f"{vendor.url}/{SLUG}/{{company}}",
        "RENTMANAGER_ENVIRONMENT": "sandbox",
        "PROVIDERS_PACED": "0",
        "LOG_LEVEL": "ERROR",
    }
