"""Rows of properties that are left out, of kinds whose tables do not name a property: they are held like the others, and come
in when their property does."""

from collections.abc import Collection, Iterable, Sequence

from django.db import models

from integrations.narrowing import types_seen
from integrations.sync.facts import Facts
from integrations.sync.issues import close_feed_issues, open_feed_issue
from integrations.sync.pages import Run
from integrations.sync.refs import left_out, mapped_properties, rows_by_id
from integrations.sync.targets import TARGETS, Place
from providers.base import Covers, Feed, Provider
from providers.records import Kind, PropertyRecord, Record, Rejected

Rows = Sequence[Record | Rejected]

NOTHING_INSIDE = "nothing_inside"
WITHDRAWN = models.ExpressionWrapper(models.Q(withdrawn_at__isnull=False), models.BooleanField())
PLACES: dict[Kind, Place] = {kind: target.place for kind, target in TARGETS.items() if target.place is not None}


def rows_inside(run: Run, rows: Rows, owners: Collection[str] | None = None) -> Rows:
    """The rows without those that have to stay outside, which are counted as held. `owners` are those whose rows may come
    in, None for all. Two queries at most for each kind of these on the page, none for others."""
    kinds = {row.kind for row in rows if not isinstance(row, Rejected)}
    outside: set[int] = set()
    for kind in kinds.intersection(PLACES):
        records = [row for row in rows if row.kind == kind and not isinstance(row, Rejected)]
        outside.update(map(id, _outside(run.facts, PLACES[kind], records)))
    if Kind.OWNER in kinds:
        outside.update(map(id, _strangers(run, rows, owners)))
    if not outside:
        return rows
    for row in rows:
        if id(row) in outside:
            run.journal.counts[row.kind].read += 1
            run.journal.counts[row.kind].held += 1
    return [row for row in rows if id(row) not in outside]


def owners_inside(run: Run, provider: Provider, feed: Feed) -> frozenset[str] | None:
    """The owners of the properties that the filters let in, as the vendor's list of properties names them: it is read ahead,
    because a sync reads owners before. None where there are no filters, or where owners come only as they change: one whose
    property comes inside later would never come."""
    if not run.facts.is_narrowed or Kind.OWNER not in feed.kinds or feed.covers != Covers.WHOLE:
        return None
    found: set[str] = set()
    for places in provider.feeds_for([Kind.PROPERTY]):
        for page in provider.read(places, batch_size=run.batch_size, workers=run.options.max_workers):
            for row in page.rows:
                if not isinstance(row, PropertyRecord) or not _is_inside(run.facts, row):
                    continue
                if row.owner_ids is None:
                    return None
                found.update(row.owner_ids)
    return frozenset(found)


def look_for_any(run: Run) -> None:
    """Say so where there are properties and the filters let none of them in; what an earlier run said of it is settled where
    they do. Five queries at most, one without filters."""
    if not run.facts.is_narrowed:
        close_feed_issues(run.log, [Kind.PROPERTY], [NOTHING_INSIDE])
        return
    rows = run.log.connection.mappings.order_by().values_list(
        "provider_property_id", "metadata__details__property_type", WITHDRAWN
    )
    number = 0
    for external_id, property_type, is_withdrawn in rows.iterator():
        if _lets_in(run.facts, external_id, property_type or "", is_archived=is_withdrawn):
            close_feed_issues(run.log, [Kind.PROPERTY], [NOTHING_INSIDE])
            return
        number += 1
    if number:
        types = ", ".join(types_seen(run.log.connection)) or "none that is told"
        message = f"The filters let none of the {number} properties in, so nothing was brought. Their types: {types}."
        run.journal.note_error(Kind.PROPERTY, "", NOTHING_INSIDE, message)
        if run.facts.filters:
            open_feed_issue(run.log, Kind.PROPERTY, NOTHING_INSIDE, message, "Change the filters in the settings.")


def _is_inside(facts: Facts, row: PropertyRecord) -> bool:
    return _lets_in(facts, row.external_id, row.property_type, is_archived=row.archived_on is not None)


def _lets_in(facts: Facts, external_id: str, property_type: str, *, is_archived: bool) -> bool:
    both = (facts.filters, facts.narrowed)
    return all(filters.let_in(external_id, property_type, is_archived=is_archived) for filters in both)


def _outside(facts: Facts, place: Place, records: Iterable[Record]) -> list[Record]:
    """Those of the records that name properties, none of which lets them in."""
    named = [(record, _named(record, place)) for record in records]
    wanted = {external_id for _, ids in named for external_id in ids}
    if place.waits:
        inside = {external_id for external_id, own in mapped_properties(facts, wanted).items() if own is not None}
    else:
        inside = wanted - left_out(facts, wanted)
    return [record for record, ids in named if ids and inside.isdisjoint(ids)]


def _named(record: Record, place: Place) -> tuple[str, ...]:
    """The properties that a record names."""
    value = getattr(record, place.of)
    return (value,) if isinstance(value, str) else tuple(value or ())


def _strangers(run: Run, rows: Rows, owners: Collection[str] | None) -> list[Record]:
    """The owners that may not come in. Where single rows are read nobody knows whose they are: one that is not here waits for
    the whole list."""
    records = [row for row in rows if row.kind == Kind.OWNER and not isinstance(row, Rejected)]
    if owners is None and run.facts.is_narrowed and run.log.only.get("rows"):
        owners = rows_by_id(run.facts, TARGETS[Kind.OWNER], {record.external_id for record in records}).keys()
    return [] if owners is None else [record for record in records if record.external_id not in owners]
