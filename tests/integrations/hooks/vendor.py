"""A vendor that talks: its events name tenants, and its list of tenants can be asked for single ones over a real socket."""

import json
import threading
from collections.abc import Collection, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest

from agencies.models import Agency
from integrations.models import Connection, SyncLog
from providers import registry
from providers.base import WHOLE, Feed, Identity, Kind, Page, Provider, ProviderConfig, Reply, Touched
from providers.errors import RecordError
from providers.records import TenantRecord
from providers.translating import pages
from tests.factories import a_connection

WORDS = {"Tenant": Kind.TENANT, "Owner": Kind.OWNER, "Vendor": Kind.CONTACT}


class Row(Reply):
    id: str
    name: str
    phone: str = ""


class Event(Reply):
    type: str
    ids: list[str]


def to_tenant(row: Row) -> TenantRecord:
    return TenantRecord(external_id=row.id, name=row.name, phone=row.phone)


TENANTS = Feed(Kind.TENANT, "tenants", Row, to_tenant, covers=WHOLE)


class Talker(Provider):
    """Tells of tenants, of owners that cannot be asked for one by one, and of suppliers. Leases can be asked for too."""

    slug = "talker"
    label = "Talker"
    feeds = (TENANTS, Feed(Kind.CONTACT, "suppliers", Row, to_tenant), Feed(Kind.LEASE, "leases", Row, to_tenant))
    event_kinds: ClassVar[tuple[Kind, ...]] = (Kind.TENANT, Kind.CONTACT)

    def identify(self) -> Identity:
        return Identity("acme", "Acme")

    def fetch(self, kind: Kind, external_ids: Collection[str]) -> Iterator[Page]:
        feed = next(feed for feed in self.feeds if feed.kind == kind)
        asked = replace(feed, params={"ids": ",".join(external_ids)})
        return pages(self.client, asked, since=None, batch_size=500, parent_id="")

    @classmethod
    def touched(cls, config: ProviderConfig, body: bytes) -> tuple[str, tuple[Touched, ...]]:
        try:
            event = msgspec.json.decode(body, type=Event)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise RecordError("This is no event of Talker's.") from error
        area, _, what = event.type.partition("_")
        kind = WORDS.get(area)
        return event.type, tuple(Touched(kind, key, what == "Delete") for key in event.ids) if kind else ()


class TalkingVendor:
    """The vendor's server: `tenants` by id, the queries it was asked, and the status that it answers with."""

    def __init__(self) -> None:
        self.tenants: dict[str, dict[str, str]] = {}
        self.asked: list[list[str]] = []
        self.status: dict[str, int] = {}
        vendor = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                ids = parse_qs(parts.query).get("ids", [""])[0].split(",")
                vendor.asked.append(ids)
                found = [row for key, row in vendor.tenants.items() if key in ids or ids == [""]]
                body = json.dumps(found).encode()
                self.send_response(vendor.status.get(parts.path.strip("/"), 200))
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *words: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def has(self, key: str, name: str, **more: str) -> None:
        """A tenant is there, with that name."""
        self.tenants[key] = {"id": key, "name": name, **more}


@pytest.fixture
def talker(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[TalkingVendor]:
    """The running vendor, which pmsync knows of."""
    vendor = TalkingVendor()
    monkeypatch.setattr(registry, "PROVIDERS", (*registry.PROVIDERS, Talker))
    nothing = {"client_id": "", "client_secret": "", "auth_url": "", "api_url": vendor.url}
    settings.PROVIDERS = {**settings.PROVIDERS, "talker": nothing}
    settings.PROVIDERS_TIMEOUT_SECONDS = 5.0
    yield vendor
    vendor.close()


def connected(agency: Agency | None = None, **given: Any) -> Connection:
    """A connection to the talking vendor."""
    return a_connection(agency, provider="talker", **{"scopes": [], **given})


def the_run(connection: Connection) -> SyncLog:
    """The only run that events began."""
    return SyncLog.objects.get(connection=connection, trigger=SyncLog.Trigger.WEBHOOK)
