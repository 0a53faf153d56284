"""Rows of files on the issues page: many mended with one click, one corrected in the page."""

from agencies.models import AuditEntry
from integrations.models import SyncIssue, SyncLog
from tests.factories import a_sync_log, an_issue
from tests.integrations.pages.cases import ROOT, RowCase
from tests.integrations.pages.rows import LAYOUT, a_row_issue, row_of

HERE = f"{ROOT}/propertytree"
ISSUES = f"{HERE}/issues"
GROUP = {"kind": "leases", "code": "malformed_row", "layout": LAYOUT, "column": "Rent Period"}


class GroupTests(RowCase):
    def test_rows_that_say_the_same_stand_together_the_most_first(self) -> None:
        a_row_issue(self.connection, value="4-weekly")
        for value in ("4-weekly", "biweekly", "biweekly", "biweekly", "never", "often"):
            a_row_issue(self.connection, value=value)

        page = self.page(ISSUES)

        many, few, rest = (
            page.index(title)
            for title in (
                "Leases: Rent Period says “biweekly”",
                "Leases: Rent Period says “4-weekly”",
                "Leases: Rent Period: A value is missing or cannot be read",
            )
        )
        self.assertLess(many, few)
        self.assertLess(few, rest)
        for words in ("3 rows", "2 rows", "leases.csv", "It says: <code>often</code>", "Correct 3 rows"):
            self.assertIn(words, page)
        self.assertNotIn("It says: <code>biweekly</code>", page)  # the heading says it for all of them

    def test_an_address_leads_to_one_group(self) -> None:
        for value in ("biweekly", "biweekly", "4-weekly", "4-weekly"):
            a_row_issue(self.connection, value=value)

        page = self.page(f"{ISSUES}?kind=leases&code=malformed_row&column=Rent+Period&value=4-weekly")

        self.assertIn("says “4-weekly”", page)
        self.assertNotIn("says “biweekly”", page)

    def test_one_value_mends_all_rows_of_a_group_and_tries_only_these(self) -> None:
        rows = [a_row_issue(self.connection) for _ in range(3)]
        other = a_row_issue(self.connection, value="4-weekly")

        answer = self.client.post(
            f"{ISSUES}/group", {**GROUP, "value": "biweekly", "action": "mend", "new": "fortnightly"}
        )

        log = self.queued()
        self.assertRedirects(answer, f"{HERE}/history/{log.pk}?connection={self.connection.pk}")
        self.assertEqual(set(log.only["issues"]), {str(row.pk) for row in rows})
        self.assertEqual({row_of(row)["Rent Period"] for row in rows}, {"fortnightly"})
        self.assertEqual(row_of(rows[0])["Tenant"], "Tim Tenant")
        self.assertEqual(row_of(other)["Rent Period"], "biweekly")
        details = {"connection": str(self.connection), "rows": 3, "columns": ["Rent Period"]}
        self.assertEqual(AuditEntry.objects.get(action="row_mended").details, details)

    def test_ticked_rows_alone_are_tried(self) -> None:
        rows = [a_row_issue(self.connection) for _ in range(3)]

        self.client.post(
            f"{ISSUES}/group", {**GROUP, "value": "biweekly", "action": "retry", "issue": [str(rows[0].pk), "nonsense"]}
        )
        self.assertFalse(SyncLog.objects.exists())

        self.client.post(
            f"{ISSUES}/group", {**GROUP, "value": "biweekly", "action": "retry", "issue": [str(rows[0].pk)]}
        )
        self.assertEqual(self.queued().only, {"issues": [str(rows[0].pk)]})

    def test_rows_that_share_no_value_are_tried_without_those_that_do(self) -> None:
        for value in ("biweekly", "biweekly"):
            a_row_issue(self.connection, value=value)
        alone = a_row_issue(self.connection, value="never")

        self.client.post(f"{ISSUES}/group", {**GROUP, "action": "retry"})

        self.assertEqual(self.queued().only, {"issues": [str(alone.pk)]})

    def test_a_group_is_set_aside_with_a_reason_only(self) -> None:
        rows = [a_row_issue(self.connection) for _ in range(2)]
        form = {**GROUP, "value": "biweekly", "action": "ignore"}

        refused = self.page(f"{ISSUES}/group", **form, reason=" ")
        self.assertIn("Say in a few words why this may stay out.", refused)
        self.assertEqual(SyncIssue.objects.open().count(), 2)

        said = self.page(f"{ISSUES}/group", **form, reason="Commercial leases")
        self.assertIn("2 rows set aside.", said)
        kept = SyncIssue.objects.filter(pk__in=[row.pk for row in rows])
        self.assertEqual(set(kept.values_list("status", "reason")), {("ignored", "Commercial leases")})
        self.assertEqual(AuditEntry.objects.get(action="issue_decided").details["rows"], 2)

    def test_nothing_is_written_where_no_value_came_or_the_row_lacks_the_column(self) -> None:
        row = a_row_issue(self.connection)
        homeless = a_row_issue(self.connection, column="Bond", value="x")
        form = {**GROUP, "value": "biweekly", "action": "mend"}

        self.assertIn("no value was written", self.page(f"{ISSUES}/group", **form, new=""))
        missing = self.page(f"{ISSUES}/group", **form | {"column": "Bond", "value": "x", "new": "1"})
        self.assertIn("The row has no column “Bond”.", missing)
        self.assertEqual((row_of(row)["Rent Period"], "Bond" in row_of(homeless)), ("biweekly", False))
        self.assertFalse(SyncLog.objects.exists())

    def test_while_a_sync_runs_what_was_written_is_kept_and_it_is_told(self) -> None:
        row = a_row_issue(self.connection)
        a_sync_log(self.connection, status="running")

        said = self.page(f"{ISSUES}/group", **GROUP, value="biweekly", action="mend", new="weekly")

        self.assertIn("synced already", said)
        self.assertEqual(row_of(row)["Rent Period"], "weekly")

    def test_a_row_that_is_no_longer_kept_is_not_tried(self) -> None:
        a_row_issue(self.connection, raw=None)

        said = self.page(f"{ISSUES}/group", **GROUP, value="biweekly", action="retry")

        self.assertIn("None of these rows waits any longer.", said)

    def test_three_rows_and_thirty_take_the_same_queries(self) -> None:
        for number in (3, 27):
            for _ in range(number):
                a_row_issue(self.connection, sync_log=a_sync_log(self.connection))
                a_row_issue(self.connection, value=f"word {SyncIssue.objects.count()}")
            # session, person, memberships with agency, connections, numbers by cause, number of issues, issues,
            # numbers by value, names of their rows
            with self.assertNumQueries(9):
                self.page(ISSUES)

    def test_two_thousand_issues_are_shown_by_the_page(self) -> None:
        log = a_sync_log(self.connection)
        SyncIssue.objects.bulk_create(
            SyncIssue(
                connection=self.connection, kind="leases", external_id=f"~{number}", code="malformed_row", message="Odd.",
                layout=LAYOUT, column="Email", value=f"value {number % 700}", sync_log=log, raw='{"Email": "x"}',
            )
            for number in range(2000)
        )  # fmt: skip

        page = self.page(f"{ISSUES}?page=40")

        self.assertEqual(page.count('<li class="issue">\n'), 50)
        self.assertIn("Page 40 of 40", page)


