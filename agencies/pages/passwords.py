"""Logging in, and passwords: Django's own views with pmsync's words, trail and limits."""

import hashlib
import time
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views
from django.contrib.auth.forms import PasswordResetForm
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy

from agencies import audit
from agencies.audit import address_of

WINDOW = 3600
RESETS = {"address": 10, "name": 3}  # requests in an hour, from one place and for one person


class LogIn(views.LoginView):
    """The log-in page. It says beforehand how many wrong passwords lock it."""

    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the limits."""
        minutes = settings.AXES_COOLOFF_TIME.total_seconds() // 60
        return super().get_context_data(**kwargs, tries=settings.AXES_FAILURE_LIMIT, minutes=int(minutes))


class Change(views.PasswordChangeView):
    """A new password for somebody who knows the old one. Django ends their other sessions."""

    template_name = "registration/change_password.html"
    success_url = reverse_lazy("home")

    def form_valid(self, form: Any) -> HttpResponse:
        """Stores it, and notes that it was changed."""
        with transaction.atomic():
            answer = super().form_valid(form)
            audit.record(audit.Action.PASSWORD_CHANGED, form.user.email, person=form.user, by="the person")
        messages.success(self.request, "Your password is changed. You are logged out everywhere else.")
        return answer


class Reset(views.PasswordResetView):
    """Asks for an address, and mails it a link. The answer is the same whether it is known or not."""

    template_name = "registration/reset_password.html"
    email_template_name = "registration/reset_mail.txt"
    subject_template_name = "registration/reset_subject.txt"
    success_url = reverse_lazy("password_reset_done")

    def form_valid(self, form: PasswordResetForm) -> HttpResponse:
        """Mails the link. 429 where it is asked for too often."""
        if seconds := wait_for(self.request, form.cleaned_data["email"]):
            minutes = -(-seconds // 60)
            answer = render(self.request, "registration/reset_too_often.html", {"minutes": minutes}, status=429)
            answer["Retry-After"] = str(seconds)
            return answer
        self.extra_email_context = {"site": settings.SITE_URL, "hours": settings.PASSWORD_RESET_TIMEOUT // 3600}
        return super().form_valid(form)


class ResetDone(views.PasswordResetDoneView):
    """Says where to look for the mail."""

    template_name = "registration/reset_sent.html"


class NewPassword(views.PasswordResetConfirmView):
    """Where the mailed link leads. A new password ends every session of the person."""

    template_name = "registration/new_password.html"
    success_url = reverse_lazy("login")

    def form_valid(self, form: Any) -> HttpResponse:
        """Stores it, and notes that it was reset."""
        with transaction.atomic():
            answer = super().form_valid(form)
            audit.record(audit.Action.PASSWORD_CHANGED, form.user.email, person=form.user, by="a mailed link")
        messages.success(self.request, "Your password is changed. Log in with the new one.")
        return answer


def wait_for(request: HttpRequest, email: str) -> int:
    """How many seconds until this place, or anybody for this address, may ask for a link again; 0 for now. Counts this
    request in."""
    counted = {"address": address_of(request) or "", "name": email.strip().lower()}
    return max([_count(kind, value, time.time()) for kind, value in counted.items()])


def _count(kind: str, value: str, now: float) -> int:
    """The first request opens a window of an hour. Caches forget entries early, never late, so its start is kept."""
    key = f"reset:{kind}:{hashlib.sha256(value.encode()).hexdigest()}"
    began, count = cache.get(key) or (now, 0)
    if now - began >= WINDOW:
        began, count = now, 0
    left = max(1, int(began + WINDOW - now))
    cache.set(key, (began, count + 1), left)
    return left if count >= RESETS[kind] else 0
