"""Pages of long lists that are never counted: each goes on behind the last row seen, as in the API."""

from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.db.models import QuerySet
from django.http import Http404
from rest_framework.exceptions import ParseError
from rest_framework.request import Request

from agencies.pages.access import AgencyRequest
from integrations.api.paging import CursorPages


class Slice(NamedTuple):
    """Some rows of a list. `preceding` and `following` are the queries of the pages on both sides, or empty."""

    rows: list[Any]
    preceding: str
    following: str


def slice_of(request: AgencyRequest, rows: QuerySet[Any]) -> Slice:
    """The rows behind `?cursor=`, the first ones without it: one query. Http404 for a cursor that we never gave out."""
    pages = CursorPages()
    try:
        found = pages.paginate_queryset(rows, Request(request))
    except ParseError as error:
        raise Http404("There is no such page.") from error
    sides = pages.get_paginated_response(None).data
    return Slice(found, *(f"?{urlsplit(sides[side]).query}" if sides[side] else "" for side in ("previous", "next")))
