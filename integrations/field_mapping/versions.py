"""The versions of an agency's rules: which is in force, how a new one is made, and how an old one comes back."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Max, QuerySet

from agencies import audit
from agencies.models import Agency, User
from agencies.refusals import Refusal
from integrations.field_mapping.writing import Kept, as_rules
from integrations.models import Connection, FieldMapping
from providers.choices import Kind
from providers.field_rules import RulesByKind


def rules_of(connection: Connection) -> RulesByKind:
    """The rules in force for what this connection brings, by kind. One query."""
    found = in_force(connection.agency_id, connection.provider).values_list("kind", "rules")
    return {Kind(kind): as_rules(rules) for kind, rules in found if rules}


def in_force(agency_id: UUID, provider: str) -> QuerySet[FieldMapping]:
    """The versions in force of an agency's rules for one source."""
    return FieldMapping.objects.filter(agency_id=agency_id, provider=provider, is_active=True)


def history(agency: Agency, provider: str, kind: Kind) -> QuerySet[FieldMapping]:
    """Every version for one kind, the latest first."""
    rows = FieldMapping.objects.filter(agency=agency, provider=provider, kind=kind.value)
    return rows.select_related("made_by").order_by("-version")


@transaction.atomic
def save(
    agency: Agency, provider: str, kind: Kind, rules: Sequence[Kept], person: User, tested_on: int
) -> FieldMapping | None:
    """The new version, in force from the next run on; None where these rules are in force already. Refusal for rules that
    have not been tried on any row."""
    Agency.objects.select_for_update().get(pk=agency.pk)  # two people may save at once
    versions = FieldMapping.objects.filter(agency=agency, provider=provider, kind=kind.value)
    current = versions.filter(is_active=True).first()
    before: list[Kept] = current.rules if current else []
    if before == list(rules):
        return None
    if rules and not tested_on:
        words = kind.replace("_", " ")
        message = f"There are no {words} yet to try these fields on, so they were not saved."
        raise Refusal("not_tested", message, "Sync once, or import a file, and save them then.", conflict=True)
    last = versions.aggregate(last=Max("version"))["last"] or 0
    versions.filter(is_active=True).update(is_active=False)
    made = FieldMapping.objects.create(
        agency=agency,
        provider=provider,
        kind=kind.value,
        version=last + 1,
        rules=list(rules),
        tested_on=tested_on,
        made_by=person,
    )
    fields = audit.change(sorted(rule["target"] for rule in before), sorted(rule["target"] for rule in rules))
    audit.record(
        audit.Action.FIELDS_MAPPED, made, agency=agency, person=person, version=audit.change(last, made.version),
        fields=fields,
    )  # fmt: skip
    return made
