"""Agencies, their people, and who works where."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group

from agencies.models import Agency, Membership, User

admin.site.site_header = "pmsync"
admin.site.site_title = "pmsync"
admin.site.index_title = "Administration"
admin.site.unregister(Group)  # Roles are per agency; see agencies/permissions.py.


class MembershipInline(admin.TabularInline):
    """Who works there."""

    model = Membership
    autocomplete_fields = ("user",)
    extra = 0


@admin.register(Agency)
class AgencyAdmin(admin.ModelAdmin):
    """Agencies."""

    list_display = ("name", "timezone", "currency", "sync_time", "created_at")
    list_filter = ("timezone", "currency")
    search_fields = ("name",)
    readonly_fields = ("id", "created_at", "updated_at")
    inlines = (MembershipInline,)


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):
    """Roles of people at agencies."""

    list_display = ("user", "agency", "role", "created_at")
    list_filter = ("role", "agency")
    list_select_related = ("user", "agency")
    search_fields = ("user__email", "agency__name")
    autocomplete_fields = ("user", "agency")


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    """People, who sign in with their e-mail address."""

    list_display = ("email", "first_name", "last_name", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff", "is_superuser")
    search_fields = ("email", "first_name", "last_name")
    ordering = ("email",)
    readonly_fields = ("last_login", "date_joined")
    filter_horizontal = ("user_permissions",)
    fieldsets = (
        (None, {"fields": ("email", "password")}),
        ("Name", {"fields": ("first_name", "last_name")}),
        ("In this admin", {"fields": ("is_active", "is_staff", "is_superuser", "user_permissions")}),
        ("Dates", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "password1", "password2")}),)
