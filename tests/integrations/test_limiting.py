"""A vendor's limit, kept over all processes that share it: never more calls than allowed in any window."""

import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
import redis
import time_machine
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from integrations import limiting, vault
from integrations.limiting import InDatabase
from integrations.models import CallWindow, SyncLog
from integrations.sync.engine import execute
from providers.config import Limit
from providers.errors import UnavailableError
from providers.rentmanager import RentManager
from tests.factories import a_connection, a_member, an_agency
from tests.integrations.calling import CALLS, SECONDS
from tests.integrations.companies import GATEWAY, KEY, LOGIN, PARTNER, SLUG, asked, at_the_gateway, connect
from tests.processes import ROOT, surroundings
from tests.sandbox_server import SandboxServer
from tests.services import redis_server

WORKERS, EACH = 4, 30


class Counting(ThreadingHTTPServer):
    """A vendor that notes when it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.came: list[float] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Answering(BaseHTTPRequestHandler):
    """Answers an empty list."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.came.append(time.monotonic())  # type: ignore[attr-defined]
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"[]")

    def log_message(self, *args: Any) -> None:
        """Not a word."""


@pytest.fixture
def counting() -> Iterator[Counting]:
    with Counting() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    with redis_server() as service:
        yield service.url


@pytest.fixture(params=["database", "redis"])
def store(request: Any, settings: Any) -> str:
    """Where calls are counted: the address of a Redis, or "" for the database."""
    settings.REDIS_URL = request.getfixturevalue("redis_url") if request.param == "redis" else ""
    url: str = settings.REDIS_URL
    return url


@pytest.mark.django_db(transaction=True)
def test_four_workers_hold_the_limit_together(store: str, counting: Counting, companies: SandboxServer) -> None:
    command = [sys.executable, "-m", "tests.integrations.calling", counting.url, str(EACH)]
    environment = surroundings(companies) | {"PMSYNC_TEST_REDIS_URL": store}

    workers = [
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(WORKERS)
    ]
    said = [worker.communicate(timeout=120) for worker in workers]

    assert [worker.returncode for worker in workers] == [0] * WORKERS, said
    came = sorted(counting.came)
    assert len(came) == WORKERS * EACH
    assert max(sum(at <= other < at + SECONDS for other in came) for at in came) <= CALLS
    assert sum(int(out) for out, _ in said) > 0


@pytest.mark.django_db
def test_so_many_are_granted_and_the_next_waits_until_the_first_has_left(store: str, request: Any) -> None:
    taken = limiting.limiter(Limit(3, 60), "The vendor", request.node.name)

    waits = [taken.take() for _ in range(5)]

    assert waits[:3] == [0, 0, 0]
    assert all(59 < wait <= 61.01 for wait in waits[3:])


@pytest.mark.django_db
def test_who_signs_in_otherwise_is_counted_alone(store: str, request: Any) -> None:
    ours, theirs = (limiting.limiter(Limit(1, 60), "The vendor", f"{request.node.name} {who}") for who in "ab")

    assert [ours.take(), theirs.take()] == [0, 0]
    assert ours.take() > 0


@pytest.mark.django_db
def test_some_calls_are_kept_free_for_those_that_no_connection_makes(settings: Any) -> None:
    settings.REDIS_URL = ""
    taken = limiting.limiter(Limit(500, 60), "The vendor", "whose")

    granted = sum(taken.take() == 0 for _ in range(500))

    assert granted == 490


@pytest.mark.django_db
def test_the_window_rolls() -> None:
    taken, now = InDatabase("key", 2, 60), timezone.now()

    with time_machine.travel(now, tick=False):
        first = taken.take()
    with time_machine.travel(now + timedelta(seconds=40), tick=False):
        later = taken.take(), taken.take()
    with time_machine.travel(now + timedelta(seconds=60, milliseconds=1), tick=False):
        rolled = taken.take(), taken.take()

    assert (first, later[0], rolled[0]) == (0, 0, 0)
    assert (round(later[1]), round(rolled[1])) == (20, 40)


@pytest.mark.django_db
def test_a_clock_that_is_put_back_does_not_open_the_window() -> None:
    taken, now = InDatabase("key", 2, 60), timezone.now()
    with time_machine.travel(now, tick=False):
        taken.take()

    with time_machine.travel(now - timedelta(hours=1), tick=False):
        waits = [taken.take(), taken.take()]

    assert (waits[0], round(waits[1])) == (0, 60)


@pytest.mark.django_db(transaction=True)
def test_a_count_is_never_part_of_another_transaction() -> None:
    taken = InDatabase("key", 2, 60)

    with transaction.atomic(), pytest.raises(RuntimeError):
        taken.take()

    assert not CallWindow.objects.exists()


