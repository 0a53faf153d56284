"""Sessions at vendors that sign in by name and password, and how many calls each credential has made lately."""

from django.db import models

from agencies.models import Agency
from integrations.models.encrypted import EncryptedTextField


class VendorSessionManager(models.Manager["VendorSession"]):
    """Leaves the encrypted column unread. Only the vault asks for it."""

    def get_queryset(self) -> models.QuerySet["VendorSession"]:
        return super().get_queryset().defer("token")


class VendorSession(models.Model):
    """One live session at a vendor, shared by every worker and every connection of an agency that signs in as the same user.

    `key` is a keyed digest of who signs in; `token` is blank where no session is open."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="vendor_sessions", db_index=False)
    provider = models.CharField(max_length=40)
    key = models.CharField(max_length=64)
    token = EncryptedTextField(blank=True, default="", editable=False)
    opened_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    opened = models.PositiveIntegerField(default=0, help_text="How often a session was opened.")

    objects = VendorSessionManager()

    class Meta:
        base_manager_name = "objects"
        constraints = [models.UniqueConstraint(fields=["agency", "provider", "key"], name="one_session_per_credential")]

    def __str__(self) -> str:
        return f"Session at {self.provider}"


class CallWindow(models.Model):
    """When one credential called its vendor within the vendor's window, where no Redis keeps that. `key` is as in
    VendorSession; `calls` are Unix seconds."""

    key = models.CharField(max_length=120, primary_key=True)
    calls = models.JSONField(default=list, blank=True)

    def __str__(self) -> str:
        return f"{len(self.calls)} calls"
