"""Whose data a person may touch. Another agency's things do not exist for them: every miss is a 404."""

from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from agencies.models import Membership, User
from agencies.permissions import Permission

CURRENT_AGENCY = "agency"  # key in the session


def membership(user: User, agency_id: UUID | str, permission: Permission = Permission.VIEW) -> Membership:
    """The person's membership there. Http404 where there is none, PermissionDenied where the role may not do this."""
    try:
        found = Membership.objects.select_related("agency").get(user=user, agency_id=agency_id)
    except (Membership.DoesNotExist, ValidationError, ValueError) as error:
        raise Http404("There is no such agency here.") from error
    if not found.allows(permission):
        raise PermissionDenied(
            f"Your role ({found.get_role_display()}) does not allow this. Ask an admin of {found.agency}."
        )
    return found
