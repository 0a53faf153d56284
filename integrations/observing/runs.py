"""What one run leaves behind for monitoring: counters when it ends, and a context that every line of its log carries."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from structlog.contextvars import bound_contextvars

from agencies.logs import in_detail
from integrations.models import SyncLog
from integrations.observing import tallies

OUTCOMES = ("created", "updated", "unchanged", "held", "rejected", "withdrawn")


@contextmanager
def logged(log: SyncLog) -> Iterator[None]:
    """Lines logged inside carry the run, its connection and agency; all details too while the connection is debugged."""
    connection = log.connection
    named = {"run": str(log.pk), "connection": str(connection.pk), "agency": str(connection.agency_id)}
    with bound_contextvars(**named, provider=connection.provider), in_detail(connection.is_debugged):
        yield


def count_run(
    provider: str, status: str, trigger: str, counts: Mapping[str, Any], seconds: Mapping[str, float]
) -> None:
    """Count a run that has just ended, its rows by kind and outcome, and where its time went."""
    of_run = {"provider": provider, "status": str(status), "trigger": str(trigger)}
    counted: dict[tuple[str, tallies.Labels], float] = {("runs", tallies.labels_of(of_run)): 1}
    for kind, numbers in counts.items():
        for outcome in OUTCOMES:
            labels = {"provider": provider, "kind": str(kind), "outcome": outcome}
            counted["rows", tallies.labels_of(labels)] = numbers.get(outcome, 0)
    for phase, spent in seconds.items():
        counted["run_seconds", tallies.labels_of({"provider": provider, "phase": phase})] = spent
    tallies.add_all(counted)
