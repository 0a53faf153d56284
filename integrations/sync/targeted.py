"""Reading single records again, because a vendor's event says that they have changed: asked for by id, stored as every page
is, and withdrawn where the vendor answers that they are no more."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from django.db.models import Max, QuerySet

from integrations.models import RowChange, SyncLog
from integrations.sync.feeds import store_pages
from integrations.sync.issues import MASS_WITHDRAWAL, open_feed_issue
from integrations.sync.pages import Run, note_changes
from integrations.sync.sweep import BRAKE_ROWS, live_rows
from integrations.sync.targets import TARGETS
from integrations.sync.write import withdraw
from portfolio.models import Tenant
from providers.base import Page, Provider
from providers.errors import ForbiddenError, NotFoundError, ProviderError, ReplyError, UnsupportedError
from providers.records import Kind, Rejected

CHUNK = 500
ORDER = tuple(TARGETS)  # what is referred to comes before what refers to it
STOPPING = (ForbiddenError, NotFoundError, ReplyError)  # one kind alone


@dataclass
class Asked:
    """The ids of one kind that are asked for, and which of them came. A row that could not be read came too; where one does
    not say which it is, no other may be called missing."""

    kind: Kind
    ids: frozenset[str]
    came: set[str] = field(default_factory=set)
    is_clear: bool = True

    def watch(self, pages: Iterable[Page]) -> Iterator[Page]:
        """The same pages. None of them ends a list: what is wrong with the whole of one stays open."""
        for page in pages:
            for row in page.rows:
                self.came.add(row.external_id)
                self.is_clear = self.is_clear and not (isinstance(row, Rejected) and not row.external_id)
            yield replace(page, is_last=False, read=0)

    @property
    def missing(self) -> frozenset[str]:
        """Those that the vendor says are not there."""
        return self.ids - self.came if self.is_clear else frozenset()


def is_targeted(log: SyncLog) -> bool:
    """Whether the run reads single records, and not lists."""
    return bool(log.only.get("rows"))


def read_rows(run: Run, provider: Provider) -> None:
    """Read the records that the run was asked for. A kind that cannot be read is noted and the others go on; where none could
    be read the run fails."""
    wanted = wanted_ids(run.log)
    run.journal.total = run.journal.done + sum(map(len, wanted.values()))
    trouble: ProviderError | None = None
    failed = 0
    for kind, ids in wanted.items():
        run.journal.beat(f"Reading {words(kind)} that {provider.label} tells of")
        try:
            _read(run, provider, Asked(kind, frozenset(ids)))
        except (*STOPPING, UnsupportedError) as error:
            _note(run, kind, error)
            trouble, failed = error, failed + 1
    if trouble is not None and failed == len(wanted):
        raise trouble
    _follow_names(run, provider)


def wanted_ids(log: SyncLog) -> dict[Kind, list[str]]:
    """The ids to read by kind, in the order in which kinds refer to each other, without kinds that are switched off."""
    rows = log.only.get("rows", {})
    excluded = log.connection.excluded_kinds
    return {kind: rows[kind] for kind in ORDER if rows.get(kind) and kind not in excluded}


def summary_of(run: Run) -> str:
    """The run in one line."""
    counts = run.journal.counts.values()
    number = sum(map(len, wanted_ids(run.log).values()))
    told = "1 record" if number == 1 else f"{number} records"
    errors = "1 error" if run.journal.error_count == 1 else f"{run.journal.error_count} errors"
    new, updated = sum(count.created for count in counts), sum(count.updated for count in counts)
    return f"{told} read that events told of: {new} new, {updated} updated, {_gone(run)} gone, {errors}"


def words(kind: Kind) -> str:
    """A kind as sentences have it."""
    return kind.replace("_", " ")


def _follow_names(run: Run, provider: Provider) -> None:
    """Read the leases of tenants that were renamed: a lease bears its tenants' name in the vendor's own words, and vendors do not
    call a lease changed for that. Nothing where leases cannot be asked for one by one."""
    named = {"table": Tenant._meta.db_table, "after__has_key": "name"}
    renamed = RowChange.objects.filter(**named, sync_log__in=_since_the_last_that_ended_well(run.log)).values("row_id")
    leases = live_rows(run, TARGETS[Kind.LEASE]).filter(tenants__in=renamed).order_by()
    ids = frozenset(leases.values_list("external_id", flat=True))
    if not ids or Kind.LEASE in run.log.connection.excluded_kinds:
        return
    run.journal.beat(f"Reading {words(Kind.LEASE)} of tenants with another name")
    run.journal.total += len(ids)
    try:
        _read(run, provider, Asked(Kind.LEASE, ids))
    except UnsupportedError:
        return
    except STOPPING as error:  # the tenants are here: their events must not wait for leases that may never be read
        _note(run, Kind.LEASE, error)


def _since_the_last_that_ended_well(log: SyncLog) -> QuerySet[SyncLog]:
    """This run, and those of its kind before it that came to no good end: what they stored is no change any more, and what they
    would have read because of it was never read."""
    alike = SyncLog.objects.filter(connection=log.connection_id, trigger=log.trigger, created_at__lte=log.created_at)
    ended_well = alike.filter(status=SyncLog.Status.COMPLETED).aggregate(last=Max("created_at"))["last"]
    found = alike if ended_well is None else alike.filter(created_at__gt=ended_well)
    return found.order_by()


def _note(run: Run, kind: Kind, error: ProviderError) -> None:
    run.troubled.add(kind)
    run.journal.note_error(kind, "", error.code, error.message)


def _gone(run: Run) -> int:
    return sum(count.withdrawn for count in run.journal.counts.values())


def _read(run: Run, provider: Provider, asked: Asked) -> None:
    ids = iter(sorted(asked.ids))
    while chunk := list(islice(ids, CHUNK)):
        pages = asked.watch(provider.fetch(asked.kind, chunk))
        store_pages(run, (asked.kind,), pages, whole=(), close=lambda page: None)
        with run.journal.page():
            run.journal.done += len(chunk)
    _withdraw(run, provider, asked)


def _withdraw(run: Run, provider: Provider, asked: Asked) -> None:
    """Withdraw the rows that are not at the vendor any more. Where many are missing that no event called gone, they are kept
    until a person or a whole read has looked: a vendor's bad day looks the same."""
    target, missing = TARGETS[asked.kind], asked.missing
    if not missing or not target.withdraws:
        return
    gone = missing.intersection(run.log.only.get("gone", {}).get(asked.kind, ()))
    silent = len(missing - gone)
    with run.journal.page():
        if silent > BRAKE_ROWS:
            message = (
                f"{provider.label} no longer has {silent} {words(asked.kind)} that it told of. They were kept here."
            )
            action = "If they are really gone, confirm it; the next sync that reads everything looks again."
            open_feed_issue(run.log, asked.kind, MASS_WITHDRAWAL, message, action, value=str(silent))
            run.journal.note_error(asked.kind, "", MASS_WITHDRAWAL, message)
            missing = gone
        rows = live_rows(run, target).filter(**{f"{target.id_column}__any_of": sorted(missing)}).order_by()
        changes = withdraw(run.facts, target, rows)
        note_changes(run, changes)
        run.journal.counts[asked.kind].withdrawn += len(changes)
