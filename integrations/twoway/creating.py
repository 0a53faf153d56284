"""Making a row here that a connection's vendor is to have too. The row is there at once; the vendor's id comes with the push."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.db import models, transaction
from django.utils import timezone

from agencies import audit
from agencies.models import User
from agencies.refusals import Refusal
from integrations.models import Connection, OutgoingEdit
from integrations.sync.ids import new_id
from integrations.sync.targets import TARGETS, Target
from integrations.twoway.comparing import is_blank
from integrations.twoway.editing import note
from integrations.twoway.queueing import send
from integrations.twoway.settings import hold, write_of, writes_of
from integrations.twoway.slots import Slot, allows, entry, slots_of
from providers import registry
from providers.choices import Kind

MARK = "pmsync-"


@transaction.atomic
def create(kind: Kind, values: Mapping[str, Any], person: User | None, connection: Connection) -> Any:
    """The new row, with these values by field, on its way to the vendor. Refusal, and nothing is made, where the vendor takes
    no such row or one of the values may not be set."""
    hold(connection)
    target, write = TARGETS[kind], write_of(connection, kind)
    label = registry.get(connection.provider).label
    words = kind.replace("_", " ")
    if connection.status not in Connection.IN_USE:
        message = f"{connection} is not connected, so nothing can be made there."
        raise Refusal("not_connected", message, "Reconnect it first.", conflict=True)
    if write is None and kind in writes_of(connection):
        message = f"{connection} only brings {words} in."
        raise Refusal("comes_in_only", message, "Let it write back in its settings, or make the row there.")
    if write is None or not write.create_fields:
        raise Refusal("takes_no_new_rows", f"{label} takes no new {words} from here.", "Make the row there.")
    if unknown := [name for name in values if not allows(write.create_fields, name)]:
        message = f"A new row at {label} cannot be given: {', '.join(sorted(unknown))}."
        raise Refusal("kept_elsewhere", message, "Leave that out, and enter it there.")
    given = {name: value for name, value in values.items() if not is_blank(value)}
    slots = slots_of(kind, given)
    columns = _columns(connection, target, slots, given)
    row = target.model(id=new_id(), agency_id=connection.agency_id, external_account="", **columns)
    row.save(force_insert=True)
    now = timezone.now()
    changes = {name: entry(None, slot.read(columns), person, now) for name, slot in slots.items()}
    OutgoingEdit.objects.create(
        connection=connection,
        kind=kind.value,
        row_id=row.pk,
        label=str(row),
        action=OutgoingEdit.Action.CREATE,
        changes=changes,
        marker=f"{MARK}{uuid4().hex[:12]}",
        made_by=person,
        made_at=now,
    )
    note(
        audit.Action.ROW_EDITED, row, person, {name: (None, pair["ours"]) for name, pair in changes.items()}, made=True
    )
    send(connection.pk)
    return row


def _columns(
    connection: Connection, target: Target, slots: Mapping[str, Slot], given: Mapping[str, Any]
) -> dict[str, Any]:
    """The row's columns. A choice that nobody has made is the first one, where such a row's life begins. Refusal where
    something is missing."""
    if missing := [ref.of for ref in target.refs if ref.required and ref.of not in slots]:
        raise Refusal("incomplete", f"A new row needs its {missing[0].removesuffix('_id')}.", "Give it.")
    columns: dict[str, Any] = {}
    for name, slot in slots.items():
        if slot.key:
            columns.setdefault(slot.column.attname, {})
        slot.put(columns, slot.clean(given[name], connection.agency_id))
    for column in target.model._meta.concrete_fields:
        if column.choices and column.attname not in columns and column.default is models.NOT_PROVIDED:
            columns[column.attname] = next(iter(column.flatchoices))[0]
    if target.label not in columns and {"first_name", "last_name"} & columns.keys():
        columns[target.label] = f"{columns.get('first_name', '')} {columns.get('last_name', '')}".strip()
    if is_blank(columns.get(target.label)):
        words = target.label.replace("_", " ")
        raise Refusal("incomplete", f"A new row needs a {words}.", "Give it one.")
    return columns
