"""Addresses of the admin's pages, and moments as the agency reads them."""

from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from agencies.models import Agency

LINK = "font-medium text-primary-600 dark:text-primary-500"


def list_address(request: HttpRequest, model: str, key: str = "", value: object = "") -> str:
    """The list of a model (`app_model`), narrowed by a key; "" where the person may not see it."""
    app, _, name = model.partition("_")
    found = admin.site._registry.get(apps.get_model(app, name))
    if found is None or not found.has_view_permission(request):
        return ""
    address = reverse(f"admin:{model}_changelist")
    return f"{address}?{key}={value}" if key else address


def row_address(row: Model) -> str:
    """The row's own page."""
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def link(row: Model | None, words: object = "") -> str:
    """The row as a link; "-" where there is none."""
    return anchor(row_address(row), words or row) if row is not None else "-"


def anchor(address: str, words: object) -> str:
    """A link that looks like one."""
    return format_html('<a class="{}" href="{}">{}</a>', LINK, address, words)


def badge(tone: str, words: str) -> str:
    """A state in words, with its colour: success, info, warning, danger, primary or default."""
    return render_to_string("unfold/helpers/label.html", {"type": tone, "text": words})


def when(moment: datetime | None, agency: Agency | None) -> str:
    """A moment on the agency's clock, such as "3 Jul 2026, 12:14"; "-" where there is none."""
    if moment is None:
        return "-"
    local = timezone.localtime(moment, agency.zone if agency else None)
    return f"{local.day} {local:%b %Y, %H:%M}"


def money(amount: Any, currency: str = "") -> str:
    """An amount such as "1,234.50 AUD"; "-" where there is none."""
    return "-" if amount is None else f"{amount:,.2f} {currency}".strip()
