"""One site, one worker, one stand-in vendor and one browser for all tests of this folder. They end with its last test: the
browser's event loop runs in the main thread, where other tests have no use for it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection, connections
from django.test import override_settings
from django.test.utils import setup_databases, teardown_databases
from playwright.sync_api import Browser, BrowserContext, Playwright, ViewportSize, sync_playwright
from pytest_django import DjangoDbBlocker
from pytest_playwright.pytest_playwright import CreateContextCallback

from tests.browser import chromium
from tests.browser.estate import Estate, build, providers_at
from tests.browser.site import Site
from tests.browser.watching import Watch
from tests.integrations.conftest import SMALL
from tests.integrations.office import CALLBACK
from tests.processes import Worker, wait_until
from tests.sandbox_server import SandboxServer

DESKTOP: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}


@pytest.fixture(scope="package")
def executable() -> str:
    """This machine's own Chromium; a skip, or a failure where changes are judged, without one."""
    found = chromium.find()
    if found is None:
        give_up = pytest.fail if chromium.must_be_there() else pytest.skip
        give_up(f"There is no Chromium for the browser tests. {chromium.HOW_TO}")
    return found


@pytest.fixture(scope="package")
def database(executable: str, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The test database, written to for good, since other processes read it, and emptied afterwards. Where only tests of
    this folder run, no test has asked for one: then it is made here, and dropped."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's event loop runs in this thread
        if connection.settings_dict["NAME"] == connection.settings_dict["TEST"]["NAME"]:
            yield
            call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)
        else:
            made = setup_databases(verbosity=0, interactive=False, serialized_aliases=[])
            yield
            wait_until(lambda: is_dropped(made))


def is_dropped(made: Any) -> bool:
    """Whether the database could be dropped: not while the server still holds a session of a process that was ended."""
    with suppress(OperationalError):
        teardown_databases(made, verbosity=0)
        return True
    return False


@pytest.fixture(scope="package")
def playwright(database: None) -> Iterator[Playwright]:
    """Not before there is a database, which cannot be made beside an event loop."""
    with sync_playwright() as running:
        yield running
        connections.close_all()  # beside an event loop Django has connections of their own


@pytest.fixture(scope="package")
def browser(playwright: Playwright, executable: str, pytestconfig: pytest.Config) -> Iterator[Browser]:
    """Chromium, without a window of its own unless --headed asks for one."""
    arguments = ["--disable-dev-shm-usage", "--lang=en-AU", *(["--no-sandbox"] if chromium.is_root() else [])]
    headless = not pytestconfig.getoption("--headed")
    with playwright.chromium.launch(executable_path=executable, args=arguments, headless=headless) as running:
        yield running


@pytest.fixture(scope="package")
def browser_context_args(site: Site) -> dict[str, Any]:
    """A laptop's window in Sydney, with the site as its home."""
    return {
        "base_url": site.url,
        "viewport": DESKTOP,
        "locale": "en-AU",
        "timezone_id": "Australia/Sydney",
        "reduced_motion": "reduce",
    }


@pytest.fixture(scope="package")
def sandbox(database: None) -> Iterator[SandboxServer]:
    """The stand-in vendor, with its own people's consent page."""
    site_url = CALLBACK.removesuffix(urlsplit(CALLBACK).path)
    with (
        SandboxServer("--lots", "12", "--jobs", "10", "--today", str(SMALL["today"])) as running,
        ExitStack() as changed,
    ):
        changed.enter_context(override_settings(PROVIDERS=providers_at(running), SITE_URL=site_url))
        yield running


@pytest.fixture(scope="package")
def estate(sandbox: SandboxServer) -> Estate:
    """An agency that has worked with pmsync for some days, to look at. There is no worker yet that could interfere."""
    return build(sandbox)


@pytest.fixture(scope="package")
def site(sandbox: SandboxServer, estate: Estate, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The web process and the worker."""
    folder = tmp_path_factory.mktemp("site")
    with ExitStack() as running:
        running.enter_context(Worker(sandbox, folder))
        yield running.enter_context(Site(sandbox, folder))


@pytest.fixture
def vendor(sandbox: SandboxServer) -> Iterator[SandboxServer]:
    """The stand-in vendor as new."""
    sandbox.control("POST", "reset", SMALL)
    sandbox.control("DELETE", "faults")
    yield sandbox
    sandbox.control("PATCH", "settings", {"delay": 0.0})


@pytest.fixture
def new_context(new_context: CreateContextCallback) -> Callable[..., BrowserContext]:
    """Windows whose pages answer within ten seconds, or never."""

    def make(**wanted: Any) -> BrowserContext:
        context = new_context(**wanted)
        context.set_default_timeout(10_000)
        return context

    return make


@pytest.fixture
def watch(context: BrowserContext, site: Site, sandbox: SandboxServer) -> Watch:
    """What goes on behind the pages of this test's window."""
    return Watch(context, site.url, sandbox.url)
