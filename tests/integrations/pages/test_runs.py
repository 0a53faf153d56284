from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

from django.utils import timezone

from integrations.models import SyncLog
from tests.factories import (
    a_change,
    a_mapping,
    a_property,
    a_sync_log,
    an_issue,
)
from tests.integrations.pages.cases import HERE, PageCase

HISTORY = f"{HERE}/history"
AS_HTMX = {"HTTP_HX_REQUEST": "true"}


class SyncTests(PageCase):
    def test_sync_now_starts_a_run_and_shows_it(self) -> None:
        answer = self.client.post(f"{HERE}/sync", follow=True)

        log = SyncLog.objects.get()
        self.assertEqual((log.sync_type, log.requested_by), ("manual", self.user))
        self.assertEqual(answer.redirect_chain[-1][0], f"{HISTORY}/{log.pk}?connection={self.connection.pk}")
        self.assertContains(answer, "The sync is starting.")

    def test_a_second_one_is_told_that_the_first_still_runs(self) -> None:
        a_sync_log(self.connection, status="running")

        self.assertContains(self.client.post(f"{HERE}/sync", follow=True), "is being synced already")

    def test_a_run_is_stopped(self) -> None:
        log = a_sync_log(self.connection, status="running", completed_at=None)

        answer = self.client.post(f"{HISTORY}/{log.pk}/cancel", follow=True)

        self.assertContains(answer, "Stopping…")
        self.assertContains(
            self.client.post(f"{HISTORY}/{a_sync_log(self.connection).pk}/cancel", follow=True), "is over"
        )

    def test_a_run_that_waits_is_over_at_once(self) -> None:
        log = a_sync_log(self.connection, status="queued", started_at=None, completed_at=None, summary="")

        answer = self.client.post(f"{HISTORY}/{log.pk}/cancel", follow=True)

        self.assertContains(answer, "The sync was cancelled before it began.")
        self.assertContains(answer, "This sync ended before it read a row.")


