"""The people of the agencies, what they did, and who is locked out. The agencies themselves are in integrations/admin,
because changing their clock plans nights anew."""

from typing import Any, cast

from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from unfold.contrib.filters.admin import ChoicesDropdownFilter, FieldTextFilter, RangeDateTimeFilter
from unfold.decorators import display
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from unfold.paginator import InfinitePaginator

from agencies import membership
from agencies.admin_filters import AgencyFilter
from agencies.admin_links import badge, when
from agencies.audit import Action, record
from agencies.models import AuditEntry, Invitation, Membership, User
from agencies.permissions import Permission, Role
from agencies.scope import scope_of
from agencies.scoped_admin import OperatorAdmin, ReadOnlyAdmin, ScopedAdmin

admin.site.unregister(Group)  # Roles are per agency; see agencies/permissions.py.

ROLE_TONES = {Role.ADMIN: "primary", Role.MANAGER: "info", Role.STAFF: "success", Role.VIEWER: "default"}
FAILED = (AuditEntry.Action.LOG_IN_FAILED, AuditEntry.Action.LOCKED_OUT)


@admin.register(Membership)
class MembershipAdmin(ScopedAdmin):
    """Roles of people at agencies. New people are invited on the settings pages."""

    change = Permission.MANAGE_MEMBERS
    list_display = ("person", "agency", "role_badge", "joined")
    list_filter = (("role", ChoicesDropdownFilter), AgencyFilter)
    list_select_related = ("user", "agency")
    search_fields = ("user__email", "user__first_name", "user__last_name", "agency__name")
    autocomplete_fields = ("user", "agency")
    opened_by = ("user",)
    exclude = ("summaries", "quiet_nights")  # people choose their own mails

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Operators, who begin an agency with its first admin."""
        return scope_of(request).whole

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Who and where, once that is said."""
        return ("user", "agency", "created_at") if obj is not None else ()

    def save_model(self, request: HttpRequest, obj: Membership, form: Any, change: bool) -> None:
        """Through the same steps as the settings pages, or noted in the trail where it is new."""
        if change:
            membership.change_role(obj, Role(obj.role), _acting(request, obj))
        else:
            obj.save()
            record(Action.MEMBER_JOINED, obj.user.email, agency=obj.agency, role=obj.role)

    def delete_model(self, request: HttpRequest, obj: Membership) -> None:
        """Through the same step as the settings pages."""
        membership.remove(obj, _acting(request, obj))

    @display(description="Person", ordering="user__email")
    def person(self, row: Membership) -> str:
        """Name and address."""
        return f"{row.user.get_full_name()} <{row.user.email}>" if row.user.get_full_name() else row.user.email

    @display(description="Role", ordering="role")
    def role_badge(self, row: Membership) -> str:
        """The role."""
        return badge(ROLE_TONES[Role(row.role)], row.get_role_display())

    @display(description="Since", ordering="created_at")
    def joined(self, row: Membership) -> str:
        """When they came, on the agency's clock."""
        return when(row.created_at, row.agency)


def _acting(request: HttpRequest, row: Membership) -> Membership | None:
    """The membership of the one who asks; None for an operator."""
    if scope_of(request).whole:
        return None
    return Membership.objects.get(user=cast(User, request.user), agency_id=row.agency_id)


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    """Invitations. They are sent again and withdrawn on the settings pages; their links are secrets."""

    see = (Permission.VIEW, Permission.MANAGE_MEMBERS)
    list_display = ("email", "role", "agency", "state", "invited_by", "expires_at")
    list_filter = (("role", ChoicesDropdownFilter), AgencyFilter)
    list_select_related = ("agency", "invited_by")
    search_fields = ("email",)
    ordering = ("-created_at", "email")
    fields = ("email", "role", "agency", "state", "invited_by", "created_at", "sent_at", "expires_at")
    readonly_fields = fields

    @display(description="State")
    def state(self, row: Invitation) -> str:
        """What has become of it."""
        if row.accepted_at:
            return badge("success", "Accepted")
        if row.withdrawn_at:
            return badge("default", "Withdrawn")
        return badge("warning", "Ran out") if row.has_run_out else badge("info", "Open")


class LowerCase:
    """Keeps addresses in lower case, as log-ins look for them."""

    cleaned_data: dict[str, Any]

    def clean_email(self) -> str:
        """The address in lower case."""
        return str(self.cleaned_data["email"]).lower()


class PersonForm(LowerCase, UserChangeForm):
    """A person."""


