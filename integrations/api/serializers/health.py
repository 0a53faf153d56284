"""How well a provider's connections work."""

from typing import Any

from rest_framework import serializers

from integrations.health import Verdict
from integrations.models import Connection
from integrations.whose_fault import Whose

VERDICTS = [(each.value, each.value) for each in Verdict]
WHOSE = [(each.value, each.value) for each in Whose]


class AdviceSerializer(serializers.Serializer[Any]):
    """One thing that is not as it should be."""

    code = serializers.CharField()
    message = serializers.CharField(help_text="What is wrong, for people.")
    action = serializers.CharField(help_text="What to do.")
    link = serializers.URLField(help_text="The page to do it on.")


class EndpointSerializer(serializers.Serializer[Any]):
    """The calls of one of the vendor's addresses in the last 24 hours."""

    endpoint = serializers.CharField(help_text="The path, with {id} where an id stands.")
    calls = serializers.IntegerField()
    error_rate = serializers.FloatField(min_value=0, max_value=1)
    p50_ms = serializers.IntegerField(source="p50", help_text="Half of the calls took no longer.")
    p95_ms = serializers.IntegerField(source="p95", help_text="19 of 20 calls took no longer.")


class VendorStatusSerializer(serializers.Serializer[Any]):
    """What the vendor says of itself, and whether it is us or them."""

    words = serializers.CharField(help_text="The vendor's own, or why there are none.")
    is_up = serializers.BooleanField(allow_null=True, help_text="Null where the vendor does not say.")
    read_at = serializers.DateTimeField(allow_null=True)
    whose_fault = serializers.ChoiceField(choices=WHOSE)
    sentence = serializers.CharField(help_text="Us or them, and why: from checks and from the vendor's own words.")


class ConnectionHealthSerializer(serializers.Serializer[Any]):
    """One connection."""

    connection_id = serializers.UUIDField()
    account_name = serializers.CharField()
    standing = serializers.ChoiceField(choices=Connection.Status.choices)
    status = serializers.ChoiceField(choices=VERDICTS)
    last_sync_at = serializers.DateTimeField(allow_null=True)
    last_sync_age_seconds = serializers.IntegerField(allow_null=True, help_text="Null where nothing has come yet.")
    completed_runs = serializers.IntegerField(help_text="In the last 30 days.")
    failed_runs = serializers.IntegerField(help_text="In the last 30 days.")
    success_rate = serializers.FloatField(
        allow_null=True, min_value=0, max_value=1, help_text="Completed of all; null where no run was over."
    )
    open_issues = serializers.IntegerField()
    latency_ms = serializers.IntegerField(
        allow_null=True, help_text="Half of the calls of the last 24 hours took no longer. Null without calls."
    )
    latency_p95_ms = serializers.IntegerField(allow_null=True, help_text="19 of 20 calls took no longer.")
    uptime_percentage = serializers.FloatField(
        allow_null=True, min_value=0, max_value=100, help_text="Of the checks of the last 30 days; null without checks."
    )
    uptime_since = serializers.DateTimeField(
        allow_null=True, help_text="The first check, where there are fewer than 30 days of them."
    )
    data_quality_score = serializers.FloatField(
        allow_null=True, min_value=0, max_value=100, help_text="Null where nothing has been scored yet."
    )
    quality = serializers.DictField(child=serializers.FloatField(min_value=0, max_value=100), help_text="By kind.")
    endpoints = EndpointSerializer(many=True)
    vendor_status = VendorStatusSerializer()
    issues = serializers.ListField(child=serializers.CharField(), help_text="Sentences, the most pressing first.")
    recommendations = AdviceSerializer(many=True)


class NamedAdviceSerializer(AdviceSerializer):
    """One thing that is not as it should be, and with which connection."""

    connection_id = serializers.UUIDField()


class HealthSerializer(serializers.Serializer[Any]):
    """One provider at one agency. What stands at the top is that of its worst connection in use."""

    org_id = serializers.UUIDField()
    provider = serializers.CharField()
    status = serializers.ChoiceField(choices=VERDICTS)
    checked_at = serializers.DateTimeField()
    data_quality_score = serializers.FloatField(
        allow_null=True, min_value=0, max_value=100, help_text="The lowest of its connections; null where none has one."
    )
    uptime_percentage = serializers.FloatField(
        allow_null=True, min_value=0, max_value=100, help_text="The lowest of its connections; null where none has one."
    )
    issues = serializers.ListField(
        child=serializers.CharField(),
        help_text="Of all connections, the worst first; where there are several, each with its account's name.",
    )
    recommendations = NamedAdviceSerializer(many=True, help_text="Of all connections, the worst first.")
    connections = ConnectionHealthSerializer(many=True)
