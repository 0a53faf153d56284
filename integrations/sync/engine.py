"""A run, from claim to finish: its feeds one after the other, and what each kind of trouble means for it."""

import logging
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.utils import timezone

from integrations import connecting, suggesting, vault
from integrations.calls import recorded
from integrations.estimating import expected_rows
from integrations.files.running import read_files
from integrations.models import Connection, Cursor, SyncLog
from integrations.observing.runs import logged
from integrations.quality import scoring
from integrations.run_options import is_whole, options_of
from integrations.sync.beginning import kinds_wanted
from integrations.sync.counts import summary
from integrations.sync.facts import facts_of
from integrations.sync.feeds import read_feed, read_for_parents
from integrations.sync.issues import open_feed_issue, open_keys
from integrations.sync.journal import Cancelled, ClaimLost, Journal, claim
from integrations.sync.outside import look_for_any
from integrations.sync.pages import Run
from integrations.sync.sweep import properties_in_step
from integrations.sync.targeted import is_targeted, read_rows, summary_of
from integrations.twoway.pushing import push_waiting
from providers.base import Feed, Provider
from providers.errors import (
    CredentialsError,
    ForbiddenError,
    NotFoundError,
    ProviderError,
    RateLimitError,
    ReplyError,
)

logger = logging.getLogger(__name__)


def execute(log_id: UUID) -> Run | None:
    """Carry out a queued run; None where there was nothing to claim. Whatever happens, what is stored stays and the next
    run goes on from there."""
    log = claim(log_id)
    if log is None:
        return None
    journal = Journal(log)
    facts = facts_of(log.connection, timezone.now(), options_of(log).narrowed)
    run = Run(facts, log, journal, open_keys(log.connection_id))
    with logged(log):
        try:
            _carry_out(run)
        except ClaimLost:
            logger.warning("Run %s was taken over by another process; this one stops.", log.pk)
    return run


def _carry_out(run: Run) -> None:
    """Read and finish, or end as the trouble asks for. Raises ClaimLost where the run is no longer ours."""
    log, journal = run.log, run.journal
    try:
        journal.total = expected_rows(log)
        if run.options.writes:
            journal.beat("Sending what was changed here")
            alive = partial(journal.beat, "Sending what was changed here")
            run.sent = push_waiting(log.connection_id, partial(_between_batches, run), alive)
        if run.options.reads and log.connection.takes_files:
            read_files(run)
        elif run.options.reads:
            with recorded(log.connection) as on_call:
                on_wait = partial(_wait, journal)
                read = read_rows if is_targeted(log) else read_feeds
                provider = vault.open_provider(log.connection, on_wait=on_wait, on_call=on_call)
                provider.field_rules = run.field_rules
                read(run, provider)
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
    look_for_any(run)


def _note_missing_scope(run: Run, provider: Provider, feed: Feed) -> None:
    kinds = ", ".join(kind.replace("_", " ") for kind in feed.kinds)
    message = f"{provider.label} was not allowed to show {kinds} ({feed.scope})."
    action = "Reconnect and leave every box ticked, or take these kinds out of the connection's sync."
    _note_feed(run, feed, "scope_missing", message, action)


def _note_feed(run: Run, feed: Feed, code: str, message: str, action: str) -> None:
    run.troubled.update(feed.kinds)
    open_feed_issue(run.log, feed.kind, code, message, action)
    run.journal.note_error(feed.kind, "", code, message)


def _between_batches(run: Run, sent: int) -> None:
    """Say that the run is alive. Raises Cancelled where somebody asked it to stop."""
    run.sent = sent
    with run.journal.page():
        pass


def _wait(journal: Journal, seconds: float, reason: str) -> None:
    journal.beat(reason, waiting_until=timezone.now() + timedelta(seconds=seconds))


def _summary(run: Run) -> str:
    if is_targeted(run.log):
        return summary_of(run)
    read = summary(properties_in_step(run), run.journal.counts, run.journal.error_count)
    sent = "1 edit sent" if run.sent == 1 else f"{run.sent} edits sent"
    return ", ".join([read] * run.options.reads + [sent] * run.options.writes)


def _complete(run: Run) -> None:
    now = timezone.now()
    moved: dict[str, Any] = {"error": None}
    if is_whole(run.log):
        moved["last_sync_at"] = now
        if run.log.sync_type == SyncLog.Type.FULL:
            moved["last_full_sync_at"] = now
    if run.new_mappings:
        suggesting.suggest(run.log.connection)
    run.journal.total = run.journal.done  # whatever was expected
    run.journal.finish(SyncLog.Status.COMPLETED, _summary(run), run.troubled)
    Connection.objects.filter(pk=run.log.connection_id).update(**moved)
    if not is_targeted(run.log):
        scoring.ask(run.log.connection_id)


def _fail(run: Run, code: str, message: str) -> None:
    run.journal.note_error("", "", code, message)
    try:
        run.journal.finish(SyncLog.Status.FAILED, message[:300])
    except ClaimLost:
        logger.warning("Run %s had been given up before it failed.", run.log.pk)
