"""Sync jobs and issues."""

from typing import Any

from django.utils import timezone
from rest_framework import serializers

from agencies.models import Membership
from integrations import fixing, mending, retrying
from integrations.api.serializers.fields import TextField
from integrations.api.serializers.starting import PropertyFiltersSerializer
from integrations.estimating import seconds_left
from integrations.models import SyncIssue, SyncLog


class CountsSerializer(serializers.Serializer[Any]):
    """What became of one kind's rows: read = created + updated + unchanged + held + rejected."""

    read = serializers.IntegerField(default=0)
    created = serializers.IntegerField(default=0)
    updated = serializers.IntegerField(default=0)
    unchanged = serializers.IntegerField(default=0)
    held = serializers.IntegerField(default=0)
    rejected = serializers.IntegerField(default=0)
    withdrawn = serializers.IntegerField(default=0)
    duplicates = serializers.IntegerField(default=0)


class JobErrorSerializer(serializers.Serializer[Any]):
    """One thing that went wrong."""

    kind = serializers.CharField(default="")
    external_id = serializers.CharField(default="")
    code = serializers.CharField(default="")
    message = serializers.CharField(default="")


class JobOptionsSerializer(serializers.Serializer[Any]):
    """How it was asked to read. What is left out is as its connection is set."""

    since = serializers.DateTimeField(required=False)
    property_filters = PropertyFiltersSerializer(required=False)
    batch_size = serializers.IntegerField(required=False)
    max_workers = serializers.IntegerField(required=False)
    sync_direction = serializers.CharField(required=False)


class JobSerializer(serializers.ModelSerializer[SyncLog]):
    """One run. Its job_id is its place in the history."""

    job_id = serializers.UUIDField(source="pk", read_only=True)
    connection = serializers.UUIDField(source="connection_id", read_only=True)
    progress_percentage = serializers.IntegerField(min_value=0, max_value=100, read_only=True)
    processed_entities = serializers.IntegerField(source="progress_done", read_only=True)
    total_entities = serializers.IntegerField(source="progress_total", read_only=True)
    entity_types = serializers.ListField(source="kinds", child=serializers.CharField(), read_only=True)
    counts = serializers.DictField(child=CountsSerializer(), read_only=True)
    errors = JobErrorSerializer(many=True, read_only=True)  # type: ignore[assignment]  # a field, not DRF's property
    options = JobOptionsSerializer(read_only=True)
    ignored_options = serializers.SerializerMethodField(help_text="Options that did nothing, each with the reason.")
    since_not_applied = serializers.SerializerMethodField(
        help_text="Kinds that cannot begin at `since`: they go on where the last sync ended, or are read whole."
    )
    seconds = serializers.DictField(child=serializers.FloatField(), read_only=True, help_text="Time spent, by phase.")
    estimated_seconds_left = serializers.SerializerMethodField(help_text="Null where nobody can know.")

    class Meta:
        model = SyncLog
        fields = [
            "job_id",
            "connection",
            "sync_type",
            "status",
            "trigger",
            "summary",
            "activity",
            "progress_percentage",
            "processed_entities",
            "total_entities",
            "items_synced",
            "transactions_created",
            "created_at",
            "started_at",
            "completed_at",
            "cancel_requested",
            "entity_types",
            "options",
            "ignored_options",
            "since_not_applied",
            "counts",
            "errors",
            "seconds",
            "estimated_seconds_left",
        ]
        read_only_fields = fields

    def get_ignored_options(self, log: SyncLog) -> dict[str, str]:
        """By name."""
        found: dict[str, str] = log.options.get("ignored_options", {})
        return found

    def get_since_not_applied(self, log: SyncLog) -> list[str]:
        """The kinds."""
        found: list[str] = log.options.get("since_not_applied", [])
        return found

    def get_estimated_seconds_left(self, log: SyncLog) -> int | None:
        """By its pace so far."""
        return seconds_left(log, timezone.now())


class IssueSerializer(serializers.ModelSerializer[SyncIssue]):
    """A row that a person must look at. `value` needs the right to see contacts and money: it may be either."""

    job_id = serializers.UUIDField(source="sync_log_id", allow_null=True, read_only=True)
    value = serializers.SerializerMethodField("visible_value")

    class Meta:
        model = SyncIssue
        fields = [
            "id",
            "kind",
            "external_id",
            "file",
            "row_number",
            "column",
            "value",
            "code",
            "message",
            "action",
            "status",
            "reason",
            "occurrences",
            "job_id",
            "created_at",
            "updated_at",
        ]
        read_only_fields = fields

    def visible_value(self, issue: SyncIssue) -> str:
        """The value as it came; empty for those who may not see people's details."""
        member: Membership = self.context["membership"]
        return issue.value if mending.may_see_rows(member) else ""


class IssueChangeSerializer(serializers.Serializer[SyncIssue]):
    """Set an issue aside, with a reason, take it up again, or confirm that the rows it misses are really gone. `values`
    corrects the row of an exported file: its values by heading, of those headings alone that are to change."""

    status = serializers.ChoiceField(
        [("ignored", "ignored"), ("open", "open"), ("confirmed", "confirmed")], required=False
    )
    reason = TextField(max_length=300, required=False, allow_blank=True, default="")
    values = serializers.DictField(child=TextField(max_length=10_000, allow_blank=True), required=False)

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """The change. Refusal for `values` of a row that no file brought, whatever else is there: nobody may think that they
        were kept."""
        if isinstance(data, dict) and "values" in data and self.instance and not self.instance.layout:
            raise retrying.not_editable(self.instance.connection.provider)
        return super().to_internal_value(data)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Something to do, and a reason for leaving out a row of a file."""
        if not attrs.get("values") and "status" not in attrs:
            raise serializers.ValidationError({"status": "Send a status, or values."})
        is_row = self.instance is not None and self.instance.layout
        if is_row and attrs.get("status") == SyncIssue.Status.IGNORED and not attrs["reason"].strip():
            raise serializers.ValidationError({"reason": "Say why the row may stay out."})
        return attrs

    def update(self, instance: SyncIssue, validated_data: dict[str, Any]) -> SyncIssue:
        """The issue, as it was decided. Refusal where there is nothing to confirm, or the row has no such heading."""
        if validated_data.get("values"):
            mending.mend(instance.connection, [instance.pk], validated_data["values"], self.context["person"])
        decided = validated_data.get("status")
        if decided == SyncIssue.Status.IGNORED:
            fixing.set_aside(instance, validated_data["reason"])
        elif decided == SyncIssue.Status.CONFIRMED:
            fixing.confirm_withdrawal(instance)
        elif decided:
            fixing.take_up_again(instance)
        return instance


class RetrySerializer(serializers.Serializer[Any]):
    """Which issues: the code that they have in common."""

    code = TextField(max_length=60)
