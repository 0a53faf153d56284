"""The admin's first page: what needs a person."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from agencies.admin_links import list_address, row_address, when
from integrations.models import Connection, SyncIssue, SyncLog
from integrations.pages.standing import CONNECTION_STATES

SHOWN = 8
RECENT = timedelta(hours=36)  # last night, also for those who look late


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """The page's context with the cards of what needs a person, as far as this one may see it: two queries a card."""
    cards = [_sign_ins(request), _failures(request), _issues(request)]
    return context | {"cards": [card for card in cards if card]}


def _sign_ins(request: HttpRequest) -> dict[str, Any] | None:
    rows = _rows(request, Connection).filter(status__in=Connection.SIGN_IN_LOST).order_by("-updated_at")
    lines = [
        (row_address(row), str(row), f"{row.agency}: {CONNECTION_STATES[row.status].words}.") for row in rows[:SHOWN]
    ]
    words = ("Connections to sign in to again", "Every connection is signed in.")
    return _card(request, words, rows, lines, "integrations_connection")


def _failures(request: HttpRequest) -> dict[str, Any] | None:
    since = timezone.now() - RECENT
    rows = _rows(request, SyncLog).filter(status=SyncLog.Status.FAILED, created_at__gte=since)
    lines = [
        (
            row_address(row),
            str(row.connection),
            f"{row.connection.agency}, {when(row.created_at, row.connection.agency)}. {row.summary}",
        )
        for row in rows[:SHOWN]
    ]
    words = ("Syncs that failed since yesterday", "No sync has failed since yesterday.")
    return _card(request, words, rows, lines, "integrations_synclog", "status__exact", "failed")


def _issues(request: HttpRequest) -> dict[str, Any] | None:
    rows = _rows(request, SyncIssue).filter(status=SyncIssue.Status.OPEN)
    lines = [(row_address(row), row.message, f"{row.connection.agency}. {row.action}") for row in rows[:SHOWN]]
    words = ("Open issues", "No issue is open.")
    return _card(request, words, rows, lines, "integrations_syncissue", "status__exact", "open")


def _rows(request: HttpRequest, model: Any) -> QuerySet[Any]:
    """The rows that the person sees in the admin's list."""
    rows: QuerySet[Any] = admin.site.get_model_admin(model).get_queryset(request)
    return rows.select_related("agency") if model is Connection else rows


def _card(
    request: HttpRequest,
    words: tuple[str, str],
    rows: QuerySet[Any],
    lines: Sequence[tuple[str, str, str]],
    *where: str,
) -> dict[str, Any] | None:
    address = list_address(request, *where)
    if not address:
        return None
    number = len(lines) if len(lines) < SHOWN else rows.order_by().aggregate(number=Count("pk"))["number"]
    return {"title": words[0], "empty": words[1], "number": number, "lines": lines, "all": address}
