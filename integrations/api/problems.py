"""Errors as RFC 9457 problem details: one shape for everything that goes wrong under /api/."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, JsonResponse
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import exception_handler as drf_exception_handler

from agencies.refusals import Refusal
from providers.errors import ProviderError, RateLimitError, UnavailableError, UnsupportedError

MEDIA_TYPE = "application/problem+json"
NOT_FOUND = "There is nothing at this address."


class Problem(exceptions.APIException):
    """An answer other than success, with members of its own beside the common ones."""

    def __init__(self, status_code: int, code: str, detail: str, action: str = "", **members: Any) -> None:
        super().__init__(detail, code)
        self.status_code = status_code
        self.action = action
        self.members = members


def problem(status_code: int, code: str, detail: str, action: str = "", **members: Any) -> dict[str, Any]:
    """The body of a problem. `code` is for programs, `detail` and `action` are sentences for people."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status_code).phrase,
        "status": status_code,
        "detail": detail,
        "code": code,
    }
    return body | ({"action": action} if action else {}) | members


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to any error a view raises; None for those nobody foresaw (they end as a 500)."""
    known = _known(error)
    answer = drf_exception_handler(known, context)
    if answer is None:
        return None
    answer.data = _body(known, answer)
    answer.content_type = MEDIA_TYPE
    return answer


def problem_response(request: HttpRequest, status_code: int, code: str, detail: str) -> JsonResponse:
    """A problem from outside the API's views: errors that Django itself answers."""
    return JsonResponse(problem(status_code, code, detail), status=status_code, content_type=MEDIA_TYPE)


def _known(error: Exception) -> Exception:
    if isinstance(error, Refusal):
        code = status.HTTP_409_CONFLICT if error.conflict else status.HTTP_400_BAD_REQUEST
        return Problem(code, error.code, error.message, error.action)
    if isinstance(error, ProviderError):
        return _vendor_problem(error)
    if isinstance(error, exceptions.Throttled):
        return _slow_down(getattr(error, "wait", None) or 1)
    return error


def _slow_down(wait: float) -> Problem:
    seconds = int(wait) + 1
    words = "1 second" if seconds == 1 else f"{seconds} seconds"
    found = Problem(429, "throttled", "That is more than pmsync answers in so short a time.", f"Ask again in {words}.")
    found.wait = seconds  # type: ignore[attr-defined]  # DRF sends it as Retry-After
    return found


def _vendor_problem(error: ProviderError) -> Problem:
    """Ours to mend (400), not there for now (503), or an answer that we cannot use (502)."""
    if isinstance(error, UnsupportedError):
        return Problem(status.HTTP_400_BAD_REQUEST, error.code, error.message)
    if not isinstance(error, UnavailableError):
        return Problem(status.HTTP_502_BAD_GATEWAY, error.code, error.message)
    found = Problem(status.HTTP_503_SERVICE_UNAVAILABLE, error.code, error.message)
    if isinstance(error, RateLimitError):
        found.wait = int(error.retry_after) + 1  # type: ignore[attr-defined]  # DRF sends it as Retry-After
    return found


def _body(error: Exception, answer: Response) -> dict[str, Any]:
    if isinstance(error, Problem):
        return problem(answer.status_code, str(error.get_codes()), str(error.detail), error.action, **error.members)
    if isinstance(error, exceptions.ValidationError):
        fields = [{"field": path, "code": d.code, "message": str(d)} for path, d in _field_errors(error.detail)]
        return problem(answer.status_code, "invalid", _sentence(fields), errors=fields)
    return problem(answer.status_code, *_code_and_detail(answer.data))


def _sentence(fields: list[dict[str, Any]]) -> str:
    if len(fields) == 1:
        return str(fields[0]["message"])
    return f"{len(fields)} values cannot be used. See `errors`."


def _code_and_detail(data: Any) -> tuple[str, str]:
    """DRF's own errors: {"detail": ErrorDetail}, to which JWT adds a `code` and `messages` that say no more."""
    detail = data["detail"]
    code = str(data.get("code", "")) or getattr(detail, "code", None) or "error"
    return code, str(detail)


def _field_errors(detail: Any, path: str = "") -> Iterator[tuple[str, exceptions.ErrorDetail]]:
    """Each message with the dotted path of its field; "" where it concerns the body as a whole."""
    if isinstance(detail, exceptions.ErrorDetail):
        yield path, detail
    elif isinstance(detail, dict):
        for key, inner in detail.items():
            step = "" if key == "non_field_errors" else str(key)
            yield from _field_errors(inner, ".".join(filter(None, (path, step))))
    else:
        for index, inner in enumerate(detail):
            nested = isinstance(inner, (dict, list))
            yield from _field_errors(inner, ".".join(filter(None, (path, str(index)))) if nested else path)
