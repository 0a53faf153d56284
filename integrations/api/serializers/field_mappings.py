"""An agency's own rules from a source's fields to ours."""

from typing import Any

from rest_framework import serializers

from integrations.api.serializers.fields import FlagField, TextField
from integrations.field_mapping.trying import Trial
from integrations.field_mapping.writing import LONGEST_SOURCE, Kept, WrongRules, checked, written_of
from integrations.models import FieldMapping
from providers.choices import Kind
from providers.field_targets import has_custom, targets_of
from providers.field_transforms import FIELD_TRANSFORMS


class RuleSerializer(serializers.Serializer[Any]):
    """One field: where its value comes from, where it goes, and what is done to it on the way."""

    source_field = TextField(
        max_length=LONGEST_SOURCE,
        help_text="A field of the source's own row, with dots where it lies deeper, or a heading of a file.",
    )
    target_field = TextField(
        max_length=80,
        help_text="A field of ours. Any other name becomes a field of your own, as `custom.` and the name does.",
    )
    required = FlagField(  # type: ignore[assignment]  # a field, not DRF's attribute
        default=False, help_text="Rows in which it is empty are turned away."
    )
    transform = TextField(
        max_length=60,
        required=False,
        allow_null=True,
        allow_blank=True,
        help_text=f"One of {', '.join(FIELD_TRANSFORMS)}.",
    )
    options = serializers.DictField(required=False, help_text="What the transform is told: as, table, sources, with.")


class FieldMappingRequestSerializer(serializers.Serializer[Any]):
    """Rules by name. Context: `kind`."""

    field_mappings = serializers.DictField(child=RuleSerializer())

    def validate_field_mappings(self, written: dict[str, Any]) -> list[Kept]:
        """As they are kept. ValidationError names the rule and the field."""
        try:
            return checked(self.context["kind"], written)
        except WrongRules as wrong:
            raise serializers.ValidationError(
                {name or "all": trouble for name, trouble in wrong.errors.items()}
            ) from wrong


class VersionSerializer(serializers.ModelSerializer[FieldMapping]):
    """One version."""

    made_by = serializers.CharField(source="made_by.email", default="", read_only=True)
    fields_set = serializers.SerializerMethodField()

    class Meta:
        model = FieldMapping
        fields = ["version", "is_active", "tested_on", "made_by", "created_at", "fields_set"]
        read_only_fields = fields

    def get_fields_set(self, version: FieldMapping) -> list[str]:
        """What it sets."""
        return [rule["target"] for rule in version.rules]


class TargetSerializer(serializers.Serializer[Any]):
    """A field of ours that a rule may set."""

    name = serializers.CharField()
    shape = serializers.CharField(help_text="text, number, money, day, or yes or no.")


class FieldMappingSerializer(serializers.Serializer[Any]):
    """The rules of one kind that are in force, and what they may set."""

    kind = serializers.CharField()
    version = serializers.IntegerField(help_text="0 where there are none.")
    field_mappings = serializers.DictField(child=RuleSerializer())
    target_fields = TargetSerializer(many=True)
    takes_own_fields = serializers.BooleanField(help_text="Whether its rows hold fields of your own.")
    versions = VersionSerializer(many=True, help_text="The latest first.")


class KindRulesSerializer(serializers.Serializer[Any]):
    """Whether a kind has rules."""

    kind = serializers.CharField()
    version = serializers.IntegerField(help_text="0 where there are none.")
    fields_set = serializers.ListField(child=serializers.CharField())


class KindRulesListSerializer(serializers.Serializer[Any]):
    """All kinds that can have rules: there are too few for pages."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = KindRulesSerializer(many=True)


class TriedSerializer(serializers.Serializer[Any]):
    """What one rule made of one row."""

    source = serializers.CharField()  # type: ignore[assignment]  # a field, not DRF's attribute
    value = serializers.CharField()
    error = serializers.CharField()


class TriedRowSerializer(serializers.Serializer[Any]):
    """One row of the sample."""

    external_id = serializers.CharField()
    is_rejected = serializers.BooleanField()
    values = serializers.DictField(child=TriedSerializer(), help_text="By the rule's name.")


class TrialSerializer(serializers.Serializer[Any]):
    """What rules make of the source's first rows. Nothing is stored."""

    tested_on = serializers.IntegerField()
    rejected = serializers.IntegerField()
    rows = TriedRowSerializer(many=True)
    source_fields = serializers.DictField(child=serializers.CharField(), help_text="Each with an example.")


class SavedSerializer(FieldMappingSerializer):
    """The rules that are in force now, and what they were tried on."""

    trial = TrialSerializer()


def shape_of(kind: Kind, versions: list[FieldMapping]) -> dict[str, Any]:
    """The answer about one kind; `versions` are all of it, the latest first."""
    current = next((version for version in versions if version.is_active), None)
    return {
        "kind": kind.value,
        "version": current.version if current else 0,
        "field_mappings": written_of(current.rules) if current else {},
        "target_fields": [{"name": name, "shape": shape.value} for name, shape in targets_of(kind).items()],
        "takes_own_fields": has_custom(kind),
        "versions": versions,
    }


def shape_of_trial(rules: list[Kept], trial: Trial) -> dict[str, Any]:
    """The answer about a trial."""
    names = [rule["name"] for rule in rules]
    rows = [
        {
            "external_id": row.external_id,
            "is_rejected": row.is_rejected,
            "values": {
                name: {"source": cell.source, "value": cell.value, "error": cell.error}
                for name, cell in zip(names, row.tried, strict=True)
            },
        }
        for row in trial.rows
    ]
    return {"tested_on": len(rows), "rejected": trial.rejected, "rows": rows, "source_fields": trial.fields}
