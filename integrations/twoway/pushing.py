"""Pushing a connection's outbox to its vendor: batch by batch, what is claimed is known before it is sent, and what became of
it is written down row by row."""

import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from uuid import UUID

from structlog.contextvars import bound_contextvars

from agencies.logs import in_detail
from integrations import connecting, vault
from integrations.calls import OnCall, recorded
from integrations.field_mapping.versions import rules_of
from integrations.models import Connection, OutgoingEdit
from integrations.twoway.claiming import Claim, claim, drop_rowless, give_up_lost
from integrations.twoway.gripping import Grip, Taken
from integrations.twoway.looking_up import look, read_again
from integrations.twoway.outcomes import Outcomes, stops_all
from integrations.twoway.outgoing import parcel
from integrations.twoway.queueing import pause
from integrations.twoway.settings import kinds_pushed, writes_of
from providers.base import Outcome, Provider
from providers.choices import Kind
from providers.config import Call
from providers.errors import (
    ClientError,
    CredentialsError,
    ForbiddenError,
    NotFoundError,
    ProviderError,
    RateLimitError,
    ReplyError,
    StaleError,
    UnavailableError,
    UnknownOutcomeError,
)

logger = logging.getLogger(__name__)

LOOK_AT_IT = "Correct it and try again, or give the edit up."
GONE = "Give the edit up: there is nothing left to write to."
NO_RIGHT = "Ask whoever looks after that system to let this connection write, then try again."


def push_waiting(
    connection_id: UUID,
    between: Callable[[int], None] = lambda sent: None,
    alive: Callable[[], None] = lambda: None,
) -> int:
    """How many edits of the connection were sent. Whatever cannot be sent now stays in the outbox. Safe to run at any time, any
    number of times side by side. `between` is told how many were sent before each batch and after the last, and may raise to
    stop there; `alive` is called now and then while the vendor is spoken with."""
    connection = Connection.objects.for_page().filter(pk=connection_id, status=Connection.Status.ACTIVE).first()
    kinds = kinds_pushed(connection) if connection is not None else []
    if connection is None or not kinds:
        return 0
    give_up_lost(connection)
    named = {"connection": str(connection.pk), "agency": str(connection.agency_id), "provider": connection.provider}
    sent = 0
    try:
        with bound_contextvars(**named), in_detail(connection.is_debugged), recorded(connection) as on_call:
            grip = Grip(alive)
            provider = vault.open_provider(
                connection, on_wait=grip.before_wait, on_call=_told(on_call, grip.after_call)
            )
            provider.field_rules = rules_of(connection)
            look(connection, provider, kinds)
            between(sent)
            for kind in kinds:
                try:
                    for more in _push_kind(connection, provider, kind, grip):
                        sent += more
                        between(sent)
                except ProviderError as error:
                    if stops_all(error):
                        raise
                    logger.warning("Edits of %s of connection %s wait: %s", kind, connection.pk, error.message)
            look(connection, provider, kinds)
    except CredentialsError as error:
        connecting.lose(connection, error)
    except ProviderError as error:
        logger.warning("The outbox of connection %s waits: %s", connection.pk, error.message)
    return sent


def _told(*listeners: OnCall) -> OnCall:
    """Tells all of them."""

    def tell(call: Call) -> None:
        for listener in listeners:
            listener(call)

    return tell


def _push_kind(connection: Connection, provider: Provider, kind: Kind, grip: Grip) -> Iterator[int]:
    """How many of each batch were sent. Rows that are yet to be made go first, because edits of them wait for their id, and one
    by one: what is claimed is on the wire at once, and no other worker can take it for lost before it is. Raises what keeps
    the rest of the kind from being sent."""
    drop_rowless(connection, kind)
    outcomes = Outcomes(connection, type(provider), kind)
    batch = writes_of(connection)[kind].batch
    for action, limit in ((OutgoingEdit.Action.CREATE, 1), (OutgoingEdit.Action.UPDATE, batch)):
        while claims := claim(connection, kind, action, limit):
            try:
                with grip.on(claims):
                    sent = _send(connection, provider, outcomes, kind, claims, grip)
            except Taken:
                logger.warning("Edits of connection %s were taken from a worker that was silent.", connection.pk)
                sent = 0
            yield sent


def _send(
    connection: Connection, provider: Provider, outcomes: Outcomes, kind: Kind, claims: Sequence[Claim], grip: Grip
) -> int:
    """How many were sent. Raises Taken where the edits are another worker's by now, and what keeps the rest from being sent."""
    ready = parcel(connection, kind, claims)
    by_key = {str(one.edit.pk): one for one in claims}
    for key, error in ready.refused.items():
        outcomes.refused(by_key[key].edit, error, LOOK_AT_IT)
    if not ready.changes:
        return 0
    going = [by_key[change.key] for change in ready.changes]
    grip.keep()
    try:
        found = {outcome.key: outcome for outcome in provider.push(kind, ready.changes)}
    except (UnknownOutcomeError, ReplyError) as error:
        for one in going:
            outcomes.unknown(one.edit, error)
        return 0
    except ProviderError as error:
        trouble = _none_was_sent(outcomes, going, error)
        if trouble is not None:
            raise trouble from error
        return 0
    outcomes.look_up([outcome.record for outcome in found.values() if outcome.record is not None])
    return _write_down(connection, provider, outcomes, kind, going, found)


def _none_was_sent(outcomes: Outcomes, claims: Sequence[Claim], error: ProviderError) -> ProviderError | None:
    """All of it waits, or is refused; the error where nothing else can be sent either."""
    for one in claims:
        _settle(outcomes, one.edit, error)
    return error if stops_all(error) else None


def _write_down(
    connection: Connection,
    provider: Provider,
    outcomes: Outcomes,
    kind: Kind,
    claims: Sequence[Claim],
    found: dict[str, Outcome],
) -> int:
    """What became of each. A row that has changed there meanwhile is read again and compared."""
    sent, stale = 0, []
    lost: CredentialsError | None = None
    for one in claims:
        outcome = found.get(str(one.edit.pk), Outcome(str(one.edit.pk)))
        error = outcome.error
        if outcome.record is not None:
            outcomes.sent(one.edit, outcome.record)
            sent += 1
        elif isinstance(error, StaleError):
            stale.append(one.edit)
        elif error is None:
            label = provider.label
            outcomes.unknown(one.edit, UnknownOutcomeError(f"{label} did not say what became of this."))
        else:
            lost = error if isinstance(error, CredentialsError) else lost
            _settle(outcomes, one.edit, error)
    if stale:
        read_again(provider, outcomes, kind, stale)
    if lost is not None:
        raise lost
    return sent


def _settle(outcomes: Outcomes, edit: OutgoingEdit, error: ProviderError) -> None:
    """Write down an edit that was not stored, or may not have been."""
    if isinstance(error, (UnknownOutcomeError, ReplyError)):
        outcomes.unknown(edit, error)
    elif isinstance(error, RateLimitError):
        outcomes.put_back(edit, error, max(timedelta(seconds=error.retry_after), pause(1)))
    elif isinstance(error, (UnavailableError, ClientError)):
        outcomes.put_back(edit, error, pause(edit.attempts))
    elif isinstance(error, CredentialsError):
        outcomes.put_back(edit, error, timedelta())
    elif isinstance(error, NotFoundError):
        outcomes.refused(edit, error, GONE)
    elif isinstance(error, ForbiddenError):
        outcomes.refused(edit, error, NO_RIGHT)
    else:
        outcomes.refused(edit, error, LOOK_AT_IT)