class NewPersonForm(LowerCase, UserCreationForm):
    """A new one."""


@admin.register(User)
class UserAdmin(OperatorAdmin, DjangoUserAdmin):
    """People, who sign in with their e-mail address. For superusers only: a person may work at several agencies. Nobody is
    removed, because runs and sign-ins name them; take "active" away instead."""

    change = Permission.MANAGE_MEMBERS
    form, add_form, change_password_form = PersonForm, NewPersonForm, AdminPasswordChangeForm
    list_display = ("email", "first_name", "last_name", "is_active", "is_staff", "is_superuser", "last_login")
    list_filter = ("is_active", "is_staff", "is_superuser")
    search_fields = ("email", "first_name", "last_name")
    ordering = ("email",)
    readonly_fields = ("last_login", "date_joined")
    filter_horizontal = ()
    leads_to = (("Where they work", "agencies_membership", "user__id__exact"),)
    fieldsets = (
        (None, {"fields": ("email", "password")}),
        ("Name", {"fields": ("first_name", "last_name")}),
        (
            "In this admin",
            {
                "fields": ("is_active", "is_staff", "is_superuser"),
                "description": "Staff see the agencies where they work, as far as their roles there allow. "
                "Superusers see everything.",
            },
        ),
        ("Dates", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "password1", "password2")}),)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    """Who did what, when, from where."""

    agency_path = "agency_id"
    see = (Permission.VIEW, Permission.MANAGE_MEMBERS)
    list_display = ("moment", "person_shown", "action_badge", "subject", "agency_name", "via", "address")
    list_filter = (
        ("action", ChoicesDropdownFilter),
        ("person", FieldTextFilter),
        ("via", ChoicesDropdownFilter),
        ("at", RangeDateTimeFilter),
        AgencyFilter,
    )
    search_fields = ("person", "subject", "agency_name", "=address")
    paginator = InfinitePaginator
    show_full_result_count = False
    fields = ("at", "person", "action", "subject", "detail_table", "agency_name", "via", "address")
    readonly_fields = fields

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Those who manage members anywhere; which entries, the queryset says."""
        return super().has_view_permission(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[AuditEntry]:
        """What was done at the person's agencies, and how the people there came in: log-ins name no agency."""
        rows, scope = AuditEntry.objects.order_by("-at", "id"), scope_of(request)
        if scope.whole:
            return rows
        agencies = scope.agencies(*self.see)
        people = Membership.objects.filter(agency__in=agencies).values("user_id")
        return rows.filter(Q(agency_id__in=agencies) | Q(agency_id=None, person_id__in=people))

    @display(description="When (UTC)", ordering="at")
    def moment(self, row: AuditEntry) -> str:
        """The moment."""
        return when(row.at, None)

    @display(description="Person", ordering="person")
    def person_shown(self, row: AuditEntry) -> str:
        """Who, or pmsync itself."""
        return row.person or "pmsync"

    @display(description="What", ordering="action")
    def action_badge(self, row: AuditEntry) -> str:
        """The deed."""
        return badge("danger" if row.action in FAILED else "default", row.get_action_display())

    @admin.display(description="Details")
    def detail_table(self, row: AuditEntry) -> str:
        """Each detail on a line."""
        return format_html_join("", "<div><b>{}</b>: {}</div>", row.details.items()) or "-"


@admin.register(AccessAttempt)
class AccessAttemptAdmin(OperatorAdmin):
    """Failed log-ins that are being counted. What was typed is not shown."""

    list_display = ("username", "ip_address", "failures_since_start", "locked", "attempt_time")
    search_fields = ("username", "ip_address")
    date_hierarchy = "attempt_time"
    fields = readonly_fields = (
        "username",
        "ip_address",
        "user_agent",
        "path_info",
        "failures_since_start",
        "attempt_time",
    )
    actions = ("let_in_again",)

    @display(description="Locked out", boolean=True)
    def locked(self, row: AccessAttempt) -> bool:
        """Whether the next try is refused unseen."""
        return bool(row.failures_since_start >= settings.AXES_FAILURE_LIMIT)

    @admin.action(description="Let them try again")
    def let_in_again(self, request: HttpRequest, rows: QuerySet[AccessAttempt]) -> None:
        """Forgets the failures of each name at its address."""
        for row in rows:
            reset(ip=row.ip_address, username=row.username)
            self.message_user(request, f"{row.username} may try again from {row.ip_address}.", messages.SUCCESS)
