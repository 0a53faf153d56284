"""The page behind an invitation's link. Whoever holds the link may see it; nobody else."""

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from agencies import joining
from agencies.access import CURRENT_AGENCY
from agencies.models import Invitation, Membership, User
from agencies.pages.forms import NewPersonForm
from agencies.refusals import Refusal

BACKEND = "django.contrib.auth.backends.ModelBackend"


@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What the invitation is for, and the one step that accepts it."""
    try:
        found = joining.find(token)
        if request.user.is_authenticated:
            return _as_known(request, found, request.user)
        if joining.account(found) is not None:
            return render(request, "agencies/invitation.html", {"invitation": found, "step": "log_in"})
        return _as_new(request, found)
    except Refusal as refusal:
        return render(request, "agencies/invitation_refused.html", {"refusal": refusal}, status=410)


def _as_known(request: HttpRequest, found: Invitation, user: User) -> HttpResponse:
    """For somebody who is logged in: a button, where the address is theirs. No error status where it is not: those are
    logged with their path, and this link still opens the invitation."""
    if user.email != found.email:
        return render(request, "agencies/invitation.html", {"invitation": found, "step": "log_out"})
    if request.method == "POST":
        return _enter(request, joining.accept(found, user))
    return render(request, "agencies/invitation.html", {"invitation": found, "step": "accept"})


def _as_new(request: HttpRequest, found: Invitation) -> HttpResponse:
    """For somebody without an account: their name and a password. They are logged in then."""
    form = NewPersonForm(request.POST or None, email=found.email)
    if not form.is_valid():
        return render(request, "agencies/invitation.html", {"invitation": found, "step": "new", "form": form})
    chosen = form.cleaned_data
    member = joining.accept_as_new(found, chosen["first_name"], chosen["last_name"], chosen["password"])
    login(request, member.user, backend=BACKEND)
    return _enter(request, member)


def _enter(request: HttpRequest, member: Membership) -> HttpResponse:
    request.session[CURRENT_AGENCY] = str(member.agency_id)
    messages.success(request, f"Welcome to {member.agency}. You work here as {member.get_role_display().lower()}.")
    return redirect("home")
