"""Sending workers on small errands: what is lost with one is made up for by the next."""

import logging

from celery import current_app
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def send(task: str, argument: object, expires: float | None = None) -> None:
    """Ask a worker for the task. Nobody waits for it, and where the broker is away it is not done. `expires` is how many
    seconds a worker may take to begin."""
    try:
        current_app.send_task(task, [str(argument)], expires=expires)
    except OperationalError as error:
        logger.warning("The broker did not take %s of %s: %s", task, argument, error)
