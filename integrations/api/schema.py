"""What the OpenAPI document needs to be told: the errors that any operation may answer, and shared parameters."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema

from integrations.api.problems import MEDIA_TYPE
from integrations.api.serializers.problems import ProblemSerializer

CONNECTION = OpenApiParameter(
    "connection",
    OpenApiTypes.UUID,
    description="Which connection is meant, where the agency has several to this provider.",
)
ORG = OpenApiParameter("org_id", OpenApiTypes.UUID, description="Rows of this agency only.")

ERRORS = {
    400: "The request cannot be carried out as it stands.",
    401: "Nobody is signed in, or the token is not valid.",
    403: "The person's role does not allow this.",
    404: "There is no such thing here.",
    409: "The present state of things does not allow this.",
    502: "The other system gave an answer that cannot be used.",
    503: "The other system does not answer.",
}


def operation(
    operation_id: str, *, answers: Any, status: int = 200, errors: tuple[int, ...] = (404,), **more: Any
) -> Callable[[Any], Any]:
    """A view method's entry in the OpenAPI document: what it answers, and which errors beside 401 and 403."""
    responses: dict[Any, Any] = {status: answers}
    for code in (*errors, 401, 403):
        responses[(code, MEDIA_TYPE)] = OpenApiResponse(ProblemSerializer, ERRORS[code])
    return extend_schema(operation_id=operation_id, responses=responses, **more)
