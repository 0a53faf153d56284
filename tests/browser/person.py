"""Somebody who works at an agency, and what they do with the pages: by the words that stand there."""

import re
import time
from collections.abc import Callable
from contextlib import suppress

from playwright.sync_api import Error, Page, expect

from agencies.models import User
from tests.factories import PASSWORD

OVER = re.compile("^(Completed|Failed|Cancelled)")
ACCEPT = re.compile("^Accept the suggestion for ")
LEAVE_OUT = re.compile("^Leave out ")
UNMAP = re.compile("^Undo the mapping of ")
PATIENCE = 30.0


class Person:
    """One person at one window."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def logs_in(self, user: User, password: str = PASSWORD) -> None:
        """On the page that the site asks on."""
        self.page.get_by_label("E-mail address").fill(user.email)
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("button", name="Log in").click()

    def opens_provider(self) -> None:
        """The page of PropertyMe, by way of the catalogue."""
        self.page.get_by_role("navigation", name="Main").get_by_role("link", name="Integrations").click()
        self.page.get_by_role("heading", name="PropertyMe").get_by_role("link").click()
        expect(self.page.get_by_role("heading", name="PropertyMe", level=1)).to_be_visible()

    def opens(self, name: str) -> None:
        """Another page about the connection, by a link on PropertyMe's page."""
        self.opens_provider()
        self.page.locator("main .actions").get_by_role("link", name=name).click()

    def connects(self) -> None:
        """Over the vendor's own page, where they allow everything."""
        self.page.get_by_role("button", name="Connect PropertyMe").click()
        expect(self.page.get_by_role("heading", name="Allow access to your portfolio?")).to_be_visible()
        self.page.get_by_role("button", name="Allow").click()
        expect(self.page.get_by_text("is connected.")).to_be_visible()
        self.waits(lambda: self.page.get_by_role("button", name=ACCEPT).count() > 0, self.page.reload)

    def maps(self) -> None:
        """One suggestion by itself, then all others, and the rest as new properties."""
        self.page.get_by_role("button", name=ACCEPT).first.click()
        expect(self.page.get_by_role("button", name=UNMAP)).to_have_count(1)
        self.page.get_by_label("create all others as new properties").check()
        self.page.get_by_role("button", name="Accept all").click()
        expect(self.page.get_by_role("button", name=ACCEPT)).to_have_count(0)
        assert self.page.get_by_role("button", name=UNMAP).count() > 2

    def syncs(self) -> list[float]:
        """How full the bar was, each time that it had moved, from "Sync now" to the end."""
        self.opens_provider()
        self.page.get_by_role("button", name="Sync now").click()
        seen: list[float] = []
        self.waits(lambda: self._is_over(seen))
        return seen

    def waits(self, happened: Callable[[], bool], meanwhile: Callable[[], object] = lambda: None) -> None:
        """Until it has happened; AssertionError, with the page's words, where that takes too long."""
        until = time.monotonic() + PATIENCE
        while not happened():
            assert time.monotonic() < until, self.page.inner_text("main")
            time.sleep(0.1)
            meanwhile()

    def _is_over(self, seen: list[float]) -> bool:
        with suppress(Error):  # the page may be loading itself again right now
            bar = self.page.locator("progress")
            if bar.count() and (full := float(bar.get_attribute("value", timeout=1000) or 0)) not in seen[-1:]:
                seen.append(full)
            return bool(OVER.match(self.page.locator("main .badge").first.inner_text(timeout=1000)))
        return False
