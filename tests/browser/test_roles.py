"""Who gets in, and what they are shown."""

import re

from playwright.sync_api import Page, expect

from agencies.permissions import Role
from tests.browser.estate import Estate, let_in
from tests.browser.person import Person
from tests.browser.site import Site

MONEY = re.compile(r"\$ ?\d")


def test_a_wrong_password_is_answered_in_words(page: Page, estate: Estate) -> None:
    person = Person(page)
    page.goto("/settings/integrations/propertyme")

    person.logs_in(estate.people[Role.STAFF], "open-sesame-43")

    expect(page.get_by_role("alert")).to_contain_text("do not belong together")

    person.logs_in(estate.people[Role.STAFF])

    expect(page.get_by_role("heading", name="PropertyMe", level=1)).to_be_visible()


def test_logging_out_ends_it(page: Page, site: Site, estate: Estate) -> None:
    let_in(page.context, site.url, estate.people[Role.STAFF])
    page.goto("/settings/integrations")

    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    page.go_back()
    page.reload()

    expect(page.get_by_role("heading", name="Log in")).to_be_visible()


def test_a_viewer_sees_what_happened_but_no_money_and_no_steps(page: Page, site: Site, estate: Estate) -> None:
    rows = estate.rows()
    addresses = [
        f"/settings/integrations/propertyme/history/{rows['job_id']}",
        f"/portfolio/properties/{rows['portfolio:property']}",
        f"/portfolio/leases/{rows['portfolio:lease']}",
        "/portfolio/leases",
    ]

    let_in(page.context, site.url, estate.people[Role.ADMIN])
    shown_to_an_admin = {address: words(page, address) for address in addresses}
    let_in(page.context, site.url, estate.people[Role.VIEWER])
    shown_to_a_viewer = {address: words(page, address) for address in addresses}
    refused = page.goto("/portfolio/transactions")

    assert all(MONEY.search(shown) for shown in shown_to_an_admin.values()), shown_to_an_admin
    assert not any(MONEY.search(shown) for shown in shown_to_a_viewer.values()), shown_to_a_viewer
    assert refused is not None and refused.status == 403
    page.goto("/settings/integrations/propertyme")
    expect(page.get_by_role("button", name="Sync now")).to_have_count(0)
    expect(page.get_by_role("link", name="Disconnect")).to_have_count(0)


def words(page: Page, address: str) -> str:
    """What stands on the page."""
    answer = page.goto(address)
    assert answer is not None and answer.ok, address
    return page.inner_text("main")
