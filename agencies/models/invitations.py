"""Invitations to work at an agency."""

import uuid
from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from agencies.models.agency import Agency
from agencies.models.people import User
from agencies.permissions import Role

OPEN = Q(accepted_at__isnull=True, withdrawn_at__isnull=True)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations."""

    def open(self) -> "InvitationQuerySet":
        """Those that nobody has taken up or withdrawn, those that have run out among them."""
        return self.filter(OPEN)

    def for_page(self) -> "InvitationQuerySet":
        """With the agency and who invited: one query."""
        return self.select_related("agency", "invited_by").order_by("email")


class Invitation(models.Model):
    """One e-mail address, asked to work at one agency in one role. It is taken up once.

    Only a digest of the link's token is kept, so that nobody who reads the table can take it up."""

    LIFETIME = timedelta(days=7)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField("e-mail address")
    role = models.CharField(max_length=16, choices=Role.choices, default=Role.STAFF)
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, editable=False, help_text="When a mail server last took the mail.")
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "email"], condition=OPEN, name="one_open_invitation_per_address")
        ]

    def __str__(self) -> str:
        return f"{self.email} to {self.agency} ({self.role})"

    @property
    def has_run_out(self) -> bool:
        """Whether it is too old to be taken up."""
        return self.expires_at <= timezone.now()
