"""The part of docs/benchmarks.md about syncing an estate over the API, and about ways to write rows."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from statistics import median
from typing import Any, NamedTuple

from tests.sandbox_server import SandboxServer

LOTS, JOBS = 5_000, 20_000
BATCHES = (500, 2_000)


class Figures(NamedTuple):
    """What was measured: syncs and ways to write by database, and syncs by the size of a page."""

    loads: dict[str, list[Any]]
    batches: dict[int, Any]
    writing: dict[str, Any]


def measure(databases: Mapping[str, str], times: int) -> Figures:
    """Everything, each run in a process of its own. PostgreSQL comes first among the databases."""
    first = next(iter(databases))
    with SandboxServer("--lots", str(LOTS), "--jobs", str(JOBS)) as vendor:
        loads = {name: [run(databases, name, "load", vendor) for _ in range(times)] for name in databases}
        batches = {size: run(databases, first, "load", vendor, BENCH_BATCH=str(size)) for size in BATCHES}
        writing = {name: run(databases, name, "writing", vendor) for name in databases}
    return Figures(loads, batches, writing)


def run(databases: Mapping[str, str], name: str, module: str, vendor: SandboxServer, **more: str) -> Any:
    """One measurement in its own process."""
    environment = os.environ | {
        "PMSYNC_TEST_DATABASE_URL": databases[name],
        "PROPERTYME_AUTH_URL": f"{vendor.url}/propertyme",
        "PROPERTYME_API_URL": f"{vendor.url}/propertyme/api",
        "LOG_LEVEL": "ERROR",
        **more,
    }
    print(f"tests.bench.{module} on {name} {more or ''}", flush=True)
    command = [sys.executable, "-m", f"tests.bench.{module}"]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


def section(figures: Figures) -> Iterator[str]:
    """The lines in Markdown."""
    loads, batches, writing = figures
    yield from (
        f"## Syncing {LOTS:,} properties, their leases and contacts, and {JOBS:,} jobs",
        "",
        "Rows a second leave out the vendor's own time (from asking to the last byte). The re-sync is a full one: every",
        "row is read, translated and compared again. Seconds by part; what is left is bookkeeping between pages.",
        "",
        "| database | sync | rows | rows/s | translate | plan | write | vendor | peak memory |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
        *(line(name, sync, [one[sync] for one in runs]) for name, runs in loads.items() for sync in ("first", "again")),
        "",
        "### Queries per page",
        "",
        "Statements for one full page of one kind; COPY is not among them. The same number for every full page is the",
        "point; properties, leases and people also keep their links and mappings.",
        "",
        "| kind | first sync | unchanged |",
        "| --- | ---: | ---: |",
        *queries(next(iter(loads.values()))),
        "",
        "### Memory and the number of pages",
        "",
        "The same estate in smaller pages. A reply that the vendor does not page is held as raw bytes while it is read, so",
        "the largest reply sets the peak, not the number of pages.",
        "",
        "| rows a page | peak memory, first sync |",
        "| ---: | ---: |",
        *(f"| {size:,} | {one['first']['peak_mb']:.0f} MB |" for size, one in batches.items()),
        "",
        "## Ways to write rows",
        "",
        "Leases with 13 columns: 20,000 by the bulk ways, 1,000 one by one.",
        "",
        "| database | way | new rows/s | same rows again/s | ratio to ours (new) |",
        "| --- | --- | ---: | ---: | ---: |",
        *(way(name, label, ways) for name, ways in writing.items() for label in ways),
        "",
    )


def line(name: str, sync: str, runs: list[Any]) -> str:
    """A row of the sync table."""
    rate = median(one["rows"] / one["seconds"] for one in runs)
    parts = " | ".join(f"{median(one[part] for one in runs):.2f} s" for part in ("translate", "plan", "write", "fetch"))
    what = {"first": "first", "again": "unchanged"}[sync]
    peak = median(one["peak_mb"] for one in runs)
    return f"| {name} | {what} | {runs[0]['rows']:,} | {rate:,.0f} | {parts} | {peak:.0f} MB |"


def queries(runs: list[Any]) -> Iterator[str]:
    """Rows of the query table: every number of statements that a full page of the kind took."""
    for kind in runs[0]["first"]["queries"]:
        first, again = ({n for one in runs for n in one[sync]["queries"].get(kind, ())} for sync in ("first", "again"))
        yield f"| {kind} | {spell(first)} | {spell(again)} |"


def spell(numbers: set[int]) -> str:
    """`9`, or `7, 9` where they differ."""
    return ", ".join(map(str, sorted(numbers)))


def way(name: str, label: str, ways: dict[str, dict[str, float]]) -> str:
    """A row of the table of ways."""
    figures = ways[label]
    ratio = ways["upsert"]["new"] / figures["new"]
    return f"| {name} | `{label}` | {figures['new']:,.0f} | {figures['again']:,.0f} | {ratio:.1f} |"
