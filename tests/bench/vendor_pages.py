"""Measurements in a process of its own: a first sync of a large company and BENCH_TIMES unchanged ones, BENCH_WORKERS pages at
a time, as JSON on stdout. The vendor's time is part of it: how much of that is hidden is the point."""

import json
import os
import resource
import time
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from integrations import runs  # noqa: E402
from integrations.models import Connection, SyncLog  # noqa: E402
from integrations.sync import engine  # noqa: E402
from providers.client import Client  # noqa: E402
from tests.bench.connected import connect  # noqa: E402

PHASES = ("read", "plan", "write")


class Meter:
    """Counts the calls and the seconds until their last byte, in whatever thread they were made."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    def watch(self) -> None:
        """From now on."""
        noted = Client._noted

        def counted(client: Client, request: Any, tried: Any, *number: Any) -> Any:
            self.seconds.append(tried.seconds)
            return noted(client, request, tried, *number)

        Client._noted = counted  # type: ignore[method-assign]


def measure(connection: Connection, meter: Meter) -> dict[str, Any]:
    """One full run: rows, seconds in all and by phase, calls and how long they took, and the peak of memory so far."""
    meter.seconds = []
    log = runs.request_sync(connection, SyncLog.Type.FULL, SyncLog.Trigger.COMMAND, to_worker=False)
    began = time.perf_counter()
    run = engine.execute(log.pk)
    total = time.perf_counter() - began
    log.refresh_from_db()
    assert run is not None and log.status == SyncLog.Status.COMPLETED and not log.errors, log.errors
    return {
        "rows": sum(count["read"] for count in log.counts.values()),
        "seconds": total,
        **{phase: run.seconds[phase] for phase in PHASES},
        "calls": len(meter.seconds),
        "answer": sum(meter.seconds) / len(meter.seconds),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def main() -> None:
    """Measure and print."""
    connection = connect(max_workers=int(os.environ["BENCH_WORKERS"]))
    meter = Meter()
    meter.watch()
    first = measure(connection, meter)
    again = [measure(connection, meter) for _ in range(int(os.environ["BENCH_TIMES"]))]
    print(json.dumps({"first": [first], "unchanged": again}))


if __name__ == "__main__":
    main()
