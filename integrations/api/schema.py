"""What the OpenAPI document needs to be told: groups, examples, the errors of each operation, and shared parameters."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema

from integrations.api.example_rows import VENDOR
from integrations.api.examples import EXAMPLES
from integrations.api.problems import MEDIA_TYPE, problem
from integrations.api.serializers.problems import ProblemSerializer

CONNECTION = OpenApiParameter(
    "connection",
    OpenApiTypes.UUID,
    description="Which connection is meant, where the agency has several to this provider.",
)
ORG = OpenApiParameter("org_id", OpenApiTypes.UUID, description="Rows of this agency only.")
HELD = OpenApiParameter(
    "If-None-Match",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="The `ETag` of the answer that you hold. 304, without a body, says that it still stands.",
)

# Of each error: the sentence of the document, and an example's code, detail and action.
ERRORS: dict[int, tuple[str, str, str, str]] = {
    400: (
        "The request cannot be carried out as it stands.",
        "bad_page_size",
        "page_size must be a whole number from 1 to 200.",
        "",
    ),
    401: (
        "Nobody is signed in, or the token is not valid.",
        "not_authenticated",
        "Authentication credentials were not provided.",
        "",
    ),
    403: (
        "The person's role does not allow this.",
        "permission_denied",
        "Your role (Viewer) does not allow this. Ask an admin of Harbour Rentals.",
        "",
    ),
    404: ("There is no such thing here.", "not_found", "There is no such agency here.", ""),
    409: (
        "The present state of things does not allow this.",
        "several_connections",
        f"There are 2 {VENDOR.label} connections.",
        "Say which one: add ?connection= with its connection_id.",
    ),
    429: (
        "Too many requests. `Retry-After` says how many seconds to wait.",
        "throttled",
        "That is more than pmsync answers in so short a time.",
        "Ask again in 17 seconds.",
    ),
    502: (
        "The other system gave an answer that cannot be used.",
        "reply_not_as_documented",
        f"{VENDOR.label} sent something else.",
        "",
    ),
    503: ("The other system does not answer.", "vendor_unavailable", f"{VENDOR.label} does not answer.", ""),
}
# The group of an operation, by how its id begins. What is not here is the portfolio.
GROUPS = {
    "auth": "Signing in",
    "providers": "Connections",
    "connections": "Connections",
    "integrations": "Connections",
    "mappings": "Mapping",
    "field": "Mapping",
    "sync": "Syncing",
    "issues": "Issues",
    "webhooks": "Events",
    "subscriptions": "Events",
    "health": "Health",
    "quality": "Health",
    "diagnostics": "Health",
    "conflicts": "Writing back",
    "outbox": "Writing back",
    "two": "Writing back",
    "edits": "Writing back",
    "summary": "Health",
}


def operation(
    operation_id: str, *, answers: Any, status: int = 200, errors: tuple[int, ...] = (404,), **more: Any
) -> Callable[[Any], Any]:
    """A view method's entry in the OpenAPI document: what it answers, and which errors beside 401, 403 and 429."""
    responses: dict[Any, Any] = {status: answers}
    for code in sorted({*errors, 401, 403, 429}):
        responses[(code, MEDIA_TYPE)] = refused(code)
    group = GROUPS.get(operation_id.partition("_")[0], "Portfolio")
    return extend_schema(
        operation_id=operation_id,
        responses=responses | more.pop("also", {}),
        tags=[group],
        examples=examples_of(operation_id, status),
        **more,
    )


def refused(code: int) -> OpenApiResponse:
    """The entry of an error, with an example."""
    sentence, name, *told = ERRORS[code]
    return OpenApiResponse(ProblemSerializer, sentence, [OpenApiExample(name, problem(code, name, *told))])


def examples_of(operation_id: str, status: int) -> list[OpenApiExample]:
    """What is sent and what comes back."""
    sent, answered = EXAMPLES.get(operation_id, (None, None))
    found = []
    if sent is not None:
        found.append(OpenApiExample("Request", sent, request_only=True))
    if answered is not None:
        found.append(OpenApiExample("Answer", answered, response_only=True, status_codes=[str(status)]))
    return found


UNCHANGED = {304: OpenApiResponse(description="What you hold still stands.")}
