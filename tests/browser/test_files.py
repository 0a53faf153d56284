"""A morning with export files: handing them in, seeing which rows could not come in, mending them where they are listed."""

import re
from collections.abc import Callable
from contextlib import suppress

from playwright.sync_api import Error, Page, expect

from agencies.models import Agency
from agencies.permissions import Role
from integrations.models import SyncIssue
from portfolio.models import Lease, Property
from tests.browser.accessibility import overflow
from tests.browser.estate import let_in
from tests.browser.person import OVER, Person
from tests.browser.site import Site
from tests.factories import a_member, an_agency

HERE = "/settings/integrations/propertytree"
PLACES = ["1 Fig Street, Ultimo NSW 2007", "2 Fig Street, Ultimo NSW 2007", "3 Fig Street, Ultimo NSW 2007"]
PROPERTIES = "\r\n".join(
    [
        "Property Address,Property Type,Bedrooms,Key Number",
        *(f'"{place}",House,3,K{at}' for at, place in enumerate(PLACES)),
    ]
)


def tenancies(*periods: str) -> str:
    """One tenancy at each place, with its rent period as printed."""
    rows = [
        f'"Raman, Priya {at}","{place}",$620.00,{period},1/07/2026,30/06/2027,0491 570 15{at}'
        for at, (place, period) in enumerate(zip(PLACES, periods, strict=True))
    ]
    return "\r\n".join(["Tenancy Name,Property Address,Rent Amount,Rent Period,Lease Start,Lease End,Mobile", *rows])


def hand_in(page: Page, name: str, text: str) -> None:
    """Upload a file on the files page and follow its import to the end."""
    page.goto(f"{HERE}/files")
    page.get_by_label("File", exact=True).set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
    )
    page.get_by_role("button", name="Import it now").click()
    Person(page).waits(is_over(page))


def is_over(page: Page) -> Callable[[], bool]:
    """Whether the run that the page follows has ended."""

    def ask() -> bool:
        with suppress(Error):  # the page may be loading itself again right now
            return bool(OVER.match(page.locator("main .badge").first.inner_text(timeout=1000)))
        return False

    return ask


def test_rows_that_say_the_same_are_mended_at_once_and_come_in(page: Page, site: Site) -> None:
    agency: Agency = an_agency(name="Fig Tree Rentals")
    let_in(page.context, site.url, a_member(agency, Role.ADMIN))

    page.goto(HERE)
    page.get_by_role("button", name="Take export files").click()
    expect(page.get_by_role("heading", name="Files", level=1)).to_be_visible()
    hand_in(page, "Full property list.csv", PROPERTIES)
    hand_in(page, "Tenancies.csv", tenancies("Weekly", "biweekly", "biweekly"))

    assert Property.objects.filter(agency=agency).count() == 3
    assert Lease.objects.filter(agency=agency).count() == 1

    page.goto(f"{HERE}/issues")
    expect(page.get_by_role("heading", name=re.compile("Rent Period says .biweekly"))).to_be_visible()
    assert not overflow(page)
    page.get_by_label(re.compile("Rent Period of all 2 rows")).fill("Weekly")
    page.get_by_role("button", name="Correct 2 rows").click()
    Person(page).waits(is_over(page))

    assert Lease.objects.filter(agency=agency).count() == 3
    assert not SyncIssue.objects.open().filter(connection__agency=agency).exists()


def test_a_list_of_the_trust_account_is_refused_by_name(page: Page, site: Site) -> None:
    agency: Agency = an_agency(name="Wattle Trust Rentals")
    let_in(page.context, site.url, a_member(agency, Role.ADMIN))
    page.goto(HERE)
    page.get_by_role("button", name="Take export files").click()

    hand_in(page, "Journal entries.csv", "Journal Number,Date,Account,Debit,Credit\r\n7,1/07/2026,Trust,10.00,\r\n")

    page.goto(f"{HERE}/files")
    expect(page.get_by_text("Not imported on purpose")).to_be_visible()
