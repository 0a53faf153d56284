"""What every provider must do when things go wrong, against its sandbox dialect over real sockets."""

import pytest

from providers.errors import (
    CredentialsError,
    ForbiddenError,
    NotFoundError,
    RateLimitError,
    ReplyError,
    UnavailableError,
)
from providers.records import Record, Rejected
from tests.providers.given import Naps
from tests.providers.standing import Standing


class Troubles(Standing):
    """Expired and withdrawn sign-ins, limits, faults and bad rows."""

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
