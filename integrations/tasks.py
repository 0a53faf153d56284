"""The Celery tasks: thin doors to functions that work without Celery. Arguments are ids, never secrets."""

from uuid import UUID

from celery import shared_task

from integrations import checking, events, lateness, retention, schedule, summaries, vendor_status
from integrations.hooks import taking
from integrations.observing import readiness
from integrations.quality import scoring
from integrations.runs import RUN_SYNC
from integrations.subscriptions import sending, telling
from integrations.sync.engine import execute
from integrations.twoway import pushing, queueing
from integrations.wizard.rehearsing import CHECK_IMPORT, rehearse, send_again


@shared_task(name=RUN_SYNC)
def run_sync(log_id: str) -> None:
    """Carry out one queued run."""
    execute(UUID(log_id))


@shared_task(name=taking.TAKE_EVENTS)
def take_events(connection_id: str) -> None:
    """Take the waiting events of one connection."""
    taking.take_and_nudge(UUID(connection_id))


@shared_task(name=events.SEND_EVENTS)
def send_events() -> None:
    """Send what agencies' own systems are to be told."""
    sending.send_due()


@shared_task(name=telling.TELL_DISABLED)
def tell_disabled(subscription_id: str) -> None:
    """Mail that an address was given up."""
    telling.mail(UUID(subscription_id))


@shared_task(name=CHECK_IMPORT)
def check_import(import_id: str) -> None:
    """Try all rows of one import."""
    rehearse(UUID(import_id))


@shared_task(name=queueing.PUSH_OUTBOX)
def push_outbox(connection_id: str) -> None:
    """Send what waits in one connection's outbox."""
    pushing.push_waiting(UUID(connection_id))


@shared_task(name="integrations.tick")
def tick() -> None:
    """Look after the clock: due nights, dead runs, lost messages. What is late is looked for before it is made up for."""
    readiness.ticked()
    try:
        lateness.look()
    finally:
        schedule.tick()
        send_again()
        taking.nudge_waiting()
        sending.nudge_due()
        checking.queue_due()
        vendor_status.queue_due()
        queueing.send_waiting()


@shared_task(name="integrations.mail_summaries")
def mail_summaries() -> None:
    """Mail what the nights came to."""
    summaries.mail_waiting()


@shared_task(name="integrations.tidy")
def tidy() -> None:
    """Forget what has been kept long enough."""
    retention.tidy()


@shared_task(name=checking.CHECK)
def check_connection(connection_id: str) -> None:
    """See whether the connection's vendor answers it."""
    checking.check(UUID(connection_id))


@shared_task(name=vendor_status.READ)
def read_vendor_status(slug: str) -> None:
    """See what a vendor says of itself."""
    vendor_status.read(slug)


@shared_task(name=scoring.SCORE)
def score_quality(connection_id: str) -> None:
    """Score what a connection has brought."""
    scoring.score(UUID(connection_id))
