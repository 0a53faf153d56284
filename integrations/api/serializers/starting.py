"""What a sync may be asked for."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone
from rest_framework import serializers

from integrations import narrowing
from integrations.adjusting import kinds_of, kinds_of_any
from integrations.api.serializers.fields import FlagField, InstantField, TextField, WholeNumberField
from integrations.kind_names import NEVER_READ, kind_named
from integrations.models import Connection, SyncLog
from integrations.run_options import LARGEST_BATCH, MOST_WORKERS, SMALLEST_BATCH, Direction
from providers.base import Provider
from providers.records import Kind

KEPT = ("since", "property_filters", "batch_size", "max_workers", "sync_direction")
# What export files cannot be asked for: they are read whole, one after the other.
NOT_OF_FILES = ("since", "property_filters")
NO_COMPLIANCE_YET = "pmsync does not check compliance yet, so nothing was validated."


class PropertyFiltersSerializer(serializers.Serializer[Any]):
    """Which properties are synced: of these types, only those in use, only those of a list. All that is given must hold."""

    property_type = serializers.ListField(
        child=TextField(max_length=60),
        required=False,
        max_length=50,
        help_text=f"Any of {', '.join(narrowing.PROPERTY_TYPES)}, or the system's own words.",
    )
    active = FlagField(
        required=False, help_text="True leaves out what the system has put away. False is as if left out."
    )
    properties = serializers.ListField(
        child=TextField(max_length=150),
        required=False,
        max_length=narrowing.MOST_PROPERTIES,
        help_text="Ids of the system, as `provider_property_id` of the mappings has them.",
    )

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """What narrows; empty parts are left out. ValidationError for a name that there is not."""
        if isinstance(data, dict) and (unknown := sorted(set(map(str, data)) - set(self.fields))):
            known = ", ".join(self.fields)
            raise serializers.ValidationError(dict.fromkeys(unknown, f"There is no such filter. There are: {known}."))
        return {name: value for name, value in super().to_internal_value(data).items() if value}


class SyncRequestSerializer(serializers.Serializer[Any]):
    """What to sync, and how. Context: `provider` and `sync_type`."""

    org_id = serializers.UUIDField()
    connection_id = serializers.UUIDField(required=False)
    entity_types = serializers.ListField(child=TextField(max_length=40), required=False)
    excluded_entities = serializers.ListField(child=TextField(max_length=40), required=False)
    since = InstantField(
        required=False,
        help_text="Incremental syncs only: read what has changed since then, whatever was read already.",
    )
    property_filters = PropertyFiltersSerializer(required=False)
    batch_size = WholeNumberField(
        min_value=SMALLEST_BATCH, max_value=LARGEST_BATCH, required=False, help_text="Rows stored in one transaction."
    )
    max_workers = WholeNumberField(
        min_value=1, max_value=MOST_WORKERS, required=False, help_text="Pages read at the same time."
    )
    sync_direction = serializers.ChoiceField(
        [(direction.value, direction.value) for direction in Direction],
        required=False,
        help_text="pull reads, push sends waiting edits, bidirectional does both.",
    )
    compliance_validation = FlagField(required=False)

    def validate_entity_types(self, words: list[str]) -> list[Kind]:
        """Kinds that a connection to the provider can bring; whether this one can is seen by `kinds_asked`."""
        offered = kinds_of_any(self.context["provider"])
        found = [kind_named(word) for word in words]
        if unknown := [word for word, kind in zip(words, found, strict=True) if kind not in offered]:
            raise unknown_kinds(unknown, offered)
        return [kind for kind in found if kind is not None]

    def validate_excluded_entities(self, words: list[str]) -> list[Kind]:
        """Kinds there are. What no sync brings may be named: it stays away in any case."""
        found = [kind_named(word) for word in words if word not in NEVER_READ]
        unknown = [word for word in words if word not in NEVER_READ and kind_named(word) is None]
        if unknown:
            raise unknown_kinds(unknown, kinds_of_any(self.context["provider"]))
        return [kind for kind in found if kind is not None]

    def validate_since(self, since: datetime) -> datetime:
        """A time that has passed, for a sync that reads changes."""
        if self.context["sync_type"] != SyncLog.Type.INCREMENTAL:
            raise serializers.ValidationError("Only sync/incremental begins at a point in time.", "not_incremental")
        if since > timezone.now():
            raise serializers.ValidationError("Must not lie in the future.", "in_the_future")
        return since

    def validate_sync_direction(self, direction: str) -> str:
        """One that the provider can go."""
        provider: type[Provider] = self.context["provider"]
        if direction != Direction.PULL and not provider.writes:
            raise serializers.ValidationError(
                f"pmsync changes nothing in {provider.label}: it can only be read (pull).", "cannot_be_written"
            )
        return direction

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Adds `options`, as a run keeps them."""
        options = {name: attrs[name] for name in KEPT if attrs.get(name)}
        if "since" in options:
            options["since"] = f"{options['since'].astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        if attrs.get("compliance_validation"):
            options["ignored_options"] = {"compliance_validation": NO_COMPLIANCE_YET}
        return attrs | {"options": options}


def unknown_kinds(words: Iterable[str], offered: Iterable[Kind]) -> serializers.ValidationError:
    """What is said of kinds that cannot be asked for."""
    return serializers.ValidationError(
        f"Not known here: {', '.join(sorted(words))}. Allowed: {', '.join(offered)}.", "unknown_kind"
    )


def kinds_asked(connection: Connection, body: dict[str, Any]) -> tuple[Kind, ...]:
    """The kinds to sync, empty where that is all that the connection can bring. ValidationError, by field, for one that it
    cannot, and where none is left."""
    offered = kinds_of(connection)
    wanted, excluded = body.get("entity_types") or offered, body.get("excluded_entities", ())
    if foreign := [kind.value for kind in wanted if kind not in offered]:
        raise serializers.ValidationError({"entity_types": unknown_kinds(foreign, offered).detail})
    kinds = tuple(kind for kind in offered if kind in wanted and kind not in excluded)
    if not kinds:
        raise serializers.ValidationError({"excluded_entities": "This leaves nothing to sync."})
    return () if len(kinds) == len(offered) else kinds


def check_for(connection: Connection, body: dict[str, Any]) -> None:
    """ValidationError, by field, where this connection cannot be asked for that."""
    if connection.takes_files and (named := [name for name in NOT_OF_FILES if name in body]):
        sentence = "Export files are read whole, so this cannot be asked of them."
        raise serializers.ValidationError(dict.fromkeys(named, sentence), "not_of_files")
    check_filters(connection, body.get("property_filters", {}))


def check_filters(connection: Connection | None, filters: dict[str, Any]) -> None:
    """ValidationError where the filters name a type that no property has, or a property that nobody knows. Of a connection
    that is still to be made only the names of the table are known. Three queries at most."""
    trouble = {}
    if sentence := narrowing.trouble_with_types(connection, filters.get("property_type", ())):
        trouble["property_type"] = sentence
    if ids := narrowing.unknown_properties(connection, filters.get("properties", ())):
        more = f" and {len(ids) - 5} more" if len(ids) > 5 else ""
        trouble["properties"] = f"No property has this id: {', '.join(ids[:5])}{more}."
    if trouble:
        raise serializers.ValidationError({"property_filters": trouble}, "unknown")
