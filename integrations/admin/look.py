"""Addresses that the admin's look asks for."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse


def site_url(request: HttpRequest) -> str:
    """The settings pages."""
    return reverse("integrations:catalogue")


def icon(request: HttpRequest) -> str:
    """The site's own."""
    return static("pmsync.svg")


def styles(request: HttpRequest) -> str:
    """What the look leaves to be put right."""
    return static("admin.css")
