"""Telling a worker that a connection's outbox has something to send. What is lost is found by the tick."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from integrations import errands
from integrations.models import Connection, OutgoingEdit

PUSH_OUTBOX = "integrations.push_outbox"  # by name: the task stands above this module, in tasks.py
# An edit whose worker has said nothing for so long was on the wire when that died.
CLAIM_LOST_AFTER = timedelta(minutes=5)
# The worker that an edit itself has called is given a moment.
UNHEARD_AFTER = timedelta(seconds=20)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=1)


def send(connection_id: UUID) -> None:
    """Have the outbox of a connection pushed, once the transaction is through."""
    transaction.on_commit(lambda: errands.send(PUSH_OUTBOX, connection_id))


def send_waiting() -> int:
    """Have every outbox pushed in which something is due: how many. One query."""
    now = timezone.now()
    ready = due(now) & Q(made_at__lt=now - UNHEARD_AFTER)
    active = OutgoingEdit.objects.filter(ready, connection__status=Connection.Status.ACTIVE)
    found = set(active.order_by().values_list("connection_id", flat=True).distinct())
    for connection_id in found:
        errands.send(PUSH_OUTBOX, connection_id)
    return len(found)


def due(now: datetime) -> Q:
    """Edits that something is to be done about: sent, looked up, or taken from a worker that died."""
    status = OutgoingEdit.Status
    ready = Q(not_before__isnull=True) | Q(not_before__lte=now)
    lost = Q(status=status.SENDING, claimed_at__lt=now - CLAIM_LOST_AFTER)
    return lost | (ready & Q(status__in=(status.PENDING, status.UNKNOWN)))


def pause(attempts: int) -> timedelta:
    """How long to wait after so many tries: half a minute, then twice as long each time, and an hour at most."""
    return min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(max(attempts - 1, 0), 10))
