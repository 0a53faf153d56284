"""One page of records, stored: every kind on it goes its own way into rows, inside the page's transaction."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from time import perf_counter
from typing import Any

import msgspec
from django.utils import timezone

from integrations.field_mapping.versions import rules_of
from integrations.models import Connection, RowChange, SyncLog
from integrations.run_options import RunOptions, options_of
from integrations.sync import properties, rent
from integrations.sync.bulk import Row, update, upsert
from integrations.sync.counts import Count
from integrations.sync.facts import Facts
from integrations.sync.invoices import expense_id, invoices
from integrations.sync.issues import close_issues, open_issues, presentable
from integrations.sync.journal import Journal
from integrations.sync.limits import LONGEST_ID, too_long
from integrations.sync.moves import follow_jobs, follow_leases
from integrations.sync.plan import Plan, make_plan
from integrations.sync.refs import find, mapped_properties
from integrations.sync.targets import TARGETS, Target
from integrations.sync.telling import TOLD, tell_changes
from integrations.sync.write import Written, existing_rows, write
from integrations.twoway.merging import merge_of
from portfolio.models import MaintenanceJob
from providers.field_rules import RulesByKind
from providers.records import Kind, Record, Rejected, RentBalanceRecord


@dataclass
class Run:
    """A run under way: its facts, its journal, and the issues that were open when it began.
    `troubled` are the kinds that a feed of this run failed to bring. `locate` adds to a rejected record where its row stood.
    `sent` counts the edits of ours that went out."""

    facts: Facts
    log: SyncLog
    journal: Journal
    open_issues: set[tuple[str, str]]
    feed_kinds: tuple[Kind, ...] = ()
    is_first_read: bool = False
    troubled: set[Kind] = field(default_factory=set)
    new_mappings: int = 0
    sent: int = 0
    locate: Callable[[Rejected], Rejected] = lambda row: row

    @property
    def seconds(self) -> dict[str, float]:
        """Where its time goes, by phase."""
        return self.journal.seconds

    @cached_property
    def options(self) -> RunOptions:
        """How it reads."""
        return options_of(self.log)

    @cached_property
    def field_rules(self) -> RulesByKind:
        """The agency's own rules for this source. One query, the first time."""
        return rules_of(self.log.connection)

    @property
    def batch_size(self) -> int:
        """How many rows make a page, and with it a transaction."""
        return self.options.batch_size


def store(run: Run, rows: Sequence[Record | Rejected]) -> list[Rejected]:
    """Write a page's rows and note its issues and changes; the rows that were set aside come back. Queries: a constant
    number for each kind on the page."""
    by_kind: dict[Kind, list[Any]] = {}
    rejected: list[Rejected] = []
    for row in rows:
        run.journal.counts[row.kind].read += 1
        if not isinstance(row, Rejected) and len(row.external_id) > LONGEST_ID:
            row = too_long(row)
        if isinstance(row, Rejected):
            run.journal.counts[row.kind].rejected += 1
            rejected.append(row)
        else:
            by_kind.setdefault(row.kind, []).append(row)
    if run.is_first_read:
        unread = {row.external_id for row in rejected if row.kind == Kind.RENT_PAYMENT and row.external_id}
        rent.await_base(run.facts, unread)
    for kind, records in by_kind.items():
        count = run.journal.counts[kind]
        latest = list({record.external_id: record for record in records}.values())
        count.duplicates += len(records) - len(latest)
        count.unchanged += len(records) - len(latest)
        turned_away = WAYS.get(kind, _store_records)(run, kind, latest)
        count.rejected += len(turned_away)
        rejected += turned_away
        _close(run, kind, latest, turned_away)
    rejected = [presentable(run.locate(row)) for row in rejected]
    run.journal.news.note_opened(open_issues(run.log, rejected))
    for row in rejected:
        run.journal.note_error(row.kind, row.external_id, row.code, row.message)
    return rejected


def _store_records(run: Run, kind: Kind, records: list[Record]) -> list[Rejected]:
    written, plan = _put(run, TARGETS[kind], records, run.journal.counts[kind])
    if kind in (Kind.BILL, Kind.RENT_PAYMENT):
        run.journal.transactions_created += written.created
        run.journal.counts[kind].duplicates += plan.unchanged
    return plan.rejected + written.rejected


def _store_properties(run: Run, kind: Kind, records: list[Any]) -> list[Rejected]:
    count, began = run.journal.counts[kind], perf_counter()
    changed = properties.changed(run.facts, TARGETS[kind], records)
    run.seconds["plan"] += perf_counter() - began
    if not changed:
        count.unchanged += len(records)
        return []
    gate = properties.gate(run.facts, changed)
    count.held += len(gate.held)
    count.unchanged += len(records) - len(gate.held) - len(gate.passed)
    run.new_mappings += gate.new_mappings
    if gate.let_in:
        start_over(run)
    written, plan = _put(run, TARGETS[kind], gate.passed, count)
    properties.remember(run.facts, gate, written.keys if run.facts.creates_unmapped else {})
    return plan.rejected + written.rejected


def start_over(run: Run) -> None:
    """Have the feeds start over, those that are still to come in this run too: rows that were held back are behind their
    cursors. One query."""
    connection = run.log.connection
    connection.mapped_at = timezone.now()
    Connection.objects.filter(pk=connection.pk).update(mapped_at=connection.mapped_at)


def _store_leases(run: Run, kind: Kind, records: list[Any]) -> list[Rejected]:
    written, plan = _put(run, TARGETS[kind], records, run.journal.counts[kind])
    moved: list[Any] = [draft.record for draft in plan.creates + plan.changes]
    properties.remember_leases(run.facts, moved + plan.held)
    if plan.changes:
        note_changes(run, follow_leases(run.facts, [draft.pk for draft in plan.changes]))
    return plan.rejected + written.rejected


