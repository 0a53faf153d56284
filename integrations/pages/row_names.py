"""What people call the rows that issues name by the other system's id: who rents and where, rather than 60167825-e9d8."""

from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import CharField, F, Model, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.urls import reverse

from integrations.models import SyncIssue
from portfolio.models import Contact, Inspection, Lease, MaintenanceJob, Owner, Property, Tenant
from providers.records import Kind

AT = (Value(", "), "property__address")
NAMED: dict[str, tuple[type[Model], tuple[Any, ...]]] = {
    Kind.PROPERTY: (Property, ("address", Value(""))),
    Kind.LEASE: (Lease, ("tenant_name", *AT)),
    Kind.TENANT: (Tenant, ("name", Value(""))),
    Kind.OWNER: (Owner, ("name", Value(""))),
    Kind.CONTACT: (Contact, ("name", Value(""))),
    Kind.MEMBER: (Contact, ("name", Value(""))),
    Kind.MAINTENANCE_JOB: (MaintenanceJob, ("summary", *AT)),
    Kind.INSPECTION: (Inspection, ("summary", *AT)),
}
PAGES = {Kind.PROPERTY: "portfolio:property", Kind.LEASE: "portfolio:lease"}


class Named(NamedTuple):
    """A row's name, and the address of its page; "" where it has none."""

    name: str
    url: str


def names_of(issues: Iterable[SyncIssue]) -> dict[UUID, Named]:
    """The names of the rows that the issues are about, by the issue's id, of those that are here: one query, or none."""
    about: dict[tuple[str, str, UUID, str], list[UUID]] = {}
    for issue in issues:
        if issue.kind in NAMED and issue.external_id:
            connection = issue.connection
            key = (issue.kind, connection.provider, connection.agency_id, issue.external_id)
            about.setdefault(key, []).append(issue.pk)
    kinds = sorted({key[0] for key in about})
    parts = [_rows(kind, [key[1:] for key in about if key[0] == kind]) for kind in kinds]
    if not parts:
        return {}
    found = parts[0].union(*parts[1:], all=True)
    return {
        pk: Named(row["called"].strip(", "), reverse(PAGES[row["of"]], args=[row["pk"]]) if row["of"] in PAGES else "")
        for row in found
        for pk in about[row["of"], row["source"], row["owner"], row["known_as"]]
    }


def _rows(kind: str, wanted: list[tuple[str, UUID, str]]) -> QuerySet[Any, dict[str, Any]]:
    model, words = NAMED[kind]
    these = Q(pk__in=())
    for source, agency_id in {(source, agency_id) for source, agency_id, _ in wanted}:
        ids = [known_as for other, owner, known_as in wanted if (other, owner) == (source, agency_id)]
        these |= Q(agency_id=agency_id, external_source=source, external_id__in=ids)
    rows = model._default_manager.filter(these).order_by()
    return rows.values(
        "pk",
        of=Value(kind, CharField()),
        source=F("external_source"),
        owner=F("agency_id"),
        known_as=F("external_id"),
        called=Concat(*words, output_field=CharField()),
    )
