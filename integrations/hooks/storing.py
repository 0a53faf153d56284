"""Storing events: whoever posts is answered once the event is committed, and those who post at the same moment share one
commit. There is no thread of its own: the first to come stores for all who wait behind it."""

from collections.abc import Sequence
from threading import Lock
from typing import Any

from django.db import IntegrityError, InterfaceError, OperationalError, connection

from integrations.models import WebhookEvent

MOST_TOGETHER = 500
GIVEN = ("connection", "body", "address", "received_at")
FIELDS = [field for field in WebhookEvent._meta.concrete_fields if field.name in GIVEN]


class Gone(Exception):
    """The connection that the event is for has been removed meanwhile."""


class Lost(Exception):
    """Whoever was storing the event did not come to its end."""


class _Waiting:
    """One event on its way in."""

    def __init__(self, event: WebhookEvent) -> None:
        self.event = event
        self.is_over = False
        self.trouble: Exception | None = None


class Storing:
    """The way into the table, one for each process."""

    def __init__(self) -> None:
        self._waiting: list[_Waiting] = []
        self._turn = Lock()

    def store(self, event: WebhookEvent) -> None:
        """Returns once the event is committed. Gone where its connection is no more; any other exception where it could not
        be stored, and then the event may or may not be there: whoever posts must post again."""
        mine = _Waiting(event)
        self._waiting.append(mine)
        with self._turn:
            while not mine.is_over:
                batch = self._waiting[:MOST_TOGETHER]
                del self._waiting[: len(batch)]
                try:
                    _store(batch)
                finally:  # or those who wait for it would wait for ever, each with the lock in its hand
                    for one in batch:
                        if not one.is_over:
                            one.trouble, one.is_over = Lost(), True
        if mine.trouble is not None:
            raise mine.trouble


def _store(batch: list[_Waiting]) -> None:
    """Sets each one's outcome. One that cannot be stored takes nobody with it."""
    trouble: Exception | None = None
    try:
        _insert([one.event for one in batch])
    except (OperationalError, InterfaceError) as error:
        trouble = error  # the database is away, for all of them
    except Exception as error:  # whatever is wrong with one of them, each must hear of its own
        if len(batch) > 1:
            for one in batch:
                _store([one])
            return
        trouble = Gone() if isinstance(error, IntegrityError) else error
    for one in batch:
        one.trouble, one.is_over = trouble, True


def _insert(events: Sequence[WebhookEvent]) -> None:
    """One statement, which is a transaction by itself: `bulk_create` would go to the database three times. All other columns
    are the database's to fill in. A connection that has died since the last event is replaced once."""
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in FIELDS)
    row = f"({', '.join(['%s'] * len(FIELDS))})"
    insert = f"INSERT INTO {quote(WebhookEvent._meta.db_table)} ({columns}) VALUES {', '.join([row] * len(events))}"
    values = [field.get_db_prep_save(getattr(event, field.attname), connection) for event in events for field in FIELDS]
    try:
        _execute(insert, values)
    except (OperationalError, InterfaceError):
        connection.close()
        _execute(insert, values)


def _execute(insert: str, values: Sequence[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(insert, values)
