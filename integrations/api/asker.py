"""Who asks, and for which agency. Stands below the views, because the throttles that every view has need it."""

from contextlib import suppress
from typing import TYPE_CHECKING, cast
from uuid import UUID

from rest_framework.request import Request

from agencies.access import membership
from agencies.models import Membership, User
from agencies.permissions import Permission

if TYPE_CHECKING:
    from rest_framework.views import APIView


def person(request: Request) -> User:
    """Who asks. The API lets nobody in unknown."""
    return cast(User, request.user)


def memberships(request: Request) -> dict[UUID, Membership]:
    """Where the person works, by agency id: one query for each request, however often it is asked for."""
    found: dict[UUID, Membership] | None = getattr(request, "memberships", None)
    if found is None:
        rows = Membership.objects.filter(user=person(request)).select_related("agency")
        found = request.memberships = {row.agency_id: row for row in rows}  # type: ignore[attr-defined]
    return found


def membership_at(request: Request, agency_id: UUID | str, permission: Permission = Permission.VIEW) -> Membership:
    """As `agencies.access.membership`, without a query of its own where the person may."""
    wanted = maybe_uuid(agency_id)
    found = memberships(request).get(wanted) if wanted else None
    return found if found and found.allows(permission) else membership(person(request), agency_id, permission)


def agencies_asked(request: Request, view: "APIView") -> list[UUID]:
    """The person's agency that the request names in its path, query or body; all of theirs where it names none."""
    if not (request.user and request.user.is_authenticated):
        return []
    named = view.kwargs.get("org_id") or request.query_params.get("org_id") or _named_in_body(request, view)
    mine = memberships(request)
    return [key for key in mine if key == maybe_uuid(named)] if named else list(mine)


def maybe_uuid(text: object) -> UUID | None:
    """The id that a text spells; None where it spells none."""
    with suppress(ValueError):
        return UUID(str(text))
    return None


def _named_in_body(request: Request, view: "APIView") -> object:
    is_read = request.method == "POST" and hasattr(view, "post")
    return request.data.get("org_id") if is_read and isinstance(request.data, dict) else None
