"""Withdrawing rows that a complete whole read no longer holds, with a brake against a vendor's bad day."""

from django.db import models

from integrations.models import PropertyMapping
from integrations.sync.issues import MASS_WITHDRAWAL, close_feed_issues, confirmed_rows, open_feed_issue
from integrations.sync.pages import Run, note_changes
from integrations.sync.properties import put_away_unseen
from integrations.sync.seen import Seen
from integrations.sync.targets import TARGETS, Target
from integrations.sync.write import withdraw
from providers.records import Kind

BRAKE_ROWS = 20
BRAKE_SHARE = 0.10
CHUNK = 5000


def withdraw_unseen(run: Run, kind: Kind, seen: Seen) -> None:
    """Withdraw the kind's rows of this account that were not seen. Seven queries at most, and three more for every 5,000
    rows that go.

    More than 20 rows and more than 10 % of them at once are held back until a person confirms that many."""
    target = TARGETS.get(kind)
    if target is None or not target.withdraws:
        return
    rows = live_rows(run, target)
    unseen = seen.missing(kind.value, rows, "external_id").order_by()
    held, missing = rows.count(), unseen.count()
    if is_too_many(missing, held) and missing > confirmed_rows(run.log, kind):
        words = kind.replace("_", " ")
        message = f"{missing} of {held} {words} are missing from a complete list. They were kept here."
        action = "If they are really gone, confirm it; otherwise ask the vendor. The next sync looks again."
        open_feed_issue(run.log, kind, MASS_WITHDRAWAL, message, action, value=str(missing))
        run.journal.note_error(kind, "", MASS_WITHDRAWAL, message)
        return
    for _ in range(0, missing, CHUNK):  # those that are withdrawn are no longer among them
        note_changes(run, withdraw(run.facts, target, unseen[:CHUNK]))
    if missing:
        run.journal.counts[kind].withdrawn += missing
    close_feed_issues(run.log, [kind], [MASS_WITHDRAWAL])
    if kind == Kind.PROPERTY:
        put_away_unseen(run.facts, seen)


def is_too_many(missing: int, held: int) -> bool:
    """Whether so many of so many may not go without a person's word."""
    return missing > BRAKE_ROWS and missing > BRAKE_SHARE * held


def live_rows(run: Run, target: Target) -> models.QuerySet:
    """The kind's rows that this account keeps and has not withdrawn."""
    return target.model._default_manager.filter(
        target.only,
        agency_id=run.facts.agency_id,
        external_source=run.facts.source,
        external_account=run.facts.account,
        withdrawn_at__isnull=True,
        synced_at__isnull=False,
    )


def properties_in_step(run: Run) -> int:
    """How many properties this connection keeps in step. One query."""
    return PropertyMapping.objects.filter(
        connection_id=run.facts.connection_id,
        auto_sync=True,
        property__synced_at__isnull=False,
        property__withdrawn_at__isnull=True,
    ).count()
