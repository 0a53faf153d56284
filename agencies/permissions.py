"""What each role may do. The one table that pages, admin and API ask."""

from enum import StrEnum

from django.db.models import TextChoices


class Role(TextChoices):
    """The roles of a person at an agency."""

    ADMIN = "admin", "Admin"
    MANAGER = "manager", "Manager"
    STAFF = "staff", "Staff"
    VIEWER = "viewer", "Viewer"


class Permission(StrEnum):
    """One thing that a person may be allowed to do."""

    VIEW = "view"
    CONNECT = "connect"
    MAP = "map"
    SYNC = "sync"
    FIX_ISSUES = "fix_issues"
    SEE_MONEY = "see_money"
    SEE_CONTACTS = "see_contacts"
    MANAGE_MEMBERS = "manage_members"
    WRITE_BACK = "write_back"


STAFF = frozenset(
    {Permission.VIEW, Permission.SYNC, Permission.FIX_ISSUES, Permission.SEE_MONEY, Permission.SEE_CONTACTS}
)

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.ADMIN: frozenset(Permission),
    Role.MANAGER: STAFF | {Permission.MAP, Permission.CONNECT, Permission.WRITE_BACK},
    Role.STAFF: STAFF,
    Role.VIEWER: frozenset({Permission.VIEW}),
}
