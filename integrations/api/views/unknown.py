"""Addresses under /api/ at which there is nothing."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.views import APIView

from integrations.api.problems import NOT_FOUND


@extend_schema(exclude=True)
class Unknown(APIView):
    """Answers 404 to every method, signed in or not."""

    authentication_classes = ()
    permission_classes = ()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Nothing here, whatever is asked."""
        raise NotFound(NOT_FOUND)
