"""The part of docs/benchmarks.md about exported files: runs the measurements of `files` and `peers`, and puts them side by
side. Peers run in an environment of their own, .venv-bench, because pmsync itself does not want what they bring."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

ROWS, MANY = 100_000, 1_000_000
STEPS = ("first", "unchanged", "changed")
PEERS = ("raw", "raw_all", "bulk_create", "dlt", "django-import-export")
PEERS_PYTHON = Path(".venv-bench/bin/python").absolute()
NAMES = {
    "raw": "COPY and INSERT .. ON CONFLICT",
    "raw_all": "the same, with mappings and changes",
    "bulk_create": "`bulk_create(update_conflicts=True)`",
    "dlt": "dlt, merge",
    "django-import-export": "django-import-export",
}


class Figures(NamedTuple):
    """What was measured: runs of ours by database, of peers by name, of very long lists by database, and of a workbook."""

    ours: dict[str, list[Any]]
    peers: dict[str, list[Any]]
    many: dict[str, Any]
    workbook: Any


def measure(databases: dict[str, str], times: int) -> Figures:
    """Everything, each in a process of its own, ours and the peers' in turns so that all have the same machine."""
    first = next(iter(databases))
    ours: dict[str, list[Any]] = {name: [] for name in databases}
    peers: dict[str, list[Any]] = {name: [] for name in PEERS}
    for turn in range(times):
        for name, url in databases.items():
            ours[name].append(_run(sys.executable, "files", url, BENCH_STEPS="first unchanged changed same_file"))
        for name in PEERS:
            if turn == 0 or name != "django-import-export":  # once is slow enough
                peers[name].append(_run(str(PEERS_PYTHON), "peers", databases[first], name)[name])
    many = {name: _run(sys.executable, "files", url, BENCH_ROWS=str(MANY)) for name, url in databases.items()}
    workbook = _run(sys.executable, "files", databases[first], BENCH_STEPS="workbook")
    return Figures(ours, peers, many, workbook["workbook"])


def _run(python: str, module: str, url: str, *words: str, **more: str) -> Any:
    steps = {"BENCH_ROWS": str(ROWS), "BENCH_STEPS": "first unchanged", **more}
    environment = {
        **os.environ,
        "PMSYNC_TEST_DATABASE_URL": url,
        "LOG_LEVEL": "ERROR",
        "RUNTIME__DLTHUB_TELEMETRY": "false",
        **steps,
    }
    print(f"tests.bench.{module} {' '.join(words)} {steps} on {url.partition(':')[0]}", flush=True)
    command = [python, "-m", f"tests.bench.{module}", *words]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def section(figures: Figures) -> Iterator[str]:
    """The lines in Markdown."""
    ours = {name: {step: _ours(runs, step) for step in STEPS} for name, runs in figures.ours.items()}
    peers = {name: {step: _peers(runs, step) for step in STEPS} for name, runs in figures.peers.items()}
    raw = peers["raw"]
    yield from (
        f"## Exported files: {ROWS:,} properties of 12 columns from CSV",
        "",
        "Seconds; in brackets how often the limit's time that is. Ours with all that a night has: fetching, hashing,",
        "recognising, checking each cell, comparing, issues, changes, counts and mappings, a transaction for every 2,000 rows.",
        "Of each new property ours keeps three rows: the property, its mapping, and that it is new. The limit, on PostgreSQL,",
        "is COPY and one INSERT .. ON CONFLICT into the table of properties alone, with nothing checked, compared or noted;",
        "the line below it writes the two other rows of each property as well.",
        "Changed: 1 % of the rows, and for ours 0.1 % that cannot be read, which the others could not stand.",
        "",
        "| way | first load | unchanged | changed |",
        "| --- | ---: | ---: | ---: |",
    )
    for name, seconds in ours.items():
        yield _line(f"pmsync on {name}", seconds, raw)
    for name, seconds in peers.items():
        more = f", from {figures.peers[name][0]['rows']:,} rows" if figures.peers[name][0]["rows"] != ROWS else ""
        yield _line(NAMES[name] + more, seconds, raw)
    yield ""
    shortcut = "; ".join(f"{name} {_ours(runs, 'same_file'):.2f} s" for name, runs in figures.ours.items())
    yield f"A file whose content has come in already is not read at all: {shortcut}."
    seconds = figures.workbook["seconds"]
    yield f"The same list as a workbook (.xlsx, on PostgreSQL, first load): {seconds:.1f} s, most of it the reading."
    yield from ("", "### Memory and the number of rows", "")
    yield "Peak of a process that brings in a list and then the same list again. The same for ten times the rows is the point."
    yield from ("", "| database | rows | peak memory | first load | unchanged |", "| --- | ---: | ---: | ---: | ---: |")
    for name, runs in figures.ours.items():
        yield _peak(name, ROWS, runs[0])
        yield _peak(name, MANY, figures.many[name])
    yield ""


def _ours(runs: list[Any], step: str) -> float:
    return median(one[step]["seconds"] for one in runs)


def _peers(runs: list[Any], step: str) -> float:
    """As for all rows, where there were fewer."""
    return median(one[step] * ROWS / one["rows"] for one in runs)


def _line(name: str, seconds: dict[str, float], raw: dict[str, float]) -> str:
    cells = " | ".join(f"{seconds[step]:.1f} ({seconds[step] / raw[step]:.1f})" for step in STEPS)
    return f"| {name} | {cells} |"


def _peak(name: str, rows: int, found: Any) -> str:
    times = f"{found['first']['seconds']:.1f} s | {found['unchanged']['seconds']:.1f} s"
    return f"| {name} | {rows:,} | {found['unchanged']['peak_mb']:.0f} MB | {times} |"


if __name__ == "__main__":  # this part alone, for those who work on it
    print("\n".join(section(measure(json.loads(os.environ["BENCH_DATABASES"]), 1))))
