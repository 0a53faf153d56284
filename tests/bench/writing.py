"""The ways to write many rows, side by side in one process, as JSON on stdout: our bulk functions, Django's
`bulk_create(update_conflicts=True)`, and `update_or_create` one by one (fewer rows, because it is slow)."""

import json
import os
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from statistics import median
from typing import Any
from uuid import uuid4

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402

from agencies.models import Agency  # noqa: E402
from integrations.sync.bulk import Row, upsert  # noqa: E402
from portfolio.models import Lease, Property  # noqa: E402

ROWS = 20_000
ROWS_ONE_BY_ONE = 1_000
TIMES = 3
IDENTITY = ("agency_id", "external_source", "external_id")


def leases(agency: Agency, home: Property, count: int) -> list[Row]:
    """Columns of so many leases."""
    now = datetime.now(UTC)
    return [
        {
            "id": uuid4(),
            "agency_id": agency.pk,
            "external_source": "bench",
            "external_id": f"lease-{number}",
            "property_id": home.pk,
            "tenant_name": f"Tenant {number}",
            "start_date": date(2026, 1, 1),
            "rent_amount": Decimal("620.00"),
            "rent_frequency": "weekly",
            "currency": "AUD",
            "status": "current",
            "created_at": now,
            "updated_at": now,
        }
        for number in range(count)
    ]


def by_bulk_functions(rows: list[Row]) -> None:
    """COPY on PostgreSQL, one prepared statement on SQLite."""
    upsert(Lease, rows, IDENTITY, keep=("id", "created_at"))


def by_bulk_create(rows: list[Row]) -> None:
    """Django's own way for many rows."""
    fields = [name.removesuffix("_id") for name in rows[0] if name not in (*IDENTITY, "id", "created_at")]
    Lease.objects.bulk_create(
        [Lease(**row) for row in rows],
        update_conflicts=True,
        unique_fields=["agency", "external_source", "external_id"],
        update_fields=fields,
    )


def one_by_one(rows: list[Row]) -> None:
    """Django's own way for one row."""
    for row in rows:
        identity = {name: row[name] for name in IDENTITY}
        Lease.objects.update_or_create(
            **identity, defaults={name: value for name, value in row.items() if name not in identity and name != "id"}
        )


def rows_a_second(way: Callable[[list[Row]], None], agency: Agency, home: Property, count: int) -> dict[str, float]:
    """Medians of writing new rows, and of writing the same rows again."""
    figures: dict[str, list[float]] = {"new": [], "again": []}
    for _ in range(TIMES):
        Lease.objects.all().delete()
        for what in figures:
            rows = leases(agency, home, count)
            began = time.perf_counter()
            with transaction.atomic():
                way(rows)
            figures[what].append(count / (time.perf_counter() - began))
    return {what: median(values) for what, values in figures.items()}


def main() -> None:
    """Measure and print."""
    call_command("migrate", verbosity=0)
    call_command("flush", interactive=False, verbosity=0)
    agency = Agency.objects.create(name="Bench")
    home = Property.objects.create(agency=agency, address="1 Bench Street")
    ways: list[tuple[str, Callable[[list[Row]], Any], int]] = [
        ("upsert", by_bulk_functions, ROWS),
        ("bulk_create", by_bulk_create, ROWS),
        ("update_or_create", one_by_one, ROWS_ONE_BY_ONE),
    ]
    print(json.dumps({name: rows_a_second(way, agency, home, count) for name, way, count in ways}))


if __name__ == "__main__":
    main()
