"""Vendors' own words are read now and then, over a real socket here, and kept."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.utils import timezone

from integrations import tasks, vendor_status
from integrations.models import VendorStatus
from providers import registry
from providers.propertyme.provider import PropertyMe
from tests.factories import a_connection
from tests.health_factories import a_vendor_status

pytestmark = pytest.mark.django_db


@dataclass
class Page:
    """A status page: what it says, and how often it was asked."""

    url: str = ""
    said: dict[str, str] = field(default_factory=lambda: {"indicator": "none", "description": "All is well"})
    asked: int = 0


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    """The vendor's status page, on a port of this machine."""
    found = Page()

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked += 1
            body = json.dumps({"status": found.said}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            """Nothing."""

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        found.url = f"http://127.0.0.1:{server.server_port}/api/v2/status.json"
        monkeypatch.setattr(PropertyMe, "status_page", found.url)
        yield found
        server.shutdown()
        thread.join()


def test_it_is_read_at_most_every_five_minutes_while_somebody_is_connected(page: Page) -> None:
    now = timezone.now()
    assert vendor_status.read("propertyme", now) is None
    a_connection()

    for minutes in (0, 4, 5):
        vendor_status.read("propertyme", now + timedelta(minutes=minutes))

    assert page.asked == 2
    kept = VendorStatus.objects.get()
    assert (kept.is_up, kept.words, kept.since) == (True, "All is well", now)
    assert kept.read_at == now + timedelta(minutes=5)


def test_since_when_it_says_so_is_kept(page: Page) -> None:
    a_connection()
    now = timezone.now()
    vendor_status.read("propertyme", now)
    page.said = {"indicator": "major", "description": "Partial outage"}

    for minutes in (6, 12):
        vendor_status.read("propertyme", now + timedelta(minutes=minutes))

    kept = VendorStatus.objects.get()
    assert (kept.is_up, kept.words, kept.since) == (False, "Partial outage", now + timedelta(minutes=6))


def test_another_host_than_the_vendors_own_has_another_status(page: Page, settings: Any) -> None:
    a_connection()
    settings.PROVIDERS = settings.PROVIDERS | {
        "propertyme": settings.PROVIDERS["propertyme"] | {"api_url": "http://localhost"}
    }

    assert vendor_status.due(timezone.now()) == []
    assert "pointed at another host" in vendor_status.words_of(PropertyMe, None)


def test_the_clock_sends_a_worker_to_read_it(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    a_connection()
    sent: list[tuple[str, object]] = []
    monkeypatch.setattr("integrations.errands.send", lambda task, key, expires=None: sent.append((task, key)))

    tasks.tick()

    assert ("integrations.read_vendor_status", "propertyme") in sent


def test_what_was_read_long_ago_says_nothing_now() -> None:
    now = timezone.now()
    kept = a_vendor_status(read_at=now - timedelta(minutes=29))
    assert vendor_status.known(PropertyMe, now) == kept

    VendorStatus.objects.update(read_at=now - timedelta(minutes=31))
    assert vendor_status.known(PropertyMe, now) is None
    assert vendor_status.words_of(PropertyMe, None) == "PropertyMe's status page has not been read lately."


def test_a_vendor_without_a_page_is_said_to_have_none() -> None:
    console = registry.get("console")

    assert vendor_status.words_of(console, None) == "Console Cloud publishes no status page that pmsync can read."


def test_every_declared_page_is_one_that_may_be_asked() -> None:
    for provider in registry.all_providers():
        assert provider.status_page == "" or provider.status_page.startswith("https://")
