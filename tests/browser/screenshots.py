"""`make screenshots`: the main pages as they look, in docs/screenshots/. No part of the test run."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from agencies.permissions import Role
from integrations.digest import digest
from integrations.models import SyncLog
from integrations.summaries import forms
from tests.browser.conftest import PHONE
from tests.browser.estate import Estate, let_in
from tests.browser.person import Person
from tests.browser.site import Site
from tests.factories import a_file_connection
from tests.integrations.pages.rows import a_row_issue
from tests.processes import ROOT

FOLDER = ROOT / "docs" / "screenshots"
HERE = "/settings/integrations/propertyme"
BOTH_WAYS = "/settings/integrations/rentmanager"
PAGES = {
    "catalogue": lambda rows: "/settings/integrations",
    "provider": lambda rows: HERE,
    "mappings": lambda rows: f"{HERE}/mappings",
    "run": lambda rows: f"{HERE}/history/{rows['job_id']}",
    "history": lambda rows: f"{HERE}/history",
    "issues": lambda rows: f"{HERE}/issues",
    "health": lambda rows: f"{HERE}/health",
    "quality": lambda rows: f"{HERE}/quality",
    "conflicts": lambda rows: f"{BOTH_WAYS}/conflicts",
    "outgoing": lambda rows: f"{BOTH_WAYS}/outgoing",
    "two-way": lambda rows: f"{BOTH_WAYS}/settings/two-way",
    "webhooks": lambda rows: f"{BOTH_WAYS}/webhooks",
    "fields": lambda rows: f"{BOTH_WAYS}/fields/tenants",
    "sign-in": lambda rows: f"{BOTH_WAYS}/connect?way=login",
    "subscriptions": lambda rows: "/settings/webhooks",
    "properties": lambda rows: "/portfolio/properties",
    "property": lambda rows: f"/portfolio/properties/{rows['portfolio:property']}",
    "leases": lambda rows: "/portfolio/leases",
    "transactions": lambda rows: "/portfolio/transactions",
    "members": lambda rows: "/settings/members",
    "audit": lambda rows: "/settings/audit",
    "admin": lambda rows: "/admin/",
}
WINDOW: ViewportSize = {"width": 1280, "height": 860}
MAIL_WINDOW: ViewportSize = {"width": 760, "height": 860}
Take = Callable[[str], None]


@pytest.fixture
def take(page: Page, site: Site, estate: Estate) -> Take:
    """Writes down how the window looks now."""
    let_in(page.context, site.url, estate.people[Role.ADMIN])
    page.set_viewport_size(WINDOW)
    FOLDER.mkdir(parents=True, exist_ok=True)

    def write(name: str) -> None:
        page.wait_for_load_state("networkidle")
        page.screenshot(path=FOLDER / f"{name}.png", animations="disabled")

    return write


@pytest.mark.parametrize("name", PAGES)
def test_by_day(page: Page, take: Take, estate: Estate, name: str) -> None:
    page.goto(PAGES[name](estate.rows()))
    take(name)


@pytest.mark.parametrize("name", ["catalogue", "run"])
def test_by_night(page: Page, take: Take, estate: Estate, name: str) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(PAGES[name](estate.rows()))
    take(f"{name}-dark")


@pytest.mark.parametrize("name", ["mappings", "property"])
def test_on_a_phone(page: Page, take: Take, estate: Estate, name: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(PAGES[name](estate.rows()))
    take(f"{name}-phone")


def test_while_a_sync_runs(page: Page, take: Take, estate: Estate) -> None:
    vendor = estate.office.vendor
    vendor.control("PATCH", "settings", {"delay": 1.0})
    page.goto(HERE)
    page.get_by_role("button", name="Sync now").click()
    expect(page.locator("#run-says")).to_have_text(re.compile("leases|rent|jobs"), timeout=30_000)
    page.screenshot(path=FOLDER / "run-live.png")
    vendor.control("PATCH", "settings", {"delay": 0.0})
    Person(page).waits(lambda: page.locator("progress").count() == 0)


def test_rows_to_mend(page: Page, take: Take, estate: Estate) -> None:
    files = a_file_connection(estate.office.agency, account_name="Property Tree export files")
    for number in range(3):
        a_row_issue(files, row_number=29 + 4 * number)
    page.goto(f"/settings/integrations/propertytree/issues?connection={files.pk}")
    take("fixing")


@pytest.mark.parametrize(("name", "window"), [("summary-mail", MAIL_WINDOW), ("summary-mail-phone", PHONE)])
def test_the_mail_about_a_night(page: Page, estate: Estate, name: str, window: ViewportSize) -> None:
    log = SyncLog.objects.for_page().get(pk=estate.changed_run.pk)
    _, html = forms(digest(log))
    page.set_viewport_size(window)
    page.set_content(html)
    page.screenshot(path=FOLDER / f"{name}.png", full_page=True)
