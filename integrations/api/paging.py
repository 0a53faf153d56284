"""Pages that stay right while rows come and go: each goes on behind the last row seen, not at a row number."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from rest_framework.exceptions import ParseError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param
from rest_framework.views import APIView

PAGE_SIZE = 50
LARGEST_PAGE = 200
EXAMPLE = "https://pmsync.example/api/portfolio/properties?cursor=W2ZhbHNlLCIx"
SIZES = frozenset(map(str, range(1, LARGEST_PAGE + 1)))


class Place(NamedTuple):
    """A row that a page starts behind (or, backwards, ends before): its sort value as text, and its id."""

    backwards: bool
    value: str
    id: str

    @classmethod
    def from_text(cls, text: str) -> "Place":
        """The place that a `cursor` parameter holds. ParseError where it is not one of ours."""
        try:
            backwards, value, row_id = json.loads(urlsafe_b64decode(text.encode()))
            f"{value}{row_id}".encode()  # half a character is no text
        except (ValueError, TypeError, RecursionError) as error:
            raise ParseError("This cursor is not one that we gave out.", "bad_cursor") from error
        if "\0" in str(value):
            raise ParseError("This cursor is not one that we gave out.", "bad_cursor")
        return cls(bool(backwards), str(value), str(row_id))

    def to_text(self) -> str:
        """What stands in the `cursor` parameter."""
        return urlsafe_b64encode(json.dumps(self).encode()).decode()


class CursorPages(BasePagination):
    """Pages along the first field of the queryset's ordering, which must never be null; the id parts equal values."""

    def paginate_queryset(self, queryset: Any, request: Request, view: APIView | None = None) -> list[Any]:
        """The rows of one page: one query."""
        self.url = request.build_absolute_uri()
        self.order = str((queryset.query.order_by or queryset.model._meta.ordering)[0])
        self.size = page_size(request)
        text = request.query_params.get("cursor", "")
        place = Place.from_text(text) if text else None
        rows = self._read(queryset, place)
        self.more, self.place, rows = len(rows) > self.size, place, rows[: self.size]
        self.rows = rows[::-1] if place and place.backwards else rows
        return self.rows

    def get_paginated_response(self, data: Any) -> Response:
        """The rows, with the addresses of the pages on both sides."""
        back = self.place is not None and self.place.backwards
        has_next, has_previous = (True, self.more) if back else (self.more, self.place is not None)
        following = self._url(Place(False, *self._mark(self.rows[-1]))) if has_next and self.rows else None
        preceding = self._url(Place(True, *self._mark(self.rows[0]))) if has_previous and self.rows else None
        return Response({"next": following, "previous": preceding, "results": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The page's shape, for OpenAPI."""
        url = {"type": "string", "format": "uri", "nullable": True}
        properties = {"next": url | {"example": EXAMPLE}, "previous": url | {"example": None}, "results": schema}
        return {"type": "object", "required": list(properties), "properties": properties}

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        """The parameters, for OpenAPI."""
        sizes = {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": PAGE_SIZE}
        return [
            {
                "name": "cursor",
                "in": "query",
                "schema": {"type": "string"},
                "description": "Taken from `next` or `previous`.",
            },
            {"name": "page_size", "in": "query", "schema": sizes, "description": "Rows on a page."},
        ]

    def _read(self, queryset: QuerySet[Any], place: Place | None) -> list[Any]:
        name, backwards = self.order.lstrip("-"), place is not None and place.backwards
        falling = self.order.startswith("-") != backwards
        if place is not None:
            queryset = queryset.filter(_behind(queryset.model, name, place, "lt" if falling else "gt"))
        sign = "-" if falling else ""
        return list(queryset.order_by(f"{sign}{name}", f"{sign}pk")[: self.size + 1])

    def _mark(self, row: Model) -> tuple[str, str]:
        name = self.order.lstrip("-")
        return row._meta.get_field(name).value_to_string(row), str(row.pk)  # type: ignore[union-attr]

    def _url(self, place: Place) -> str:
        return replace_query_param(remove_query_param(self.url, "cursor"), "cursor", place.to_text())


def page_size(request: Request) -> int:
    """How many rows the client asks for. ParseError where that is not within our limits."""
    text = request.query_params.get("page_size", str(PAGE_SIZE))
    if text not in SIZES:
        raise ParseError(f"page_size must be a whole number from 1 to {LARGEST_PAGE}.", "bad_page_size")
    return int(text)


def _behind(model: type[Model], name: str, place: Place, beyond: str) -> Q:
    try:
        value = model._meta.get_field(name).to_python(place.value)  # type: ignore[union-attr]
        value = value.astimezone(UTC) if isinstance(value, datetime) else value
        row_id = model._meta.pk.to_python(place.id)
    except (ValidationError, OverflowError, ValueError) as error:
        raise ParseError("This cursor is not one that we gave out.", "bad_cursor") from error
    same = Q(**{name: value, f"pk__{beyond}": row_id})
    return Q(**{f"{name}__{beyond}": value}) | same
