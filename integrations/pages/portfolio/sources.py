"""Which system keeps a row, and how fresh what it says is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from agencies.models import Agency
from integrations.models import Connection
from integrations.pages.words import plain
from integrations.twoway.settings import kinds_pushed
from providers import registry
from providers.choices import Kind
from providers.errors import UnsupportedError


@dataclass(frozen=True)
class Source:
    """A system that rows come from: the account there, when it was last read, whether it still is, and the kinds whose rows
    may be edited here."""

    slug: str
    label: str
    account: str
    as_of: datetime | None
    connection_id: UUID | None = None
    is_in_use: bool = False
    pushes: frozenset[Kind] = frozenset()


class Sources:
    """An agency's sources. `offered` are the ones to choose from: (slug, label)."""

    def __init__(self, connections: Iterable[Connection]) -> None:
        self._known = {(row.provider, row.provider_user_id or ""): _source(row) for row in connections}

    @property
    def in_use(self) -> list[Source]:
        """Those that are read every night."""
        return [source for source in self._known.values() if source.is_in_use]

    @property
    def offered(self) -> list[tuple[str, str]]:
        """Their slugs and labels, each once."""
        return sorted({(source.slug, source.label) for source in self._known.values()})

    def takes(self, row: Any, kind: Kind) -> bool:
        """Whether the row's source is told of edits made here."""
        source = self.of(row)
        return source is not None and kind in source.pushes and row.withdrawn_at is None

    def of(self, row: Any) -> Source | None:
        """The source of a portfolio row; None where people entered it here."""
        slug = getattr(row, "external_source", "") or getattr(row, "provider", "")
        if not slug:
            return None
        found = self._known.get((slug, row.external_account))
        return found or Source(slug, label_of(slug), "", row.synced_at)


def sources_of(agency: Agency) -> Sources:
    """The agency's sources: one query."""
    rows = Connection.objects.filter(agency=agency).exclude(status=Connection.Status.PENDING)
    return Sources(rows.order_by("created_at"))


def label_of(slug: str) -> str:
    """What people call a provider, also one that pmsync no longer knows."""
    try:
        return registry.get(slug).label
    except UnsupportedError:
        return plain(slug)


def _source(row: Connection) -> Source:
    return Source(
        row.provider,
        label_of(row.provider),
        row.account_name,
        row.last_sync_at,
        row.pk,
        row.status in Connection.IN_USE,
        frozenset(kinds_pushed(row)) if row.status in Connection.IN_USE else frozenset(),
    )
