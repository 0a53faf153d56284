"""Measurements in a process of its own: edits and new rows pushed to the stand-in, near and 20 ms away, as JSON on stdout."""

import json
import os
import sys
import time
from collections.abc import Callable

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

import requests  # noqa: E402

from agencies.models import User  # noqa: E402
from integrations import runs  # noqa: E402
from integrations.models import Connection, OutgoingEdit, SyncLog  # noqa: E402
from integrations.sync import engine  # noqa: E402
from integrations.twoway.creating import create  # noqa: E402
from integrations.twoway.editing import edit_many  # noqa: E402
from integrations.twoway.pushing import push_waiting  # noqa: E402
from portfolio.models import Property, Tenant  # noqa: E402
from providers.choices import Kind  # noqa: E402
from tests.bench.connected import connect  # noqa: E402

EDITS, NEW = 2_000, 500
DELAYS = (0, 0.02)
BOTH_WAYS = {Kind.TENANT.value: "both", Kind.PROSPECT.value: "both"}


def read_tenants(connection: Connection) -> None:
    """All tenants have come in, and the properties that they live at."""
    log = runs.request_sync(
        connection, SyncLog.Type.FULL, SyncLog.Trigger.COMMAND, kinds=[Kind.PROPERTY, Kind.TENANT], to_worker=False
    )
    engine.execute(log.pk)
    log.refresh_from_db()
    assert log.status == SyncLog.Status.COMPLETED and not log.errors, log.errors


def edits(person: User, word: str) -> None:
    """A new e-mail address for so many tenants, waiting in the outbox."""
    tenants = Tenant.objects.filter(email__startswith="resident.").order_by("pk")[:EDITS]
    pairs = [(row, {"email": f"resident.{number}@{word}.example.com"}) for number, row in enumerate(tenants)]
    made = edit_many(pairs, person)
    assert sum(one.edit is not None for one in made) == EDITS


def new_rows(connection: Connection, person: User, word: str) -> None:
    """So many new prospects, waiting in the outbox."""
    home = Property.objects.earliest("pk")
    for number in range(NEW):
        asking = {"first_name": f"{word} {number}", "last_name": "Enquirer", "property_id": home.pk}
        create(Kind.PROSPECT, asking, person, connection)


def rate(connection: Connection, prepare: Callable[[], None], count: int) -> tuple[float, float]:
    """How many a second were entered in the outbox, and how many pushed out of it."""
    began = time.perf_counter()
    prepare()
    entered = time.perf_counter()
    sent = push_waiting(connection.pk)
    over = time.perf_counter()
    others = OutgoingEdit.objects.exclude(status=OutgoingEdit.Status.SENT)
    assert sent == count and not others.exists(), others.values_list("status", "error").first()
    return count / (entered - began), count / (over - entered)


def main(vendor: str) -> None:
    """Measure and print."""
    connection = connect(directions=BOTH_WAYS)
    person = User.objects.get()
    read_tenants(connection)
    found = []
    for delay in DELAYS:
        requests.patch(f"{vendor}/_sandbox/settings", json={"delay": delay}, timeout=60).raise_for_status()
        word = f"away-{round(delay * 1000)}"
        entered, pushed = rate(connection, lambda: edits(person, word), EDITS)  # noqa: B023
        _, made = rate(connection, lambda: new_rows(connection, person, word), NEW)  # noqa: B023
        found.append({"delay": delay, "entered": entered, "edits": pushed, "new": made})
    print(json.dumps({"edits": EDITS, "new": NEW, "rates": found}))


if __name__ == "__main__":
    main(sys.argv[1])
