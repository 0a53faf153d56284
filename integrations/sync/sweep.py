"""Withdrawing rows that a complete whole read no longer holds, with a brake against a vendor's bad day."""

from collections.abc import Collection

from django.db import models

from integrations.models import PropertyMapping
from integrations.sync.issues import MASS_WITHDRAWAL, close_feed_issues, confirmed_rows, open_feed_issue
from integrations.sync.pages import Run, note_changes
from integrations.sync.properties import put_away_unseen
from integrations.sync.targets import TARGETS, Target
from integrations.sync.write import withdraw
from providers.records import Kind

BRAKE_ROWS = 20
BRAKE_SHARE = 0.10


def withdraw_unseen(run: Run, kind: Kind, seen: Collection[str]) -> None:
    """Withdraw the kind's rows of this account that were not seen. Six queries at most.

    More than 20 rows and more than 10 % of them at once are held back until a person confirms that many."""
    target = TARGETS.get(kind)
    if target is None or not target.withdraws:
        return
    rows = live_rows(run, target)
    held = set(rows.values_list("external_id", flat=True))
    missing = held.difference(seen)
    braked = len(missing) > BRAKE_ROWS and len(missing) > BRAKE_SHARE * len(held)
    if braked and len(missing) > confirmed_rows(run.log, kind):
        words = kind.replace("_", " ")
        message = f"{len(missing)} of {len(held)} {words} are missing from a complete list. They were kept here."
        action = "If they are really gone, confirm it; otherwise ask the vendor. The next sync looks again."
        open_feed_issue(run.log, kind, MASS_WITHDRAWAL, message, action, value=str(len(missing)))
        run.journal.note_error(kind, "", MASS_WITHDRAWAL, message)
        return
    if missing:
        note_changes(run, withdraw(run.facts, target, rows.filter(external_id__any_of=missing)))
        run.journal.counts[kind].withdrawn += len(missing)
    close_feed_issues(run.log, [kind], [MASS_WITHDRAWAL])
    if kind == Kind.PROPERTY:
        put_away_unseen(run.facts, seen)


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
