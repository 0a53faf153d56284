"""Telling a worker that something waits, without telling it for each thing: at once for the first, then once in a while for all
that came meanwhile. Whatever is lost here is found by the tick, within a minute."""

import logging
from threading import Lock
from time import monotonic

from celery import current_app
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)

MOST_KEPT = 10_000


class Nudger:
    """Nudges workers to do one task, at most once in `apart` seconds for the same argument, from each process. The last nudge
    always comes after the last thing that it is for."""

    def __init__(self, task: str, apart: float) -> None:
        self.task = task
        self.apart = apart
        self._due: dict[object, float] = {}
        self._lock = Lock()

    def nudge(self, argument: object = None) -> None:
        """Have the task done: now, or `apart` seconds after the last time; not where that is arranged already."""
        now = monotonic()
        with self._lock:
            last = self._due.get(argument)
            if last is not None and last > now:
                return
            if len(self._due) >= MOST_KEPT:
                self._due.clear()
            self._due[argument] = due = now if last is None else max(now, last + self.apart)
        self.send(argument, due - now)

    def send(self, argument: object = None, seconds: float = 0) -> None:
        """Ask a worker for the task, in so many seconds."""
        given = [] if argument is None else [str(argument)]
        try:
            current_app.send_task(self.task, given, countdown=seconds or None)
        except OperationalError as error:
            logger.warning("The broker did not take %s: %s", self.task, error)
