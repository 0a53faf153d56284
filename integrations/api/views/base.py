"""What the views share: reading a body, and the lists under one connection."""

from abc import abstractmethod
from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request

from agencies.permissions import Permission
from integrations.api.finding import Found, find_connection
from integrations.api.paging import CursorPages


def parsed(shape: type[serializers.BaseSerializer[Any]], request: Request, **context: Any) -> dict[str, Any]:
    """The body in that shape. ValidationError names every value that does not fit."""
    body = shape(data=request.data, context=context)
    body.is_valid(raise_exception=True)
    return body.validated_data


class ConnectionList(ListAPIView[Any]):
    """A paged list of what one connection holds."""

    pagination_class = CursorPages
    model: ClassVar[type[Model]]
    found: Found

    @abstractmethod
    def rows(self, found: Found) -> QuerySet[Any]:
        """The rows of that connection, with all that the shape touches."""

    def get_queryset(self) -> QuerySet[Any]:
        """No rows while the schema is drawn."""
        if getattr(self, "swagger_fake_view", False):
            return self.model._default_manager.none()
        slug, org_id = self.kwargs["provider"], self.kwargs["org_id"]
        self.found = find_connection(self.request, slug, org_id, Permission.VIEW)
        return self.rows(self.found)

    def get_serializer_context(self) -> dict[str, Any]:
        """Tells the shape what this person may see."""
        found = getattr(self, "found", None)
        return {**super().get_serializer_context(), **({"membership": found.membership} if found else {})}
