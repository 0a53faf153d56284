"""What the application hands to a provider: where it lives, who we are to it, and one connection's credentials."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

USER_AGENT = "pmsync/1.0 (+rental portfolio sync)"


@dataclass(frozen=True)
class ProviderConfig:
    """Where a provider lives and who we are to it; read from the environment by the application.
    `paced` False switches the vendor's requested pace off, for a sandbox or a proxy with its own limits. `sign_in` is the
    slug of the connection's kind of sign-in, `account` what it was told of the account that is no secret: a company, a
    location. `api_url` may name these in braces."""

    auth_url: str
    api_url: str
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    paced: bool = True
    backoff_seconds: float = 1.0
    timeout_seconds: float = 60.0
    user_agent: str = USER_AGENT
    sign_in: str = "oauth2"
    account: Mapping[str, str] = field(default_factory=dict)


class Credentials(Protocol):
    """Hands out the bearer token of one connection. Refreshing and storing it is the application's business."""

    def token(self) -> str:
        """A token that is valid for at least the next minute."""

    def renew(self, refused: str) -> str:
        """A token other than the refused one; raises CredentialsError where there is none."""

    def held(self) -> tuple[str, ...]:
        """What the vendor has given and may be told to forget, as it is: first what renews tokens, then the token."""


class Limiter(Protocol):
    """Counts one credential's calls over all processes."""

    def take(self) -> float:
        """Seconds to wait before asking again; 0 where the call is granted, and counted."""


@dataclass(frozen=True)
class Limit:
    """At most `calls` in any `seconds`, over all that use one credential, as the vendor counts."""

    calls: int
    seconds: float


@dataclass(frozen=True)
class Call:
    """One call that was made: `endpoint` is the path without ids, `status` None where no answer came."""

    method: str
    endpoint: str
    status: int | None
    seconds: float


@dataclass(frozen=True)
class Identity:
    """Whose account a sign-in belongs to: the vendor's own id of it, and the name that people know it by."""

    external_id: str
    name: str
