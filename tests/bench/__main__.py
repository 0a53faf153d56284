"""`make bench`: measures syncing, writing, reading and a vendor both ways, and writes docs/benchmarks.md.

Syncing: every figure is the median of three runs, each in a process of its own; ratios compare figures of the same session."""

import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple
from urllib.parse import urlsplit, urlunsplit

import psycopg

from tests.bench import file_report, vendor_report
from tests.sandbox_server import SandboxServer
from tests.services import postgresql

PAGE = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"
TIMES = 3
LOTS, JOBS = 5_000, 20_000
BATCHES = (500, 2_000)


class Leg(NamedTuple):
    """A database to measure on."""

    name: str
    url: str


def main() -> None:
    """Measure everything and write the page."""
    with SandboxServer("--lots", str(LOTS), "--jobs", str(JOBS)) as vendor, legs() as databases:
        loads = {leg.name: [run(leg, "tests.bench.load", vendor) for _ in range(TIMES)] for leg in databases}
        batches = {size: run(databases[0], "tests.bench.load", vendor, BENCH_BATCH=str(size)) for size in BATCHES}
        writing = {leg.name: run(leg, "tests.bench.writing", vendor) for leg in databases}
        reading = run(databases[0], "tests.bench.reading", vendor)
        urls = {leg.name: leg.url for leg in databases}
        files = file_report.measure(urls, TIMES)
        both_ways = vendor_report.measure(urls, TIMES)
    parts = (file_report.section(files), vendor_report.section(both_ways), read_section(reading))
    sections = [page(loads, batches, writing), *(line for part in parts for line in part)]
    PAGE.write_text("\n".join(sections))
    print(f"Wrote {PAGE.relative_to(Path.cwd())}")


@contextmanager
def legs() -> Iterator[list[Leg]]:
    """An empty PostgreSQL database and an empty SQLite file, gone afterwards."""
    with postgresql() as server, tempfile.TemporaryDirectory(prefix="pmsync-bench-") as folder:
        name = f"pmsync_bench_{os.getpid()}"
        with psycopg.connect(server.url, autocommit=True) as admin:
            admin.execute(f"CREATE DATABASE {name}")
        try:
            url = urlunsplit(urlsplit(server.url)._replace(path=f"/{name}"))
            yield [Leg("PostgreSQL", url), Leg("SQLite", f"sqlite:///{folder}/bench.sqlite3")]
        finally:
            with psycopg.connect(server.url, autocommit=True) as admin:
                admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def run(leg: Leg, module: str, vendor: SandboxServer, **more: str) -> Any:
    """One measurement in its own process."""
    environment = os.environ | {
        "PMSYNC_TEST_DATABASE_URL": leg.url,
        "PROPERTYME_AUTH_URL": f"{vendor.url}/propertyme",
        "PROPERTYME_API_URL": f"{vendor.url}/propertyme/api",
        "LOG_LEVEL": "ERROR",
        **more,
    }
    print(f"{module} on {leg.name} {more or ''}", flush=True)
    done = subprocess.run(
        [sys.executable, "-m", module], env=environment, check=True, stdout=subprocess.PIPE, text=True
    )
    return json.loads(done.stdout)


def page(loads: dict[str, list[Any]], batches: dict[int, Any], writing: dict[str, Any]) -> str:
    """The whole page in Markdown."""
    return "\n".join(
        [
            "# Benchmarks",
            "",
            f"Made by `make bench` on {datetime.now(UTC):%Y-%m-%d}: {os.cpu_count()} cores, Python {platform.python_version()}.",
            f"The sandbox, the database and pmsync share the machine. Medians of {TIMES} runs.",
            "",
            f"## Syncing {LOTS:,} properties, their leases and contacts, and {JOBS:,} jobs",
            "",
            "Rows a second leave out the vendor's own time (from asking to the last byte). The re-sync is a full one: every",
            "row is read, translated and compared again. Seconds by part; what is left is bookkeeping between pages.",
            "",
            "| database | sync | rows | rows/s | translate | plan | write | vendor | peak memory |",
            "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
            *(
                line(name, sync, [one[sync] for one in runs])
                for name, runs in loads.items()
                for sync in ("first", "again")
            ),
            "",
            "### Queries per page",
            "",
            "Statements for one full page of one kind; COPY is not among them. The same number for every full page is the",
            "point; properties, leases and people also keep their links and mappings.",
            "",
            "| kind | first sync | unchanged |",
            "| --- | ---: | ---: |",
            *queries(loads["PostgreSQL"]),
            "",
            "### Memory and the number of pages",
            "",
            "The same estate in smaller pages. A reply that the vendor does not page is held as raw bytes while it is read, so",
            "the largest reply sets the peak, not the number of pages.",
            "",
            "| rows a page | peak memory, first sync |",
            "| ---: | ---: |",
            *(f"| {size:,} | {figures['first']['peak_mb']:.0f} MB |" for size, figures in batches.items()),
            "",
            "## Ways to write rows",
            "",
            "Leases with 13 columns: 20,000 by the bulk ways, 1,000 one by one.",
            "",
            "| database | way | new rows/s | same rows again/s | ratio to ours (new) |",
            "| --- | --- | ---: | ---: | ---: |",
            *(way(name, label, ways) for name, ways in writing.items() for label in ways),
            "",
        ]
    )


def read_section(figures: dict[str, Any]) -> list[str]:
    """The part about pages and lists, the slowest first."""
    rows = ", ".join(f"{number:,} {name}" for name, number in figures["rows"].items())
    slowest = sorted(figures["pages"].items(), key=lambda item: -item[1]["median"])
    return [
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
    ]


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


if __name__ == "__main__":
    main()
