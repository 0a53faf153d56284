"""Events that vendors send in: a connection's receiver, and its log."""

from typing import Any

from rest_framework import serializers

from agencies.models import Membership
from agencies.permissions import Permission
from integrations.api.serializers.fields import FlagField, TextField
from integrations.hooks import receivers
from integrations.models import WebhookEvent, WebhookReceiver

SECRET_STEPS = [("replace", "replace"), ("remove", "remove")]


class ReceiverSerializer(serializers.Serializer[WebhookReceiver]):
    """A connection's receiver. `address` is null for those who may not connect: whoever knows it may post to it."""

    connection_id = serializers.UUIDField(source="pk")
    address = serializers.SerializerMethodField("visible_address")
    is_on = serializers.BooleanField()
    has_secret = serializers.BooleanField()
    old_secret_until = serializers.DateTimeField(allow_null=True)
    networks = serializers.ListField(child=serializers.CharField())
    refused_at = serializers.DateTimeField(allow_null=True, help_text="When a post was last refused.")
    refused_because = serializers.CharField(help_text="Why, in words.")
    secret = serializers.SerializerMethodField("fresh_secret", help_text="Only in the answer that made it; else null.")

    def visible_address(self, receiver: WebhookReceiver) -> str | None:
        """Where the vendor posts to."""
        member: Membership = self.context["membership"]
        is_there = receiver.path_digest != "" and member.allows(Permission.CONNECT)
        return receivers.address_of(receiver) if is_there else None

    def fresh_secret(self, receiver: WebhookReceiver) -> str | None:
        """The secret that was just made."""
        found: str | None = self.context.get("secret")
        return found


class ReceiverChangeSerializer(serializers.Serializer[Any]):
    """What to change. The first change opens the receiver."""

    is_on = FlagField(required=False)
    networks = serializers.ListField(child=TextField(max_length=60), required=False, max_length=receivers.MOST_NETWORKS)
    secret = serializers.ChoiceField(
        SECRET_STEPS, required=False, help_text="replace: a new one; the old one is good for a day."
    )
    new_address = FlagField(required=False, help_text="True: the present address stops within seconds.")


class WebhookEventSerializer(serializers.ModelSerializer[WebhookEvent]):
    """One event: what it was about and what became of it. What it said is not shown."""

    records = serializers.SerializerMethodField("named_records")
    job_id = serializers.UUIDField(source="sync_log_id", allow_null=True, read_only=True)

    class Meta:
        model = WebhookEvent
        fields = [
            "id",
            "event_type",
            "status",
            "message",
            "records",
            "job_id",
            "replays",
            "address",
            "received_at",
            "done_at",
        ]
        read_only_fields = fields

    def named_records(self, event: WebhookEvent) -> list[dict[str, str | bool]]:
        """Each record that it names."""
        return [{"kind": kind, "external_id": key, "is_gone": is_gone} for kind, key, is_gone in event.records]
