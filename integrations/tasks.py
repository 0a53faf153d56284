"""The Celery tasks: thin doors to functions that work without Celery. Arguments are ids, never secrets."""

from uuid import UUID

from celery import shared_task

from integrations import lateness, retention, schedule, summaries
from integrations.runs import RUN_SYNC
from integrations.sync.engine import execute
from integrations.wizard.rehearsing import CHECK_IMPORT, rehearse, send_again


@shared_task(name=RUN_SYNC)
def run_sync(log_id: str) -> None:
    """Carry out one queued run."""
    execute(UUID(log_id))


@shared_task(name=CHECK_IMPORT)
def check_import(import_id: str) -> None:
    """Try all rows of one import."""
    rehearse(UUID(import_id))


@shared_task(name="integrations.tick")
def tick() -> None:
    """Look after the clock: due nights, dead runs, lost messages. What is late is looked for before it is made up for."""
    try:
        lateness.look()
    finally:
        schedule.tick()
        send_again()


@shared_task(name="integrations.mail_summaries")
def mail_summaries() -> None:
    """Mail what the nights came to."""
    summaries.mail_waiting()


@shared_task(name="integrations.tidy")
def tidy() -> None:
    """Forget what has been kept long enough."""
    retention.tidy()
