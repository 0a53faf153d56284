"""The part of docs/benchmarks.md about a vendor both ways: many pages at a time, events that come in, edits that go out."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from statistics import median
from typing import Any, NamedTuple

from tests.bench.large_company import large_company, surroundings

DELAY = 0.02
UNITS, LEASES, CHARGES = 20_000, 25_000, 250_000
WORKERS = (1, 8)
CALLS_A_MINUTE, ROWS_A_CALL = 500, 1_000  # what the vendor itself allows
WEB_WORKERS = (1, 2)
TENANTS = 2_000


class Figures(NamedTuple):
    """What was measured: syncs by database and pages at a time, intake by web workers, and the outbox."""

    syncs: dict[tuple[str, int], dict[str, list[Any]]]
    intake: dict[int, list[Any]]
    outbox: Any


def measure(databases: Mapping[str, str], times: int) -> Figures:
    """Everything. PostgreSQL comes first among the databases; on others only the most pages at a time are measured. What is
    long in itself is measured once: a first sync, and an outbox of thousands."""
    first, syncs = next(iter(databases)), {}
    with large_company(DELAY, units=UNITS, leases=LEASES, charges=CHARGES) as vendor:
        for name, url in databases.items():
            for workers in WORKERS if name == first else WORKERS[-1:]:
                turns = times if name == first else 1
                about = {"BENCH_WORKERS": str(workers), "BENCH_TIMES": str(turns)}
                syncs[name, workers] = _run("vendor_pages", surroundings(vendor, url) | about)
    intake: dict[int, list[Any]] = {number: [] for number in WEB_WORKERS}
    for _ in range(times):
        for number, found in intake.items():
            about = {"PMSYNC_TEST_DATABASE_URL": databases[first], "WEB_CONCURRENCY": str(number)}
            found.append(_run("intake", os.environ | about))
    with large_company(0, units=TENANTS, leases=TENANTS + TENANTS // 4) as vendor:
        outbox = _run("outbox", surroundings(vendor, databases[first]), vendor.url)
    return Figures(syncs, intake, outbox)


def _run(module: str, environment: Mapping[str, str], *words: str) -> Any:
    about = {name: environment[name] for name in ("BENCH_WORKERS", "WEB_CONCURRENCY") if name in environment}
    print(
        f"tests.bench.{module} {about or ''} on {environment['PMSYNC_TEST_DATABASE_URL'].partition(':')[0]}", flush=True
    )
    command = [sys.executable, "-m", f"tests.bench.{module}", *words]
    given = {**environment, "LOG_LEVEL": "ERROR"}
    done = subprocess.run(command, env=given, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def section(figures: Figures) -> Iterator[str]:
    """The lines in Markdown."""
    yield from _pages(figures.syncs)
    yield from _intake(figures.intake)
    yield from _outbox(figures.outbox)


def _pages(syncs: Mapping[tuple[str, int], dict[str, list[Any]]]) -> Iterator[str]:
    (main, _), base = next(iter(syncs.items()))
    first, turns = base["first"][0], len(base["unchanged"])
    allowed, least = CALLS_A_MINUTE * ROWS_A_CALL / 60, first["calls"] * 60 / CALLS_A_MINUTE
    yield from (
        f"## A large company, page by page: {UNITS:,} units, {LEASES:,} leases, {CHARGES:,} charges",
        "",
        f"{first['rows']:,} rows in {first['calls']:,} calls, {DELAY * 1000:.0f} ms away; the stand-in shares the cores.",
        "Its limit of calls is switched off, and our count of them with it, or the vendor's own would be all that is seen:",
        f"{CALLS_A_MINUTE} calls a minute of {ROWS_A_CALL:,} rows let {allowed:,.0f} rows/s through; these take {least:.0f} s.",
        "Rows a second are of the whole run, the vendor's time included: reading is waiting for pages and translating them.",
        "An answer's time is the mean, until its last byte; those on their way at once share one core of the stand-in.",
        "In brackets, how often the seconds of one page at a time that is.",
        f"First syncs were measured once, unchanged ones are medians of {turns} on {main}.",
        "",
        "| database | pages at a time | sync | rows/s | seconds | read | plan | write | an answer | peak memory |",
        "| --- | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    )
    for (name, workers), found in syncs.items():
        for sync, runs in found.items():
            alone = _middle(base[sync], "seconds") if name == main else None
            yield _page_line(f"{name} | {workers} | {sync}", runs, alone)
    yield ""


def _page_line(what: str, runs: list[Any], alone: float | None) -> str:
    seconds = _middle(runs, "seconds")
    ratio = f" ({seconds / alone:.2f})" if alone else ""
    phases = " | ".join(f"{_middle(runs, part):.1f} s" for part in ("read", "plan", "write"))
    last = f"{_middle(runs, 'answer') * 1000:.0f} ms | {_middle(runs, 'peak_mb'):.0f} MB"
    return f"| {what} | {runs[0]['rows'] / seconds:,.0f} | {seconds:.1f} s{ratio} | {phases} | {last} |"


def _intake(intake: Mapping[int, list[Any]]) -> Iterator[str]:
    some = next(iter(intake.values()))[0]
    server = ", ".join(f"{name} {value}" for name, value in some["settings"].items())
    yield from (
        f"## Events that come in: {some['events']:,} posts to gunicorn",
        "",
        f"As the Procfile runs it, over {some['connections']} connections that stay open, on PostgreSQL as it is set",
        f"({server}); the client shares the cores. Each answer says that its event is committed, and the",
        "rows of the table were counted.",
        "",
        "| web workers | events/s stored | median answer | p99 | above 50 ms |",
        "| ---: | ---: | ---: | ---: | ---: |",
    )
    for number, runs in intake.items():
        times = " | ".join(f"{_middle(runs, part) * 1000:.1f} ms" for part in ("median", "p99"))
        yield f"| {number} | {_middle(runs, 'rate'):,.0f} | {times} | {_middle(runs, 'late'):.2%} |"
    yield ""


def _outbox(found: Any) -> Iterator[str]:
    yield from (
        f"## Edits that go out: {found['edits']:,} edits of tenants and {found['new']:,} new prospects",
        "",
        "One worker and one connection on PostgreSQL, measured once. Edits go in batches of 50, each sent, read back, compared",
        "and written down row by row; new rows are claimed, made and read back one by one. Entering is the edit itself with",
        f"its place in the outbox. The company has {TENANTS + TENANTS // 4:,} tenants.",
        "",
        "| the vendor is away | edits entered/s | edits pushed/s | new rows pushed/s |",
        "| ---: | ---: | ---: | ---: |",
    )
    for one in found["rates"]:
        rates = " | ".join(f"{one[part]:,.0f}" for part in ("entered", "edits", "new"))
        yield f"| {one['delay'] * 1000:.0f} ms | {rates} |"
    yield ""


def _middle(runs: list[Any], part: str) -> float:
    found: float = median(run[part] for run in runs)
    return found
