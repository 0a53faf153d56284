"""How things stand, in words and colours: one standing per connection, one card per provider."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from agencies.models import Agency
from integrations.lateness import OVERDUE_AFTER
from integrations.models import Connection, SyncLog
from integrations.pages.querysets import latest_runs, open_issues, stuck_edits, waiting_mappings
from integrations.pages.sign_in_words import account_facts, sign_in_words
from integrations.pages.words import Service, plain, service
from integrations.quality.scores import newest
from integrations.vault import signer_of
from providers import registry
from providers.base import Category, Provider

GROUPS = {
    Category.PROPERTY_MANAGER: "Property managers",
    Category.BANKING: "Banking",
    Category.FILES: "Files",
}


@dataclass(frozen=True)
class State:
    """What a badge shows. `tone` is good, busy, warn, bad or idle: the colour, never the only sign."""

    words: str
    tone: str


NOT_CONNECTED = State("Not connected", "idle")
COMING_SOON = State("Coming soon", "idle")

CONNECTION_STATES = {
    Connection.Status.PENDING: State("Sign-in not finished", "warn"),
    Connection.Status.ACTIVE: State("Connected", "good"),
    Connection.Status.PAUSED: State("Paused", "idle"),
    Connection.Status.EXPIRED: State("Sign-in ran out", "bad"),
    Connection.Status.REVOKED: State("Access withdrawn", "bad"),
    Connection.Status.DISCONNECTED: State("Disconnected", "idle"),
}
RUN_STATES = {
    SyncLog.Status.QUEUED: State("Waiting to start", "busy"),
    SyncLog.Status.RUNNING: State("Running", "busy"),
    SyncLog.Status.COMPLETED: State("Completed", "good"),
    SyncLog.Status.FAILED: State("Failed", "bad"),
    SyncLog.Status.CANCELLED: State("Cancelled", "warn"),
}


WHY_NO_NEXT = {
    Connection.Status.PAUSED: "none while it is paused",
    Connection.Status.EXPIRED: "once you have reconnected",
    Connection.Status.REVOKED: "once you have reconnected",
}
PRESSING = ("sign_in", "failed", "overdue", "late", "issues", "conflicts", "refused", "map")


@dataclass(frozen=True)
class Task:
    """One thing that needs a person. `kind` is one of PRESSING; `number` says how many rows."""

    kind: str
    standing: "Standing"
    number: int = 0


@dataclass(frozen=True)
class Standing:
    """One connection, its last run, and what waits for a person."""

    connection: Connection
    latest: SyncLog | None
    waiting: int
    issues: int
    score: Decimal | None = None  # of the quality of its rows
    conflicts: int = 0
    refused: int = 0

    @property
    def state(self) -> State:
        """Its badge."""
        if self.latest and self.latest.is_live:
            return State("Syncing now" if self.latest.status == SyncLog.Status.RUNNING else "Sync is starting", "busy")
        state = CONNECTION_STATES[Connection.Status(self.connection.status)]
        if state.tone == "good" and self.latest and self.latest.status == SyncLog.Status.FAILED:
            return State("Connected, last sync failed", "bad")
        return state

    @property
    def run_state(self) -> State | None:
        """The badge of its last run."""
        return run_state(self.latest) if self.latest else None

    @property
    def needs_sign_in(self) -> bool:
        """Whether a person must sign in at the vendor again."""
        return self.connection.status in Connection.SIGN_IN_LOST

    @property
    def tasks(self) -> list[Task]:
        """What needs a person, the most pressing first. Nothing where it is not in use."""
        has_failed = self.latest is not None and self.latest.status == SyncLog.Status.FAILED
        found = (
            ("sign_in", self.needs_sign_in, 0),
            ("failed", has_failed and not self.needs_sign_in, 0),
            ("overdue", self.is_overdue, 0),
            ("late", self.is_late, 0),
            ("issues", self.issues > 0, self.issues),
            ("conflicts", self.conflicts > 0, self.conflicts),
            ("refused", self.refused > 0, self.refused),
            ("map", self.waiting > 0, self.waiting),
        )
        return [Task(kind, self, number) for kind, is_so, number in found if is_so and self.in_use]

    @property
    def outcome(self) -> str:
        """What its last run came to, in words."""
        return (self.latest.summary or run_state(self.latest).words) if self.latest else ""

    @property
    def next_sync_at(self) -> datetime | None:
        """When its next night is; None where none is planned."""
        return self.connection.next_sync_at if self.connection.status == Connection.Status.ACTIVE else None

    @property
    def why_no_next(self) -> str:
        """Why no night is planned."""
        return WHY_NO_NEXT.get(Connection.Status(self.connection.status), "not planned")

    @property
    def is_overdue(self) -> bool:
        """Whether its night should have begun long ago."""
        is_live = self.latest is not None and self.latest.is_live
        due = self.next_sync_at
        return due is not None and not is_live and due < timezone.now() - OVERDUE_AFTER

    @property
    def is_late(self) -> bool:
        """Whether the file that was expected has not come. Noted by the clock, so that no page need look into a drop."""
        return self.connection.takes_files and self.connection.missed_on is not None and not self.is_overdue

    @property
    def can_sync(self) -> bool:
        """Whether a person may start a run now."""
        signed_in = self.connection.status in Connection.SIGNED_IN
        return signed_in and not (self.latest is not None and self.latest.is_live)

    @property
    def sign_in_words(self) -> str:
        """The kind of its sign-in."""
        return sign_in_words(self.connection)

    @property
    def account_facts(self) -> list[tuple[str, str]]:
        """What it knows of its account, with labels."""
        return account_facts(self.connection)

    @property
    def has_secret(self) -> bool:
        """Whether it signs in with something that was typed here."""
        return signer_of(self.connection) is not None

    @property
    def switched_off(self) -> str:
        """The kinds that are not synced because the agency said so, in words."""
        return ", ".join(plain(kind) for kind in sorted(self.connection.excluded_kinds))

    @property
    def in_use(self) -> bool:
        """Whether it is a connection at all: neither abandoned at the sign-in nor disconnected."""
        return self.connection.status in Connection.IN_USE


@dataclass(frozen=True)
class Card:
    """One provider in the catalogue."""

    service: Service
    standings: tuple[Standing, ...]

    @property
    def state(self) -> State:
        """The badge of a provider without connections."""
        return COMING_SOON if self.service.is_soon else NOT_CONNECTED


def run_state(log: SyncLog) -> State:
    """The badge of a run."""
    state = RUN_STATES[SyncLog.Status(log.status)]
    return State("Completed with errors", "warn") if state.tone == "good" and log.errors else state


def standings(agency: Agency, slug: str = "") -> list[Standing]:
    """How the agency's connections stand, those in use first, each provider's abandoned ones left out: six queries."""
    rows = Connection.objects.for_page().filter(agency=agency, **({"provider": slug} if slug else {}))
    shown = without_abandoned(sorted(rows.order_by("-created_at"), key=lambda row: row.status not in Connection.IN_USE))
    runs, waiting, issues = latest_runs(shown), waiting_mappings(shown), open_issues(shown)
    scored, edits = {key: found.overall for key, found in newest(shown).items()}, stuck_edits(shown)
    return [
        Standing(
            row,
            runs.get(row.pk),
            waiting.get(row.pk, 0),
            issues.get(row.pk, 0),
            scored.get(row.pk),
            *edits.get(row.pk, (0, 0)),
        )
        for row in shown
    ]


def without_abandoned(rows: list[Connection]) -> list[Connection]:
    """Those in use; where a provider has none, its newest. `rows` come with those in use first."""
    kept: list[Connection] = []
    for row in rows:
        if row.status in Connection.IN_USE or all(other.provider != row.provider for other in kept):
            kept.append(row)
    return kept


def catalogue(found: Iterable[Standing]) -> list[tuple[str, list[Card]]]:
    """Every provider in its group, with those of the standings that are its own."""
    return [
        (words, [card(provider, found) for provider in registry.all_providers() if provider.category == category])
        for category, words in GROUPS.items()
    ]


def glance(found: Iterable[Standing]) -> dict[str, Any]:
    """What a morning's first look needs, of all connections in use: what needs a person, the most pressing first, and how
    old the oldest of the data is."""
    in_use = [row for row in found if row.in_use]
    tasks = sorted((task for row in in_use for task in row.tasks), key=lambda task: PRESSING.index(task.kind))
    synced = [row.connection.last_sync_at for row in in_use if row.connection.last_sync_at]
    return {"tasks": tasks, "fresh": min(synced, default=None), "is_connected": bool(in_use)}


def card(provider: type[Provider], found: Iterable[Standing]) -> Card:
    """The provider's card, with those of the standings that are its own."""
    return Card(service(provider), tuple(row for row in found if row.connection.provider == provider.slug))
