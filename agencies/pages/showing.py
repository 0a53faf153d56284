"""Showing a page: what every template knows, and the agency's own clock."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation

from agencies.pages.access import AgencyRequest
from agencies.permissions import Permission

ROWS = 50


def show(request: AgencyRequest, template: str, leads_to: Sequence[str] = (), **context: Any) -> HttpResponse:
    """The page, with every time in the agency's zone, and days and numbers as it writes them. `leads_to` are origins
    that the page's forms may send the browser on to."""
    agency = request.membership.agency
    with timezone.override(agency.zone), translation.override(agency.locale):
        today = timezone.localdate()
        common = {
            "agency": agency,
            "memberships": request.memberships,
            "can": {permission.value: request.membership.allows(permission) for permission in Permission},
            "today": today,
            "yesterday": today - timedelta(days=1),
            "tomorrow": today + timedelta(days=1),
        }
        page = render(request, template, common | context)
    if leads_to:
        page._csp_update = {"form-action": leads_to}  # type: ignore[attr-defined]  # as django-csp's decorators do
    return page


def page_of(request: AgencyRequest, rows: QuerySet[Any]) -> Page[Any]:
    """The page of rows that `?page=` names, the nearest one where there is none such: two queries."""
    return Paginator(rows, ROWS).get_page(request.GET.get("page"))
