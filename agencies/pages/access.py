"""Who looks at a page, and for which agency. The choice of agency is kept in the session."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django_htmx.http import HttpResponseClientRefresh
from django_htmx.middleware import HtmxDetails

from agencies.access import CURRENT_AGENCY
from agencies.models import Membership, User
from agencies.permissions import Permission
from agencies.refusals import Refusal


class AgencyRequest(HttpRequest):
    """A request of a person who works at an agency."""

    user: User
    membership: Membership
    memberships: list[Membership]
    htmx: HtmxDetails


View = Callable[..., HttpResponse]


def agency_page(permission: Permission = Permission.VIEW, back: str = "home") -> Callable[[View], View]:
    """Lets in people whose role at the current agency allows this. A refusal becomes a message on the page `back`."""

    def wrap(view: View) -> View:
        @wraps(view)
        def wrapped(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:  # whose user may be anybody so far
            if not request.user.is_authenticated:
                return to_log_in(request)
            if not enter(request):
                return render(request, "agencies/no_agency.html", status=403)
            if not request.membership.allows(permission):
                raise PermissionDenied("Your role does not allow this. Ask an admin of your agency.")
            try:
                _check_agency(request)
                return view(request, *args, **kwargs)
            except Refusal as refusal:
                messages.error(request, refusal.sentence)
                return redirect(back)

        return wrapped

    return wrap


def _check_agency(request: AgencyRequest) -> None:
    """Refusal for a form that was shown for another agency than the current one: the person has switched in another tab,
    or has lost that agency. Forms about a row need not say it, because their row is not found."""
    agency = request.membership.agency
    if request.POST.get("for_agency", str(agency.pk)) != str(agency.pk):
        raise Refusal(
            "another_agency",
            f"You are at {agency} now, and that form was for another agency. Nothing was done.",
            "Switch to the agency that you mean, and try again.",
        )


def to_log_in(request: AgencyRequest) -> HttpResponse:
    """On to the log-in. The whole page is loaded again where only a part of it was asked for, or the log-in would end up
    inside the part."""
    return HttpResponseClientRefresh() if request.htmx else redirect_to_login(request.get_full_path())


def enter(request: AgencyRequest) -> bool:
    """Whether the person works anywhere. Sets the memberships and the current one: one query."""
    rows = Membership.objects.filter(user=request.user).select_related("agency").order_by("agency__name")
    request.memberships = list(rows)
    if not request.memberships:
        return False
    chosen = request.session.get(CURRENT_AGENCY)
    request.membership = next(
        (row for row in request.memberships if str(row.agency_id) == chosen), request.memberships[0]
    )
    return True
