"""What every provider must do, against its sandbox dialect over real sockets.

A vendor's test file subclasses `Conformance` and says which provider, which credentials, and where faults are tried.
Run a sandbox of its own: these tests break it in many ways and reset it before each."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from providers import auth
from providers.auth import Tokens
from providers.base import WHOLE, Feed, Page, Provider, ProviderConfig
from providers.capabilities import How
from providers.errors import (
    CredentialsError,
    ForbiddenError,
    NotFoundError,
    ProviderError,
    RateLimitError,
    ReplyError,
    UnavailableError,
)
from providers.records import Kind, Record, Rejected
from tests.providers.given import Naps
from tests.providers.signed import Signed
from tests.sandbox_server import SandboxServer

BACK = "http://localhost:8000/callback"


@pytest.fixture(scope="module")
def server() -> Iterator[SandboxServer]:
    """A sandbox for these tests alone; a test file imports this beside the suite."""
    with SandboxServer() as running:
        yield running


class Conformance:
    """The suite. `main` is the path of a feed with a cursor that the fault tests read, `spoiled` that of one whose
    fields the sandbox's bad rows spoil."""

    provider: ClassVar[type[Provider]]
    main: ClassVar[str]
    spoiled: ClassVar[str]
    client_id: ClassVar[str]
    client_secret: ClassVar[str]

    @pytest.fixture(autouse=True)
    def begin(self, server: SandboxServer) -> None:
        server.control("DELETE", "faults")
        server.control("POST", "reset")
        server.control("PATCH", "settings", {"auto_consent": True})
        self.server = server
        self.config = self.a_config()
        self.credentials = Signed(self.provider, self.config, self.sign_in())
        self.vendor = self.provider(self.config, self.credentials, sleep=Naps())

    def a_config(self, **changes: Any) -> ProviderConfig:
        base = f"{self.server.url}/{self.provider.slug}"
        settings = {"auth_url": base, "api_url": f"{base}/api", "paced": False, "backoff_seconds": 0.01}
        return ProviderConfig(
            **(settings | {"client_id": self.client_id, "client_secret": self.client_secret} | changes)
        )

    def sign_in(self) -> Tokens:
        """Tokens, by way of the vendor's own sign-in page."""
        assert self.provider.sign_in is not None
        url, verifier = auth.authorization_url(self.provider.sign_in, self.config, BACK, "state-1")
        back = requests.get(url, allow_redirects=False, timeout=10).headers["Location"]
        answer = parse_qs(urlsplit(back).query)
        assert answer["state"] == ["state-1"]
        return auth.exchange(
            self.provider.sign_in, self.config, code=answer["code"][0], verifier=verifier, redirect_uri=BACK
        )

    def feed(self, path: str) -> Feed:
        return next(feed for feed in self.provider.feeds if feed.path == path)

    def feeds(self) -> list[Feed]:
        """All that can be read without a parent."""
        return [feed for feed in self.provider.feeds if feed.per is None]

    def pages(self, feed: Feed, **how: Any) -> list[Page]:
        return list(self.vendor.read(feed, **how))

    def break_main(self, fault: str, *, path: str = "", **how: Any) -> Feed:
        path = path or self.main
        self.server.fault(path, fault, provider=self.provider.slug, **how)
        return self.feed(path)

    # The account

    def test_the_account_has_an_id_and_a_name_and_they_stay(self):
        found = self.vendor.identify()

        assert found.external_id
        assert found.name
        assert self.vendor.identify() == found

    def test_disconnecting_is_told_to_the_vendor(self):
        self.vendor.disconnect()

        with pytest.raises(ProviderError):
            self.credentials.renew(self.credentials.token())

    # The feeds

    def test_every_feed_reads_typed_records_with_ids_that_are_unique(self):
        for feed in self.feeds():
            rows = [row for page in self.pages(feed) for row in page.rows]

            assert all(isinstance(row, Record) for row in rows), feed.path
            assert {row.kind for row in rows} <= set(feed.kinds), feed.path
            assert not [key for key, n in Counter((row.kind, row.external_id) for row in rows).items() if n > 1], (
                feed.path
            )
            assert rows or feed.where_offered, feed.path

    def test_a_feed_per_parent_reads_for_each_parent_and_survives_one_that_is_gone(self):
        for feed in [feed for feed in self.provider.feeds if feed.per is not None]:
            parents = [row for page in self.pages(self.provider.feeds_for([feed.per])[0]) for row in page.rows]
            found = [
                row
                for parent in parents[:40]
                for page in self.pages(feed, parent_id=parent.external_id)
                for row in page.rows
            ]

            assert found
            assert all(isinstance(row, Record) for row in found)
            assert [page.rows for page in self.pages(feed, parent_id="00000000-0000-4000-8000-00000000dead")] == [()]

    def test_batches_cut_a_feed_into_pages_of_which_only_the_last_moves_the_cursor(self):
        feed = self.feed(self.main)
        whole = self.pages(feed, batch_size=100_000)

        pages = self.pages(feed, batch_size=7)

        assert [row for page in pages for row in page.rows] == list(whole[0].rows)
        assert all(len(page.rows) <= 7 for page in pages)
        assert [page.is_last for page in pages] == [False] * (len(pages) - 1) + [True]
        assert {page.mark for page in pages[:-1]} == {None}
        assert pages[-1].mark == whole[0].mark

    def test_reading_from_the_mark_gives_nothing_that_is_not_new(self):
        for feed in [feed for feed in self.feeds() if feed.since is not None]:
            first = self.pages(feed)
            if not first:
                continue
            again = self.pages(feed, since=first[-1].mark)

            rows = [row for page in again for row in page.rows]
            assert again[-1].mark == first[-1].mark, feed.path
            assert again[-1].is_last
            if feed.since.repeats:
                assert set(rows) <= {row for page in first for row in page.rows}, feed.path
            else:
                assert rows == [], feed.path

    def test_what_changes_after_a_read_comes_with_the_next_and_nothing_else_is_lost(self):
        for feed in [feed for feed in self.feeds() if feed.since is not None]:
            before = self.pages(feed)
            if not before:
                continue
            self.server.control("POST", "advance", {"days": 1})
            changed = self.pages(feed, since=before[-1].mark)
            merged = {(row.kind, row.external_id): row for page in before + changed for row in page.rows}

            now = {(row.kind, row.external_id): row for page in self.pages(feed) for row in page.rows}
            assert now.items() <= merged.items(), feed.path

    def test_a_whole_feed_moves_no_cursor(self):
        for feed in [feed for feed in self.feeds() if feed.covers is WHOLE]:
            assert [page.mark for page in self.pages(feed)][-1] is None

    def test_the_capability_table_speaks_of_every_kind(self):
        rows = self.provider.capabilities()

        assert [row.kind for row in rows] == list(Kind)
        assert all(row.sentence for row in rows if row.how is not How.REPORTED)

    def test_a_feed_that_the_host_does_not_know_is_no_error_where_it_need_not(self):
        for feed in [feed for feed in self.feeds() if feed.where_offered]:
            self.server.fault(feed.path, "404", provider=self.provider.slug)

            assert self.pages(feed) == []

    # What goes wrong

    def test_a_token_that_ran_out_is_renewed_on_the_way(self):
        self.server.control("POST", "tokens/expire")

        assert self.pages(self.feed(self.main))[-1].is_last
        assert self.credentials.renewals == 1

    def test_401_with_a_fresh_token_means_revoked(self):
        feed = self.break_main("401", times=2)

        with pytest.raises(CredentialsError) as caught:
            self.pages(feed)

        assert caught.value.revoked

    def test_a_sign_in_that_was_withdrawn_cannot_be_renewed(self):
        self.server.control("POST", "tokens/revoke")

        with pytest.raises(CredentialsError) as caught:
            self.pages(self.feed(self.main))

        assert not caught.value.revoked

    def test_403_is_not_permitted(self):
        feed = self.break_main("403")

        with pytest.raises(ForbiddenError):
            self.pages(feed)

    def test_404_is_not_found(self):
        feed = self.break_main("404")

        with pytest.raises(NotFoundError):
            self.pages(feed)

    def test_a_short_429_is_waited_for(self):
        feed = self.break_main("429", headers={"Retry-After": "3"})

        assert self.pages(feed)[-1].is_last
        assert self.vendor._sleep.seconds == [3.0]

    def test_a_long_429_gives_the_wait_back(self):
        feed = self.break_main("429", headers={"Retry-After": "900"})

        with pytest.raises(RateLimitError) as caught:
            self.pages(feed)

        assert caught.value.retry_after == 900.0

    @pytest.mark.parametrize("fault", ["500", "502", "503", "504", "cut_short"])
    def test_trouble_that_passes_is_not_noticed(self, fault):
        feed = self.break_main(fault, times=2)

        assert self.pages(feed)[-1].is_last

    @pytest.mark.parametrize("fault", ["500", "502", "503", "504", "cut_short"])
    def test_trouble_that_stays_is_unavailable(self, fault):
        feed = self.break_main(fault, times=3)

        with pytest.raises(UnavailableError):
            self.pages(feed)

    def test_a_vendor_too_slow_is_unavailable(self):
        feed = self.break_main("slow", times=3, seconds=1.0)
        hasty = self.provider(self.a_config(timeout_seconds=0.2), self.credentials, sleep=Naps())

        with pytest.raises(UnavailableError):
            list(hasty.read(feed))

    @pytest.mark.parametrize("fault", ["html", "not_json", "wrong_shape"])
    def test_a_reply_that_is_not_as_documented_stops_the_feed(self, fault):
        feed = self.break_main(fault, times=3)

        with pytest.raises(ReplyError) as caught:
            self.pages(feed)

        assert caught.value.provider == self.provider.slug
        assert caught.value.path == feed.path

    @pytest.mark.parametrize("fault", ["malformed_row", "missing_id"])
    def test_a_bad_row_costs_only_itself(self, fault):
        whole = [row for page in self.pages(self.feed(self.spoiled)) for row in page.rows]
        feed = self.break_main(fault, path=self.spoiled)

        pages = self.pages(feed)

        rows = [row for page in pages for row in page.rows]
        bad = [row for row in rows if isinstance(row, Rejected)]
        assert len(bad) == 1
        assert bad[0].message and bad[0].action and bad[0].raw and bad[0].row_number
        assert len(rows) == len(whole)
        assert {row for row in rows if isinstance(row, Record)} < set(whole)
        assert pages[-1].is_last

    def test_fields_that_nobody_announced_are_ignored(self):
        whole = self.pages(self.feed(self.main))
        feed = self.break_main("unknown_fields")

        assert self.pages(feed) == whole