class LiveRunTests(PageCase):
    def setUp(self) -> None:
        super().setUp()
        self.log = self.a_live_run(activity="Reading leases from PropertyMe", progress_done=1230, progress_total=4920)
        self.fragment = f"{HISTORY}/{self.log.pk}/progress?connection={self.connection.pk}"

    def a_live_run(self, **given: Any) -> SyncLog:
        values = {"status": "running", "completed_at": None, "summary": "", "heartbeat_at": timezone.now(), **given}
        return a_sync_log(self.connection, **values)

    def change(self, **values: Any) -> None:
        SyncLog.objects.filter(pk=self.log.pk).update(**values)

    def ask(self, told: str = "") -> str:
        """What the page is sent while it follows the run."""
        answer = self.client.get(self.fragment, {"connection": self.connection.pk, "told": told}, **AS_HTMX)
        self.assertEqual(answer.status_code, 200)
        return answer.content.decode()

    def test_the_page_shows_how_far_it_is_and_follows_it(self) -> None:
        page = self.page(f"{HISTORY}/{self.log.pk}")

        for words in (
            '<p id="run-says" role="status"><span>Reading leases from PropertyMe</span>',
            '<label class="unseen" for="progress">',
            '<progress id="progress" max="100" value="25">',
            "<strong>1,230</strong> of 4,920 rows",
            f'hx-get="{self.fragment}" hx-trigger="every 2s"',
            "Stop this sync",
        ):
            self.assertInHTML(words, page) if words.startswith("<p ") else self.assertIn(words, page)

    def test_without_javascript_it_loads_itself_again(self) -> None:
        page = self.page(f"{HISTORY}/{self.log.pk}")

        self.assertIn('<noscript><meta http-equiv="refresh" content="3"></noscript>', page.split("<body>")[0])

    def test_the_part_that_is_followed_shows_the_rows_so_far(self) -> None:
        self.change(progress_done=2460, counts={"leases": {"read": 30, "created": 7, "rejected": 2, "held": 21}})

        part = self.ask()

        for words in ('value="50"', "2,460", "7 new", "2 rejected", "21 held back"):
            self.assertIn(words, part)
        self.assertNotIn("<html", part)

    def test_the_sentence_is_sent_only_where_it_is_another_so_that_it_is_not_read_aloud_every_two_seconds(self) -> None:
        said = "Reading leases from PropertyMe"

        self.assertIn('<p id="run-says" hx-swap-oob="innerHTML">', self.ask(told="Reading tenants from PropertyMe"))
        self.assertNotIn("run-says", self.ask(told=said))

    def test_a_run_that_was_put_back_says_until_when_by_the_agencys_clock(self) -> None:
        until = datetime(2026, 7, 2, 18, 31, tzinfo=UTC)
        self.change(status="queued", not_before=until, activity="PropertyMe asks us to wait 1020 seconds.")

        with patch("integrations.pages.runs.timezone.now", return_value=until - timedelta(minutes=17)):
            page = self.ask()

        self.assertIn("Waiting for PropertyMe&#x27;s limit until 02:31", page)

    def test_a_run_that_no_worker_takes_up_says_whom_to_ask(self) -> None:
        self.change(status="queued", started_at=None, created_at=timezone.now() - timedelta(minutes=2, seconds=5))

        page = self.page(f"{HISTORY}/{self.log.pk}")

        self.assertIn("No worker has taken this up for 2 minutes.", page)
        self.assertIn("Waiting to start", page)

    def test_a_run_of_unknown_length_shows_a_bar_without_a_value(self) -> None:
        self.change(progress_done=0, progress_total=0)

        self.assertIn('<progress id="progress" max="100">', self.ask())

    def test_once_it_is_over_the_page_is_loaded_again_and_follows_no_more(self) -> None:
        self.change(status="completed", completed_at=timezone.now(), summary="12 properties synced")

        answer = self.client.get(self.fragment, **AS_HTMX)

        self.assertEqual((answer.content, answer["HX-Refresh"]), (b"", "true"))
        page = self.page(f"{HISTORY}/{self.log.pk}")
        self.assertIn("12 properties synced", page)
        for word in ("hx-get", "refresh", "Stop this sync"):
            self.assertNotIn(word, page)

    def test_the_part_by_itself_leads_to_the_page(self) -> None:
        self.assertRedirects(self.client.get(self.fragment), f"{HISTORY}/{self.log.pk}?connection={self.connection.pk}")

    def test_nothing_in_it_needs_what_the_content_policy_forbids(self) -> None:
        for page in (self.page(f"{HISTORY}/{self.log.pk}"), self.ask()):
            for word in ("<script>", "<style", ' style="', " onclick", "hx-on", "https://"):
                self.assertNotIn(word, page)

    def test_a_viewer_follows_it_and_cannot_stop_it(self) -> None:
        page = self.viewer().get(f"{HISTORY}/{self.log.pk}").content.decode()

        self.assertIn("Reading leases", page)
        self.assertNotIn("Stop this sync", page)
        self.assertEqual(self.viewer().get(self.fragment, **AS_HTMX).status_code, 200)

    def test_following_takes_the_same_queries_however_much_has_come_in(self) -> None:
        for number in (3, 27):
            for _ in range(number):
                a_change(self.log)
            # session, person, memberships with agency, connections, run
            with self.assertNumQueries(5):
                self.ask()


