"""What the API answers when it does not answer with rows, and how it reads a request."""

from __future__ import annotations

import json
from typing import NoReturn

from flask import Response, abort, request

EDGE_PAGE = """<!DOCTYPE html>
<html><head><title>403 Forbidden</title></head>
<body><center><h1>403 Forbidden</h1></center><hr><center>edge</center></body></html>
"""
CODES = {
    400: ("ArgumentException", "Bad request"),
    403: ("Forbidden", "Insufficient scope"),
    404: ("NotFound", "Not found"),
    429: ("TooManyRequests", "Too many requests"),
    500: ("Exception", "An internal error has occurred"),
    502: ("ArgumentNullException", "Timestamp value is not supplied"),
    503: ("ServiceUnavailable", "Service unavailable"),
}


def error(status: int, message: str = "", field: str = "") -> Response:
    """An error in the API's own words; 401 says nothing at all."""
    if status == 401:
        return Response(status=401, mimetype="application/json")
    code, usual = CODES.get(status, ("Exception", "An internal error has occurred"))
    detail = [{"ErrorCode": code, "FieldName": field, "Message": message or usual, "Meta": {}}] if field else []
    words: dict[str, object] = {
        "ErrorCode": code,
        "Message": message or usual,
        "StackTrace": None,
        "Errors": detail,
        "Meta": {},
    }
    return Response(json.dumps({"ResponseStatus": words}), status=status, mimetype="application/json")


def edge_refusal() -> Response:
    """The page of the edge in front of the API."""
    return Response(EDGE_PAGE, status=403, mimetype="text/html")


def refuse(status: int, message: str = "", field: str = "") -> NoReturn:
    """End the request with an error."""
    abort(error(status, message, field))


def asked(name: str) -> str | None:
    """A query parameter, its name matched without regard to case."""
    for key, value in request.args.items():
        if key.lower() == name.lower():
            return value
    return None


def asked_flag(name: str) -> bool:
    """Whether a query parameter says yes."""
    return (asked(name) or "").lower() in ("true", "1")


def page(limit: int | None = None) -> slice:
    """The rows that Offset and Limit ask for; both are required."""
    try:
        offset, count = int(asked("Offset") or ""), int(asked("Limit") or "")
    except ValueError:
        refuse(400, "Invalid value of offset or limit")
    if offset < 0 or count < 1 or (limit is not None and count > limit):
        refuse(400, "Invalid value of offset or limit")
    return slice(offset, offset + count)


def rows(body: bytes, status: int = 200) -> Response:
    """A reply of JSON already encoded."""
    return Response(body, status=status, mimetype="application/json")
