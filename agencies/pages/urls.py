"""Where the pages about the agency and its people are found."""

from django.urls import path

from agencies.pages import invitations, members, preferences, switching, trail

app_name = "agencies"

urlpatterns = [
    path("settings/agency/switch", switching.switch, name="switch"),
    path("settings/members", members.members, name="members"),
    path("settings/members/invite", members.invite, name="invite"),
    path("settings/members/<int:member_id>/role", members.change_role, name="role"),
    path("settings/members/<int:member_id>/remove", members.remove, name="remove"),
    path("settings/members/invitations/<uuid:invitation_id>/resend", members.resend, name="resend"),
    path("settings/members/invitations/<uuid:invitation_id>/withdraw", members.withdraw, name="withdraw"),
    path("settings/notifications", preferences.notifications, name="notifications"),
    path("settings/audit", trail.audit, name="audit"),
    path("invitations/<str:token>", invitations.invitation, name="invitation"),
]
