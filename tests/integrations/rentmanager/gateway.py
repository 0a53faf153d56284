"""A gateway of an operator's own in front of the sandbox: one address for signing in and for all companies. What the vendor
answers can be altered on the way."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import requests

from tests.integrations.companies import SLUG
from tests.sandbox_server import SandboxServer

# Given the path, the headers and the JSON value of an answer, None where it is empty: the value that is passed on. The headers
# may be changed.
Alter = Callable[[str, dict[str, str], Any], Any]
PASSED_ON = ("Authorization", "Content-Type", "X-RM12Api-ApiToken", "X-RM12Api-LocationID")
BROUGHT_BACK = ("Date", "Link", "Location", "X-Results", "X-Total-Results")


class Gateway(ThreadingHTTPServer):
    """The gateway; people sign in under `/connect`, each company is below its own code."""

    daemon_threads = True

    def __init__(self, vendor: SandboxServer, alter: Alter) -> None:
        super().__init__(("127.0.0.1", 0), Passing)
        self.behind = f"{vendor.url}/{SLUG}"
        self.alter = alter

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Passing(BaseHTTPRequestHandler):
    """Passes one request on."""

    protocol_version = "HTTP/1.1"
    server: Gateway

    def do_GET(self) -> None:
        sent = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        path = f"/gateway{self.path}" if self.path.startswith("/connect/") else self.path
        headers = {name: self.headers[name] for name in PASSED_ON if name in self.headers}
        answer = requests.request(
            self.command, self.server.behind + path, data=sent, headers=headers, allow_redirects=False, timeout=30
        )
        back = {name: answer.headers[name] for name in BROUGHT_BACK if name in answer.headers}
        body = answer.content
        if not body or "json" in answer.headers.get("Content-Type", ""):
            value = json.loads(body.decode("utf-8-sig")) if body else None
            altered = self.server.alter(self.path, back, value)
            body = json.dumps(altered).encode() if body else b""
        self.send_response_only(answer.status_code)
        for name, value in (back | {"Content-Type": "application/json", "Content-Length": str(len(body))}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, *args: Any) -> None:
        """Not a word."""


def unaltered(path: str, headers: dict[str, str], value: Any) -> Any:
    """The answer as it came."""
    return value


@contextmanager
def behind_a_gateway(vendor: SandboxServer, settings: Any, alter: Alter = unaltered) -> Iterator[Gateway]:
    """pmsync asks the gateway, which the operator has named in no more than four settings."""
    with Gateway(vendor, alter) as gateway:
        Thread(target=gateway.serve_forever, daemon=True).start()
        ours = settings.PROVIDERS[SLUG] | {"auth_url": "", "api_url": f"{gateway.url}/{{company}}"}
        before, settings.PROVIDERS = settings.PROVIDERS, {**settings.PROVIDERS, SLUG: ours}
        yield gateway
        settings.PROVIDERS = before
        gateway.shutdown()
