from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

from django.utils import timezone

from integrations.models import SyncLog
from tests.factories import a_change, a_connection, a_sync_log
from tests.integrations.pages.cases import HERE, PageCase

HISTORY = f"{HERE}/history"


class HistoryTests(PageCase):
    def test_runs_are_listed_with_how_they_went_and_who_asked(self) -> None:
        a_sync_log(self.connection, status="failed", summary="PropertyMe did not answer.", requested_by=self.user)
        log = a_sync_log(self.connection, trigger="schedule")
        a_change(log)
        a_change(log)

        page = self.page(HISTORY)

        for words in ("Failed", "PropertyMe did not answer.", self.user.email, "Nightly", "2<span"):
            self.assertIn(words, page)

    def test_a_run_under_way_says_what_it_is_doing(self) -> None:
        later = timezone.now() + timedelta(minutes=9)
        a_sync_log(self.connection, status="queued", summary="", completed_at=None, not_before=later)

        self.assertIn("Waiting for PropertyMe&#x27;s limit until", self.page(HISTORY))

    def test_without_runs_it_says_what_comes_next(self) -> None:
        page = self.page(HISTORY)

        self.assertIn("The first one runs tonight.", page)
        self.assertNotIn("nights", page)

    def test_runs_are_narrowed(self) -> None:
        old = a_sync_log(self.connection, summary="An old one")
        SyncLog.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=8))
        a_change(old)
        a_sync_log(self.connection, summary="A failed one", status="failed", sync_type="full")
        a_sync_log(self.connection, summary="A nightly one", trigger="schedule")

        for query, shown in (
            ("", {"An old one", "A failed one", "A nightly one"}),
            ("state=failed", {"A failed one"}),
            ("type=full", {"A failed one"}),
            ("trigger=schedule", {"A nightly one"}),
            ("days=7", {"A failed one", "A nightly one"}),
            ("changed=on", {"An old one"}),
            ("changed=on&days=7", set()),
            ("state=nonsense&days=-1", {"An old one", "A failed one", "A nightly one"}),
        ):
            page = self.page(f"{HISTORY}?{query}")

            names = ("An old one", "A failed one", "A nightly one")
            self.assertEqual({name for name in names if name in page}, shown, query)
            self.assertEqual("No sync matches" in page, not shown)

    def test_a_filter_stays_chosen_and_keeps_the_connection(self) -> None:
        a_sync_log(self.connection, status="failed")

        page = self.page(f"{HISTORY}?connection={self.connection.pk}&state=failed")

        self.assertIn('<option value="failed" selected>', page)
        self.assertIn(f'<input type="hidden" name="connection" value="{self.connection.pk}">', page)

    def test_three_rows_and_thirty_take_the_same_queries(self) -> None:
        for number in (3, 27):
            for _ in range(number):
                a_change(a_sync_log(self.connection, requested_by=self.user, trigger="schedule"))
            # session, person, memberships with agency, connections, number of runs, runs, nights, numbers of changes
            with self.assertNumQueries(8):
                self.page(HISTORY)


class NightsTests(PageCase):
    def a_night(self, began: datetime, **given: Any) -> SyncLog:
        values = {"trigger": "schedule", "started_at": began, "completed_at": began + timedelta(minutes=4), **given}
        log = a_sync_log(self.connection, **values)
        SyncLog.objects.filter(pk=log.pk).update(created_at=began)
        return log

    def shown(self) -> str:
        """The page at noon of 3 July in Perth."""
        with patch("django.utils.timezone.now", return_value=datetime(2026, 7, 3, 4, 0, tzinfo=UTC)):
            return self.page(HISTORY)

    def test_the_last_nights_are_drawn_and_told_in_a_table_too(self) -> None:
        good = self.a_night(datetime(2026, 7, 2, 18, 5, tzinfo=UTC))  # 02:05 on 3 July in Perth
        a_change(good)
        error = {"kind": "", "external_id": "", "code": "vendor_unavailable", "message": "Away."}
        bad = self.a_night(datetime(2026, 7, 1, 18, 5, tzinfo=UTC), status="failed", errors=[error])

        page = self.shown()

        self.assertEqual(page.count("<svg "), 3)
        for words in (
            "How long it took, night by night",
            "<title>3 Jul: 4 minutes, 1 changed, 0 not brought in</title>",
            "<title>2 Jul: failed, 4 minutes, 0 changed, 1 not brought in</title>",
            "<title>1 Jul: no sync</title>",
            "1 night failed. 28 nights without a sync.",
            "a night that failed (2 Jul)",
            f'<a href="{HISTORY}/{bad.pk}?connection={self.connection.pk}">Failed',
        ):
            self.assertIn(words, page)
        self.assertEqual(page.count('class="mark"'), 3)
        self.assertEqual(page.count('class="gap"'), 3 * 28)

    def test_runs_by_hand_and_of_other_connections_are_no_nights(self) -> None:
        at = datetime(2026, 7, 2, 18, 5, tzinfo=UTC)
        self.a_night(at, trigger="person")
        other = a_connection(self.agency)
        log = a_sync_log(other, trigger="schedule")
        SyncLog.objects.filter(pk=log.pk).update(created_at=at)

        with patch("django.utils.timezone.now", return_value=datetime(2026, 7, 3, 4, 0, tzinfo=UTC)):
            page = self.page(f"{HISTORY}?connection={self.connection.pk}")

        self.assertNotIn("<svg", page)

    def test_the_first_night_begins_at_the_agencys_midnight(self) -> None:
        self.a_night(datetime(2026, 6, 3, 15, 59, tzinfo=UTC))
        self.assertNotIn("<svg", self.shown())

        self.a_night(datetime(2026, 6, 3, 16, 0, tzinfo=UTC))
        self.assertIn("<title>4 Jun: 4 minutes", self.shown())

    def test_nothing_in_it_needs_what_the_content_policy_forbids(self) -> None:
        self.a_night(datetime(2026, 7, 2, 18, 5, tzinfo=UTC))

        for word in (' style="', "<style", "<script>", "xlink"):
            self.assertNotIn(word, self.shown())
