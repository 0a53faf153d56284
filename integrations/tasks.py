"""The Celery tasks: thin doors to functions that work without Celery. Arguments are ids, never secrets."""

from uuid import UUID

from celery import shared_task

from integrations import retention, schedule
from integrations.runs import RUN_SYNC
from integrations.sync.engine import execute


@shared_task(name=RUN_SYNC)
def run_sync(log_id: str) -> None:
    """Carry out one queued run."""
    execute(UUID(log_id))


@shared_task(name="integrations.tick")
def tick() -> None:
    """Look after the clock: due nights, dead runs, lost messages."""
    schedule.tick()


@shared_task(name="integrations.tidy")
def tidy() -> None:
    """Forget what has been kept long enough."""
    retention.tidy()