class RowPageTests(RowCase):
    def test_the_value_that_is_wrong_stands_first_with_the_focus(self) -> None:
        row = a_row_issue(self.connection)

        page = self.page(f"{ISSUES}/{row.pk}/row")

        self.assertLess(page.index('name="cell:Rent Period"'), page.index('name="cell:Address"'))
        self.assertEqual(page.count("autofocus"), 1)
        for words in ("Rent Period is biweekly", "leases.csv, row", "The other columns", 'value="Tim Tenant"'):
            self.assertIn(words, page)

    def test_a_value_is_saved_and_only_that_row_is_tried(self) -> None:
        row = a_row_issue(self.connection)
        before = row_of(row)
        form = {f"cell:{heading}": value for heading, value in before.items()} | {"cell:Rent Period": "weekly"}

        answer = self.client.post(f"{ISSUES}/{row.pk}/row", form)

        self.assertRedirects(answer, f"{HERE}/history/{self.queued().pk}?connection={self.connection.pk}")
        self.assertEqual(row_of(row), before | {"Rent Period": "weekly"})
        self.assertEqual(self.queued().only, {"issues": [str(row.pk)]})

    def test_a_heading_that_the_row_lacks_is_not_added(self) -> None:
        row = a_row_issue(self.connection)
        before = row_of(row)

        self.client.post(f"{ISSUES}/{row.pk}/row", {"cell:Bond": "2600", "Rent": "1"})

        self.assertEqual(row_of(row), before)

    def test_a_row_is_tried_as_it_is(self) -> None:
        row = a_row_issue(self.connection)

        self.client.post(f"{ISSUES}/{row.pk}/retry")

        self.assertEqual(self.queued().only, {"issues": [str(row.pk)]})

    def test_what_no_file_brought_is_refused_in_words(self) -> None:
        for issue in (an_issue(self.connection), a_row_issue(self.connection, raw=None)):
            answer = self.client.get(f"{ISSUES}/{issue.pk}/row", follow=True)

            self.assertContains(answer, "pmsync changes nothing there" if not issue.layout else "no longer kept")

    def test_a_row_is_set_aside_with_a_reason_only(self) -> None:
        row = a_row_issue(self.connection)

        self.assertIn("Say in a few words", self.page(f"{ISSUES}/{row.pk}", action="ignore"))
        self.assertIn("Set aside.", self.page(f"{ISSUES}/{row.pk}", action="ignore", reason="Sold"))

    def test_a_property_that_is_not_there_leads_to_the_bench(self) -> None:
        a_row_issue(self.connection, code="unknown_property", column="Address", value="9 Elm Street")

        page = self.page(ISSUES)

        self.assertIn(f'href="{HERE}/mappings?connection={self.connection.pk}"', page)
        self.assertNotIn("Leave it empty", page)
