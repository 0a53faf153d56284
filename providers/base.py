"""The contract of every provider: what it declares, and how its feeds are read."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar, Protocol

from providers.records import Kind, Record, Rejected


class Category(StrEnum):
    """The groups of the settings page."""

    PROPERTY_MANAGER = "property_manager"
    BANKING = "banking"
    FILES = "files"


class Status(StrEnum):
    """Whether people can connect today."""

    AVAILABLE = "available"
    COMING_SOON = "coming_soon"


class Covers(StrEnum):
    """What a reply's silence means: nothing (CHANGES), or that the row is gone (WHOLE)."""

    CHANGES = "changes"
    WHOLE = "whole"


@dataclass(frozen=True)
class OAuth2:
    """Sign-in by OAuth 2 authorization code. Paths are relative to the provider's auth URL."""

    authorize_path: str
    token_path: str
    scopes: tuple[str, ...]
    pkce: bool = True


@dataclass(frozen=True)
class ProviderConfig:
    """Where a provider lives and who we are to it; read from the environment by the application.
    `paced` False switches the vendor's requested pace off, for a sandbox or a proxy with its own limits."""

    auth_url: str
    api_url: str
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    paced: bool = True
    backoff_seconds: float = 1.0
    timeout_seconds: float = 60.0


class Credentials(Protocol):
    """Hands out the bearer token of one connection. Refreshing and storing it is the application's business."""

    def token(self) -> str:
        """A token that is valid for at least the next minute."""

    def renew(self, refused: str) -> str:
        """A token other than the refused one; raises CredentialsError where there is none."""


@dataclass(frozen=True)
class Identity:
    """Whose account a sign-in belongs to: the vendor's own id of it, and the name that people know it by."""

    external_id: str
    name: str


@dataclass(frozen=True)
class Since:
    """How a change feed is asked for what is new: the query parameter, and each row's own mark.

    `start` asks for everything (None leaves the parameter out). `ask` turns the stored mark into what is sent, where an
    overlap is wanted. Marks compare as integers where they are all digits, else as text."""

    param: str
    mark: Callable[[Any], str]
    start: str | None = "0"
    ask: Callable[[str], str] = str


@dataclass(frozen=True)
class Feed:
    """One read, as a row of facts. `translate` turns one reply row into a record, several, or none.

    `per` names a kind whose rows are read one by one: `{id}` in the path is the parent's external id.
    `on_request` feeds are offered by name but take no part in a sync. `where_offered` feeds may be missing at a host
    (404), which is no error. `gives` lists the kinds of records that come out, where they are not just `kind`."""

    kind: Kind
    path: str
    reply: Any
    translate: Callable[..., Any]
    covers: Covers = Covers.CHANGES
    since: Since | None = None
    page_limit: int | None = None
    params: Mapping[str, str] = field(default_factory=dict)
    scope: str = ""
    gives: tuple[Kind, ...] = ()
    per: Kind | None = None
    on_request: bool = False
    where_offered: bool = False

    @property
    def name(self) -> str:
        """The feed's own name in cursors and logs: its path."""
        return self.path

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """Every kind of record that this feed gives."""
        return self.gives or (self.kind,)


@dataclass(frozen=True)
class Page:
    """A batch of translated rows. `mark` is the feed's new cursor once this batch is stored; None leaves it as it was.
    `total` is how many rows the reply holds in all, where that is known. `is_last` ends the read: nothing was skipped."""

    rows: tuple[Record | Rejected, ...]
    mark: str | None = None
    total: int | None = None
    is_last: bool = False


class Provider:
    """One vendor. Subclasses declare; this class reads. An instance speaks for one connection."""

    slug: ClassVar[str]
    label: ClassVar[str]
    category: ClassVar[Category] = Category.PROPERTY_MANAGER
    status: ClassVar[Status] = Status.AVAILABLE
    sign_in: ClassVar[OAuth2 | None] = None
    default_auth_url: ClassVar[str] = ""
    default_api_url: ClassVar[str] = ""
    feeds: ClassVar[tuple[Feed, ...]] = ()
    writes: ClassVar[tuple[Kind, ...]] = ()
    not_offered: ClassVar[Mapping[Kind, str]] = {}
    derived: ClassVar[Mapping[Kind, str]] = {}

    def __init__(self, config: ProviderConfig, credentials: Credentials) -> None:
        self.config = config
        self.credentials = credentials

    def identify(self) -> Identity:
        """Whose account the sign-in belongs to."""
        raise UnsupportedError(...)

    def read(self, feed: Feed, *, since: str | None = None, batch_size: int = 500, parent_id: str = "") -> Iterator[Page]:
        """Pages of one feed, in the vendor's order; each at most `batch_size` rows. `since` None reads everything."""

    def disconnect(self) -> None:
        """Tell the vendor that the connection ends, where it can be told."""