def _store_jobs(run: Run, kind: Kind, records: list[Any]) -> list[Rejected]:
    written, plan = _put(run, TARGETS[kind], records, run.journal.counts[kind])
    if plan.changes:
        note_changes(run, follow_jobs(run.facts, [draft.pk for draft in plan.changes]))
    return plan.rejected + written.rejected


def _store_tenants(run: Run, kind: Kind, records: list[Any]) -> list[Rejected]:
    written, plan = _put(run, TARGETS[kind], records, run.journal.counts[kind])
    properties.remember_tenants(run.facts, [draft.record.external_id for draft in plan.changes])
    return plan.rejected + written.rejected


def _store_rent(run: Run, kind: Kind, records: list[Any]) -> list[Rejected]:
    """Receipts as reported, or worked out from balances."""
    balances = [record for record in records if isinstance(record, RentBalanceRecord)]
    reported = [record for record in records if not isinstance(record, RentBalanceRecord)]
    turned_away = _store_records(run, kind, reported) if reported else []
    if not balances:
        return turned_away
    booking = rent.book(
        balances,
        rent.load_booked(run.facts, [balance.external_id for balance in balances]),
        mapped_properties(run.facts, {balance.property_id for balance in balances}),
        is_first_read=run.is_first_read,
        today=run.facts.today,
    )
    written, plan = _put(run, TARGETS[kind], booking.receipts, run.journal.counts[kind])
    lease_of = {receipt.external_id: receipt.lease_id or "" for receipt in booking.receipts}
    refused = _blamed_on(kind, plan.rejected + written.rejected, lease_of)
    for lease_id in {row.external_id for row in refused} | {lease_of[record.external_id] for record in plan.held}:
        booking.booked.pop(lease_id)
    rent.save_booked(run.facts, booking.booked)
    run.journal.counts[kind].unchanged += booking.unchanged
    run.journal.counts[kind].held += booking.held
    run.journal.transactions_created += written.created
    return turned_away + refused


def _store_invoices(run: Run, kind: Kind, records: list[Any]) -> list[Rejected]:
    found = invoices(run.facts, records)
    run.journal.counts[kind].unchanged += found.passed_over
    written, plan = _put(run, TARGETS[Kind.BILL], found.bills, run.journal.counts[kind])
    turned_away = plan.rejected + written.rejected
    unbooked = {row.external_id for row in turned_away} | {record.external_id for record in plan.held}
    refused = _blamed_on(kind, turned_away, {expense_id(record.job_id): record.external_id for record in records})
    update(MaintenanceJob, [row for expense, row in found.jobs.items() if expense not in unbooked])
    run.journal.transactions_created += written.created
    return refused


def _blamed_on(kind: Kind, rejections: Sequence[Rejected], origins: Mapping[str, str]) -> list[Rejected]:
    """Rejections of rows that we worked out, under the vendor's row that they came from: they close when it comes right."""
    return [msgspec.structs.replace(row, kind=kind, external_id=origins[row.external_id]) for row in rejections]


WAYS = {
    Kind.PROPERTY: _store_properties,
    Kind.TENANT: _store_tenants,
    Kind.LEASE: _store_leases,
    Kind.RENT_PAYMENT: _store_rent,
    Kind.MAINTENANCE_JOB: _store_jobs,
    Kind.MAINTENANCE_INVOICE: _store_invoices,
}


def _put(run: Run, target: Target, records: Sequence[Record], count: Count) -> tuple[Written, Plan]:
    """Plan and write records of one kind, count them and note what changed."""
    if not records:
        return Written(), Plan()
    began = perf_counter()
    merge = merge_of(run.log.connection, target, run.facts.started_at)
    if merge is not None:
        merge.hold_new()
    existing, lookup = existing_rows(run.facts, target, records), find(run.facts, target, records)
    plan = make_plan(target, records, existing, lookup)
    if merge is not None:
        count.unchanged += merge.set_aside(plan)
    run.seconds["plan"] += perf_counter() - began
    written = write(run.facts, target, plan, merge)
    note_created(run, target, written.news)
    note_changes(run, written.changes)
    count.created += written.created
    count.updated += written.updated + written.withdrawn
    count.withdrawn += written.withdrawn
    count.unchanged += plan.unchanged + written.emptied
    count.held += len(plan.held)
    return written, plan


def note_changes(run: Run, changes: Sequence[Row]) -> None:
    """Keep what changed, row by row, for the digest and for "why is this value here?"."""
    upsert(RowChange, changes, (), same={"sync_log_id": run.log.pk, "created_at": run.facts.started_at})
    tell_changes(run.facts.agency_id, run.log, changes)


def note_created(run: Run, target: Target, news: Sequence[Row]) -> None:
    """Keep which rows are new. They have no before and after: the row itself says it."""
    told = {"table": target.model._meta.db_table, "action": RowChange.Action.CREATED.value}
    upsert(RowChange, news, (), same=told | {"sync_log_id": run.log.pk, "created_at": run.facts.started_at})
    if told["table"] in TOLD:
        tell_changes(run.facts.agency_id, run.log, [row | told for row in news])


def _close(run: Run, kind: Kind, records: Sequence[Record], turned_away: Sequence[Rejected]) -> None:
    """Resolve the issues of rows that came in at last. A row that could not be read was noted under its feed's first kind."""
    if not run.open_issues:
        return
    away = {row.external_id for row in turned_away}
    arrived = {record.external_id for record in records} - away
    for noted in {kind, *run.feed_kinds}:
        closing = [external_id for external_id in arrived if (noted.value, external_id) in run.open_issues]
        if closing:
            run.journal.news.note_resolved(noted, closing, close_issues(run.log, noted, closing))
