"""The four shapes in which this API says that something is wrong."""

from __future__ import annotations

import json
from typing import Any

from flask import Response, request

GENERAL = -2146233088
KEY_NOT_FOUND = -2146232969
WORDS = {  # status -> Exception, DeveloperMessage, UserMessage; where nothing is evidenced, a guess
    400: ("ArgumentException", "The request could not be read.", "Unspecified Error"),
    401: ("ApiAuthenticationException", "The ApiToken could not be validated.", "Authentication Failed."),
    403: ("ApiAuthorizationException", "A required privilege is missing.", "Insufficient privileges."),
    409: ("ConcurrencyException", "The record was changed by another user.", "Unspecified Error"),
    412: ("PreconditionException", "The operation needs a save option.", "Unspecified Error"),
    429: ("ApiRateLimitException", "The rate limit was exceeded.", "Too many requests."),
}
USUAL = ("Exception", "An unspecified error has occurred.", "Unspecified Error")


def error_model(status: int, exception: str = "", developer: str = "", user: str = "", code: int = GENERAL) -> Response:
    """An ErrorModel; what is not said is filled in with the usual words of that status."""
    usual = WORDS.get(status, USUAL)
    body = {
        "DeveloperMessage": developer or usual[1],
        "UserMessage": user or usual[2],
        "ErrorCode": code,
        "Exception": exception or usual[0],
        "MoreInfoUri": help_page(),
    }
    return written(body, status)


def key_not_found() -> Response:
    """How `orderingOptions` is answered; this one names no help page."""
    body = {
        "DeveloperMessage": "The given key was not present in the dictionary.",
        "UserMessage": "Unspecified Error",
        "ErrorCode": KEY_NOT_FOUND,
        "Exception": "KeyNotFoundException",
    }
    return written(body, 404)


def no_route() -> Response:
    """404 for a route that there is not."""
    return written({"Message": f"No HTTP resource was found that matches the request URI '{request.base_url}'."}, 404)


def bad_filter(text: str, where: str = "filters") -> Response:
    """400 for a filter that cannot be understood, or another part of the query."""
    return written({"Message": "The request is invalid.", "ModelState": {where: [text]}}, 400)


def empty(status: int) -> Response:
    """No body at all: 404 for a row that is absent or invisible, 204 for no rows."""
    return Response(status=status)


def written(body: Any, status: int = 200) -> Response:
    """A value as JSON."""
    return Response(json.dumps(body), status=status, content_type="application/json; charset=utf-8")


def help_page() -> str:
    """Where the vendor's portal speaks of the path asked for."""
    company = (request.view_args or {}).get("company", "samplehomes")
    below = request.path.partition(f"/{company}/")[2].strip("/")
    names = [part for part in below.split("/") if not part.isdigit()]
    kind = "Resource" if len(names) < 2 else "Subresource"
    return f"https://{company}.api.rentmanager.com/Help/{kind}/{'/'.join(names)}"
