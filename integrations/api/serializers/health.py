"""How well a provider's connections work."""

from typing import Any

from rest_framework import serializers

from integrations.health import Verdict
from integrations.models import Connection

VERDICTS = [(each.value, each.value) for each in Verdict]


class AdviceSerializer(serializers.Serializer[Any]):
    """One thing that is not as it should be."""

    code = serializers.CharField()
    message = serializers.CharField(help_text="What is wrong, for people.")
    action = serializers.CharField(help_text="What to do.")
    link = serializers.URLField(help_text="The page to do it on.")


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
    latency_ms = serializers.IntegerField(allow_null=True, help_text="Null: not measured yet.")
    recommendations = AdviceSerializer(many=True)


class HealthSerializer(serializers.Serializer[Any]):
    """One provider at one agency. `status` is that of its worst connection in use."""

    org_id = serializers.UUIDField()
    provider = serializers.CharField()
    status = serializers.ChoiceField(choices=VERDICTS)
    checked_at = serializers.DateTimeField()
    connections = ConnectionHealthSerializer(many=True)
