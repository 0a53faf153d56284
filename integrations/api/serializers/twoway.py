"""Writing back: edits, the outbox, conflicts, and what a connection writes."""

from typing import Any

from rest_framework import serializers

from agencies.models import Membership
from integrations.api.serializers.fields import InstantField, TextField
from integrations.models import FieldConflict, OutgoingEdit
from integrations.pages.changes import hidden_fields, is_hidden
from providers.records import Kind

MOST_EDITS = 500
KINDS = [(kind.value, kind.value) for kind in Kind]
DIRECTIONS = ("pull", "push", "both")
OWNERS = ("vendor", "us", "newest", "ask")


class EditErrorSerializer(serializers.Serializer[Any]):
    """Why an edit is not where it should be, and what to do."""

    code = serializers.CharField()
    message = serializers.CharField()
    action = serializers.CharField()


class Hiding(serializers.ModelSerializer[Any]):
    """A row whose values may be for people who may see contacts or money alone. Context: `membership`."""

    def seen(self, field: str, value: Any) -> Any:
        """The value of a field; None where it is hidden from this person."""
        member: Membership = self.context["membership"]
        return None if is_hidden(field, hidden_fields(member)) else value


class OutgoingEditSerializer(Hiding):
    """One edit on its way. `changes` holds of each field the old and the new value, null where your role may not see it, and who
    changed it when: several people's changes of a row may go out as one edit, whose `made_by` and `made_at` are the latest."""

    connection = serializers.UUIDField(source="connection_id", read_only=True)
    changes = serializers.SerializerMethodField()
    error = EditErrorSerializer(allow_null=True, read_only=True)
    made_by = serializers.EmailField(source="made_by.email", default=None, allow_null=True, read_only=True)

    class Meta:
        model = OutgoingEdit
        fields = [
            "id",
            "connection",
            "kind",
            "row_id",
            "external_id",
            "label",
            "action",
            "changes",
            "status",
            "attempts",
            "batch",
            "error",
            "made_by",
            "made_at",
            "sent_at",
        ]
        read_only_fields = fields

    def get_changes(self, edit: OutgoingEdit) -> dict[str, Any]:
        """Each field's values by name."""
        return {
            name: {
                "old": self.seen(name, pair.get("base")),
                "new": self.seen(name, pair["ours"]),
                "by": edit.maker_of(name),
                "at": edit.made_at_of(name),
            }
            for name, pair in edit.changes.items()
        }


class ConflictSerializer(Hiding):
    """One field that both sides changed. The values are null where your role may not see them."""

    connection = serializers.UUIDField(source="connection_id", read_only=True)
    base, ours, theirs = (
        serializers.SerializerMethodField(method_name=f"shown_{name}") for name in ("base", "ours", "theirs")
    )
    decided_by = serializers.EmailField(source="decided_by.email", default=None, allow_null=True, read_only=True)

    class Meta:
        model = FieldConflict
        fields = [
            "id",
            "connection",
            "kind",
            "row_id",
            "external_id",
            "label",
            "field",
            "base",
            "ours",
            "theirs",
            "ours_at",
            "ours_by",
            "theirs_at",
            "status",
            "decided_by",
            "decided_at",
            "created_at",
            "updated_at",
        ]
        read_only_fields = fields

    def shown_base(self, row: FieldConflict) -> Any:
        """What both sides last agreed on."""
        return self.seen(row.field, row.base)

    def shown_ours(self, row: FieldConflict) -> Any:
        """The value here."""
        return self.seen(row.field, row.ours)

    def shown_theirs(self, row: FieldConflict) -> Any:
        """The value at the other system."""
        return self.seen(row.field, row.theirs)


class DecisionSerializer(serializers.Serializer[Any]):
    """How a conflict is decided. `value` is for `edited`. `seen` is the conflict's `updated_at` as you got it: where its values
    have changed since, nothing is decided."""

    choice = serializers.ChoiceField([(word, word) for word in ("ours", "theirs", "edited")])
    value = serializers.JSONField(required=False, allow_null=True)
    seen = InstantField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """A third value needs to be given."""
        if attrs["choice"] == "edited" and "value" not in attrs:
            raise serializers.ValidationError({"value": "Send the value that both sides are to have."})
        return attrs


class ManyDecisionsSerializer(serializers.Serializer[Any]):
    """One decision for one field of every row that waits. `seen` is the latest `updated_at` of those that you got: what has come
    or changed since is left."""

    kind = serializers.ChoiceField(KINDS)
    field = TextField(max_length=60, trim_whitespace=False)
    choice = serializers.ChoiceField([(word, word) for word in ("ours", "theirs")])
    seen = InstantField(required=False)


class DecidedSerializer(serializers.Serializer[Any]):
    """How many conflicts that decided, and how many of the field are open still."""

    decided = serializers.IntegerField()
    left = serializers.IntegerField()


class TwoWaySerializer(serializers.Serializer[Any]):
    """What a connection writes: by kind its direction, and by kind and field who wins where both sides change it. What is left
    out stays as it is."""

    directions = serializers.DictField(
        child=serializers.ChoiceField([(word, word) for word in DIRECTIONS]), required=False
    )
    ownership = serializers.DictField(
        child=serializers.DictField(child=serializers.ChoiceField([(word, word) for word in OWNERS])), required=False
    )


class RowEditSerializer(serializers.Serializer[Any]):
    """One row's new values by field. Without an id a new row is made, where the other system takes new ones."""

    kind = serializers.ChoiceField(KINDS)
    id = serializers.UUIDField(required=False)
    values = serializers.DictField(allow_empty=False)


class EditsSerializer(serializers.Serializer[Any]):
    """Edits of rows that another system keeps. Each stands alone: one that is refused keeps no other back."""

    org_id = serializers.UUIDField()
    connection_id = serializers.UUIDField(
        required=False, help_text="For new rows, where several connections take them."
    )
    edits = serializers.ListField(child=RowEditSerializer(), min_length=1, max_length=MOST_EDITS)


class EditResultSerializer(serializers.Serializer[Any]):
    """What became of one of them, in the order in which they were sent: `queued` is on its way, `saved` is changed here and needs
    no sending, as the row is the agency's own or is now as the other system has it."""

    id = serializers.UUIDField(allow_null=True)
    status = serializers.ChoiceField([(word, word) for word in ("queued", "saved", "unchanged", "refused")])
    edit_id = serializers.IntegerField(allow_null=True)
    error = EditErrorSerializer(allow_null=True)


class EditResultsSerializer(serializers.Serializer[Any]):
    """All of them."""

    results = EditResultSerializer(many=True)
