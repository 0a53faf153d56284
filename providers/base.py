"""The contract of every provider: what it declares, and how its feeds are read by name."""

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import ClassVar

from providers.auth import OAuth2, Tokens
from providers.capabilities import Capability, capabilities_of
from providers.client import Client, Manners, OnCall
from providers.config import Call, Credentials, Identity, Limit, Limiter, ProviderConfig
from providers.errors import UnsupportedError
from providers.exports.layouts import Layout
from providers.feeds import CHANGES, WHOLE, Covers, Feed, Numbered, Offsets, Page, Reply, Since
from providers.field_rules import NO_RULES, RulesByKind
from providers.named_reads import NamedReads, Rows
from providers.records import Kind, Record, Rejected
from providers.scoping import bare
from providers.signins import FormField, FormSignIn
from providers.translating import pages
from providers.waiting import OnWait, Pace
from providers.writes import Change, Outcome, Touched, Write

__all__ = [
    "CHANGES",
    "WHOLE",
    "Call",
    "Capability",
    "Category",
    "Change",
    "Covers",
    "Credentials",
    "Feed",
    "FormField",
    "FormSignIn",
    "Identity",
    "Kind",
    "Limit",
    "Limiter",
    "Numbered",
    "OAuth2",
    "Offsets",
    "Outcome",
    "Pace",
    "Page",
    "Provider",
    "ProviderConfig",
    "Record",
    "Rejected",
    "Reply",
    "Rows",
    "Since",
    "Status",
    "Tokens",
    "Touched",
    "Write",
]


class Category(StrEnum):
    """The groups of the settings page."""

    PROPERTY_MANAGER = "property_manager"
    BANKING = "banking"
    FILES = "files"


class Status(StrEnum):
    """Whether people can connect today."""

    AVAILABLE = "available"
    COMING_SOON = "coming_soon"


