"""Looking at the vendor before anything is sent again: what became of an edit whose answer never came, and what a row is now
that has changed there meanwhile."""

import logging
from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from integrations.models import Connection, OutgoingEdit
from integrations.twoway.outcomes import Outcomes, stops_all
from integrations.twoway.queueing import pause
from integrations.twoway.slots import slots_of
from providers.base import Change, Provider
from providers.choices import Kind
from providers.errors import NotFoundError, ProviderError, RefusedError
from providers.records import Record, Rejected

logger = logging.getLogger(__name__)

Action, Status = OutgoingEdit.Action, OutgoingEdit.Status
# A new row that is not found may still be on its way: only a second look, so much later, says that it was never made.
LOOK_AGAIN_AFTER = timedelta(minutes=3)
ENOUGH_LOOKS = 2
MOST_AT_ONCE = 200
GONE = "Give the edit up: there is nothing left to write to."


def look(connection: Connection, provider: Provider, kinds: Sequence[Kind]) -> None:
    """Find out what became of every edit whose outcome is not known and which is due. One query where there is none. Where a kind
    cannot be asked for, its edits say why and wait; raises where nothing can."""
    now = timezone.now()
    unknown = OutgoingEdit.objects.filter(connection=connection, status=Status.UNKNOWN).exclude(not_before__gt=now)
    found: dict[Kind, list[OutgoingEdit]] = {}
    for edit in unknown.order_by("pk")[:MOST_AT_ONCE]:
        found.setdefault(Kind(edit.kind), []).append(edit)
    for kind, edits in found.items():
        if kind not in kinds:
            continue
        outcomes = Outcomes(connection, type(provider), kind)
        waiting = list(edits)
        try:
            for edit in edits:
                if edit.action == Action.CREATE:
                    _look_for_new(provider, outcomes, kind, edit)
                    waiting.remove(edit)
            read_again(provider, outcomes, kind, waiting, may_have_landed=True)
        except ProviderError as error:
            for edit in waiting:
                outcomes.still_unknown(edit, error)
            if stops_all(error):
                raise
            logger.warning("Edits of %s of connection %s cannot be looked up: %s", kind, connection.pk, error.message)


def read_again(
    provider: Provider,
    outcomes: Outcomes,
    kind: Kind,
    edits: Sequence[OutgoingEdit],
    *,
    may_have_landed: bool = False,
) -> None:
    """Compare edits with what their rows are at the vendor now. Where that cannot be asked they wait, and it is raised."""
    if not edits:
        return
    ids = {edit.external_id for edit in edits}
    try:
        rows = [row for page in provider.fetch(kind, ids) for row in page.rows]
    except ProviderError as error:
        for edit in edits if not may_have_landed else ():
            outcomes.put_back(edit, error, pause(edit.attempts))
        raise
    records = {row.external_id: row for row in rows if isinstance(row, Record) and row.kind == kind}
    unreadable = {row.external_id for row in rows} - records.keys()
    outcomes.look_up(list(records.values()))
    for edit in edits:
        record = records.get(edit.external_id)
        if record is not None:
            outcomes.compared(edit, record, may_have_landed=may_have_landed)
        elif edit.external_id in unreadable:
            message = f"{provider.label} has this row in a form that pmsync cannot read."
            outcomes.refused(edit, RefusedError(message), "Look at the row there, then try again or give the edit up.")
        else:
            outcomes.refused(edit, NotFoundError(f"{provider.label} no longer has this row."), GONE)


def _look_for_new(provider: Provider, outcomes: Outcomes, kind: Kind, edit: OutgoingEdit) -> None:
    values = {name: slot.typed(edit.changes[name]["ours"]) for name, slot in slots_of(kind, list(edit.changes)).items()}
    found = provider.find_created(kind, Change(str(edit.pk), "", "", values, edit.marker))
    if isinstance(found, Rejected):
        outcomes.cannot_be_read(edit, found)
        return
    if found is not None:
        outcomes.look_up([found])
        outcomes.sent(edit, found)
        return
    looks = (edit.error or {}).get("looks", 0) + 1
    again_at = timezone.now() + LOOK_AGAIN_AFTER if looks < ENOUGH_LOOKS else None
    outcomes.looked_in_vain(edit, looks, again_at)
