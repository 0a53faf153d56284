"""An agency's own system, on a real socket: it keeps what it is told and answers as it is asked to."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

import pytest
from django.core.cache import cache
from standardwebhooks.webhooks import Webhook

from agencies.models import Agency
from integrations.models import EventSubscription
from integrations.subscriptions import sending
from tests.event_factories import a_subscription


class Heard(NamedTuple):
    """One message as it arrived."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def said(self) -> dict[str, Any]:
        """What it says."""
        found: dict[str, Any] = json.loads(self.body)
        return found

    def is_signed_with(self, secret: str) -> bool:
        """Whether the library for receivers takes it."""
        Webhook(secret).verify(self.body, self.headers)
        return True


class Hearing:
    """The system's server. `status` and `answer` are what it says to each message, or to those that hold `only_to`;
    `location` sends it elsewhere."""

    def __init__(self) -> None:
        self.heard: list[Heard] = []
        self.status, self.answer, self.location, self.only_to = 204, b"", "", b""
        hearing = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                hearing.heard.append(Heard(self.path, headers, body))
                self.send_response(hearing.status if hearing.only_to in body else 204)
                if hearing.location:
                    self.send_header("Location", hearing.location)
                self.send_header("Content-Length", str(len(hearing.answer)))
                self.end_headers()
                self.wfile.write(hearing.answer)

            def do_GET(self) -> None:
                hearing.heard.append(Heard(f"GET {self.path}", {}, b""))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *words: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_port
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def told(self, agency: Agency | None = None, **given: Any) -> EventSubscription:
        """A subscription of this system."""
        return a_subscription(agency, **{"url": f"{self.url}/pmsync?of=us", **given})


@pytest.fixture
def hearing(settings: Any) -> Iterator[Hearing]:
    """The running system, on this machine."""
    settings.WEBHOOKS_ALLOW_PRIVATE = True
    cache.delete(sending.ALONE)
    system = Hearing()
    yield system
    system.close()
