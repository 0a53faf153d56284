"""One measurement in a process of its own: 10,000 events posted to gunicorn as the Procfile runs it, by WEB_CONCURRENCY
workers, on PostgreSQL as it is set; as JSON on stdout."""

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from statistics import quantiles
from typing import Any
from urllib.parse import urlsplit

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection as database  # noqa: E402

from integrations.hooks import receivers  # noqa: E402
from integrations.models import WebhookEvent  # noqa: E402
from tests.bench.large_company import SLUG  # noqa: E402
from tests.bench.posting import post_all  # noqa: E402
from tests.factories import a_connection  # noqa: E402
from tests.processes import ROOT, wait_until  # noqa: E402
from tests.services import a_free_port  # noqa: E402

EVENTS, CONNECTIONS, WARM_UP = 10_000, 8, 200
PROMISED = 0.05  # seconds within which an event is answered
ASKED = ("synchronous_commit", "fsync")


def bodies(count: int) -> list[bytes]:
    """So many events as the vendor posts them, each of a tenant of its own."""
    return [
        json.dumps({"EventType": "Tenant_Edit", "IDParentIDDict": {str(number): None}, "LocationID": 1}).encode()
        for number in range(1, count + 1)
    ]


def web(port: int) -> subprocess.Popen[bytes]:
    """The Procfile's web process, listening."""
    line = next(row for row in Path(ROOT, "Procfile").read_text().splitlines() if row.startswith("web:"))
    own = {
        "PORT": str(port),
        "BIND_HOST": "127.0.0.1",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    process = subprocess.Popen(
        ["sh", "-c", line.partition(":")[2]],
        cwd=ROOT,
        env=os.environ | own,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    wait_until(lambda: _is_open(port))
    return process


def _is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def measure(port: int, path: str) -> dict[str, Any]:
    """Events a second, counted as rows of the table, and how long the answers took."""
    address = f"http://127.0.0.1:{port}{path}"
    post_all(address, bodies(WARM_UP), CONNECTIONS)
    before = WebhookEvent.objects.count()
    posted = post_all(address, bodies(EVENTS), CONNECTIONS)
    stored = WebhookEvent.objects.count() - before
    assert stored == EVENTS, stored
    hundredths = quantiles(posted.answers, n=100)
    return {
        "events": EVENTS,
        "connections": CONNECTIONS,
        "rate": stored / posted.seconds,
        "median": hundredths[49],
        "p99": hundredths[98],
        "late": sum(spent > PROMISED for spent in posted.answers) / len(posted.answers),
        "settings": {name: _shown(name) for name in ASKED},
    }


def _shown(name: str) -> str:
    with database.cursor() as cursor:
        cursor.execute(f"SHOW {name}")
        return str(cursor.fetchone()[0])


def main() -> None:
    """Measure and print."""
    call_command("migrate", verbosity=0)
    call_command("flush", interactive=False, verbosity=0)
    receiver = receivers.open_for(a_connection(provider=SLUG))
    port = a_free_port()
    process = web(port)
    try:
        found = measure(port, urlsplit(receivers.address_of(receiver)).path)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()
    print(json.dumps(found))


if __name__ == "__main__":
    main()
