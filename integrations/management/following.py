"""What the commands that start or await a run share: naming a connection or an agency, following its run on a terminal."""

import time
from argparse import ArgumentTypeError
from collections.abc import Callable
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.utils import timezone
from tqdm import tqdm

from agencies.models import Agency
from integrations.models import Connection, SyncLog
from integrations.sync.journal import HEARTBEAT_LOST_AFTER

LOOK_AGAIN = 0.2  # seconds
TAKEN_UP_WITHIN = timedelta(seconds=60)


def a_connection(text: str) -> Connection:
    """The connection of that id, as the type of an argument."""
    try:
        return Connection.objects.for_page().get(pk=text)
    except (Connection.DoesNotExist, ValidationError) as error:
        raise ArgumentTypeError(f"there is no connection {text!r}.") from error


def an_agency(text: str) -> Agency:
    """The agency of that id, as the type of an argument."""
    try:
        return Agency.objects.get(pk=text)
    except (Agency.DoesNotExist, ValidationError) as error:
        raise ArgumentTypeError(f"there is no agency {text!r}.") from error


def follow(log: SyncLog, is_over: Callable[[SyncLog], bool]) -> None:
    """Show a run's progress, on a terminal as a bar, until it is over; `log` is then as it ended."""
    with tqdm(unit=" rows", disable=None, leave=False) as bar:
        while True:
            over = is_over(log)
            log.refresh_from_db()
            bar.total = log.progress_total or None
            bar.n = log.progress_done
            bar.set_description_str(log.activity)
            if over:
                return
            time.sleep(LOOK_AGAIN)


def await_worker(log: SyncLog) -> None:
    """Follow a run that a worker carries out. CommandError where no worker takes it up or the one that did falls silent."""
    asked = timezone.now()

    def is_over(log: SyncLog) -> bool:
        now = timezone.now()
        if log.status == SyncLog.Status.QUEUED and log.not_before is None and now - asked > TAKEN_UP_WITHIN:
            raise CommandError("No worker has taken the run up. Is one running? The run stays queued.")
        if log.status == SyncLog.Status.RUNNING and log.heartbeat_at and now - log.heartbeat_at > HEARTBEAT_LOST_AFTER:
            raise CommandError("The worker that ran it has gone silent. Start the sync again in a few minutes.")
        return not log.is_live

    follow(log, is_over)
