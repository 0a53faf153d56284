"""Providers and connections."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from integrations import vault
from integrations.api.serializers.fields import TextField
from integrations.models import Connection
from integrations.ways import ways
from providers import registry
from providers.base import Category, Covers, FormField, Provider, Status
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


class WayFieldSerializer(serializers.Serializer[FormField]):
    """One thing to send for a sign-in. What is secret is never answered."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # a field, not DRF's attribute
    help_text = serializers.CharField()  # type: ignore[assignment]
    is_secret = serializers.BooleanField(source="secret")
    is_required = serializers.BooleanField(source="required")


class WaySerializer(serializers.Serializer[Any]):
    """One way to sign in. Without fields it is done at the vendor."""

    auth_type = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # a field, not DRF's attribute
    help_text = serializers.CharField()  # type: ignore[assignment]
    fields = WayFieldSerializer(many=True)  # type: ignore[assignment]  # a field, not DRF's attribute
    scopes = serializers.ListField(child=serializers.CharField(), help_text="What may be asked for at the vendor.")


class ProviderSerializer(serializers.Serializer[type[Provider]]):
    """A system that pmsync knows."""

    slug = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # a field, not DRF's attribute
    category = serializers.ChoiceField([(c.value, c.value) for c in Category])
    status = serializers.ChoiceField([(s.value, s.value) for s in Status])
    takes_files = serializers.BooleanField(help_text="Whether its export files can be brought in.")
    sign_ins = serializers.SerializerMethodField(help_text="The ways in which it can be signed in to here.")
    capabilities = CapabilitySerializer(many=True)

    @extend_schema_field(WaySerializer(many=True))
    def get_sign_ins(self, provider: type[Provider]) -> Any:
        """Those that the operator has made possible."""
        return WaySerializer(ways(provider), many=True).data


class ProviderListSerializer(serializers.Serializer[Any]):
    """All of them: there are too few for pages."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = ProviderSerializer(many=True)


class NewConnectionSerializer(serializers.Serializer[Any]):
    """What begins a sign-in, or turns a system's export files on. The fields of a sign-in that is typed stand beside these, by
    the names that `/api/integrations/providers` gives. `connection_id` renews that connection instead of making another."""

    METHODS = (("sign_in", "Sign in at the vendor"), ("files", "Take its export files"))
    AUTH_TYPES = (*Connection.AuthType.choices, ("api_key", "Key, by another name"))

    org_id = serializers.UUIDField()
    auth_type = serializers.ChoiceField(
        AUTH_TYPES,
        required=False,
        help_text="How it signs in. Default: at the vendor where that is offered, else the only way.",
    )
    redirect_uri = serializers.URLField(required=False, max_length=500)
    custom_scopes = serializers.ListField(
        child=TextField(max_length=100),
        required=False,
        max_length=50,
        help_text="Ask the vendor for no more than these of its scopes. Default: those of the last time, else all.",
    )
    base_url = serializers.URLField(
        required=False, max_length=500, help_text="Only the host that the operator has set is accepted."
    )
    connection_id = serializers.UUIDField(required=False)
    method = serializers.ChoiceField(
        METHODS, required=False, help_text="What `auth_type` says more exactly: sign_in at the vendor, or files."
    )


# The body of a change of secrets: the names are the provider's own.
ANSWERS = {"application/json": {"type": "object", "additionalProperties": {"type": "string"}}}


class BegunSerializer(serializers.Serializer[Any]):
    """A sign-in that waits for the person at the vendor, or a connection that needs none."""

    connection_id = serializers.UUIDField(source="connection.pk")
    status = serializers.CharField(source="connection.status")
    authorization_url = serializers.URLField(
        allow_null=True, help_text="Where the person signs in and agrees; null where that is done, or not needed."
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
    auth_type = serializers.CharField(read_only=True)
    environment = serializers.SerializerMethodField(
        help_text="`production`, or `sandbox` where it is not the vendor itself."
    )

    class Meta:
        model = Connection
        fields = [
            "connection_id",
            "provider",
            "status",
            "auth_type",
            "environment",
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

    def get_environment(self, connection: Connection) -> str:
        """As the operator says."""
        return vault.environment_of(registry.get(connection.provider))
