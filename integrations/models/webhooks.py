"""Webhooks: what vendors tell us, and what agencies' own systems are told by us."""

import uuid
from typing import TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q

from agencies.models import Agency
from integrations.models.connections import Connection
from integrations.models.encrypted import EncryptedTextField
from integrations.models.synclogs import SyncLog

Row = TypeVar("Row", bound=models.Model)


class WithoutSecrets(models.Manager[Row]):
    """Leaves encrypted columns unread. Only the vault asks for them."""

    def get_queryset(self) -> models.QuerySet[Row]:
        encrypted = [field.name for field in self.model._meta.fields if isinstance(field, EncryptedTextField)]
        return super().get_queryset().defer(*encrypted)


class WebhookReceiver(models.Model):
    """Where one connection's vendor posts its events. The path is known by `path_digest` alone and kept encrypted for people
    to copy; `secret` signs bodies where the vendor can. `networks` lists the addresses that may post, none means any.
    `refused_at` and `refused_because` tell of the last post that was not taken."""

    connection = models.OneToOneField(Connection, on_delete=models.CASCADE, related_name="receiver", primary_key=True)
    path = EncryptedTextField(editable=False)
    path_digest = models.CharField(max_length=64, unique=True, editable=False)
    secret = EncryptedTextField(blank=True, default="", editable=False)
    old_secret = EncryptedTextField(blank=True, default="", editable=False)
    old_secret_until = models.DateTimeField(null=True, blank=True)
    has_secret = models.BooleanField(default=False, editable=False)
    networks = models.JSONField(default=list, blank=True)
    is_on = models.BooleanField(default=True)
    refused_at = models.DateTimeField(null=True, blank=True, editable=False)
    refused_because = models.CharField(max_length=300, blank=True, default="", editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = WithoutSecrets()

    class Meta:
        base_manager_name = "objects"

    def __str__(self) -> str:
        return f"Webhooks of {self.connection_id}"


class WebhookEvent(models.Model):
    """One event as a vendor posted it, stored before it is looked at. `body` is encrypted: it may name people.

    The same event may come twice and in any order: it only says which records to read again. What an event does not bring along
    has a default in the database too, so that storing one takes four values."""

    class Status(models.TextChoices):
        WAITING = "waiting"
        DONE = "done", "Its records were read"
        IGNORED = "ignored", "Nothing that is synced"
        FAILED = "failed"

    id = models.BigAutoField(primary_key=True)
    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="webhook_events", db_index=False)
    event_type = models.CharField(max_length=80, blank=True, default="", db_default="")
    body = EncryptedTextField(blank=True, default="", editable=False)
    address = models.CharField(max_length=45, blank=True, default="")
    status = models.CharField(
        max_length=16, choices=Status.choices, default=Status.WAITING, db_default=Status.WAITING.value
    )
    message = models.CharField(max_length=300, blank=True, default="", db_default="")
    records = models.JSONField(
        default=list,
        db_default=models.Value([], models.JSONField()),
        blank=True,
        help_text="What it is about: [kind, id, gone].",
    )
    sync_log = models.ForeignKey(SyncLog, on_delete=models.SET_NULL, null=True, blank=True, related_name="events")
    replays = models.PositiveIntegerField(default=0, db_default=0)
    received_at = models.DateTimeField()
    waiting_since = models.DateTimeField(null=True, blank=True, editable=False, help_text="When it was last replayed.")
    done_at = models.DateTimeField(null=True, blank=True)

    objects = WithoutSecrets()

    class Meta:
        base_manager_name = "objects"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["connection", "-id"], name="webhook_log"),
            models.Index(fields=["connection", "id"], condition=Q(status="waiting"), name="webhooks_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.event_type or 'Event'} {self.pk}"


class EventSubscription(models.Model):
    """An address of an agency's own that is told of what happens here. `events` are the types it wants, none means all.

    While a secret is being changed both sign, until `old_secret_until`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="subscriptions")
    url = models.URLField(max_length=500)
    description = models.CharField(max_length=200, blank=True, default="")
    events = models.JSONField(default=list, blank=True)
    secret = EncryptedTextField(editable=False)
    old_secret = EncryptedTextField(blank=True, default="", editable=False)
    old_secret_until = models.DateTimeField(null=True, blank=True)
    is_on = models.BooleanField(default=True)
    failing_since = models.DateTimeField(null=True, blank=True, editable=False)
    disabled_at = models.DateTimeField(null=True, blank=True, editable=False)
    disabled_because = models.CharField(max_length=300, blank=True, default="", editable=False)
    told_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When admins were mailed that it is off."
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = WithoutSecrets()

    class Meta:
        base_manager_name = "objects"
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return urlsplit(self.url).netloc


class EventDelivery(models.Model):
    """One event on its way to one address. Its id is the message's id: tries of one message carry the same one.

    `tries` is a list of {at, status, milliseconds, said}."""

    class Status(models.TextChoices):
        WAITING = "waiting"
        DELIVERED = "delivered"
        FAILED = "failed", "Given up"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subscription = models.ForeignKey(
        EventSubscription, on_delete=models.CASCADE, related_name="deliveries", db_index=False
    )
    event_type = models.CharField(max_length=60)
    payload = models.JSONField(default=dict)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.WAITING)
    tries = models.JSONField(default=list, blank=True)
    next_try_at = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True, editable=False)
    resends = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "id"]
        verbose_name_plural = "event deliveries"
        indexes = [
            models.Index(fields=["subscription", "-created_at"], name="delivery_log"),
            models.Index(fields=["next_try_at"], condition=Q(status="waiting"), name="deliveries_waiting"),
            models.Index(
                fields=["subscription", "next_try_at"], condition=Q(status="waiting"), name="deliveries_waiting_for_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_type} to {self.subscription_id}"
