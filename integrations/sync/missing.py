"""Rows that a complete list did not show: asked for one by one before any of them is withdrawn. A list that changes while its
pages are read may pass a row over, and its total need not tell: one row gone and another new leave it as it was."""

from collections.abc import Callable, Collection, Iterable
from contextlib import suppress

from django.db import models

from integrations.models import PropertyMapping
from integrations.sync.pages import Run
from integrations.sync.seen import Seen
from integrations.sync.sweep import is_too_many, live_rows
from integrations.sync.targets import TARGETS
from providers.base import Page
from providers.errors import UnsupportedError
from providers.records import Kind, Record, Rejected

Fetch = Callable[[Kind, Collection[str]], Iterable[Page]]


def still_there(run: Run, kinds: Iterable[Kind], seen: Seen, fetch: Fetch) -> list[Record | Rejected]:
    """The rows of these kinds that the vendor has all the same, as they are there; what comes along with them is noted as
    seen. Nothing is asked of a kind whose rows cannot be asked for, or of which so many miss that they are held anyway. Two
    queries for each kind, three for properties."""
    kinds, found = list(kinds), list[Record | Rejected]()
    for kind in kinds:
        ids = _missing(run, kind, seen)
        if not ids:
            continue
        with suppress(UnsupportedError):
            for page in fetch(kind, sorted(ids)):
                run.journal.beat(f"Asking for {kind.replace('_', ' ')} that the list did not show")
                found += page.rows
                note(seen, kinds, page.rows)
    return found


def note(seen: Seen, kinds: Iterable[Kind], rows: Iterable[Record | Rejected]) -> None:
    """The rows of these kinds are seen."""
    rows = list(rows)
    for kind in kinds:
        ids = [row.external_id for row in rows if row.kind == kind]
        if ids:
            seen.add(kind.value, ids)


def _missing(run: Run, kind: Kind, seen: Seen) -> set[str]:
    """The vendor's ids of what would be withdrawn now: rows, and of properties the mappings that nobody has made a row of."""
    target = TARGETS.get(kind)
    if target is None or not target.withdraws:
        return set()
    ids = _unseen(seen, kind, live_rows(run, target), "external_id")
    if kind == Kind.PROPERTY:
        waiting = PropertyMapping.objects.filter(connection_id=run.facts.connection_id, withdrawn_at__isnull=True)
        ids |= _unseen(seen, kind, waiting, "provider_property_id")
    return ids


def _unseen(seen: Seen, kind: Kind, rows: models.QuerySet, column: str) -> set[str]:
    unseen = seen.missing(kind.value, rows, column).order_by()
    missing = unseen.count()
    if not missing or is_too_many(missing, rows.count()):
        return set()
    return set(unseen.values_list(column, flat=True))
