"""An agency's own systems that are told of events."""

from typing import Any

from rest_framework import serializers

from integrations import events
from integrations.api.serializers.fields import FlagField, TextField
from integrations.models import EventDelivery, EventSubscription
from integrations.subscriptions import addresses


class EventTypeSerializer(serializers.Serializer[Any]):
    """One type of event, with an example of a message's `data`."""

    type = serializers.CharField()
    sentence = serializers.CharField()
    example = serializers.DictField()


class EventTypesSerializer(serializers.Serializer[Any]):
    """All types, in the form of a list; there is only one page."""

    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = EventTypeSerializer(many=True)


class SubscriptionSerializer(serializers.ModelSerializer[EventSubscription]):
    """One address. No `events` mean all. `secret` stands only in the answer that made it; else it is null."""

    secret = serializers.SerializerMethodField("fresh_secret")

    class Meta:
        model = EventSubscription
        fields = [
            "id",
            "url",
            "description",
            "events",
            "is_on",
            "secret",
            "old_secret_until",
            "failing_since",
            "disabled_at",
            "disabled_because",
            "created_at",
            "updated_at",
        ]
        read_only_fields = fields

    events = serializers.ListField(child=serializers.CharField(), read_only=True)

    def fresh_secret(self, subscription: EventSubscription) -> str | None:
        """The secret that was just made."""
        found: str | None = self.context.get("secret")
        return found


class SubscriptionChangeSerializer(serializers.Serializer[Any]):
    """What to change."""

    url = TextField(max_length=addresses.LONGEST, required=False)
    description = TextField(max_length=200, required=False, allow_blank=True)
    events = serializers.ListField(
        child=serializers.ChoiceField([(name, name) for name in events.TYPES]), required=False
    )
    is_on = FlagField(required=False)


class NewSubscriptionSerializer(SubscriptionChangeSerializer):
    """Where to, and of what."""

    url = TextField(max_length=addresses.LONGEST)
    is_on = None  # type: ignore[assignment]  # a new one is on


class TrySerializer(serializers.Serializer[Any]):
    """One try. `status` is null where no answer came; `said` the first words of the answer, or what was wrong."""

    at = serializers.DateTimeField()
    status = serializers.IntegerField(allow_null=True)
    milliseconds = serializers.IntegerField()
    said = serializers.CharField(allow_blank=True)


class DeliverySerializer(serializers.ModelSerializer[EventDelivery]):
    """One message. Its id is the `webhook-id` of every try."""

    tries = TrySerializer(many=True, read_only=True)
    payload = serializers.DictField(read_only=True)
    resends = serializers.UUIDField(source="resends_id", allow_null=True, read_only=True)

    class Meta:
        model = EventDelivery
        fields = ["id", "event_type", "status", "payload", "tries", "next_try_at", "resends", "created_at", "done_at"]
        read_only_fields = fields
