"""Sync jobs and issues."""

from typing import Any

from rest_framework import serializers

from agencies.models import Membership
from integrations import fixing, mending, retrying
from integrations.api.serializers.fields import TextField
from integrations.models import SyncIssue, SyncLog


class SyncRequestSerializer(serializers.Serializer[Any]):
    """What to sync. Context: `kinds`, those that the provider offers."""

    org_id = serializers.UUIDField()
    connection_id = serializers.UUIDField(required=False)
    entity_types = serializers.ListField(child=TextField(max_length=40), required=False)
    excluded_entities = serializers.ListField(child=TextField(max_length=40), required=False)

    def validate_entity_types(self, kinds: list[str]) -> list[str]:
        """Known kinds only."""
        return self._known(kinds)

    def validate_excluded_entities(self, kinds: list[str]) -> list[str]:
        """Known kinds only."""
        return self._known(kinds)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Adds `kinds`: those to sync; empty where that is all of them."""
        wanted, excluded = attrs.get("entity_types") or self.context["kinds"], attrs.get("excluded_entities", ())
        kinds = tuple(kind for kind in self.context["kinds"] if kind in wanted and kind not in excluded)
        if not kinds:
            raise serializers.ValidationError({"excluded_entities": "This leaves nothing to sync."})
        return attrs | {"kinds": () if len(kinds) == len(self.context["kinds"]) else kinds}

    def _known(self, kinds: list[str]) -> list[str]:
        allowed = self.context["kinds"]
        unknown = sorted(set(kinds) - set(allowed))
        if unknown:
            raise serializers.ValidationError(
                f"Not known here: {', '.join(unknown)}. Allowed: {', '.join(allowed)}.", "unknown_kind"
            )
        return kinds


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
            "counts",
            "errors",
        ]
        read_only_fields = fields


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
