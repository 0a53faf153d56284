"""How good a connection's rows are."""

from typing import Any

from rest_framework import serializers

from integrations.quality.rule import Severity

SEVERITIES = [(each.value, each.value) for each in Severity]


class KindScoreSerializer(serializers.Serializer[Any]):
    """One kind's rows."""

    kind = serializers.CharField()
    score = serializers.FloatField(min_value=0, max_value=100)
    rows = serializers.IntegerField()


class DayScoreSerializer(KindScoreSerializer):
    """One kind's rows on one day."""

    day = serializers.DateField(help_text="In the agency's time zone.")


class FindingSerializer(serializers.Serializer[Any]):
    """A rule that rows fail."""

    rule = serializers.CharField()
    kind = serializers.CharField()
    severity = serializers.ChoiceField(choices=SEVERITIES)
    weight = serializers.FloatField(min_value=0, max_value=1, help_text="How much of its row a finding takes away.")
    rows = serializers.IntegerField(help_text="How many rows fail it.")
    message = serializers.CharField(help_text="What is wrong, for people.")
    action = serializers.CharField(help_text="What to do.")
    link = serializers.URLField(help_text="The page that lists the rows.")


class QualitySerializer(serializers.Serializer[Any]):
    """The newest score of one connection, and the 90 days up to today."""

    connection_id = serializers.UUIDField()
    day = serializers.DateField(allow_null=True, help_text="Of the score; null where nothing has been scored yet.")
    data_quality_score = serializers.FloatField(allow_null=True, min_value=0, max_value=100)
    kinds = KindScoreSerializer(many=True)
    findings = FindingSerializer(many=True, help_text="What takes most from the score first.")
    trend = DayScoreSerializer(many=True, help_text="Each kind on each day on which it was scored, the oldest first.")
