"""One measurement in a process of its own: the server time of every page and list, on PostgreSQL with 50 agencies, as JSON.

Requests go through the whole stack in this process, middleware and templates included, without a socket. Which addresses
there are is asked of the URL configuration, so that none is forgotten; every list and page without an id of its own is
read as the admin of one agency in the middle of the table. Run by `python -m tests.bench`, whose database it empties first."""

import json
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from statistics import median, quantiles
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.contrib import admin  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection as database  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402
from django.urls import reverse  # noqa: E402

from tests.bench.estate import Office, build  # noqa: E402
from tests.routes import named_routes  # noqa: E402

NAMESPACES = ("integrations", "portfolio", "agencies", "api")
WARM, TIMES = 3, 30
# Not pages: they write, they stream a whole file, or they answer the vendor.
LEFT_OUT = frozenset(
    {"portfolio:transactions_csv", "portfolio:transactions_xlsx", "api:callback", "integrations:connect"}
)
MORE = (
    ("portfolio:properties", "search=wattle"),
    ("portfolio:leases", "behind=7&sort=behind"),
    ("portfolio:transactions", "search=rent"),
    ("portfolio:transactions", "type=expense&date_from=2026-01-01"),
    ("integrations:mappings", "state=suggested"),
    ("api:transactions_list", "search=rent&type=income"),
    ("api:properties_list", "search=wattle"),
)


class Counter:
    """Counts statements."""

    def __init__(self) -> None:
        self.queries = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.queries += 1
        return execute(sql, params, many, context)


def addresses(office: Office) -> Iterator[tuple[str, str]]:
    """Every address to read, with its name: pages, API, admin."""
    for namespace in NAMESPACES:
        for name, arguments in named_routes(namespace):
            if name in LEFT_OUT:
                continue
            with suppress(KeyError):  # a route that only answers forms
                address = address_of(office, name, arguments)
                yield name, address + ("?org_id=" + str(office.agency.pk) if name.endswith("_list") else "")
    for name, query in MORE:
        arguments = dict(named_routes(name.partition(":")[0]))[name]
        yield f"{name}?{query}", f"{address_of(office, name, arguments)}?{query}"
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
        yield name, reverse(name)
    yield "admin:index", reverse("admin:index")


def address_of(office: Office, name: str, arguments: list[str]) -> str:
    """Where a route is, with ids of the office's own. KeyError where the estate has none."""
    return reverse(name, kwargs={argument: office.id_for(name, argument) for argument in arguments})


def measure(client: Client, address: str) -> dict[str, Any] | int:
    """Median and 95th percentile in milliseconds, and statements; the status where it is not a page."""
    status = client.get(address).status_code
    if status != 200:
        return status
    times, counter = [], Counter()
    for turn in range(WARM + TIMES):
        began = time.perf_counter()
        with database.execute_wrapper(counter):
            answer = client.get(address)
        _ = answer.content
        if turn >= WARM:
            times.append(1000 * (time.perf_counter() - began))
    return {"median": median(times), "p95": quantiles(times, n=20)[-1], "queries": counter.queries / (WARM + TIMES)}


def main() -> None:
    """Build, measure, print."""
    call_command("migrate", verbosity=0)
    call_command("flush", interactive=False, verbosity=0)
    office = build()
    client, staff = Client(), Client()
    client.force_login(office.user)
    staff.force_login(office.superuser)
    pages, others = {}, {}
    for name, address in addresses(office):
        found = measure(staff if name.startswith("admin:") else client, address)
        if isinstance(found, int):
            others[name] = found
        else:
            pages[name] = found
    wrong = {name: status for name, status in others.items() if status not in (302, 405)}
    assert not wrong, f"These answered neither with a page nor as a form does: {wrong}"
    print(json.dumps({"pages": pages, "rows": office.rows(), "times": TIMES}))


if __name__ == "__main__":
    setup_test_environment(debug=False)
    main()
