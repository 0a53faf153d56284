"""The people of an agency: who works there, as what, and who is invited."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies import inviting, membership
from agencies.models import Invitation, Membership
from agencies.pages.access import AgencyRequest, agency_page
from agencies.pages.forms import InviteForm, RoleForm
from agencies.pages.showing import show
from agencies.permissions import PERMISSIONS, Permission, Role
from agencies.querysets import members as members_of
from agencies.querysets import open_invitations

BACK = "agencies:members"
MEANINGS = {
    Permission.VIEW: "looks at properties, leases, syncs and issues",
    Permission.SYNC: "starts syncs",
    Permission.FIX_ISSUES: "decides issues",
    Permission.SEE_MONEY: "sees money",
    Permission.SEE_CONTACTS: "sees contact details",
    Permission.MAP: "maps properties",
    Permission.CONNECT: "connects and disconnects",
    Permission.WRITE_BACK: "writes to other systems",
    Permission.MANAGE_MEMBERS: "manages people and the agency",
}


@require_safe
@agency_page()
def members(request: AgencyRequest) -> HttpResponse:
    """Everybody, and for those who manage them the steps and the open invitations."""
    return _show(request, InviteForm())


@require_POST
@agency_page(Permission.MANAGE_MEMBERS, back=BACK)
def invite(request: AgencyRequest) -> HttpResponse:
    """Mails an invitation."""
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _show(request, form)
    invitation = inviting.invite(form.cleaned_data["email"], form.cleaned_data["role"], request.membership)
    messages.success(request, f"{invitation.email} is invited. The mail is on its way.")
    return redirect(BACK)


@require_POST
@agency_page(Permission.MANAGE_MEMBERS, back=BACK)
def resend(request: AgencyRequest, invitation_id: str) -> HttpResponse:
    """Mails an invitation with a new link."""
    invitation = inviting.resend(_invitation(request, invitation_id), request.membership)
    messages.success(request, f"{invitation.email} gets a new link. The one before no longer works.")
    return redirect(BACK)


@require_POST
@agency_page(Permission.MANAGE_MEMBERS, back=BACK)
def withdraw(request: AgencyRequest, invitation_id: str) -> HttpResponse:
    """Ends an invitation."""
    invitation = _invitation(request, invitation_id)
    inviting.withdraw(invitation, request.membership)
    messages.success(request, f"The invitation of {invitation.email} is withdrawn.")
    return redirect(BACK)


@require_POST
@agency_page(Permission.MANAGE_MEMBERS, back=BACK)
def change_role(request: AgencyRequest, member_id: int) -> HttpResponse:
    """Gives a member another role."""
    member, form = _member(request, member_id), RoleForm(request.POST)
    if not form.is_valid():
        messages.error(request, "There is no such role. Please choose one from the list.")
        return redirect(BACK)
    member = membership.change_role(member, form.cleaned_data["role"], request.membership)
    messages.success(request, f"{member.user.email} works here as {member.get_role_display().lower()}.")
    return redirect(BACK)


@require_http_methods(["GET", "POST"])
@agency_page(Permission.MANAGE_MEMBERS, back=BACK)
def remove(request: AgencyRequest, member_id: int) -> HttpResponse:
    """Asks first, saying what it means; then ends a membership."""
    member = _member(request, member_id)
    if request.method != "POST":
        return show(request, "agencies/remove_member.html", member=member)
    membership.remove(member, request.membership)
    messages.success(
        request, f"{member.user.email} no longer works here, and sees nothing of {member.agency} any more."
    )
    return redirect("home" if member.user_id == request.user.pk else BACK)


def _show(request: AgencyRequest, form: InviteForm) -> HttpResponse:
    manages = request.membership.allows(Permission.MANAGE_MEMBERS)
    known: dict[str, Any] = {"members": members_of(request.membership.agency), "roles": Role.choices, "invite": form}
    invitations = open_invitations(request.membership.agency) if manages else []
    return show(request, "agencies/members.html", meanings=_meanings(), invitations=invitations, **known)


def _meanings() -> list[tuple[str, list[str]]]:
    """What each role may do, in words, read from the one table."""
    return [(role.label, [words for p, words in MEANINGS.items() if p in PERMISSIONS[role]]) for role in Role]


def _member(request: AgencyRequest, member_id: int) -> Membership:
    return get_object_or_404(members_of(request.membership.agency).select_related("agency"), pk=member_id)


def _invitation(request: AgencyRequest, invitation_id: str) -> Invitation:
    return get_object_or_404(Invitation, agency=request.membership.agency, pk=invitation_id)
