"""`make bench`: measures syncing, exported files, a vendor both ways and reading, and writes docs/benchmarks.md. With
`PARTS="vendor ..."` it measures those alone; the others stay as they were.

Every figure is the median of three runs unless its part says otherwise, each in a process of its own; ratios compare figures of
the same part."""

import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from urllib.parse import urlsplit, urlunsplit

import psycopg

from tests.bench import file_report, list_report, sync_report, vendor_report
from tests.services import postgresql

PAGE = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"
PARTS: dict[str, ModuleType] = {
    "syncing": sync_report,
    "files": file_report,
    "vendor": vendor_report,
    "reading": list_report,
}
TIMES = 3
HEAD = """\
# Benchmarks

Made by `make bench`, or a part of it by `make bench PARTS=vendor`; each part says when. The sandbox, the database and
pmsync share the machine. Medians of three runs where nothing else is said.
"""
MARK = "<!-- part: {} -->\n"


def main(names: list[str]) -> None:
    """Measure these parts, or all, and write each into the page as soon as it is there."""
    with legs() as databases:
        for name in names or PARTS:
            part = PARTS[name]
            heading, *rest = part.section(part.measure(databases, TIMES))
            when = (
                f"Measured on {datetime.now(UTC):%Y-%m-%d}: {os.cpu_count()} cores, Python {platform.python_version()}."
            )
            put(name, "\n".join([heading, "", when, *rest]))
            print(f"Wrote {name} into {PAGE.relative_to(Path.cwd())}", flush=True)


def put(name: str, text: str) -> None:
    """Write one part into the page, in the order of the table above."""
    before = PAGE.read_text() if PAGE.exists() else ""
    kept = {other: before.partition(MARK.format(other))[2].partition("<!-- part: ")[0] for other in PARTS}
    parts = kept | {name: f"\n{text.rstrip()}\n\n"}
    marked = (MARK.format(other) + parts[other] for other in PARTS if parts[other])
    PAGE.write_text("\n".join([HEAD, "".join(marked).rstrip() + "\n"]))


@contextmanager
def legs() -> Iterator[dict[str, str]]:
    """The addresses of an empty PostgreSQL database and an empty SQLite file, gone afterwards."""
    with postgresql() as server, tempfile.TemporaryDirectory(prefix="pmsync-bench-") as folder:
        name = f"pmsync_bench_{os.getpid()}"
        with psycopg.connect(server.url, autocommit=True) as admin:
            admin.execute(f"CREATE DATABASE {name}")
        try:
            url = urlunsplit(urlsplit(server.url)._replace(path=f"/{name}"))
            yield {"PostgreSQL": url, "SQLite": f"sqlite:///{folder}/bench.sqlite3"}
        finally:
            with psycopg.connect(server.url, autocommit=True) as admin:
                admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


if __name__ == "__main__":
    main(sys.argv[1:])
