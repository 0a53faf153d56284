"""The shape of every error, for the schema."""

from rest_framework import serializers


class FieldErrorSerializer(serializers.Serializer[dict[str, str]]):
    """What is wrong with one value."""

    field = serializers.CharField(help_text="Dotted path; empty where the body as a whole is meant.")
    code = serializers.CharField()
    message = serializers.CharField()


class ProblemSerializer(serializers.Serializer[dict[str, object]]):
    """RFC 9457 problem details."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="A sentence for people.")
    code = serializers.CharField(help_text="A word for programs.")
    action = serializers.CharField(required=False, help_text="What to do next.")
    errors = FieldErrorSerializer(many=True, required=False)  # type: ignore[assignment]  # a field, not DRF's property
