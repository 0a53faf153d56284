"""The part of docs/benchmarks.md about pages and lists."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from typing import Any


def measure(databases: Mapping[str, str], times: int) -> dict[str, Any]:
    """Every page and list on the first database; each address is asked many times in one process."""
    environment = os.environ | {"PMSYNC_TEST_DATABASE_URL": next(iter(databases.values())), "LOG_LEVEL": "ERROR"}
    print("tests.bench.reading", flush=True)
    command = [sys.executable, "-m", "tests.bench.reading"]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def section(figures: dict[str, Any]) -> Iterator[str]:
    """The lines in Markdown, the slowest first."""
    rows = ", ".join(f"{number:,} {name}" for name, number in figures["rows"].items())
    slowest = sorted(figures["pages"].items(), key=lambda item: -item[1]["median"])
    yield from (
        "## Pages and lists",
        "",
        f"Server time on PostgreSQL with {rows}. Each address was asked for {figures['times']} times, after",
        "a few to warm up, as an admin of one of the agencies (pages under `admin:` as a superuser, who sees all of them).",
        "",
        "| address | median | p95 | queries |",
        "| --- | ---: | ---: | ---: |",
        *(
            f"| `{name}` | {one['median']:.0f} ms | {one['p95']:.0f} ms | {one['queries']:.0f} |"
            for name, one in slowest
        ),
        "",
    )