class Provider(NamedReads):
    """One vendor. Subclasses declare; this class reads. An instance speaks for one connection.

    `on_wait(seconds, reason)` is told of every wait before it begins, so that a page can say what a run waits for; `on_call`
    of every call that was made. `limiter` counts the credential's calls where the vendor has a `limit`. `field_rules` are the
    agency's own: whoever opens a provider to keep what it gives sets them."""

    slug: ClassVar[str]
    label: ClassVar[str]
    category: ClassVar[Category] = Category.PROPERTY_MANAGER
    status: ClassVar[Status] = Status.AVAILABLE
    outlook: ClassVar[str] = ""  # for people, while it is coming: why it cannot be connected yet
    sign_in: ClassVar[OAuth2 | None] = None
    form_sign_ins: ClassVar[tuple[FormSignIn, ...]] = ()
    default_auth_url: ClassVar[str] = ""
    default_api_url: ClassVar[str] = ""
    status_page: ClassVar[str] = ""  # the address of the vendor's own status page, as JSON
    pace: ClassVar[Pace | None] = None
    limit: ClassVar[Limit | None] = None
    missing_words: ClassVar[tuple[str, ...]] = ()
    forbidden_words: ClassVar[tuple[str, ...]] = ()
    empty_404_is_none: ClassVar[bool] = False
    feeds: ClassVar[tuple[Feed, ...]] = ()
    takes_files: ClassVar[bool] = False
    layouts: ClassVar[tuple[Layout, ...]] = ()  # of the files that people can have it export
    writes: ClassVar[tuple[Write, ...]] = ()
    event_kinds: ClassVar[tuple[Kind, ...]] = ()  # of which the vendor's webhooks tell
    signs_events: ClassVar[bool] = False  # whether the vendor can sign them with a secret that it is given
    not_offered: ClassVar[Mapping[Kind, str]] = {}
    derived: ClassVar[Mapping[Kind, str]] = {}
    # By the name that filters have for a type of property: the vendor's own words for it.
    property_words: ClassVar[Mapping[str, tuple[str, ...]]] = {}

    def __init__(
        self,
        config: ProviderConfig,
        credentials: Credentials,
        *,
        on_wait: OnWait | None = None,
        on_call: OnCall | None = None,
        limiter: Limiter | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.config = config
        self.credentials = credentials
        self._on_wait = on_wait
        self._on_call = on_call
        self._limiter = limiter
        self._sleep = sleep
        self.field_rules: RulesByKind = NO_RULES

    def identify(self) -> Identity:
        """Whose account the sign-in belongs to."""
        raise self._unsupported(f"{self.label} cannot be connected yet.")

    def ping(self) -> None:
        """Ask for as little as shows that the vendor answers and lets us in; raises as every call does."""
        self.identify()

    def disconnect(self) -> None:
        """Tell the vendor that the connection ends, where it can be told."""

    @classmethod
    def open_session(cls, config: ProviderConfig, answers: Mapping[str, str]) -> Tokens:
        """A session's token for what a person typed into a form that opens one. CredentialsError where it is refused."""
        raise UnsupportedError(f"{cls.label} has no sign-in by user and password.", provider=cls.slug)

    @classmethod
    def close_session(cls, config: ProviderConfig, token: str) -> None:
        """Give a session back to the vendor."""

    def authorization(self, token: str) -> Mapping[str, str]:
        """The headers that carry a token, and whatever else each call of this connection needs."""
        return {"Authorization": f"Bearer {token}"}

    def fetch(self, kind: Kind, external_ids: Collection[str]) -> Iterator[Page]:
        """These records as they are now, in pages as `read` gives them; those that are not among them are gone."""
        raise self._unsupported(f"{self.label} cannot be asked for single {kind.replace('_', ' ')}.")

    def push(self, kind: Kind, changes: Sequence[Change]) -> list[Outcome]:
        """What became of each change. Raises only where nothing at all was sent."""
        raise self._unsupported(f"{self.label} takes no changes of {kind.replace('_', ' ')}.")

    def find_created(self, kind: Kind, change: Change) -> Record | Rejected | None:
        """The row that a push of unknown outcome made, also where it cannot be read; None where it made none."""
        raise self._unsupported(f"{self.label} takes no new {kind.replace('_', ' ')}.")

    @classmethod
    def touched(cls, config: ProviderConfig, body: bytes) -> tuple[str, tuple[Touched, ...]]:
        """The type of a vendor's event and the records that it is about. RecordError where it cannot be read, or is for
        another account."""
        raise UnsupportedError(f"{cls.label} sends no events.", provider=cls.slug)

    @classmethod
    def write_of(cls, kind: Kind) -> Write | None:
        """What may be written of a kind, None for nothing."""
        return next((write for write in cls.writes if write.kind == kind), None)

    @classmethod
    def changed_at(cls, version: str) -> datetime | None:
        """When the vendor wrote this version of a row; None where its stamps do not tell."""
        return None

    @staticmethod
    def explain(body: bytes) -> str:
        """The vendor's own words in an error body, "" where there are none."""
        return ""

    @property
    def id_prefix(self) -> str:
        """What is put before the vendor's ids, where they are unique only within one account."""
        return ""

    def read(
        self, feed: Feed, *, since: str | None = None, batch_size: int = 500, parent_id: str = "", workers: int = 1
    ) -> Iterator[Page]:
        """Pages of one feed, in the vendor's order, each at most `batch_size` records. `since` None reads everything.
        No page at all where the host does not know a `where_offered` feed. Up to `workers` replies are fetched ahead; what
        comes out is the same for any number."""
        return pages(
            self.client,
            feed,
            since=since,
            batch_size=batch_size,
            parent_id=bare(parent_id, self.id_prefix),
            workers=workers,
            prefix=self.id_prefix,
            rules=self.field_rules,
        )

    @cached_property
    def client(self) -> Client:
        """The HTTP client of this connection, made when first needed."""
        manners = Manners(
            self.slug,
            self.label,
            pace=self.pace,
            explain=self.explain,
            missing_words=self.missing_words,
            forbidden_words=self.forbidden_words,
            empty_404_is_none=self.empty_404_is_none,
            headers=self.authorization,
        )
        return Client(
            manners,
            self.config,
            self.credentials,
            sleep=self._sleep,
            on_wait=self._on_wait,
            on_call=self._on_call,
            limiter=self._limiter,
        )

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
        unspoken = {kind: f"{cls.label} does not offer {kind.replace('_', ' ')}." for kind in Kind}
        return capabilities_of(cls.feeds, cls.derived, cls.not_offered, cls.file_kinds(), unspoken)

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
