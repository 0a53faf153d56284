"""What every provider must do, against its sandbox dialect over real sockets.

A vendor's test file subclasses `Conformance` and says which provider, which credentials, and where faults are tried.
Run a sandbox of its own: these tests break it in many ways and reset it before each."""

from collections import Counter
from dataclasses import replace

import pytest

from providers.base import WHOLE, Numbered
from providers.capabilities import How
from providers.errors import CredentialsError
from providers.records import Kind, Record
from tests.providers.signed import Spent
from tests.providers.standing import server
from tests.providers.troubles import Troubles

__all__ = ["Conformance", "server"]


class Conformance(Troubles):
    """The whole suite: the account, every feed, and what goes wrong."""

    # The account

    def test_the_account_has_an_id_and_a_name_and_they_stay(self):
        found = self.vendor.identify()

        assert found.external_id
        assert found.name
        assert self.vendor.identify() == found

    def test_disconnecting_is_told_to_the_vendor(self):
        token = self.credentials.token()

        self.vendor.disconnect()
        if self.form:
            self.provider.close_session(self.config, token)

        if self.form:  # the password is good for another session
            with pytest.raises(CredentialsError):
                self.provider(self.config, Spent(token)).identify()
        else:  # a token in use may stay good until it runs out
            with pytest.raises(CredentialsError):
                self.credentials.renew(token)

    def test_a_sign_in_by_form_with_a_wrong_secret_is_refused(self):
        secrets = {field.name for form in self.provider.form_sign_ins for field in form.secrets}
        wrong = {name: "wrong" if name in secrets else value for name, value in self.answers.items()}

        if self.form:
            with pytest.raises(CredentialsError):
                self.provider.open_session(self.config, wrong)
        else:
            assert wrong == {}

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

    def test_replies_fetched_ahead_give_the_same_pages(self):
        feeds = [feed for feed in self.feeds() if isinstance(feed.paging, Numbered)]

        for feed in feeds:
            small = replace(feed, paging=Numbered(29))
            assert self.pages(small, workers=4) == self.pages(small), feed.path
            assert {row for page in self.pages(small) for row in page.rows} == {
                row for page in self.pages(feed) for row in page.rows
            }

    def test_reading_from_the_mark_gives_nothing_that_is_not_new(self):
        for feed in [feed for feed in self.feeds() if feed.since is not None]:
            first = self.pages(feed)
            if not first:
                continue
            again = self.pages(feed, since=first[-1].mark)

            rows = [row for page in again for row in page.rows]
            assert again[-1].is_last
            if feed.since.repeats:
                assert again[-1].mark >= first[-1].mark, feed.path  # a mark of the future is taken for now
                assert set(rows) <= {row for page in first for row in page.rows}, feed.path
            else:
                assert again[-1].mark == first[-1].mark, feed.path
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
