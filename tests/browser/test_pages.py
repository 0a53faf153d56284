"""Every page of the site: for people who see, hear, type or hold a phone, and without a word in the console."""

import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, ViewportSize, expect

from agencies.permissions import Role
from integrations.models import SyncLog
from tests.browser.accessibility import contrast, keyboard, overflow, violations
from tests.browser.addresses import FOR_ANYBODY, every_page, pages_without_rows
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.estate import Estate, let_in, newcomer
from tests.browser.site import Site
from tests.browser.watching import Watch
from tests.factories import a_connection, a_member, a_sync_log, an_agency


@pytest.fixture(scope="package")
def addresses(estate: Estate) -> list[str]:
    return every_page(estate)


@pytest.fixture
def admin(page: Page, site: Site, estate: Estate) -> Page:
    let_in(page.context, site.url, estate.people[Role.ADMIN])
    return page


def found_on(page: Page, addresses: list[str], look: Callable[[Page], list[str]]) -> str:
    """What a look at each page found, a line each."""
    lines = []
    for address in addresses:
        page.goto(address)
        lines += [f"{address}: {line}" for line in look(page)]
    return "\n".join(lines)


def at_a_desk(page: Page) -> list[str]:
    """What is wrong there for who hears, for who types, and in the dark."""
    found = violations(page) + keyboard(page)
    page.emulate_media(color_scheme="dark")
    found += [f"in the dark: {line}" for line in contrast(page)]
    page.emulate_media(color_scheme="light")
    return found


def on_a_phone(page: Page) -> list[str]:
    """What is wrong there on a narrow screen."""
    return violations(page) + overflow(page)


@pytest.mark.parametrize(("size", "look"), [(DESKTOP, at_a_desk), (PHONE, on_a_phone)], ids=["laptop", "phone"])
def test_every_page_can_be_heard_typed_and_read(
    admin: Page, watch: Watch, addresses: list[str], size: ViewportSize, look: Callable[[Page], list[str]]
) -> None:
    admin.set_viewport_size(size)

    found = found_on(admin, addresses, look)

    assert len(addresses) >= 30
    assert not found, found
    watch.assert_quiet()


def test_the_pages_of_an_agency_that_has_nothing_yet(page: Page, watch: Watch, site: Site, estate: Estate) -> None:
    user = newcomer()
    addresses = pages_without_rows(user)
    let_in(page.context, site.url, user)
    page.set_viewport_size(PHONE)

    found = found_on(page, addresses, on_a_phone)

    assert len(addresses) >= 6
    assert not found, found
    watch.assert_quiet()


def test_the_page_of_a_run_that_is_under_way(page: Page, watch: Watch, site: Site) -> None:
    agency = an_agency()
    progress = {"progress_done": 40, "progress_total": 90, "activity": "Reading leases", "heartbeat_at": timezone.now()}
    log = a_sync_log(a_connection(agency), status="running", completed_at=None, summary="", **progress)
    let_in(page.context, site.url, a_member(agency))
    page.set_viewport_size(PHONE)

    page.goto(f"/settings/integrations/propertyme/history/{log.pk}")
    with page.expect_response(re.compile("/progress")):
        SyncLog.objects.filter(pk=log.pk).update(progress_done=60)

    expect(page.get_by_role("progressbar")).to_have_attribute("value", "66")
    assert not violations(page) + overflow(page)
    watch.assert_quiet()


def test_the_admin_asks_nobody_else_for_anything(admin: Page, watch: Watch) -> None:
    admin.goto("/admin/")
    links = [str(link.get_attribute("href")) for link in admin.locator('a[href^="/admin/"]').all()]
    lists = {link.partition("?")[0] for link in links if link.count("/") == 4}

    for address in sorted(lists):
        admin.goto(address)

    assert len(lists) >= 10
    watch.assert_quiet()


def test_the_admin_has_no_grave_accessibility_violation(admin: Page, estate: Estate) -> None:
    run = f"/admin/integrations/synclog/{estate.changed_run.pk}/change/"

    found = found_on(admin, ["/admin/", "/admin/integrations/synclog/", run], violations)
    admin.emulate_media(color_scheme="dark")
    found += found_on(admin, ["/admin/", run], contrast)

    assert not found, found


def test_the_pages_that_anybody_may_see(page: Page, estate: Estate) -> None:
    page.set_viewport_size(PHONE)

    addresses = [*FOR_ANYBODY, f"/invitations/{estate.token}"]
    found = found_on(page, addresses, lambda shown: violations(shown) + overflow(shown) + keyboard(shown))

    assert not found, found
