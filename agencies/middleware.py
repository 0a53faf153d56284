"""What happens around every request."""

import re
from collections.abc import Callable
from uuid import uuid4

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from structlog.contextvars import bound_contextvars

from agencies.audit import current_request

REQUEST_ID = re.compile(r"[\w-]{8,64}")


class Traced:
    """Gives each request an id, its caller's own where it sends one in X-Request-ID: the answer and every line of the log
    carry it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        sent = request.headers.get("X-Request-ID", "")
        named = sent if REQUEST_ID.fullmatch(sent) else uuid4().hex
        with bound_contextvars(request=named):
            response = self.get_response(request)
        response["X-Request-ID"] = named
        return response


class Remember:
    """Lets the audit trail know which request a step belongs to."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = current_request.set(request)
        try:
            return self.get_response(request)
        finally:
            current_request.reset(token)


class Readable:
    """Answers 400 to an address with a NUL character: no text holds one, and PostgreSQL stores and compares none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("The address holds a NUL character.")
        return self.get_response(request)


class ContentPolicy(CSPMiddleware):
    """The strict policy everywhere but below the paths of CONTENT_SECURITY_POLICIES, which have one of their own."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        """The policy of the request's path."""
        parts = super().get_policy_parts(request, response, report_only)
        for prefix, directives in settings.CONTENT_SECURITY_POLICIES.items():
            if request.path.startswith(prefix):
                parts.config = directives
        return parts
