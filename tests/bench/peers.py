"""Other ways to bring the same list into the same table of PostgreSQL, in a process and an environment of their own, as JSON on
stdout: seconds of a first load, of the same file again, and of one with 1 % changed rows.

`raw` is the limit: COPY and one INSERT .. ON CONFLICT, with nothing checked, compared or noted; `raw_all` writes the two other
rows that pmsync keeps of each new property as well. dlt has tables of its own.
None of them is asked to stand a malformed row. Run by `python -m tests.bench` with requirements-bench.txt installed."""

import csv
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

import dlt  # noqa: E402
import tablib  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection as database  # noqa: E402
from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402
from import_export import resources  # noqa: E402

from agencies.models import Agency  # noqa: E402
from integrations.models import Connection, SyncLog  # noqa: E402
from portfolio.models import Property  # noqa: E402
from tests.bench.lists import COLUMNS, HEADINGS, NUMBERS, write_csv  # noqa: E402

ROWS = int(os.environ.get("BENCH_ROWS", "100000"))
# django-import-export looks each row up and writes it for itself, or looks up and writes in bulks; it is slow either way.
FEWER = max(ROWS // 20, 100)
RAW = """
INSERT INTO portfolio_property (id, agency_id, external_source, external_account, natural_key, fingerprint, synced_at,
    created_at, updated_at, unit, street, labels, {columns})
SELECT gen_random_uuid(), %s, 'bench', '', '', '', now(), now(), now(), '', '', '[]', {columns} FROM incoming
ON CONFLICT (agency_id, external_source, external_id) DO UPDATE SET updated_at = EXCLUDED.updated_at, {changes}
"""
# The mapping of each property, and that it is new, as pmsync keeps them.
BESIDE = (
    """
INSERT INTO property_manager_mappings (id, connection_id, provider_property_id, provider_property_address, property_id,
    auto_sync, left_out, suggestion_reason, refused, metadata, created_at, updated_at)
SELECT gen_random_uuid(), %(connection)s, external_id, address, id, true, false, '', '[]',
    jsonb_build_object('details', jsonb_build_object('suburb', suburb, 'state', state, 'postcode', postcode)), now(), now()
FROM portfolio_property WHERE agency_id = %(agency)s
ON CONFLICT (connection_id, provider_property_id) DO UPDATE SET
    provider_property_address = EXCLUDED.provider_property_address, metadata = EXCLUDED.metadata
""",
    """
INSERT INTO integrations_rowchange (sync_log_id, "table", row_id, action, label, before, after, created_at)
SELECT %(log)s, 'portfolio_property', id, 'created', address, '{}', '{}', now()
FROM portfolio_property WHERE agency_id = %(agency)s AND created_at = now()
""",
)


def raw(agency: Agency, path: Path) -> None:
    """COPY and INSERT .. ON CONFLICT."""
    with transaction.atomic():
        _copied(agency, path)


def raw_all(agency: Agency, path: Path) -> None:
    """The same, with all the rows that pmsync keeps."""
    connection, _ = Connection.objects.get_or_create(agency=agency, provider="bench", provider_user_id="files")
    log = SyncLog.objects.create(connection=connection, sync_type="full", status="completed")
    values = {"connection": connection.pk, "agency": agency.pk, "log": log.pk}
    with transaction.atomic(), database.cursor() as cursor:
        _copied(agency, path)
        for statement in BESIDE:
            cursor.execute(statement, values)


def _copied(agency: Agency, path: Path) -> None:
    types = ", ".join(f"{name} {'smallint' if name in NUMBERS else 'text'}" for name in COLUMNS)
    changes = ", ".join(f"{name} = EXCLUDED.{name}" for name in COLUMNS[1:])
    with database.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE incoming ({types}) ON COMMIT DROP")
        with cursor.copy("COPY incoming FROM STDIN (FORMAT csv, HEADER)") as copy, path.open("rb") as file:
            while block := file.read(1 << 16):
                copy.write(block)
        cursor.execute(RAW.format(columns=", ".join(COLUMNS), changes=changes), [agency.pk])


def bulk_create(agency: Agency, path: Path) -> None:
    """Django's own way for many rows."""
    now = timezone.now()
    given = {"agency": agency, "external_source": "bench", "synced_at": now, "updated_at": now}
    Property.objects.bulk_create(
        [Property(**given, **row) for row in _rows(path)],
        batch_size=2000,
        update_conflicts=True,
        unique_fields=["agency", "external_source", "external_id"],
        update_fields=[*COLUMNS[1:], "synced_at", "updated_at"],
    )


class PropertyResource(resources.ModelResource):
    """The list as django-import-export is told of it, with all that it has to make it quick."""

    class Meta:
        model = Property
        fields = ("agency", "external_source", *COLUMNS)
        import_id_fields = ("agency", "external_source", "external_id")
        use_bulk = True
        batch_size = 1000
        skip_unchanged = True
        skip_diff = True
        report_skipped = False


def import_export(agency: Agency, path: Path) -> None:
    """django-import-export."""
    table = tablib.Dataset(headers=("agency", "external_source", *COLUMNS))
    for row in _rows(path):
        table.append((str(agency.pk), "bench", *row.values()))
    result = PropertyResource().import_data(table, raise_errors=True)
    assert not result.has_errors()


def dlt_merge(agency: Agency, path: Path) -> None:
    """dlt, which compares and merges in the database."""
    database.ensure_connection()
    session = database.connection.info
    host = session.host or "localhost"
    at = {"host": host, "port": session.port, "username": session.user}
    at |= {"password": session.password, "database": session.dbname}
    if host.startswith("/"):  # a socket's folder, which has no place in an address but behind it
        at |= {"host": "localhost", "query": {"host": host}}
    pipeline = dlt.pipeline(
        "bench",
        pipelines_dir=str(path.parent / "dlt"),
        destination=dlt.destinations.postgres(credentials=at),
        dataset_name="dlt_bench",
    )
    merge = {"disposition": "merge", "strategy": "upsert"}
    pipeline.run(_rows(path), table_name="properties", primary_key="external_id", write_disposition=merge)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            named = dict(zip(COLUMNS, (row[heading] for heading in HEADINGS), strict=True))
            yield named | {name: int(named[name]) for name in NUMBERS}


def measure(way: Callable[[Agency, Path], None], count: int) -> dict[str, Any]:
    """Seconds of each step."""
    call_command("flush", interactive=False, verbosity=0)
    with database.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS dlt_bench, dlt_bench_staging CASCADE")
    agency = Agency.objects.create(name="Bench")
    found: dict[str, Any] = {"rows": count}
    with tempfile.TemporaryDirectory(prefix="pmsync-peers-") as folder:
        first = write_csv(Path(folder) / "first.csv", count)
        changed = write_csv(Path(folder) / "changed.csv", count, changed=True)
        for step, path in (("first", first), ("unchanged", first), ("changed", changed)):
            began = time.perf_counter()
            way(agency, path)
            found[step] = time.perf_counter() - began
    return found


def main(names: list[str]) -> None:
    """Measure these ways and print."""
    call_command("migrate", verbosity=0)
    ways: dict[str, tuple[Callable[[Agency, Path], None], int]] = {
        "raw": (raw, ROWS),
        "raw_all": (raw_all, ROWS),
        "bulk_create": (bulk_create, ROWS),
        "dlt": (dlt_merge, ROWS),
        "django-import-export": (import_export, FEWER),
    }
    print(json.dumps({name: measure(*ways[name]) for name in names or ways}))


if __name__ == "__main__":
    main(sys.argv[1:])
