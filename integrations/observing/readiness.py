"""Whether this process can do its work, part by part: the database, its migrations, the broker, and the clock's last tick."""

import time
from dataclasses import dataclass

from celery import current_app
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from kombu.exceptions import OperationalError

from integrations.models import Tally

LAST_TICK = "last_tick"
TICK_LATE_AFTER = 300.0
BROKER_PATIENCE = 2


@dataclass(frozen=True)
class Readiness:
    """`missing` keeps the process from answering people; `troubled` is what they can do without for a while."""

    missing: list[str]
    troubled: list[str]

    @property
    def status(self) -> str:
        """In one word."""
        if self.missing:
            return "not ready"
        return "troubled" if self.troubled else "ready"


def readiness() -> Readiness:
    """How it stands now. Without its database nothing else is looked at."""
    missing = _missing()
    return Readiness(missing, [] if missing else [*_broker(), *_clock()])


def ticked() -> None:
    """Note that the clock's tick has come."""
    Tally.objects.update_or_create(name=LAST_TICK, labels="", defaults={"value": time.time()})


def _missing() -> list[str]:
    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return ["The database does not answer."]
    if not plan:
        return []
    return ["1 migration is not applied." if len(plan) == 1 else f"{len(plan)} migrations are not applied."]


def _broker() -> list[str]:
    try:
        with current_app.connection_for_write(connect_timeout=BROKER_PATIENCE) as broker:
            broker.ensure_connection(max_retries=1, timeout=BROKER_PATIENCE)
    except (OperationalError, OSError):
        return ["The broker does not answer: syncs wait until it does."]
    return []


def _clock() -> list[str]:
    last = Tally.objects.filter(name=LAST_TICK, labels="").values_list("value", flat=True).first()
    if last is None:
        return ["No tick of the clock has come yet: are beat and a worker running?"]
    late = time.time() - last
    return (
        [f"The clock's last tick is {late / 60:.0f} minutes old: nights do not begin."]
        if late > TICK_LATE_AFTER
        else []
    )
