"""What a vendor's answer shows beside the fields that our edits speak of. A row's stamp vouches for every field that can be
written: it never moves past a value which the row does not hold, or the next edit would overwrite that unseen."""

from collections.abc import Collection, Mapping
from typing import Any

from agencies import audit
from integrations.models import Connection, OutgoingEdit
from integrations.sync.targets import TARGETS
from integrations.twoway.comparing import Owner, same
from integrations.twoway.editing import note
from integrations.twoway.settling import Settling
from integrations.twoway.slots import Slot, each_by_name, slots_of
from providers import registry
from providers.choices import Kind


def changed_beside(
    settling: Settling, row: Mapping[str, Any], theirs: Mapping[str, Any], ours: Collection[str]
) -> dict[str, tuple[Slot, Any]]:
    """The fields that stand otherwise at the vendor, with what stands there. Those that edits speak of were compared; those that
    are ours by their owner stay here, and the next sync sends them again."""
    found = {}
    for name, slot in slots_of(settling.kind, each_by_name(settling.owners, row, theirs)).items():
        there = slot.read(theirs)
        if name not in ours and settling.owner_of(name) != Owner.US and not same(slot.read(row), there):
            found[name] = slot, there
    return found


def note_beside(
    connection: Connection, edit: OutgoingEdit, row: Mapping[str, Any], changed: Mapping[str, tuple[Any, Any]]
) -> None:
    """Enter in the trail what has come in with the answer to an edit: nobody here has changed it, and no run."""
    model = TARGETS[Kind(edit.kind)].model
    held = model(**{column.attname: row[column.attname] for column in model._meta.concrete_fields})
    held.agency = connection.agency  # type: ignore[attr-defined]
    label = registry.get(connection.provider).label
    note(audit.Action.ROW_EDITED, held, None, changed, changed_there=label, edit=edit.pk)
