"""The contract of every provider: what it declares, and how its feeds are read by name."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from functools import cached_property
from typing import ClassVar

from providers.auth import OAuth2
from providers.capabilities import Capability, capabilities_of
from providers.client import Client, Manners, OnWait, Pace
from providers.config import Credentials, Identity, ProviderConfig
from providers.errors import UnsupportedError
from providers.exports.layouts import Layout
from providers.feeds import CHANGES, WHOLE, Covers, Feed, Page, Reply, Since
from providers.records import Kind, Record, Rejected
from providers.translating import pages

__all__ = [
    "CHANGES",
    "WHOLE",
    "Capability",
    "Category",
    "Covers",
    "Credentials",
    "Feed",
    "Identity",
    "Kind",
    "OAuth2",
    "Pace",
    "Page",
    "Provider",
    "ProviderConfig",
    "Record",
    "Rejected",
    "Reply",
    "Since",
    "Status",
]

Rows = Iterator[Record | Rejected]


class Category(StrEnum):
    """The groups of the settings page."""

    PROPERTY_MANAGER = "property_manager"
    BANKING = "banking"
    FILES = "files"


class Status(StrEnum):
    """Whether people can connect today."""

    AVAILABLE = "available"
    COMING_SOON = "coming_soon"


class Provider:
    """One vendor. Subclasses declare; this class reads. An instance speaks for one connection.

    `on_wait(seconds, reason)` is told of every wait before it begins, so that a page can say what a run waits for."""

    slug: ClassVar[str]
    label: ClassVar[str]
    category: ClassVar[Category] = Category.PROPERTY_MANAGER
    status: ClassVar[Status] = Status.AVAILABLE
    outlook: ClassVar[str] = ""  # for people, while it is coming: why it cannot be connected yet
    sign_in: ClassVar[OAuth2 | None] = None
    default_auth_url: ClassVar[str] = ""
    default_api_url: ClassVar[str] = ""
    pace: ClassVar[Pace | None] = None
    missing_words: ClassVar[tuple[str, ...]] = ()
    feeds: ClassVar[tuple[Feed, ...]] = ()
    takes_files: ClassVar[bool] = False
    layouts: ClassVar[tuple[Layout, ...]] = ()  # of the files that people can have it export
    writes: ClassVar[tuple[Kind, ...]] = ()
    not_offered: ClassVar[Mapping[Kind, str]] = {}
    derived: ClassVar[Mapping[Kind, str]] = {}

    def __init__(
        self,
        config: ProviderConfig,
        credentials: Credentials,
        *,
        on_wait: OnWait | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.config = config
        self.credentials = credentials
        self._on_wait = on_wait
        self._sleep = sleep

    def identify(self) -> Identity:
        """Whose account the sign-in belongs to."""
        raise self._unsupported(f"{self.label} cannot be connected yet.")

    def disconnect(self) -> None:
        """Tell the vendor that the connection ends, where it can be told."""

    @staticmethod
    def explain(body: bytes) -> str:
        """The vendor's own words in an error body, "" where there are none."""
        return ""

    def read(
        self, feed: Feed, *, since: str | None = None, batch_size: int = 500, parent_id: str = ""
    ) -> Iterator[Page]:
        """Pages of one feed, in the vendor's order, each at most `batch_size` records. `since` None reads everything.
        No page at all where the host does not know a `where_offered` feed."""
        return pages(self.client, feed, since=since, batch_size=batch_size, parent_id=parent_id)

    @cached_property
    def client(self) -> Client:
        """The HTTP client of this connection, made when first needed."""
        manners = Manners(self.slug, self.label, self.pace, self.explain, self.missing_words)
        return Client(manners, self.config, self.credentials, sleep=self._sleep, on_wait=self._on_wait)

    @classmethod
    def feeds_for(cls, kinds: Iterable[Kind]) -> tuple[Feed, ...]:
        """The feeds of a sync that give any of these kinds, in declared order."""
        wanted = set(kinds)
        return tuple(feed for feed in cls.feeds if not feed.on_request and wanted.intersection(feed.kinds))

    @classmethod
    def file_kinds(cls) -> tuple[Kind, ...]:
        """The kinds that its exported files can bring, in the order of `Kind`."""
        given = {kind for layout in cls.layouts for kind in layout.kinds}
        return tuple(kind for kind in Kind if kind in given)

    @classmethod
    def synced_kinds(cls) -> tuple[Kind, ...]:
        """The kinds that a sync over its interface can bring, in the order of `Kind`."""
        given = {kind for feed in cls.feeds if not feed.on_request for kind in feed.kinds}
        return tuple(kind for kind in Kind if kind in given)

    @classmethod
    def capabilities(cls) -> tuple[Capability, ...]:
        """The rows of the capability table, one for every kind."""
        return capabilities_of(cls.feeds, cls.derived, cls.not_offered, cls.file_kinds())

    @classmethod
    def missing_scopes(cls, granted: Iterable[str]) -> dict[str, tuple[Kind, ...]]:
        """The scopes that feeds of a sync need and a person did not grant, each with the kinds that stay away."""
        held = set(granted)
        missing: dict[str, list[Kind]] = {}
        for feed in cls.feeds:
            if feed.scope and feed.scope not in held and not feed.on_request:
                kinds = missing.setdefault(feed.scope, [])
                kinds.extend(kind for kind in feed.kinds if kind not in kinds)
        return {scope: tuple(kinds) for scope, kinds in missing.items()}

    def get_properties(self, since: str | None = None) -> Rows:
        """Properties under management. As in every read below, `since` is a mark that an earlier read of the same feed
        ended with, None reads everything; UnsupportedError where the vendor does not offer the kind."""
        return self.records(Kind.PROPERTY, since)

    def get_tenancies(self, since: str | None = None) -> Rows:
        """Leases, over ones too where the vendor keeps them."""
        return self.records(Kind.LEASE, since)

    def get_rent_payments(self, since: str | None = None) -> Rows:
        """Receipts of rent, or what the ledgers say has been paid in all, where the vendor gives no receipts."""
        return self.records(Kind.RENT_PAYMENT, since)

    def get_maintenance_jobs(self, since: str | None = None) -> Rows:
        """Repairs and other work."""
        return self.records(Kind.MAINTENANCE_JOB, since)

    def get_maintenance_invoices(self, job_id: str) -> Rows:
        """What one job's work costs."""
        return self.records(Kind.MAINTENANCE_INVOICE, None, parent_id=job_id)

    def get_bills(self, since: str | None = None) -> Rows:
        """Bills against properties."""
        return self.records(Kind.BILL, since)

    def get_units(self, since: str | None = None) -> Rows:
        """Separately let parts of properties."""
        return self.records(Kind.UNIT, since)

    def get_owners(self, since: str | None = None) -> Rows:
        """Who owns properties."""
        return self.records(Kind.OWNER, since)

    def get_tenants(self, since: str | None = None) -> Rows:
        """Who rents."""
        return self.records(Kind.TENANT, since)

    def get_contacts(self, since: str | None = None) -> Rows:
        """Suppliers and other contacts."""
        return self.records(Kind.CONTACT, since)

    def get_members(self, since: str | None = None) -> Rows:
        """The agency's own people."""
        return self.records(Kind.MEMBER, since)

    def get_inspections(self, since: str | None = None) -> Rows:
        """Visits to properties."""
        return self.records(Kind.INSPECTION, since)

    def records(self, kind: Kind, since: str | None = None, *, path: str = "", parent_id: str = "") -> Rows:
        """One kind's records and the rows that could not be read, from its first feed or from the one at `path`."""
        feed = next((feed for feed in self.feeds if kind in feed.kinds and path in ("", feed.path)), None)
        if feed is None:
            raise self._unsupported(
                self.not_offered.get(kind, f"{self.label} does not offer {kind.replace('_', ' ')}.")
            )
        return self._only(kind, feed, since, parent_id)

    def _only(self, kind: Kind, feed: Feed, since: str | None, parent_id: str) -> Rows:
        """The feed's rows of one kind. A feed may give several kinds; a row that could not be read may be of any."""
        page = None
        for page in self.read(feed, since=since, parent_id=parent_id):
            yield from (row for row in page.rows if isinstance(row, Rejected) or row.kind == kind)
        if page is None:
            raise self._unsupported(self.not_offered.get(kind, f"{self.label} does not know {feed.path} here."))

    def _unsupported(self, sentence: str) -> UnsupportedError:
        return UnsupportedError(sentence, provider=self.slug)
