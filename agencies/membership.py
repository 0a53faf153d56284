"""Who works at an agency, and as what. Each step is one transaction, noted in the trail.

Steps of one agency take turns (they lock its row) and read the acting person's role again, so that of two admins who
remove each other at the same moment one is left."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from agencies import audit
from agencies.models import Agency, Membership
from agencies.permissions import Permission, Role
from agencies.refusals import Refusal


def take_turn(by: Membership) -> Agency:
    """The agency of an acting member, locked until the transaction ends. PermissionDenied where the person may not
    manage members (any more)."""
    agency = Agency.objects.select_for_update().get(pk=by.agency_id)
    acting = Membership.objects.filter(pk=by.pk).first()
    if acting is None or not acting.allows(Permission.MANAGE_MEMBERS):
        raise PermissionDenied("Your role does not allow this. Ask an admin of your agency.")
    return agency


@transaction.atomic
def change_role(member: Membership, role: Role, by: Membership | None) -> Membership:
    """The member in the new role. Refusal for one's own role, and for the last admin's. `by` is None for an operator, who
    need not work there."""
    agency = take_turn(by) if by else _operators_turn(member)
    member = _again(member, agency)
    if by and member.user_id == by.user_id:
        raise Refusal("own_role", "Nobody changes their own role.", "Ask another admin to do it.", conflict=True)
    if member.role == role:
        return member
    if role != Role.ADMIN:
        _keep_an_admin(agency, member)
    old, member.role = member.role, role
    member.save(update_fields=["role"])
    audit.record(audit.Action.ROLE_CHANGED, member.user.email, agency=agency, role=audit.change(old, role))
    return member


@transaction.atomic
def remove(member: Membership, by: Membership | None) -> Membership:
    """The membership that was. The person loses the agency at once, and keeps their account. Refusal for the last admin.
    `by` is None for an operator."""
    agency = take_turn(by) if by else _operators_turn(member)
    member = _again(member, agency)
    _keep_an_admin(agency, member)
    role, email = member.role, member.user.email
    Membership.objects.filter(pk=member.pk).delete()
    audit.record(audit.Action.MEMBER_REMOVED, email, agency=agency, role=role)
    return member


def _operators_turn(member: Membership) -> Agency:
    return Agency.objects.select_for_update().get(pk=member.agency_id)


def _again(member: Membership, agency: Agency) -> Membership:
    """The member of this agency as they are now that it is our turn."""
    try:
        return Membership.objects.select_related("user", "agency").get(pk=member.pk, agency=agency)
    except Membership.DoesNotExist as error:
        raise Refusal("not_a_member", "That person does not work here any more.", conflict=True) from error


def _keep_an_admin(agency: Agency, member: Membership) -> None:
    others = Membership.objects.filter(agency=agency, role=Role.ADMIN, user__is_active=True).exclude(pk=member.pk)
    if member.role == Role.ADMIN and not others.exists():
        raise Refusal(
            "last_admin",
            f"{member.user.email} is the last admin of {agency}.",
            "Make somebody else an admin first.",
            conflict=True,
        )
