"""A connection to one account at one provider, and the sign-ins that are under way."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from agencies.models import Agency
from integrations.models.encrypted import EncryptedTextField

SECRET_COLUMNS = ("access_token", "refresh_token", "secrets")
# `select_related` passes managers by: a queryset that joins the connection defers these.
SECRETS_OF_CONNECTION = tuple(f"connection__{column}" for column in SECRET_COLUMNS)


class ConnectionQuerySet(models.QuerySet["Connection"]):
    """Connections, without their secrets unless asked."""

    def syncing(self) -> "ConnectionQuerySet":
        """Those whose nights are run."""
        return self.filter(status=Connection.Status.ACTIVE)

    def for_page(self) -> "ConnectionQuerySet":
        """With the agency: one query."""
        return self.select_related("agency", "user")


class ConnectionManager(models.Manager["Connection"]):
    """Leaves the encrypted columns unread, so that a lost key never breaks a list. Only the vault asks for them."""

    def get_queryset(self) -> ConnectionQuerySet:
        return ConnectionQuerySet(self.model, using=self._db).defer(*SECRET_COLUMNS)


class Connection(models.Model):
    """One agency's link to one account at a provider. `secrets` is JSON for sign-ins by key or password."""

    class Status(models.TextChoices):
        PENDING = "pending", "Waiting for sign-in"
        ACTIVE = "active"
        PAUSED = "paused"
        EXPIRED = "expired", "Sign-in ran out"
        REVOKED = "revoked", "Access withdrawn"
        DISCONNECTED = "disconnected"

    SIGNED_IN = (Status.ACTIVE, Status.PAUSED)
    SIGN_IN_LOST = (Status.EXPIRED, Status.REVOKED)
    IN_USE = (*SIGNED_IN, *SIGN_IN_LOST)  # all but those never finished and those that were ended

    class AuthType(models.TextChoices):
        OAUTH2 = "oauth2", "Sign-in at the vendor"
        LOGIN = "login", "User and password"
        PARTNER = "partner", "Partner token"
        KEY = "key"
        FILES = "files", "Export files"

    class Unmapped(models.TextChoices):
        """What happens to a property that nobody has mapped yet."""

        ASK = "ask", "Hold it back until it is mapped"
        CREATE = "create", "Create it here"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="connections")
    provider = models.CharField(max_length=40)
    provider_user_id = models.CharField(max_length=200, null=True, blank=True)
    account_name = models.CharField(max_length=200, blank=True, default="")
    auth_type = models.CharField(max_length=20, choices=AuthType.choices, default=AuthType.OAUTH2)
    access_token = EncryptedTextField(blank=True, default="", editable=False)
    refresh_token = EncryptedTextField(blank=True, default="", editable=False)
    secrets = EncryptedTextField(blank=True, default="", editable=False)
    token_expires_at = models.DateTimeField(null=True, blank=True)
    scopes = models.JSONField(default=list, blank=True)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.PENDING)
    error = models.JSONField(null=True, blank=True)
    unmapped = models.CharField(max_length=8, choices=Unmapped.choices, default=Unmapped.ASK)
    config = models.JSONField(default=dict, blank=True)
    mapped_at = models.DateTimeField(null=True, blank=True, help_text="When a mapping last changed.")
    last_sync_at = models.DateTimeField(null=True, blank=True)
    last_full_sync_at = models.DateTimeField(null=True, blank=True)
    next_sync_at = models.DateTimeField(null=True, blank=True, db_index=True)
    expected_by = models.TimeField(
        null=True, blank=True, help_text="When the day's files should have come, in the agency's time zone."
    )
    missed_on = models.DateField(
        null=True, blank=True, editable=False, help_text="The last day that was noted as late."
    )
    debug_until = models.DateTimeField(
        null=True, blank=True, help_text="Until then its runs are logged in every detail, without secrets."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ConnectionManager.from_queryset(ConnectionQuerySet)()

    class Meta:
        db_table = "property_manager_connections"
        base_manager_name = "objects"
        ordering = ["provider", "account_name", "created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "provider", "provider_user_id"], name="one_connection_per_account"
            )
        ]

    def __str__(self) -> str:
        return self.account_name or f"{self.provider} connection"

    def __repr__(self) -> str:
        return f"<Connection {self.pk} {self.provider} {self.status}>"

    @property
    def takes_files(self) -> bool:
        """Whether its rows come from exported files and not over an API."""
        return self.auth_type == self.AuthType.FILES

    @property
    def is_debugged(self) -> bool:
        """Whether its runs are logged in every detail."""
        return self.debug_until is not None and self.debug_until > timezone.now()

    @property
    def excluded_kinds(self) -> frozenset[str]:
        """The kinds that the agency has switched off. No run of this connection brings them."""
        return frozenset(self.config.get("excluded_kinds", ()))


class SignIn(models.Model):
    """A sign-in that a person has started at a vendor. `state` comes back with them, and works once.

    `binding` is a keyed hash of the browser session (or API client) that began it."""

    LIFETIME = timedelta(minutes=15)

    state = models.CharField(primary_key=True, max_length=64)
    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="sign_ins")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    binding = models.CharField(max_length=64)
    code_verifier = EncryptedTextField(blank=True, default="", editable=False)
    redirect_uri = models.CharField(max_length=500)
    created_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Sign-in of {self.user} at {self.connection.provider}"
