"""The door for vendors' events: a plain WSGI function before the site, because the site's own way in (sessions, cookies,
policies, routes) costs ten times what storing an event does.

Nothing of a body is looked at here but its length and its signature. 204 says that the event is stored for good. The path is a
secret: no exception may leave this module, because the server would log the request with it."""

import logging
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from http import HTTPStatus
from typing import Any

from django.core.handlers.wsgi import WSGIRequest
from django.db import DatabaseError, InterfaceError
from django.utils import timezone

from agencies.audit import address_of
from integrations.hooks import refusing
from integrations.hooks.known import Receiver, receiver_at
from integrations.hooks.refusing import LONGEST_BODY
from integrations.hooks.signatures import is_signed
from integrations.hooks.storing import Gone, Storing
from integrations.hooks.taking import nudger
from integrations.models import WebhookEvent

logger = logging.getLogger(__name__)

PREFIX = "/hooks/"
TRY_AGAIN_SECONDS = "10"

Environ = dict[str, Any]
Application = Callable[[Environ, Any], Iterable[bytes]]

storing = Storing()


class Refused(Exception):
    """Why an event is not taken, and by whose receiver, as far as that is known."""

    def __init__(self, status: HTTPStatus, receiver: Receiver | None = None, address: str = "") -> None:
        self.status = status
        self.receiver = receiver
        self.address = address


class Answer:
    """An answer without a body, and what is done once it has been sent."""

    def __init__(self, after: Callable[[], object]) -> None:
        self._after = after

    def __iter__(self) -> Iterator[bytes]:
        return iter(())

    def close(self) -> None:
        """Called by the server."""
        try:
            self._after()
        except Exception:  # or the server would log the path
            logger.exception("An event was answered, and what follows failed.")


def with_hooks(site: Application) -> Application:
    """The site, with the door before it."""

    def application(environ: Environ, start_response: Any) -> Iterable[bytes]:
        path: str = environ.get("PATH_INFO", "")
        if not path.startswith(PREFIX):
            return site(environ, start_response)
        headers = [("Content-Length", "0"), ("Cache-Control", "no-store")]
        try:
            connection_id = _take(environ, path.removeprefix(PREFIX))
        except Refused as refused:
            if refused.status == HTTPStatus.METHOD_NOT_ALLOWED:
                headers.append(("Allow", "POST"))
            if refused.status == HTTPStatus.SERVICE_UNAVAILABLE:
                headers.append(("Retry-After", TRY_AGAIN_SECONDS))
            start_response(f"{refused.status.value} {refused.status.phrase}", headers)
            return Answer(partial(refusing.note, refused.status, refused.receiver, refused.address))
        start_response("204 No Content", headers[1:])
        return Answer(partial(nudger.nudge, connection_id))

    return application


def _take(environ: Environ, path: str) -> Any:
    """The id of the connection whose event has been stored. Refused where none was."""
    receiver, address = None, ""
    try:
        if environ.get("REQUEST_METHOD") != "POST":
            raise Refused(HTTPStatus.METHOD_NOT_ALLOWED)
        receiver = receiver_at(path)
        if receiver is None:
            raise Refused(HTTPStatus.NOT_FOUND)
        address = address_of(WSGIRequest(environ)) or ""
        if not receiver.lets_in(address):
            raise Refused(HTTPStatus.FORBIDDEN)
        if not receiver.is_on:
            raise Refused(HTTPStatus.GONE)
        body = _body(environ)
        _check_signature(receiver, environ, body)
        storing.store(_event(receiver, address, body))
    except Exception as error:  # or the server would log the path
        raise Refused(_status_of(error), receiver, address) from error
    return receiver.connection_id


def _status_of(error: Exception) -> HTTPStatus:
    if isinstance(error, Refused):
        return error.status
    if isinstance(error, Gone):
        return HTTPStatus.NOT_FOUND
    if isinstance(error, (DatabaseError, InterfaceError)):
        logger.warning("An event was not stored, because the database is away: %s", type(error).__name__)
    else:
        logger.error("An event was not stored.", exc_info=error)
    return HTTPStatus.SERVICE_UNAVAILABLE


def _event(receiver: Receiver, address: str, body: bytes) -> WebhookEvent:
    """What is stored. Bytes that are no text are replaced: no vendor's event is made of them, and it will fail with words."""
    return WebhookEvent(
        connection_id=receiver.connection_id,
        body=body.decode("utf-8", "replace"),
        address=address[:45],
        received_at=timezone.now(),
    )


def _check_signature(receiver: Receiver, environ: Environ, body: bytes) -> None:
    if receiver.secrets and not is_signed(receiver.secrets, environ, body):
        raise Refused(HTTPStatus.UNAUTHORIZED)


def _body(environ: Environ) -> bytes:
    """The body. Refused where it is longer than 256 KiB, before more of it is read, or ends too early."""
    stated: str = environ.get("CONTENT_LENGTH") or ""
    if not stated and not environ.get("wsgi.input_terminated"):
        raise Refused(HTTPStatus.LENGTH_REQUIRED)
    if stated and not stated.isdecimal():
        raise Refused(HTTPStatus.BAD_REQUEST)
    length = int(stated) if stated else LONGEST_BODY + 1
    if stated and length > LONGEST_BODY:
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    body: bytes = environ["wsgi.input"].read(length)
    if len(body) > LONGEST_BODY:
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    if stated and len(body) < length:
        raise Refused(HTTPStatus.BAD_REQUEST)
    return body