def test_without_its_redis_no_call_is_made(settings: Any) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:9/0"

    with pytest.raises(UnavailableError) as error:
        limiting.limiter(Limit(3, 60), "The vendor", "whose").take()

    assert error.value.message.startswith("pmsync cannot count its calls to The vendor")


class Waited(Exception):
    """Instead of sleeping."""


def wait_for_nobody(seconds: float, reason: str) -> None:
    raise Waited(reason)


@pytest.mark.django_db
def test_connections_of_one_company_share_its_limit_and_another_has_its_own(
    companies: SandboxServer, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = connect()
    second = connect({**LOGIN, "location": "2"}, agency=first.agency)
    other = connect({**LOGIN, "company": "oakridge"}, agency=first.agency)
    settings.PROVIDERS_PACED, settings.REDIS_URL = True, ""
    monkeypatch.setattr(RentManager, "limit", Limit(3, 60))
    one, two, three = (vault.open_provider(row, on_wait=wait_for_nobody) for row in (first, second, other))

    one.identify(), two.identify(), one.identify()

    with pytest.raises(Waited, match="keeping to Rent Manager's limit"):
        two.identify()
    assert three.identify().external_id == "oakridge/1"
    settings.PROVIDERS_PACED = False
    assert vault.open_provider(second, on_wait=wait_for_nobody).identify().external_id == "samplehomes/2"


@pytest.mark.django_db
def test_behind_a_gateway_locations_of_one_company_share_its_limit_however_they_sign_in(
    companies: SandboxServer, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = settings.PROVIDERS[SLUG] | {"api_url": f"{companies.url}/rentmanager/samplehomes"}
    settings.PROVIDERS = {**settings.PROVIDERS, SLUG: there}
    agency, other = an_agency(), an_agency()
    user = a_member(agency)
    rows = [
        connect({**LOGIN, "location": "2"}, agency=agency),
        connect(KEY, "key", agency=other),
        connect({**KEY, "location": "2"}, "key", agency=other),
        connect(PARTNER, "partner"),
        at_the_gateway(agency, user),
    ]
    settings.PROVIDERS_PACED, settings.REDIS_URL = True, ""
    monkeypatch.setattr(RentManager, "limit", Limit(5, 60))
    asking = [vault.open_provider(row, on_wait=wait_for_nobody) for row in rows]

    found = [one.identify().external_id for one in asking]

    assert found == [f"samplehomes/{location}" for location in "21211"]
    for one in asking:
        with pytest.raises(Waited, match="keeping to Rent Manager's limit"):
            one.identify()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("account", "differ"),
    [
        pytest.param([{"company": "one"}, {"company": "One", "location": "2"}], False, id="one company"),
        pytest.param([{"company": "one"}, {"company": "two"}], True, id="two companies"),
        pytest.param([{"location": "1"}, {"location": "1"}], True, id="nobody knows which company"),
    ],
)
def test_whose_limit_it_is_goes_by_the_company(
    settings: Any, monkeypatch: pytest.MonkeyPatch, account: list[dict[str, str]], differ: bool
) -> None:
    settings.PROVIDERS_PACED, settings.REDIS_URL = True, ""
    settings.PROVIDERS = {**settings.PROVIDERS, SLUG: GATEWAY | {"auth_url": "", "api_url": "https://gateway.example"}}
    told: set[str] = set()
    monkeypatch.setattr(limiting, "limiter", lambda limit, label, whose: told.add(whose))

    for known in account:
        vault.open_provider(a_connection(provider=SLUG, auth_type="oauth2", config={"account": known}))

    assert (len(told) == 2) == differ


@pytest.mark.django_db
def test_what_is_counted_under_names_nobody_and_keeps_apart_from_other_sites(store: str) -> None:
    limiting.limiter(Limit(3, 60), "The vendor", "samplehomes api.sync").take()

    if store:
        names = [name.decode() for name in redis.Redis.from_url(store).scan_iter("*calls:*")]
        assert any(name.startswith(settings.CACHES["default"]["KEY_PREFIX"]) for name in names)
    else:
        names = list(CallWindow.objects.values_list("key", flat=True))
    assert names
    assert not any("samplehomes" in name or "api.sync" in name for name in names)


@pytest.mark.django_db(transaction=True)
def test_a_whole_run_counts_its_calls_and_makes_none_inside_a_transaction(
    companies: SandboxServer, settings: Any
) -> None:
    settings.PROVIDERS_PACED, settings.REDIS_URL = True, ""
    connection = connect()
    companies.control("DELETE", "requests")
    log = SyncLog.objects.get(connection=connection)

    execute(log.pk)

    log.refresh_from_db()
    assert (log.status, log.errors) == ("completed", [])
    assert len(CallWindow.objects.get().calls) == len(asked(companies, "rentmanager/samplehomes")) > 10
