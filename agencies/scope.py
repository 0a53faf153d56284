"""Where a person may do what, over all the agencies they work at: what the admin asks. The table is `permissions.py`."""

from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.http import HttpRequest

from agencies.access import CURRENT_AGENCY
from agencies.models import Agency, Membership, User
from agencies.permissions import PERMISSIONS, Permission, Role


@dataclass(frozen=True)
class Scope:
    """One person's roles by agency. `whole` is a superuser, who may do everything everywhere."""

    whole: bool
    roles: dict[UUID, Role]

    def allows(self, permission: Permission, agency_id: UUID | None) -> bool:
        """Whether they may do this at that agency."""
        role = self.roles.get(agency_id) if agency_id else None
        return self.whole or (role is not None and permission in PERMISSIONS[role])

    def agencies(self, *permissions: Permission) -> list[UUID]:
        """The agencies where their role allows all of these. Means nothing where `whole`."""
        return [pk for pk in self.roles if all(self.allows(permission, pk) for permission in permissions)]

    def anywhere(self, *permissions: Permission) -> bool:
        """Whether there is an agency where they may do all of these."""
        return self.whole or bool(self.agencies(*permissions))

    def everywhere(self, permission: Permission) -> bool:
        """Whether they may do this at each agency that they see: then a list over all of them may show it."""
        return self.whole or set(self.agencies(permission)) >= set(self.agencies(Permission.VIEW))

    @property
    def is_one_agency(self) -> bool:
        """Whether there is nothing to choose between."""
        return not self.whole and len(self.roles) == 1


def scope_of(request: HttpRequest) -> Scope:
    """The scope of the person who asks: one query for each request, none for superusers."""
    known: Scope | None = getattr(request, "_scope", None)
    if known is None:
        known = _scope(request.user)  # type: ignore[arg-type]  # the admin lets in nobody else
        request._scope = known  # type: ignore[attr-defined]
    return known


def agency_choices(request: HttpRequest) -> list[tuple[str, str]]:
    """Id and name of the agencies that the person sees: one query."""
    rows, scope = Agency.objects.order_by("name"), scope_of(request)
    if not scope.whole:
        rows = rows.filter(pk__in=scope.agencies(Permission.VIEW))
    return [(str(pk), name) for pk, name in rows.values_list("pk", "name")]


def is_at_hand(request: HttpRequest, agency_id: UUID) -> bool:
    """Whether the settings pages show the person this agency now, so that a link to them leads somewhere: one query."""
    rows = Membership.objects.filter(user__pk=cast(int, request.user.pk)).order_by("agency__name")
    own, chosen = list(rows.values_list("agency_id", flat=True)), request.session.get(CURRENT_AGENCY)
    return agency_id == next((pk for pk in own if str(pk) == chosen), own[0] if own else None)


def _scope(user: User) -> Scope:
    if not user.is_active or not user.is_staff:
        return Scope(False, {})
    if user.is_superuser:
        return Scope(True, {})
    rows = Membership.objects.filter(user=user).values_list("agency_id", "role")
    return Scope(False, {agency_id: Role(role) for agency_id, role in rows})
