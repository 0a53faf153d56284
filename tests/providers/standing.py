"""What the suites of all providers stand on: a sandbox of their own, a vendor signed in to, its feeds by path."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from providers import auth
from providers.auth import Tokens
from providers.base import Feed, Page, Provider, ProviderConfig
from tests.providers.given import Naps
from tests.providers.signed import Signed
from tests.sandbox_server import SandboxServer

BACK = "http://localhost:8000/callback"


@pytest.fixture(scope="module")
def server() -> Iterator[SandboxServer]:
    """A sandbox for these tests alone; a test file imports this beside the suite."""
    with SandboxServer() as running:
        yield running


class Standing:
    """One provider at its sandbox. `main` is the path of a feed with a cursor that the fault tests read, `spoiled` that of one
    whose fields the sandbox's bad rows spoil. A sign-in by OAuth has a client; one by a form that opens a session has `answers`.
    `account` is what it is for; `auth_path` and `api_path` are where the sandbox has the two hosts, `switches` what is set
    there."""

    provider: ClassVar[type[Provider]]
    main: ClassVar[str]
    spoiled: ClassVar[str]
    client_id: ClassVar[str] = ""
    client_secret: ClassVar[str] = ""
    form: ClassVar[str] = ""
    answers: ClassVar[Mapping[str, str]] = {}
    account: ClassVar[Mapping[str, str]] = {}
    auth_path: ClassVar[str] = ""
    api_path: ClassVar[str] = "/api"
    switches: ClassVar[Mapping[str, Any]] = {}

    @pytest.fixture(autouse=True)
    def begin(self, server: SandboxServer) -> None:
        server.control("DELETE", "faults")
        server.control("POST", "reset")
        server.control("PATCH", "settings", {"auto_consent": True, **self.switches})
        self.server = server
        self.config = self.a_config()
        self.credentials = Signed(self.provider, self.config, self.sign_in(), self.answers)
        self.vendor = self.provider(self.config, self.credentials, sleep=Naps())

    def a_config(self, **changes: Any) -> ProviderConfig:
        base = f"{self.server.url}/{self.provider.slug}"
        settings = {
            "auth_url": f"{base}{self.auth_path}",
            "api_url": f"{base}{self.api_path}",
            "client_id": self.client_id,
            "client_secret": self.client_secret,
            "paced": False,
            "backoff_seconds": 0.01,
            "sign_in": self.form or "oauth2",
            "account": self.account,
        }
        return ProviderConfig(**(settings | changes))

    def sign_in(self) -> Tokens:
        """Tokens, by way of the vendor's own sign-in page or of what is typed into a form."""
        if self.form:
            return self.provider.open_session(self.config, self.answers)
        assert self.provider.sign_in is not None
        url, verifier = auth.authorization_url(self.provider.sign_in, self.config, BACK, "state-1")
        back = requests.get(url, allow_redirects=False, timeout=10).headers["Location"]
        answer = parse_qs(urlsplit(back).query)
        assert answer["state"] == ["state-1"]
        return auth.exchange(
            self.provider.sign_in, self.config, code=answer["code"][0], verifier=verifier, redirect_uri=BACK
        )

    def feed(self, path: str) -> Feed:
        return next(feed for feed in self.provider.feeds if feed.path == path)

    def feeds(self) -> list[Feed]:
        """All that can be read without a parent."""
        return [feed for feed in self.provider.feeds if feed.per is None]

    def pages(self, feed: Feed, **how: Any) -> list[Page]:
        return list(self.vendor.read(feed, **how))

    def break_main(self, fault: str, *, path: str = "", **how: Any) -> Feed:
        path = path or self.main
        self.server.fault(path, fault, provider=self.provider.slug, **how)
        return self.feed(path)
