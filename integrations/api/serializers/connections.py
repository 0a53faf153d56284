"""Providers and connections."""

from typing import Any

from rest_framework import serializers

from integrations.api.serializers.fields import TextField
from integrations.models import Connection
from providers.base import Category, Covers, Provider, Status
from providers.capabilities import Capability, How


class CapabilitySerializer(serializers.Serializer[Capability]):
    """One line of a provider's capability table."""

    kind = serializers.CharField()
    how = serializers.ChoiceField([(how.value, how.value) for how in How])
    covers = serializers.ChoiceField(
        [(covers.value, covers.value) for covers in Covers],
        allow_null=True,
        help_text="Whether each read brings only changes or the whole list; null where nothing is read.",
    )
    sentence = serializers.CharField(help_text="How it is derived, or why it is missing, for people.")


class ProviderSerializer(serializers.Serializer[type[Provider]]):
    """A system that pmsync knows."""

    slug = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # a field, not DRF's attribute
    category = serializers.ChoiceField([(c.value, c.value) for c in Category])
    status = serializers.ChoiceField([(s.value, s.value) for s in Status])
    takes_files = serializers.BooleanField(help_text="Whether its export files can be brought in.")
    capabilities = CapabilitySerializer(many=True)


class ProviderListSerializer(serializers.Serializer[Any]):
    """All of them: there are too few for pages."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = ProviderSerializer(many=True)


class NewConnectionSerializer(serializers.Serializer[Any]):
    """What begins a sign-in, or turns a system's export files on. `connection_id` renews that connection instead of making
    another."""

    METHODS = (("sign_in", "Sign in at the vendor"), ("files", "Take its export files"))

    org_id = serializers.UUIDField()
    redirect_uri = serializers.URLField(required=False, max_length=500)
    connection_id = serializers.UUIDField(required=False)
    method = serializers.ChoiceField(
        METHODS, required=False, help_text="Default: sign_in, where the system offers it; else files."
    )


class BegunSerializer(serializers.Serializer[Any]):
    """A sign-in that waits for the person at the vendor, or a connection that needs none."""

    connection_id = serializers.UUIDField(source="connection.pk")
    status = serializers.CharField(source="connection.status")
    authorization_url = serializers.URLField(
        allow_null=True, help_text="Where the person signs in and agrees; null for export files, which need no sign-in."
    )


class CallbackSerializer(serializers.Serializer[Any]):
    """What the vendor handed to the redirect address: a code, or an error where the person declined."""

    state = TextField(max_length=200)
    code = TextField(max_length=4000, required=False, default="")
    error = TextField(max_length=200, required=False, default="")

    def validate(self, attrs: dict[str, str]) -> dict[str, str]:
        """Either of the two must be there."""
        if not attrs["code"] and not attrs["error"]:
            raise serializers.ValidationError("Send the code that the vendor gave, or its error.", "required")
        return attrs


class ConnectionErrorSerializer(serializers.Serializer[Any]):
    """Why a connection does not work, and what to do."""

    code = serializers.CharField()
    message = serializers.CharField()
    action = serializers.CharField()


class ConnectionSerializer(serializers.ModelSerializer[Connection]):
    """How a connection stands."""

    connection_id = serializers.UUIDField(source="pk", read_only=True)
    scopes = serializers.ListField(child=serializers.CharField(), read_only=True)
    error = ConnectionErrorSerializer(allow_null=True, read_only=True)

    class Meta:
        model = Connection
        fields = [
            "connection_id",
            "provider",
            "status",
            "account_name",
            "provider_user_id",
            "scopes",
            "token_expires_at",
            "last_sync_at",
            "next_sync_at",
            "error",
            "created_at",
        ]
        read_only_fields = fields


class IntegrationSerializer(serializers.Serializer[Any]):
    """One provider at one agency, with every connection to it."""

    org_id = serializers.UUIDField()
    provider = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # a field, not DRF's attribute
    status = serializers.CharField(help_text="That of the first connection; `not_connected` where there is none.")
    connections = ConnectionSerializer(many=True)
