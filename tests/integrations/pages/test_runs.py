from integrations.models import SyncLog
from tests.factories import a_change, a_sync_log, an_issue
from tests.integrations.pages.cases import HERE, PageCase

HISTORY = f"{HERE}/history"


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


class RunPageTests(PageCase):
    def test_a_run_that_is_over_shows_counts_errors_and_changes(self) -> None:
        log = a_sync_log(
            self.connection,
            counts={"leases": {"read": 190, "created": 2, "updated": 9, "unchanged": 177, "held": 2}},
            errors=[{"kind": "leases", "external_id": "T-17", "code": "malformed_row", "message": "No rent."}],
        )
        a_change(log)

        page = self.page(f"{HISTORY}/{log.pk}")

        for words in (
            "190",
            "Leases T-17",
            "No rent.",
            "<del>640.00</del>",
            "<ins>650.00</ins>",
            "Completed with errors",
        ):
            self.assertIn(words, page)
        self.assertNotIn("refresh", page)

    def test_a_live_run_shows_progress_and_renews_itself(self) -> None:
        log = a_sync_log(
            self.connection,
            status="running",
            completed_at=None,
            progress_done=30,
            progress_total=120,
            activity="Reading",
        )

        page = self.page(f"{HISTORY}/{log.pk}")

        self.assertIn('<meta http-equiv="refresh" content="3">', page)
        self.assertIn('value="25"', page)
        self.assertIn("Reading", page)

    def test_a_viewer_does_not_see_old_and_new_values(self) -> None:
        log = a_sync_log(self.connection)
        a_change(log)

        self.assertNotContains(self.viewer().get(f"{HISTORY}/{log.pk}"), "640.00")

    def test_only_the_first_changes_are_shown(self) -> None:
        log = a_sync_log(self.connection)
        for _ in range(201):
            a_change(log)

        page = self.page(f"{HISTORY}/{log.pk}")

        self.assertEqual(page.count("<del>"), 200)
        self.assertIn("The first 200.", page)

    def test_three_changes_and_thirty_take_the_same_queries(self) -> None:
        log = a_sync_log(self.connection)
        for number in (3, 27):
            for _ in range(number):
                a_change(log)
            # session, person, memberships with agency, connections, run, changes
            with self.assertNumQueries(6):
                self.page(f"{HISTORY}/{log.pk}")


class HistoryTests(PageCase):
    def test_runs_are_listed_with_how_they_went_and_who_asked(self) -> None:
        a_sync_log(self.connection, status="failed", summary="PropertyMe did not answer.", requested_by=self.user)
        a_sync_log(self.connection, trigger="schedule")

        page = self.page(HISTORY)

        for words in ("Failed", "PropertyMe did not answer.", self.user.email, "Nightly"):
            self.assertIn(words, page)

    def test_without_runs_it_says_what_comes_next(self) -> None:
        self.assertIn("The first one runs tonight.", self.page(HISTORY))

    def test_three_rows_and_thirty_take_the_same_queries(self) -> None:
        for number in (3, 27):
            for _ in range(number):
                a_sync_log(self.connection, requested_by=self.user)
            # session, person, memberships with agency, connections, number of runs, runs
            with self.assertNumQueries(6):
                self.page(HISTORY)


class IssuePageTests(PageCase):
    def test_an_issue_is_set_aside_and_taken_up_again(self) -> None:
        issue = an_issue(self.connection)
        self.assertIn("Enter the rent in the other system.", self.page(f"{HERE}/issues"))

        self.assertIn("Nothing needs you", self.page(f"{HERE}/issues/{issue.pk}", action="ignore", reason="Sold"))
        self.assertIn("Sold", self.page(f"{HERE}/issues?status=ignored"))

        self.page(f"{HERE}/issues/{issue.pk}", action="open")
        issue.refresh_from_db()
        self.assertEqual(issue.status, "open")

    def test_three_rows_and_thirty_take_the_same_queries(self) -> None:
        for number in (3, 27):
            for _ in range(number):
                an_issue(self.connection)
            # session, person, memberships with agency, connections, number of issues, issues
            with self.assertNumQueries(6):
                self.page(f"{HERE}/issues")

    def test_rows_that_are_missing_are_confirmed_to_be_gone(self) -> None:
        issue = an_issue(self.connection, code="mass_withdrawal", value="25", external_id="")
        self.assertIn("They are really gone", self.page(f"{HERE}/issues"))

        answer = self.page(f"{HERE}/issues/{issue.pk}", action="confirm")

        issue.refresh_from_db()
        self.assertEqual(issue.status, "confirmed")
        self.assertIn("The next full sync lets those rows go.", answer)
