"""The admin's log-in is the site's own."""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse


def admin_login(request: HttpRequest) -> HttpResponse:
    """On to the log-in page, which counts failures, and back. People who are logged in but not staff are told so: to log
    in again would not help them."""
    if request.user.is_authenticated and not request.user.is_staff:
        raise PermissionDenied("The admin is for staff. The settings pages hold what you need.")
    target = request.GET.get("next") or reverse("admin:index")
    return redirect(f"{reverse('login')}?{urlencode({'next': target})}")
