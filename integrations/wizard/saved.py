"""Column mappings that are kept: remembered, renamed, deleted, and handed to other agencies as a text without data."""

import json
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from agencies import audit
from agencies.models import Agency, Membership, User
from agencies.permissions import Permission
from agencies.refusals import Refusal
from integrations.files.teaching import slug_of
from integrations.models import ColumnMapping, Connection, WizardImport
from integrations.wizard.mapping import cleaned, list_of, problems
from integrations.wizard.starting import connection_of
from providers.exports.own_lists import LISTS

LONGEST_NAME = 120
LONGEST_SLUG = 60
LONGEST_CODE = 100_000
MOST_HEADINGS = 200
MARK = "pmsync columns"


def remember(imported: WizardImport, name: str) -> ColumnMapping:
    """What the columns of this import mean, kept under that name: as the mapping that they came from, or as a new one."""
    name = name.strip()[:LONGEST_NAME] or f"{LISTS[imported.kind].label} of {imported.file.name}"[:LONGEST_NAME]
    mapping = imported.mapping
    if mapping is None or mapping.kind != imported.kind:
        mapping = ColumnMapping(
            agency=imported.agency,
            connection=imported.connection,
            kind=imported.kind,
            slug=free_slug(imported.agency, name),
            created_by=imported.started_by,
        )
    mapping.name, mapping.columns = name, imported.columns
    mapping.headings, mapping.is_complete = list_of(imported).named, imported.is_complete
    mapping.save()
    return mapping


def order_for(imported: WizardImport, mapping: ColumnMapping) -> dict[str, Any]:
    """What a run of this import is told: this file, this list of it, read with these columns, whatever else would fit."""
    return {"files": [str(imported.file_id)], "part": imported.part, "layout": slug_of(mapping)}


def free_slug(agency: Agency, name: str) -> str:
    """A slug like the name that no mapping of the agency has."""
    wanted = slugify(name)[:LONGEST_SLUG] or "list"
    taken = set(ColumnMapping.objects.filter(agency=agency, slug__startswith=wanted).values_list("slug", flat=True))
    number = 1
    while (slug := wanted if number == 1 else f"{wanted}-{number}") in taken:
        number += 1
    return slug


@transaction.atomic
def rename(mapping: ColumnMapping, name: str) -> None:
    """Call it something else. Its slug stays, because issues and files speak of it."""
    name = name.strip()
    if not name or len(name) > LONGEST_NAME:
        raise Refusal("no_name", f"Give it a name of at most {LONGEST_NAME} letters.")
    before, mapping.name = mapping.name, name
    mapping.save(update_fields=["name", "updated_at"])
    audit.record(audit.Action.COLUMNS_SAVED, mapping, agency=mapping.agency, name=audit.change(before, name))


@transaction.atomic
def change_columns(mapping: ColumnMapping, columns: dict[str, Any], is_complete: bool) -> None:
    """Say anew what the columns mean, for the files that come from now on. Refusal where they cannot be read so."""
    columns = cleaned(mapping.kind, columns)
    for problem in problems(mapping.kind, columns, mapping.headings):
        raise Refusal("columns_not_ready", problem)
    mapping.columns, mapping.is_complete = columns, is_complete
    mapping.save(update_fields=["columns", "is_complete", "updated_at"])
    audit.record(audit.Action.COLUMNS_SAVED, mapping, agency=mapping.agency, fields=sorted(columns))


@transaction.atomic
def delete(mapping: ColumnMapping) -> None:
    """Forget it. What came in with it stays; the next such file is not recognised any more."""
    audit.record(audit.Action.COLUMNS_DELETED, mapping, agency=mapping.agency, kind=mapping.kind)
    mapping.delete()


def code_of(mapping: ColumnMapping) -> str:
    """The mapping as a text that another agency can paste: headings and transforms, and nothing out of any row."""
    told = {
        "this is": MARK,
        "name": mapping.name,
        "kind": mapping.kind,
        "headings": mapping.headings,
        "columns": mapping.columns,
        "complete": mapping.is_complete,
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


@transaction.atomic
def take_code(agency: Agency, user: User, code: str) -> ColumnMapping:
    """The mapping that such a text tells of, kept for this agency. Refusal where it is none."""
    told = _told(code)
    columns, headings = cleaned(told["kind"], told["columns"]), told["headings"]
    for problem in problems(told["kind"], columns, headings):
        raise Refusal("not_a_mapping", f"That mapping does not fit itself. {problem}")
    return _keep(
        agency, user, connection_of(user, agency), told["name"], told["kind"], columns, headings, told["complete"]
    )


@transaction.atomic
def copy_to(mapping: ColumnMapping, agency_id: str, user: User) -> ColumnMapping:
    """The same mapping for another agency at which the person may connect systems. Refusal where they may not."""
    place = next((row for row in agencies_of(user, mapping.agency) if str(row.pk) == agency_id), None)
    if place is None:
        raise Refusal("not_yours", "Choose an agency at which you may connect systems.")
    copy = _keep(
        place,
        user,
        connection_of(user, place),
        mapping.name,
        mapping.kind,
        mapping.columns,
        mapping.headings,
        mapping.is_complete,
    )
    audit.record(audit.Action.COLUMNS_SHARED, mapping, agency=mapping.agency, person=user, to=place.name)
    return copy


def agencies_of(user: User, other_than: Agency) -> list[Agency]:
    """The other agencies at which the person may connect systems. One query."""
    rows = (
        Membership.objects.filter(user=user)
        .exclude(agency=other_than)
        .select_related("agency")
        .order_by("agency__name")
    )
    return [row.agency for row in rows if row.allows(Permission.CONNECT)]


def _keep(
    agency: Agency,
    user: User,
    connection: Connection,
    name: str,
    kind: str,
    columns: dict[str, Any],
    headings: list[str],
    is_complete: bool,
) -> ColumnMapping:
    mapping = ColumnMapping.objects.create(
        agency=agency,
        connection=connection,
        slug=free_slug(agency, name),
        name=name,
        kind=kind,
        columns=columns,
        headings=headings,
        is_complete=is_complete,
        created_by=user,
    )
    audit.record(audit.Action.COLUMNS_SAVED, mapping, agency=agency, person=user, kind=kind)
    return mapping


def _told(code: str) -> dict[str, Any]:
    """What a shared text says, in the right types."""
    refusal = Refusal(
        "not_a_mapping", "That is not a column mapping.", "Copy the whole text from the other agency's page."
    )
    try:
        told = json.loads(code) if len(code) <= LONGEST_CODE else None
    except ValueError as error:
        raise refusal from error
    if not isinstance(told, dict) or told.get("this is") != MARK or told.get("kind") not in LISTS:
        raise refusal
    headings = told.get("headings")
    is_readable = (
        isinstance(told.get("columns"), dict)
        and isinstance(headings, list)
        and len(headings) <= MOST_HEADINGS
        and all(isinstance(heading, str) for heading in headings)
    )
    if not is_readable:
        raise refusal
    name = str(told.get("name") or "Shared list")[:LONGEST_NAME]
    return told | {"name": name, "complete": told.get("complete") is True}
