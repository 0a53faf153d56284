"""Looking every five minutes whether each connection's vendor answers it: one cheap real call, and what came of it kept."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from structlog.contextvars import bound_contextvars

from agencies.logs import in_detail
from integrations import connecting, errands, vault
from integrations.calls import recorded
from integrations.models import Connection, HealthCheck
from integrations.models.connections import ConnectionQuerySet
from providers.base import Call
from providers.errors import CredentialsError, ProviderError, RateLimitError

CHECK = "integrations.check_connection"  # by name: the task stands above this module, in tasks.py
EVERY = timedelta(minutes=5)
# A check says how things are now: it sits out no limit, and a long silence is no answer.
LONGEST_WAIT = 6.0
TIMEOUT = 10.0
LONGEST_WORDS = 300
# It answers, if only to ask us to wait, or to say that we may not see everything.
ANSWERS = (429, 403)

logger = logging.getLogger(__name__)


def checkable() -> ConnectionQuerySet:
    """The connections that are checked: active, and over an API. Nobody stands behind files."""
    return Connection.objects.syncing().exclude(auth_type=Connection.AuthType.FILES)


def due(now: datetime) -> list[UUID]:
    """The connections that have not been checked since their turn came: one query."""
    last = HealthCheck.objects.filter(connection=OuterRef("pk")).order_by("-checked_at").values("checked_at")[:1]
    rows: Iterable[tuple[UUID, datetime | None]] = checkable().values_list("pk", Subquery(last))
    return [connection_id for connection_id, checked_at in rows if _is_due(connection_id, checked_at, now)]


def queue_due(now: datetime | None = None) -> int:
    """Send workers to check what is due; how many connections that are. A message that waits for longer than a minute is
    dropped: the next tick sends another."""
    found = due(now or timezone.now())
    for connection_id in found:
        errands.send(CHECK, connection_id, expires=60)
    return len(found)


def _is_due(connection_id: UUID, checked_at: datetime | None, now: datetime) -> bool:
    return checked_at is None or checked_at < turn(connection_id, now)


def turn(connection_id: UUID, now: datetime) -> datetime:
    """When the connection's present turn began. Each has a second of the five minutes to itself, so that not all of them ask
    a vendor at once."""
    every = int(EVERY.total_seconds())
    gone = (int(now.timestamp()) - connection_id.int % every) % every
    return now.replace(microsecond=0) - timedelta(seconds=gone)


def check(connection_id: UUID, now: datetime | None = None) -> HealthCheck | None:
    """What was found, kept; None where it is not the connection's turn, or nothing could be asked without waiting. A sign-in
    that the vendor refuses is lost, as in a run."""
    now = now or timezone.now()
    connection = checkable().for_page().filter(pk=connection_id).first()
    if connection is None:
        return None
    last = HealthCheck.objects.filter(connection=connection).first()
    if last is not None and not _is_due(connection.pk, last.checked_at, now):
        return None
    try:
        found = _asked(connection, now)
    except CredentialsError as error:
        found = _down(connection, now, error)
        connecting.lose(connection, error)
    if found is not None:
        found.save()
    return found


def _asked(connection: Connection, now: datetime) -> HealthCheck | None:
    """What the call came to. CredentialsError where the vendor refuses the sign-in."""
    calls: list[Call] = []
    named = {"connection": str(connection.pk), "agency": str(connection.agency_id), "provider": connection.provider}
    with bound_contextvars(**named), in_detail(connection.is_debugged), recorded(connection) as recorder:

        def note(call: Call) -> None:
            calls.append(call)
            recorder(call)

        try:
            provider = vault.open_provider(connection, on_wait=_wait_for_nobody, on_call=note)
            provider.config = replace(provider.config, timeout_seconds=min(TIMEOUT, provider.config.timeout_seconds))
            provider.ping()
        except CredentialsError:
            raise
        except ProviderError as error:
            if not calls:
                return None  # our own share of calls is used up, or our set-up is wrong: nothing was asked
            if calls[-1].status in ANSWERS:
                return _up(connection, now, calls, error)
            logger.warning("%s did not answer connection %s: %s", connection.provider, connection.pk, error.message)
            return _down(connection, now, error)
    return _up(connection, now, calls)


def _wait_for_nobody(seconds: float, reason: str) -> None:
    """A check says how things are now. It may try again after a moment, and never sits out a limit."""
    if seconds > LONGEST_WAIT:
        raise RateLimitError(f"The check did not wait: {reason}.", retry_after=seconds)


def _up(
    connection: Connection, now: datetime, calls: Sequence[Call], error: ProviderError | None = None
) -> HealthCheck:
    """It answered."""
    answered = [call.seconds for call in calls if call.status is not None]
    latency = round(answered[-1] * 1000) if answered else None
    why = {"code": error.code, "message": error.message[:LONGEST_WORDS]} if error else {}
    return HealthCheck(connection=connection, checked_at=now, is_up=True, latency_ms=latency, **why)


def _down(connection: Connection, now: datetime, error: ProviderError) -> HealthCheck:
    message = error.message[:LONGEST_WORDS]
    return HealthCheck(connection=connection, checked_at=now, is_up=False, code=error.code, message=message)
