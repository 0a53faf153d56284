"""Undoing a run: first what it would do, in numbers and row by row, then the step itself."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from agencies.models import Membership
from agencies.pages.access import AgencyRequest
from agencies.pages.showing import show
from agencies.permissions import Permission
from agencies.refusals import Refusal
from integrations import undoing
from integrations.models import RowChange, SyncLog
from integrations.pages.access import provider_page
from integrations.pages.changes import Change, hidden_fields, hidden_tables, in_words
from integrations.pages.finding import Place, place
from integrations.pages.run_queries import known
from integrations.pages.runs import the_run
from integrations.pages.words import column_words, plain
from integrations.undoing import Kept, Step, Tally, Undoing, writing
from integrations.undoing.outcome import SHOWN


@dataclass(frozen=True)
class Staying:
    """A row that stays as it is, wholly or in part: for each reason the fields in words, none for the whole row."""

    label: str
    table: str
    reasons: list[tuple[str, Kept]]


@require_http_methods(["GET", "HEAD", "POST"])
@provider_page(Permission.MAP, back="integrations:history")
def undo(request: AgencyRequest, provider: str, job_id: UUID) -> HttpResponse:
    """Shows what an undo of the run would do; posted, does it."""
    here = place(request, provider)
    log = the_run(here, str(job_id))
    if request.method == "POST":
        return carry_out(request, here, log)
    refusal = undoing.obstacle(log)
    found = {} if refusal else in_view(undoing.preview(log), request.membership)
    return show(request, "integrations/undo.html", log=log, refusal=refusal, **found, **here.context())


def carry_out(request: AgencyRequest, here: Place, log: SyncLog) -> HttpResponse:
    """The undo, and the way to its page; back to the preview where it is refused."""
    try:
        done = undoing.undo(log, request.user, seen=request.POST.get("seen", ""))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect(here.url("undo", log.pk))
    messages.success(request, "The sync is undone. This page lists what was put back.")
    return redirect(here.url("job", done.pk))


def in_view(found: Undoing, member: Membership) -> dict[str, Any]:
    """A preview as its page shows it, less what the person may not see. Queries: one for each table that the shown rows
    point at."""
    secret = hidden_tables(member)
    shown = [*found.restored, *found.removed][:SHOWN]
    return {
        "undoing": found,
        "total": found.total,
        "tables": in_words_by_table(found),
        "staying": [staying(step) for step in found.kept if step.model._meta.db_table not in secret],
        "changes": as_changes([step for step in shown if step.model._meta.db_table not in secret], member),
        "most": SHOWN,
    }


def in_words_by_table(found: Undoing) -> list[tuple[str, Tally]]:
    """Each table's numbers, properties first."""
    return [(plain(str(model._meta.verbose_name_plural)), tally) for model, tally in reversed(found.tables.items())]


def as_changes(steps: Sequence[Step], member: Membership) -> list[Change]:
    """The rows as the undo's own page will list them; one that goes away by its name alone."""
    rows = [_as_change(step) for step in steps]
    beside, hidden = known(rows), hidden_fields(member)
    return [in_words(row, beside, hidden) for row in rows]


def _as_change(step: Step) -> RowChange:
    note = writing.restoration(step) if step.fields else writing.removal(step)
    values = {name: json.loads(json.dumps(note[name], cls=DjangoJSONEncoder)) for name in ("before", "after")}
    return RowChange(**note | (values if step.fields else {"before": {}}))


def staying(step: Step) -> Staying:
    """The row and its reasons in words."""
    reasons = [(", ".join(map(column_words, sorted(kept.fields))), kept) for kept in step.kept]
    words = plain(str(step.model._meta.verbose_name))
    return Staying(step.label or words, words, reasons)
