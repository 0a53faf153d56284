"""A run, from claim to finish: its feeds one after the other, and what each kind of trouble means for it."""

import logging
from datetime import timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from integrations import connecting, suggesting, vault
from integrations.files.running import read_files
from integrations.models import Connection, Cursor, SyncLog
from integrations.sync.counts import summary
from integrations.sync.facts import facts_of
from integrations.sync.feeds import read_feed, read_for_parents
from integrations.sync.issues import open_feed_issue, open_keys
from integrations.sync.journal import Cancelled, ClaimLost, Journal, claim
from integrations.sync.pages import Run
from integrations.sync.sweep import properties_in_step
from providers.base import Feed, Provider
from providers.errors import (
    CredentialsError,
    ForbiddenError,
    NotFoundError,
    ProviderError,
    RateLimitError,
    ReplyError,
)
from providers.records import Kind

logger = logging.getLogger(__name__)


def execute(log_id: UUID) -> Run | None:
    """Carry out a queued run; None where there was nothing to claim. Whatever happens, what is stored stays and the next
    run goes on from there."""
    log = claim(log_id)
    if log is None:
        return None
    journal = Journal(log)
    run = Run(facts_of(log.connection, timezone.now()), log, journal, open_keys(log.connection_id))
    try:
        _carry_out(run)
    except ClaimLost:
        logger.warning("Run %s was taken over by another process; this one stops.", log.pk)
    return run


def _carry_out(run: Run) -> None:
    """Read and finish, or end as the trouble asks for. Raises ClaimLost where the run is no longer ours."""
    log, journal = run.log, run.journal
    try:
        journal.total = _expected(log)
        if log.connection.takes_files:
            read_files(run)
        else:
            read_feeds(run, vault.open_provider(log.connection, on_wait=lambda *wait: _wait(journal, *wait)))
        _complete(run)
    except ClaimLost:
        raise
    except Cancelled:
        journal.finish(SyncLog.Status.CANCELLED, _summary(run))
    except RateLimitError as error:
        journal.put_back(timedelta(seconds=error.retry_after), error.message)
    except CredentialsError as error:
        _fail(run, error.code, error.message)
        connecting.lose(log.connection, error)
    except ProviderError as error:
        logger.error("Run %s of %s failed: %s", log.pk, log.connection.provider, error.message)
        _fail(run, error.code, error.message)
    except BaseException:
        _fail(run, "internal_error", "Something went wrong inside pmsync. What had come in before is kept.")
        raise


def _expected(log: SyncLog) -> int:
    """How many rows the last such run read, so that the progress bar does not begin anew with each feed; 0 for a first."""
    done = SyncLog.objects.filter(connection=log.connection_id, kinds=log.kinds, status=SyncLog.Status.COMPLETED)
    full = Q(sync_type=SyncLog.Type.FULL)
    like = done.filter(full if log.sync_type == SyncLog.Type.FULL else ~full).exclude(trigger=SyncLog.Trigger.UNDO)
    counts = like.values_list("counts", flat=True).first() or {}
    return sum(count["read"] for count in counts.values())


def read_feeds(run: Run, provider: Provider) -> None:
    """Read every feed that the run wants. A feed that fails stops alone; where none could be read the run fails."""
    connection = run.log.connection
    cursors = {cursor.feed: cursor for cursor in Cursor.objects.filter(connection=connection)}
    read, trouble = 0, None
    for feed in provider.feeds_for(kinds_wanted(run)):
        if feed.scope and connection.scopes and feed.scope not in connection.scopes:
            _note_missing_scope(run, provider, feed)
            continue
        run.journal.beat(f"Reading {feed.kind.replace('_', ' ')} from {provider.label}")
        try:
            if feed.per is None:
                fresh = Cursor(connection=connection, kind=feed.kind.value, feed=feed.name)
                read += read_feed(run, provider, feed, cursors.get(feed.name, fresh), run.batch_size)
            else:
                read += read_for_parents(run, provider, feed, run.batch_size)
        except (ForbiddenError, ReplyError, NotFoundError) as error:
            logger.error("%s of %s stopped: %s", feed.path, provider.slug, error.message)
            _note_feed(run, feed, error.code, error.message, "Ask an operator to look at the connection.")
            trouble = error
    if trouble is not None and not read:
        raise trouble


def kinds_wanted(run: Run) -> list[Kind]:
    """The kinds that the run was asked for, all where it was asked for none, without those that the agency switched off."""
    asked = [Kind(name) for name in run.log.kinds] or list(Kind)
    return [kind for kind in asked if kind not in run.log.connection.excluded_kinds]


def _note_missing_scope(run: Run, provider: Provider, feed: Feed) -> None:
    kinds = ", ".join(kind.replace("_", " ") for kind in feed.kinds)
    message = f"{provider.label} was not allowed to show {kinds} ({feed.scope})."
    action = "Reconnect and leave every box ticked, or take these kinds out of the connection's sync."
    _note_feed(run, feed, "scope_missing", message, action)


def _note_feed(run: Run, feed: Feed, code: str, message: str, action: str) -> None:
    run.troubled.update(feed.kinds)
    open_feed_issue(run.log, feed.kind, code, message, action)
    run.journal.note_error(feed.kind, "", code, message)


def _wait(journal: Journal, seconds: float, reason: str) -> None:
    journal.beat(reason, waiting_until=timezone.now() + timedelta(seconds=seconds))


def _summary(run: Run) -> str:
    return summary(properties_in_step(run), run.journal.counts, run.journal.error_count)


def _complete(run: Run) -> None:
    now = timezone.now()
    moved = {"last_sync_at": now, "error": None}
    if run.log.sync_type == SyncLog.Type.FULL and not run.log.kinds:
        moved["last_full_sync_at"] = now
    if run.new_mappings:
        suggesting.suggest(run.log.connection)
    run.journal.total = run.journal.done  # whatever was expected
    run.journal.finish(SyncLog.Status.COMPLETED, _summary(run))
    Connection.objects.filter(pk=run.log.connection_id).update(**moved)


def _fail(run: Run, code: str, message: str) -> None:
    run.journal.note_error("", "", code, message)
    try:
        run.journal.finish(SyncLog.Status.FAILED, message[:300])
    except ClaimLost:
        logger.warning("Run %s had been given up before it failed.", run.log.pk)
