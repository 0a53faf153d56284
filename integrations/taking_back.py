"""Taking one step on the mapping bench back, straight after it: the row stands as it stood before.

`mapping.clear` is the other way to undo: it works at any time, and turns down what was mapped."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from agencies import audit
from agencies.refusals import Refusal
from integrations import mapping as mapping_steps
from integrations.models import Connection, PropertyMapping
from integrations.suggesting import suggest
from integrations.sync import lookups  # noqa: F401  (registers `any_of`)
from portfolio.models import Property

# What points at an own property because of the mapping itself.
OF_MAPPINGS = ("mappings",)


@dataclass(frozen=True)
class Standing:
    """What people have decided about a row, in plain values that a session can keep."""

    property: str | None
    left_out: bool
    auto_sync: bool
    suggestion: str | None
    suggestion_score: int | None
    suggestion_reason: str
    refused: list[str]

    @classmethod
    def of(cls, mapping: PropertyMapping) -> "Standing":
        """How the row stands now."""
        return cls(
            property=str(mapping.property_id) if mapping.property_id else None,
            left_out=mapping.left_out,
            auto_sync=mapping.auto_sync,
            suggestion=str(mapping.suggestion_id) if mapping.suggestion_id else None,
            suggestion_score=mapping.suggestion_score,
            suggestion_reason=mapping.suggestion_reason,
            refused=list(mapping.refused),
        )


@dataclass(frozen=True)
class Step:
    """One step: the row, how it stood before and after, and whether it made the own property."""

    mapping: str
    words: str
    before: dict[str, Any]
    after: dict[str, Any]
    has_created: bool

    @classmethod
    def taken(cls, mapping: PropertyMapping, words: str, before: Standing, has_created: bool) -> "Step":
        """The step that led from `before` to how the row stands now."""
        return cls(str(mapping.pk), words, asdict(before), asdict(Standing.of(mapping)), has_created)


@transaction.atomic
def take_back(mapping: PropertyMapping, step: Step) -> None:
    """The row as it was before the step. Refusal where somebody or a sync has changed it since."""
    if asdict(Standing.of(mapping)) != step.after:
        message = f"{mapping} has changed since, so that step cannot be taken back."
        raise Refusal("changed_since", message, "Use the buttons in its row.", conflict=True)
    before = Standing(**step.before)
    own = {str(row.pk): row for row in _named(mapping, before.property, before.suggestion, step.after["property"])}
    if mapping.property_id and str(mapping.property_id) != before.property:
        mapping_steps.clear(mapping)
        if step.has_created:
            _remove_if_untouched(own[step.after["property"]])
    elif mapping.left_out:
        mapping_steps.clear(mapping)
    if before.property in own and not mapping.property_id:
        mapping_steps.assign(mapping, own[before.property])
    if before.left_out:
        mapping_steps.leave_out(mapping)
    if before.auto_sync != mapping.auto_sync:
        mapping_steps.set_auto_sync(mapping, before.auto_sync)
    has_suggestion = before.suggestion in own
    mapping.suggestion = own[before.suggestion] if before.suggestion and has_suggestion else None
    mapping.suggestion_score = before.suggestion_score if has_suggestion else None
    mapping.suggestion_reason = before.suggestion_reason if has_suggestion else ""
    mapping.refused = before.refused
    mapping.save(update_fields=["suggestion", "suggestion_score", "suggestion_reason", "refused", "updated_at"])


@transaction.atomic
def take_back_all(connection: Connection, at: datetime) -> int:
    """How many mappings of the one acceptance at that instant are open again, with their suggestions; own properties that
    it created are gone unless they are in use. What has changed since stays. The same number of queries, however many."""
    rows = connection.mappings.mapped().filter(updated_at=at)
    own = dict(rows.values_list("property_id", "provider_property_id"))
    account = {"external_source": connection.provider, "external_account": connection.provider_user_id or ""}
    kept = Property.objects.filter(agency_id=connection.agency_id, pk__any_of=list(own), **account)
    created = {"created_at__gte": at, "synced_at__isnull": True}
    unused = {f"{row.name}__isnull": True for row in Property._meta.related_objects if row.name not in OF_MAPPINGS}
    made = list(kept.filter(**created, **unused).values_list("pk", flat=True))
    kept.update(external_source="", external_id=None, external_account="", fingerprint="", synced_at=None)
    number = rows.update(property=None, updated_at=timezone.now())
    Property.objects.filter(pk__any_of=made).delete()
    Connection.objects.filter(pk=connection.pk).update(mapped_at=timezone.now())
    suggest(connection)
    audit.record(audit.Action.MAPPING_UNDONE, connection, agency=connection.agency, mapped=number, created=len(made))
    return number


def _named(mapping: PropertyMapping, *keys: str | None) -> list[Property]:
    return list(Property.objects.filter(agency=mapping.connection.agency, pk__in=[key for key in keys if key]))


def _remove_if_untouched(own: Property) -> None:
    """Take away a property that was created a moment ago, unless a sync or a person has made use of it since."""
    related = (getattr(own, row.get_accessor_name() or "", None) for row in Property._meta.related_objects)
    in_use = any(rows.exists() for rows in related if rows is not None)
    if own.synced_at is None and not in_use:
        own.delete()
