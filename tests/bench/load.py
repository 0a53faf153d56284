"""One measurement in a process of its own: a first sync and an unchanged re-sync of a large estate, as JSON on stdout.

Run by `python -m tests.bench` with the environment of one database. The vendor's own time is measured apart: it is the
time from asking for a reply to holding its last byte."""

import json
import os
import resource
import sys
import time
from collections import Counter
from typing import Any
from urllib.parse import parse_qs, urlsplit

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

import requests  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection as database  # noqa: E402

from agencies.models import Agency, User  # noqa: E402
from integrations import connecting, runs  # noqa: E402
from integrations.models import Connection, SyncLog  # noqa: E402
from integrations.sync import engine, pages  # noqa: E402
from providers.client import Client  # noqa: E402

REDIRECT = "http://localhost:8000/api/integrations/propertyme/callback"


class Meter:
    """Counts queries per page and the seconds spent waiting for the vendor."""

    def __init__(self) -> None:
        self.fetching = 0.0
        self.queries = 0
        self.per_page: dict[str, set[int]] = {}

    def watch(self) -> None:
        """Measure every call of the client and every page that is stored, from now on."""
        get, store = Client.get, pages.store

        def timed_get(client: Client, *args: Any) -> bytes:
            began = time.perf_counter()
            try:
                return get(client, *args)
            finally:
                self.fetching += time.perf_counter() - began

        def counted_store(run: Any, rows: Any) -> Any:
            before = self.queries
            result = store(run, rows)
            kinds = Counter(row.kind.value for row in rows)
            if len(rows) >= 1900 and len(kinds) == 1:
                self.per_page.setdefault(next(iter(kinds)), set()).add(self.queries - before)
            return result

        Client.get = timed_get  # type: ignore[method-assign]
        sys.modules["integrations.sync.feeds"].store = counted_store  # type: ignore[attr-defined]

    def count(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """A database execute wrapper."""
        self.queries += 1
        return execute(sql, params, many, context)


def connect() -> Connection:
    """An agency whose unmapped properties are created straight away, connected to the sandbox, nothing read yet."""
    agency = Agency.objects.create(name="Bench")
    user = User.objects.create_user("bench@example.com")
    agency.memberships.create(user=user, role="admin")
    beginning = connecting.begin(user, agency, "propertyme", "bench", REDIRECT)
    answer = requests.get(f"{beginning.authorization_url}&auto=1", allow_redirects=False, timeout=60)
    query = parse_qs(urlsplit(answer.headers["Location"]).query)
    connection = connecting.finish(user, query["state"][0], query["code"][0], "", "bench")
    Connection.objects.filter(pk=connection.pk).update(
        unmapped=Connection.Unmapped.CREATE, config={"batch_size": int(os.environ.get("BENCH_BATCH", "2000"))}
    )
    SyncLog.objects.all().delete()
    return Connection.objects.get(pk=connection.pk)


def measure(connection: Connection, meter: Meter) -> dict[str, Any]:
    """One full run: rows, seconds in all and by part, without the vendor's time, and queries per full page."""
    meter.fetching, meter.per_page = 0.0, {}
    log = runs.request_sync(connection, SyncLog.Type.FULL, SyncLog.Trigger.COMMAND)
    began = time.perf_counter()
    with database.execute_wrapper(meter.count):
        run = engine.execute(log.pk)
    total = time.perf_counter() - began
    log.refresh_from_db()
    assert run is not None and log.status == SyncLog.Status.COMPLETED, log.errors
    rows = sum(count["read"] for count in log.counts.values())
    return {
        "rows": rows,
        "summary": log.summary,
        "seconds": total - meter.fetching,
        "fetch": meter.fetching,
        "translate": run.seconds["read"] - meter.fetching,
        "plan": run.seconds["plan"],
        "write": run.seconds["write"],
        "queries": {kind: sorted(counts) for kind, counts in meter.per_page.items()},
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def main() -> None:
    """Measure and print."""
    settings.SITE_URL = "http://localhost:8000"
    call_command("migrate", verbosity=0)
    call_command("flush", interactive=False, verbosity=0)
    meter = Meter()
    meter.watch()
    connection = connect()
    first = measure(connection, meter)
    again = measure(connection, meter)
    print(json.dumps({"first": first, "again": again}))


if __name__ == "__main__":
    main()
