"""What people and programs see when something goes wrong outside a view: a page in plain words, or a problem in JSON."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import defaults

from agencies.locking import seconds_left
from integrations.api.problems import NOT_FOUND, problem_response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    if for_programs(request):
        return problem_response(request, 400, "bad_request", "This request cannot be read.")
    return defaults.bad_request(request, exception)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    if for_programs(request):
        return problem_response(request, 403, "permission_denied", str(exception) or "You may not do this.")
    return defaults.permission_denied(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    if for_programs(request):
        return problem_response(request, 404, "not_found", NOT_FOUND)
    return defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """500."""
    if for_programs(request):
        return problem_response(request, 500, "error", "Something went wrong here. It has been logged.")
    return defaults.server_error(request)


def locked_out(request: HttpRequest, answer: HttpResponse, credentials: dict[str, Any] | None = None) -> HttpResponse:
    """429: too many wrong passwords. Instead of whatever the log-in answered."""
    seconds = seconds_left(request, credentials)
    minutes = -(-seconds // 60)
    if for_programs(request):
        words = f"Too many wrong passwords for this name. It is locked for {minutes} more minutes."
        refused: HttpResponse = problem_response(request, 429, "locked_out", words)
    else:
        refused = render(request, "agencies/locked_out.html", {"minutes": minutes}, status=429)
    refused["Retry-After"] = str(seconds)
    return refused


def for_programs(request: HttpRequest) -> bool:
    """Whether a program asks: everything under /api/ but the address that vendors send browsers back to."""
    return request.path.startswith("/api/") and not request.path.endswith("/callback")