class OutcomeTests(PageCase):
    def over(self, **given: Any) -> SyncLog:
        return a_sync_log(self.connection, **given)

    def test_counts_are_shown_as_a_sum_that_leads_to_what_waits(self) -> None:
        log = self.over(
            counts={
                "leases": {"read": 1190, "created": 2, "updated": 9, "unchanged": 1175, "held": 3, "rejected": 1},
                "tenants": {"read": 10, "unchanged": 10},
            },
            completed_at=datetime(2026, 7, 3, 2, 18, 30, tzinfo=UTC),
        )

        page = self.page(f"{HISTORY}/{log.pk}")

        for words in ("1,190", "1,175", "Together", "1,200", "4 minutes"):
            self.assertIn(words, page)
        at = f"connection={self.connection.pk}&amp;"
        self.assertIn(f'href="{HERE}/mappings?{at}state=left_out" aria-label="3 held: Leases', page)
        self.assertIn(f'href="{HERE}/issues?{at}kind=leases" aria-label="1 rejected: Leases', page)

    def test_held_rows_lead_to_the_properties_that_they_wait_for(self) -> None:
        log = self.over(counts={"leases": {"read": 3, "held": 3}})
        own = a_property(self.connection.agency)
        for given, state in (({"left_out": True}, "left_out"), ({"suggestion": own}, "suggested"), ({}, "unmapped")):
            a_mapping(self.connection, **given)

            self.assertIn(f'&amp;state={state}"', self.page(f"{HISTORY}/{log.pk}"))

    def test_undoing_is_offered_to_those_who_map_where_something_changed(self) -> None:
        log = self.over()
        address, button = f"{HISTORY}/{log.pk}", "Undo this sync…"
        self.assertNotIn(button, self.page(address))
        a_change(log)

        self.assertIn(f'href="{address}/undo?connection={self.connection.pk}">{button}', self.page(address))
        self.assertNotContains(self.viewer().get(address), button)

    def test_a_sync_that_was_undone_and_its_undo_lead_to_each_other(self) -> None:
        log = self.over()
        undo = self.over(undoes=log, trigger="undo")
        for row in (log, undo):
            a_change(row)

        first, second = self.page(f"{HISTORY}/{log.pk}"), self.page(f"{HISTORY}/{undo.pk}")

        self.assertIn(f'This sync has been undone: <a href="{HISTORY}/{undo.pk}?', first)
        self.assertIn(f'This takes back <a href="{HISTORY}/{log.pk}?', second)
        for page in (first, second):
            self.assertNotIn("Undo this sync…", page)

    def test_errors_stand_together_by_cause_with_what_to_do_and_how_they_stand_now(self) -> None:
        errors = [
            {"kind": "leases", "external_id": f"T-{number}", "code": "malformed_row", "message": f"No rent {number}."}
            for number in range(7)
        ]
        an_issue(self.connection, external_id="T-0", message="No rent 0.", action="Enter the rent.")
        an_issue(self.connection, external_id="T-1", status="resolved")
        an_issue(self.connection, external_id="T-2", status="ignored")

        page = self.page(f"{HISTORY}/{self.over(errors=errors).pk}")

        for words in (
            "Completed with errors",
            "Leases: A value is missing or cannot be read",
            "<strong>Leases T-0</strong> No rent 0.",
            "Enter the rent.",
            "Put right since",
            "Set aside",
            "<summary>The other 2</summary>",
            "Correct it in PropertyMe.",
            f"{HERE}/issues?connection={self.connection.pk}&amp;kind=leases&amp;code=malformed_row",
        ):
            self.assertIn(words, page)

    def test_a_run_that_failed_says_what_to_click_next(self) -> None:
        message = "PropertyMe no longer accepts this sign-in."
        error = {"kind": "", "external_id": "", "code": "sign_in_refused", "message": message}
        log = self.over(status="failed", summary=message, errors=[error])

        page = self.page(f"{HISTORY}/{log.pk}")

        for words in ("Failed", message, "Reconnect the account.", f'<a href="{HERE}">Go to Reconnect</a>'):
            self.assertIn(words, page)
        viewers = self.viewer().get(f"{HISTORY}/{log.pk}").content.decode()
        self.assertNotIn("Go to Reconnect", viewers)
        self.assertIn("Ask an admin of Harbour Rentals.", viewers)

    def test_errors_of_a_code_that_has_no_words_are_shown_all_the_same(self) -> None:
        error = {"kind": "bills", "external_id": "B-1", "code": "brand_new", "message": "Odd."}

        self.assertIn("Bills: Something is wrong with it", self.page(f"{HISTORY}/{self.over(errors=[error]).pk}"))

    def test_a_long_list_of_errors_says_where_the_rest_is(self) -> None:
        error = {"kind": "bills", "external_id": "B-1", "code": "malformed_row", "message": "Odd."}

        self.assertIn("Only the first 200 are kept", self.page(f"{HISTORY}/{self.over(errors=[error] * 200).pk}"))

    def test_a_run_that_found_all_as_it_was_says_so(self) -> None:
        log = self.over(counts={"leases": {"read": 4, "unchanged": 4}})

        self.assertIn("Every row that came in was as it is here already.", self.page(f"{HISTORY}/{log.pk}"))
