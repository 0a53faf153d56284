"""Counting the calls to vendors, by connection, address and hour: in memory first, then a few rows at a time."""

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import DatabaseError, transaction
from django.utils import timezone

from integrations.models import CallStats, Connection
from integrations.observing import tallies
from providers.config import Call
from providers.errors import ProviderError

# A connection's tokens are renewed at addresses of their own, and counted under one name.
SIGN_IN = "sign-in"
# The upper bounds of the counts of calls by length, in milliseconds. What took longer counts as MORE.
BOUNDS = (50, 100, 200, 500, 1000, 2000, 5000, 10_000, 30_000)
MORE = "more"
FLUSH_EVERY = 30.0
LONGEST_NAME = 120

OnCall = Callable[[Call], None]

logger = logging.getLogger(__name__)


class Counted:
    """What was counted of one address within one hour."""

    def __init__(self) -> None:
        self.calls = self.errors = self.total_ms = 0
        self.statuses: Counter[str] = Counter()
        self.milliseconds: Counter[str] = Counter()

    def add(self, call: Call) -> None:
        """Count one call more. Only an answer below 400 is none of the errors, and 404, which says that a row is gone."""
        spent = round(call.seconds * 1000)
        self.calls += 1
        self.errors += call.status is None or (call.status >= 400 and call.status != 404)
        self.total_ms += spent
        self.statuses["" if call.status is None else str(call.status)] += 1
        self.milliseconds[bound_of(spent)] += 1


class Recorder:
    """Told of each call of one connection. What it has counted since the last time goes to the database twice a minute and
    at the end."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._counted: dict[tuple[str, datetime], Counted] = {}
        self._flushed_at = time.monotonic()

    def __call__(self, call: Call) -> None:
        """Count the call."""
        hour = timezone.now().replace(minute=0, second=0, microsecond=0)
        self._counted.setdefault((call.endpoint[:LONGEST_NAME], hour), Counted()).add(call)
        if time.monotonic() - self._flushed_at >= FLUSH_EVERY:
            self.flush()

    def flush(self) -> None:
        """Add what was counted to what is stored. Trouble with the database costs these numbers and nothing else."""
        counted, self._counted = self._counted, {}
        self._flushed_at = time.monotonic()
        if not counted:
            return
        try:
            with transaction.atomic():
                _add(self._connection.pk, counted)
                tallies.add_all(_tallied(self._connection.provider, counted))
        except DatabaseError as error:
            logger.warning("Calls of connection %s were not counted: %s", self._connection.pk, error)


@contextmanager
def recorded(connection: Connection) -> Iterator[Recorder]:
    """Counts the calls that are made inside. However it ends, what was counted is kept."""
    recorder = Recorder(connection)
    try:
        yield recorder
    finally:
        recorder.flush()


@contextmanager
def signing_in(on_call: OnCall | None) -> Iterator[None]:
    """Tells of one token that is renewed, or session that is opened, inside."""
    began = time.monotonic()
    status: int | None = 200
    try:
        yield
    except ProviderError as error:
        status = error.status
        raise
    finally:
        if on_call is not None:
            on_call(Call("POST", SIGN_IN, status, time.monotonic() - began))


def bound_of(milliseconds: int) -> str:
    """The upper bound that a call of this length is counted under."""
    return next((str(bound) for bound in BOUNDS if milliseconds <= bound), MORE)


def _add(connection_id: UUID, counted: dict[tuple[str, datetime], Counted]) -> None:
    """Four queries, however many addresses. Whoever adds holds the rows, taken in one order, so that several workers add up
    exactly and never wait for each other in a circle."""
    keys = sorted(counted)
    empty = [CallStats(connection_id=connection_id, endpoint=endpoint, hour=hour) for endpoint, hour in keys]
    CallStats.objects.bulk_create(empty, ignore_conflicts=True)
    of_these = CallStats.objects.filter(
        connection=connection_id, endpoint__in={key[0] for key in keys}, hour__in={key[1] for key in keys}
    )
    held = [row for row in of_these.select_for_update().order_by("pk") if (row.endpoint, row.hour) in counted]
    for row in held:
        more = counted[row.endpoint, row.hour]
        row.calls += more.calls
        row.errors += more.errors
        row.total_ms += more.total_ms
        row.statuses = dict(Counter(row.statuses) + more.statuses)
        row.milliseconds = dict(Counter(row.milliseconds) + more.milliseconds)
    CallStats.objects.bulk_update(held, ["calls", "errors", "total_ms", "statuses", "milliseconds"])


def _tallied(provider: str, counted: dict[tuple[str, datetime], Counted]) -> dict[tuple[str, tallies.Labels], float]:
    """The same for operators: the provider's calls by status, and how often tokens were renewed."""
    found: Counter[tuple[str, tallies.Labels]] = Counter()
    for (endpoint, _), numbers in counted.items():
        for status, number in numbers.statuses.items():
            labels = {"provider": provider, "status": status or "none"}
            found["vendor_calls", tallies.labels_of(labels)] += number
        if endpoint == SIGN_IN:
            found["token_refreshes", tallies.labels_of({"provider": provider})] += numbers.calls
    return dict(found)
