"""How an agency's integration with one provider is set up."""

from typing import Any

from rest_framework import serializers

from integrations import configuring, narrowing
from integrations.adjusting import ALWAYS, kinds_of, kinds_of_any
from integrations.api.serializers.connections import (
    BegunSerializer,
    ConnectionSerializer,
    NewConnectionSerializer,
)
from integrations.api.serializers.fields import FlagField, TextField, WholeNumberField
from integrations.api.serializers.starting import NO_COMPLIANCE_YET, PropertyFiltersSerializer
from integrations.kind_names import NEVER_READ, kind_named
from integrations.run_options import LARGEST_BATCH, MOST_WORKERS, SMALLEST_BATCH
from providers.base import Provider


class WordField(serializers.ChoiceField):
    """One of the words of a table, in capitals or small letters. A word that is not among them is named."""

    default_error_messages = {"invalid_choice": "“{input}” is not among: {choices}."}

    def to_internal_value(self, data: Any) -> str:
        """The word in small letters."""
        word = data.lower() if isinstance(data, str) else data
        if not isinstance(word, str) or word not in self.choices:
            shown = str(data)[:60]
            self.fail("invalid_choice", input=shown, choices=", ".join(map(str, self.choices)))
        return word


def words_of(table: Any) -> serializers.ListField:
    """A list of words of a table."""
    return serializers.ListField(
        child=WordField([(word, word) for word in table]), required=False, max_length=len(table)
    )


class ConfigurationSerializer(serializers.Serializer[Any]):
    """How an integration is set up. What is left out stays as it is. Context: `provider`, and the `connection` where there is
    one already."""

    integration_name = TextField(max_length=100, required=False, allow_blank=True)
    product_types = words_of(configuring.PRODUCT_TYPES)
    property_types = words_of(tuple(narrowing.PROPERTY_TYPES))
    compliance_programs = words_of(configuring.COMPLIANCE_PROGRAMS)
    sync_enabled = FlagField(required=False, help_text="False pauses the nights.")
    real_time_sync = FlagField(
        required=False, help_text="Whether the system's events are taken. Not every system has any."
    )
    compliance_validation = FlagField(required=False)
    batch_size = WholeNumberField(min_value=SMALLEST_BATCH, max_value=LARGEST_BATCH, required=False)
    max_workers = WholeNumberField(min_value=1, max_value=MOST_WORKERS, required=False)
    sync_entities = serializers.ListField(child=TextField(max_length=40), required=False)
    excluded_entities = serializers.ListField(child=TextField(max_length=40), required=False)
    property_filters = PropertyFiltersSerializer(required=False)

    def validate_real_time_sync(self, is_on: bool) -> bool:
        """Events are taken only where they are sent."""
        provider: type[Provider] = self.context["provider"]
        if is_on and not provider.event_kinds:
            sentence = f"{provider.label} sends no events that pmsync can read, so its changes come in with each sync."
            raise serializers.ValidationError(sentence, "no_events")
        return is_on

    def validate_sync_entities(self, words: list[str]) -> list[str]:
        """Kinds that the connection can bring; of one that is still to be made, that any to the provider can."""
        connection = self.context.get("connection")
        offered = kinds_of(connection) if connection else kinds_of_any(self.context["provider"])
        unknown = [word for word in words if kind_named(word) not in offered]
        if unknown:
            sentence = f"Not known here: {', '.join(sorted(unknown))}. Allowed: {', '.join(offered)}."
            raise serializers.ValidationError(sentence, "unknown_kind")
        return [kind.value for word in words if (kind := kind_named(word))]

    def validate_excluded_entities(self, words: list[str]) -> list[str]:
        """Kinds there are, save those on which everything else hangs."""
        unknown = [word for word in words if word not in NEVER_READ and kind_named(word) is None]
        if unknown:
            raise serializers.ValidationError(f"Not known here: {', '.join(sorted(unknown))}.", "unknown_kind")
        kinds = [kind.value for word in words if (kind := kind_named(word))]
        if ALWAYS in kinds:
            sentence = (
                "Properties always come in, because everything else belongs to one. Narrow them by property_filters."
            )
            raise serializers.ValidationError(sentence, "always_synced")
        return kinds

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Nothing that would silently do nothing, where the body holds settings alone (context: `is_alone`)."""
        unknown = set(self.initial_data) - set(self.fields)
        if unknown and self.context.get("is_alone"):
            raise serializers.ValidationError(dict.fromkeys(sorted(unknown), "There is no such setting."), "unknown")
        return super().validate(attrs)


class NewIntegrationSerializer(ConfigurationSerializer, NewConnectionSerializer):
    """How to connect, and how it is set up from then on."""

    def validate_sync_enabled(self, is_on: bool) -> bool:
        """Nothing can be paused before it is there."""
        if not is_on:
            raise serializers.ValidationError("Nothing is synced yet. Pause it once it is connected.", "not_connected")
        return is_on


class ConfigurationAnswerSerializer(ConfigurationSerializer):
    """How it is set up, with all that is usual filled in."""

    connection_id = serializers.UUIDField()
    ignored_options = serializers.DictField(
        child=serializers.CharField(), help_text="Settings that do nothing yet, each with the reason."
    )


class IntegrationSerializer(serializers.Serializer[Any]):
    """One provider at one agency, with every connection to it."""

    org_id = serializers.UUIDField()
    provider = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # a field, not DRF's attribute
    status = serializers.CharField(help_text="That of the first connection; `not_connected` where there is none.")
    configuration = ConfigurationAnswerSerializer(
        allow_null=True, help_text="Of the first connection, or of the one that is named; null where there is none."
    )
    connections = ConnectionSerializer(many=True)


class BegunIntegrationSerializer(BegunSerializer):
    """What signing in came to, and how the integration is set up."""

    configuration = ConfigurationAnswerSerializer()


def answer_of(connection: Any) -> dict[str, Any]:
    """A connection's configuration as the API gives it. One query."""
    known = configuring.configuration_of(connection)
    ignored = {"compliance_validation": NO_COMPLIANCE_YET} if known["compliance_validation"] else {}
    return known | {"connection_id": connection.pk, "ignored_options": ignored}
