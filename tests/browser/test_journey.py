"""A person's whole way, from the log-in to the goodbye: on a laptop, on a phone, and without JavaScript."""

from itertools import count
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect
from pytest_playwright.pytest_playwright import CreateContextCallback

from agencies.models import Agency, User
from agencies.permissions import Role
from integrations.models import PropertyMapping, SyncIssue
from portfolio.models import Lease
from tests.browser.accessibility import overflow
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.estate import an_agency_with_its_list
from tests.browser.person import LEAVE_OUT, UNMAP, Person
from tests.browser.site import Site
from tests.browser.watching import Watch
from tests.factories import a_member
from tests.sandbox_server import SandboxServer

numbers = count(1)


class Journey:
    """One person's way at an agency that has its own list of properties, and no connection."""

    def __init__(self, page: Page, vendor: SandboxServer) -> None:
        self.page = page
        self.vendor = vendor
        self.agency: Agency = an_agency_with_its_list(vendor, f"Wattle Park {next(numbers)}")
        self.user: User = a_member(self.agency, Role.ADMIN)
        self.person = Person(page)

    def arrives(self) -> None:
        """From the log-in to a connection whose properties are mapped."""
        self.page.goto("/")
        self.person.logs_in(self.user)
        expect(self.page.get_by_role("heading", name="Integrations", level=1)).to_be_visible()
        self.person.opens_provider()
        self.person.connects()
        self.person.maps()

    def syncs_slowly(self) -> list[float]:
        """How full the bar was, with a vendor that takes its time."""
        self.vendor.control("PATCH", "settings", {"delay": 0.5})
        seen = self.person.syncs()
        self.vendor.control("PATCH", "settings", {"delay": 0.0})
        expect(self.page.locator("main .badge").first).to_have_text("Completed")
        return seen

    def leases(self) -> list[Lease]:
        """The agency's current leases."""
        return list(Lease.objects.filter(agency=self.agency, status="current").select_related("property"))

    def changes(self, lease: Lease, **values: Any) -> None:
        """Somebody at the vendor changes a tenancy."""
        self.vendor.control("PATCH", f"propertyme/tenancies/{lease.external_id}?account=first", values)

    def sees_the_rent_rise(self, lease: Lease) -> None:
        """On the run's page, and on the property's."""
        before, after = f"{lease.rent_amount:,.2f}", f"{lease.rent_amount + 45:,.2f}"
        raised = self.page.get_by_role("row").filter(has=self.page.locator("ins").filter(has_text=after))
        expect(raised.locator("del").filter(has_text=before)).to_be_visible()
        assert not overflow(self.page)
        self.page.get_by_role("navigation", name="Main").get_by_role("link", name="Properties").click()
        self.page.locator(f'main a[href$="{lease.property_id}"]').first.click()
        expect(self.page.locator("main").get_by_text(after).first).to_be_visible()
        assert not overflow(self.page)

    def mends(self, spoilt: Lease, given_up: Lease) -> None:
        """One issue is mended at the vendor and closed by the next sync, another is set aside."""
        self.person.opens("Issues")
        expect(self.issue_of(spoilt)).to_be_visible()
        self.issue_of(given_up).get_by_text("Set aside…").click()
        self.issue_of(given_up).get_by_label("Why").fill("The owner has sold it")
        self.issue_of(given_up).get_by_role("button", name="Set aside").click()
        expect(self.issue_of(given_up)).to_have_count(0)
        self.changes(spoilt, RentAmount=float(spoilt.rent_amount))
        self.person.syncs()
        self.person.opens("Issues")
        expect(self.page.get_by_role("heading", name="Issues")).to_be_visible()
        expect(self.issue_of(spoilt)).to_have_count(0)

    def issue_of(self, lease: Lease) -> Locator:
        """The open issue that names this lease at the vendor."""
        return self.page.locator("main").get_by_role("listitem").filter(has_text=str(lease.external_id))

    def unmaps_one(self) -> None:
        """A mapping that was wrong."""
        self.person.opens("Mapping")
        button = self.page.get_by_role("button", name=UNMAP).first
        address = UNMAP.sub("", str(button.get_attribute("aria-label")))
        button.click()
        expect(self.page.get_by_role("button", name=f"Leave out {address}")).to_be_visible()
        expect(self.page.get_by_role("button", name=LEAVE_OUT)).to_have_count(1)

    def leaves(self) -> None:
        """Disconnects, which says what is kept, and logs out."""
        self.person.opens("Disconnect")
        expect(self.page.get_by_role("heading", name="What is kept")).to_be_visible()
        expect(self.page.get_by_role("heading", name="What is forgotten")).to_be_visible()
        self.page.get_by_role("button", name="Disconnect", exact=True).click()
        expect(self.page.get_by_text("is disconnected.")).to_be_visible()
        self.page.get_by_role("button", name="Log out").click()
        self.page.goto("/settings/integrations")
        expect(self.page.get_by_role("heading", name="Log in")).to_be_visible()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["laptop", "phone"])
def test_from_the_log_in_to_the_goodbye(page: Page, watch: Watch, vendor: SandboxServer, size: ViewportSize) -> None:
    page.set_viewport_size(size)
    journey = Journey(page, vendor)

    journey.arrives()
    seen = journey.syncs_slowly()

    assert len(seen) >= 2 and seen == sorted(seen), seen

    dearer, spoilt, given_up, *_ = journey.leases()
    vendor.control("POST", "advance", {"days": 1})
    journey.changes(dearer, RentAmount=float(dearer.rent_amount) + 45)
    for lease in (spoilt, given_up):
        journey.changes(lease, RentAmount="a lot")
    journey.person.syncs()
    journey.sees_the_rent_rise(dearer)
    journey.mends(spoilt, given_up)

    issues = dict(SyncIssue.objects.filter(connection__agency=journey.agency).values_list("external_id", "status"))
    assert (issues[str(spoilt.external_id)], issues[str(given_up.external_id)]) == ("resolved", "ignored")

    journey.unmaps_one()
    journey.leaves()

    assert PropertyMapping.objects.open().filter(connection__agency=journey.agency).count() == 1
    assert len(journey.leases()) >= 3
    watch.assert_quiet()


def test_connecting_mapping_and_syncing_without_javascript(
    new_context: CreateContextCallback, site: Site, vendor: SandboxServer
) -> None:
    context = new_context(java_script_enabled=False)
    watch = Watch(context, site.url, vendor.url)
    journey = Journey(context.new_page(), vendor)

    journey.arrives()
    seen = journey.syncs_slowly()

    assert len(seen) >= 2 and seen == sorted(seen), seen
    assert len(journey.leases()) >= 3

    journey.unmaps_one()
    journey.leaves()

    watch.assert_quiet()
