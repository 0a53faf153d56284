"""The gate before every vendor's servers: delay, faults, and the request log."""

from __future__ import annotations

import json
import socket
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from flask import Flask, Response, g, request

from sandbox.dialect import Dialect
from sandbox.faults import AFTER, BEFORE, INSTEAD, LOST, Fault
from sandbox.village import Village

READS = ("GET", "HEAD", "OPTIONS")
PAGE = """<!DOCTYPE html>
<html><head><title>Service</title></head><body><h1>We will be right back</h1></body></html>
"""


def guard(app: Flask, village: Village) -> None:
    """Put the gate before all routes of all dialects."""

    def place() -> tuple[Dialect, str] | None:
        slug, _, path = request.path.lstrip("/").partition("/")
        dialect = village.dialects.get(slug)
        return (dialect, path) if dialect else None

    @app.before_request
    def go_wrong_first() -> Response | None:
        at = place()
        if at is None:
            return None
        dialect, path = at
        g.era = village.faults.era
        if village.settings["delay"]:
            time.sleep(village.settings["delay"])
        slow = village.faults.take(dialect.slug, path, BEFORE, g.era)
        if slow and slow.fault == "held":
            village.faults.hold(request.full_path, slow.seconds, g.era)
        elif slow:
            time.sleep(slow.seconds)
        fault = village.faults.take(dialect.slug, path, INSTEAD, g.era)
        return reply_instead(fault, dialect, path) if fault else None

    @app.after_request
    def go_wrong_last(response: Response) -> Response:
        at = place()
        if at is None:
            return response
        dialect, path = at
        fault = village.faults.take(dialect.slug, path, AFTER, g.era) if response.status_code == 200 else None
        if fault:
            response = SPOILED[fault.fault](response, dialect)
            response.headers.update(fault.headers)
        wrote = request.method not in READS and response.status_code < 300
        lost = village.faults.take(dialect.slug, path, LOST, g.era) if wrote else None
        if lost:
            response = never_arriving(lost.seconds)
        village.log.note(
            method=request.method,
            path=request.path,
            query=request.query_string.decode("latin-1"),
            user_agent=request.headers.get("User-Agent", ""),
            accept=request.headers.get("Accept", ""),
            status=0 if g.get("hung_up") else response.status_code,
        )
        return response


def reply_instead(fault: Fault, dialect: Dialect, path: str) -> Response:
    """What a fault answers in the server's place."""
    if fault.fault == "refuse_connection":
        return never_arriving(0)
    if fault.fault in ("invalid_grant", "invalid_client"):
        response = Response(json.dumps({"error": fault.fault}), status=400, mimetype="application/json")
    elif fault.fault == "html":
        response = Response(PAGE, status=fault.status or 200, mimetype="text/html")
    elif fault.fault == "not_json":
        response = Response('[{"', status=fault.status or 200, mimetype="application/json")
    else:
        assert fault.status is not None
        response = dialect.error_reply(path, fault.status)
    response.headers.update(fault.headers)
    return response


def never_arriving(seconds: float) -> Response:
    """An answer of which no byte is sent: the connection hangs until the client gives up or the time is over, then is reset."""
    g.hung_up = True
    ask = request.environ.get("waitress.client_disconnected")

    def nothing() -> Iterator[bytes]:  # runs when the request is in the log and has let go of all locks
        over = time.monotonic() + seconds
        while ask is not None and not ask() and time.monotonic() < over:
            time.sleep(0.02)
        if ask is not None and not ask():
            reset(ask.__self__.socket)
        yield b""

    return Response(nothing(), status=503)


def reset(connection: socket.socket) -> None:
    """End a connection at once. The server hands out no socket, but the channel it asks about a client has one."""
    with suppress(OSError):  # the client may hang up at this very moment
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.shutdown(socket.SHUT_RDWR)


def cut_short(response: Response, dialect: Dialect) -> Response:
    """Half of the body under the length of the whole; the server then closes the connection."""
    body = response.get_data()

    def half() -> Iterator[bytes]:
        yield body[: len(body) // 2]

    cut = Response(half(), status=response.status_code, headers=response.headers)
    cut.headers["Content-Length"] = str(len(body))
    return cut


def spoiled(change: Callable[[Any, Dialect], Any]) -> Callable[[Response, Dialect], Response]:
    """A change of the reply's JSON value made into a change of the reply."""

    def spoil(response: Response, dialect: Dialect) -> Response:
        response.set_data(json.dumps(change(json.loads(response.get_data()), dialect)))
        return response

    return spoil


def one_row(value: Any) -> dict[str, Any]:
    """The row in the middle of a list, or the single object itself; an empty one when there is no row."""
    if isinstance(value, list):
        return value[len(value) // 2] if value else {}
    return value if isinstance(value, dict) else {}


def break_a_row(value: Any, dialect: Dialect) -> Any:
    """One row with a word where a number belongs."""
    row = one_row(value)
    name = next((name for name in dialect.breakable if name in row), None)
    if name:
        row[name] = "abc"
    return value


def drop_an_id(value: Any, dialect: Dialect) -> Any:
    """One row without its id."""
    row = one_row(value)
    for name in dialect.id_fields():
        row.pop(name, None)
    return value


def wrap(value: Any, dialect: Dialect) -> Any:
    """A list inside an object, an object inside a list."""
    return {"Data": value, "Total": len(value)} if isinstance(value, list) else [value]


def add_fields(value: Any, dialect: Dialect) -> Any:
    """Every row with fields that no document mentions."""
    for row in value if isinstance(value, list) else [value]:
        row |= {"ZzBrandNew": "a word", "ZzNested": {"Deep": [1, 2, {"Deeper": None}]}}
    return value


SPOILED: dict[str, Callable[[Response, Dialect], Response]] = {
    "cut_short": cut_short,
    "malformed_row": spoiled(break_a_row),
    "missing_id": spoiled(drop_an_id),
    "wrong_shape": spoiled(wrap),
    "unknown_fields": spoiled(add_fields),
}
