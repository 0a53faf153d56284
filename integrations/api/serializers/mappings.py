"""Mappings: what a client reads, and the few things it may change."""

from typing import Any

from rest_framework import serializers

from agencies.models import Membership
from agencies.permissions import Permission
from integrations.api.serializers.fields import FlagField, WholeNumberField
from integrations.models import PropertyMapping

STATES = ("unmapped", "suggested", "mapped", "left_out")
FIELDS = ("property", "create", "left_out", "auto_sync")


class SuggestionSerializer(serializers.Serializer[PropertyMapping]):
    """The own property that it probably is."""

    property = serializers.UUIDField(source="suggestion_id")
    address = serializers.CharField(source="suggestion.address")
    score = serializers.IntegerField(source="suggestion_score", min_value=0, max_value=100)
    reason = serializers.CharField(source="suggestion_reason")


class MappingSerializer(serializers.ModelSerializer[PropertyMapping]):
    """One vendor property. `metadata` (lease details, tenant info) needs the right to see money and contacts."""

    state = serializers.ChoiceField(choices=STATES, read_only=True)
    property = serializers.UUIDField(source="property_id", allow_null=True, read_only=True)
    suggestion = serializers.SerializerMethodField()
    metadata = serializers.SerializerMethodField()

    class Meta:
        model = PropertyMapping
        fields = [
            "id",
            "provider_property_id",
            "provider_property_address",
            "state",
            "property",
            "auto_sync",
            "is_filtered",
            "suggestion",
            "metadata",
            "updated_at",
        ]
        read_only_fields = fields

    def get_suggestion(self, mapping: PropertyMapping) -> dict[str, Any] | None:
        """The suggestion, while it is still of use."""
        return SuggestionSerializer(mapping).data if mapping.state() == "suggested" else None

    def get_metadata(self, mapping: PropertyMapping) -> dict[str, Any]:
        """The vendor's facts; empty for those who may not see them."""
        member: Membership = self.context["membership"]
        visible = member.allows(Permission.SEE_MONEY) and member.allows(Permission.SEE_CONTACTS)
        return mapping.metadata if visible else {}


class MappingChangeSerializer(serializers.Serializer[Any]):
    """Exactly one of: the own property's id (null undoes), create, left_out, auto_sync."""

    property = serializers.UUIDField(required=False, allow_null=True)
    create = FlagField(required=False)  # type: ignore[assignment]  # a field, not DRF's method
    left_out = FlagField(required=False)
    auto_sync = FlagField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """One change at a time, so that what was meant is never in doubt."""
        unknown = sorted(set(self.initial_data) - set(FIELDS))
        if unknown or len(attrs) != 1:
            raise serializers.ValidationError(f"Send exactly one of: {', '.join(FIELDS)}.", "one_change")
        for key in ("create", "left_out"):
            if attrs.get(key) is False:
                raise serializers.ValidationError({key: 'Must be true. To undo, send {"property": null}.'})
        return attrs


class AutoSerializer(serializers.Serializer[Any]):
    """Which suggestions to accept, and what to do with the rest."""

    minimum_score = WholeNumberField(min_value=0, max_value=100, default=90)
    create_unmatched = FlagField(default=False)


class AutoResultSerializer(serializers.Serializer[Any]):
    """How many were mapped, created, and left to a person."""

    mapped = serializers.IntegerField()
    created = serializers.IntegerField()
    left = serializers.IntegerField()
