from django.test import Client

from agencies.permissions import Role
from integrations.models import SyncLog
from tests.factories import a_connection, a_lease, a_member, a_property, a_sync_log, an_agency, an_issue
from tests.integrations.pages.cases import HERE, ROOT, PageCase

ISSUES = f"{HERE}/issues"
ALL = f"{ROOT}/issues"


class IssuePageTests(PageCase):
    def test_issues_stand_together_by_cause_with_what_to_do(self) -> None:
        for number in range(3):
            an_issue(self.connection, message=f"No rent {number}.")
        an_issue(self.connection, kind="bills", code="unknown_property", message="Whose is it?")

        page = self.page(ISSUES)

        for words in (
            "Leases: A value is missing or cannot be read",
            "3 issues",
            "Bills: It belongs to a property that is not there",
            "1 issue<",
            "Correct it in PropertyMe.",
            "Enter the rent in the other system.",
            'aria-current="true">Open <span>4</span>',
        ):
            self.assertIn(words, page)
        self.assertEqual(page.count("Leases: A value is missing"), 1)

    def test_an_issue_is_set_aside_with_a_reason_and_taken_up_again(self) -> None:
        issue = an_issue(self.connection)

        self.assertIn("No open issues", self.page(f"{ISSUES}/{issue.pk}", action="ignore", reason="Sold"))
        self.assertIn("Set aside because: Sold", self.page(f"{ISSUES}?status=ignored"))

        self.page(f"{ISSUES}/{issue.pk}", action="open")
        issue.refresh_from_db()
        self.assertEqual(issue.status, "open")

    def test_a_step_leads_back_to_the_list_that_it_was_taken_on(self) -> None:
        issue = an_issue(self.connection)
        for back, leads_to in (
            (f"{ISSUES}?kind=leases", f"{ISSUES}?kind=leases"),
            (ALL, ALL),
            ("https://elsewhere.example/", f"{ISSUES}?connection={self.connection.pk}"),
            ("//elsewhere.example/", f"{ISSUES}?connection={self.connection.pk}"),
        ):
            answer = self.client.post(f"{ISSUES}/{issue.pk}", {"action": "ignore", "back": back})

            self.assertRedirects(answer, leads_to)

    def test_rows_that_are_missing_are_confirmed_to_be_gone(self) -> None:
        issue = an_issue(self.connection, code="mass_withdrawal", value="25", external_id="")
        self.assertIn("They are really gone", self.page(ISSUES))

        answer = self.page(f"{ISSUES}/{issue.pk}", action="confirm")

        issue.refresh_from_db()
        self.assertEqual(issue.status, "confirmed")
        self.assertIn("The next full sync lets those rows go.", answer)
        self.assertIn("Many rows are missing at once", self.page(f"{ISSUES}?status=confirmed"))

    def test_a_step_that_does_not_exist_is_a_404(self) -> None:
        issue = an_issue(self.connection)

        self.assertEqual(self.client.post(f"{ISSUES}/{issue.pk}", {"action": "burn"}).status_code, 404)

    def test_issues_are_narrowed_by_status_kind_and_cause(self) -> None:
        an_issue(self.connection, message="Lease, unread.")
        an_issue(self.connection, message="Lease, homeless.", code="unknown_property")
        an_issue(self.connection, message="Bill, unread.", kind="bills")
        an_issue(self.connection, message="Lease, mended.", status="resolved")

        for query, shown in (
            ("", {"Lease, unread.", "Lease, homeless.", "Bill, unread."}),
            ("kind=leases", {"Lease, unread.", "Lease, homeless."}),
            ("code=malformed_row", {"Lease, unread.", "Bill, unread."}),
            ("kind=bills&code=unknown_property", set()),
            ("status=resolved", {"Lease, mended."}),
            ("status=open&kind=nonsense", {"Lease, unread.", "Lease, homeless.", "Bill, unread."}),
        ):
            page = self.page(f"{ISSUES}?{query}")

            names = ("Lease, unread.", "Lease, homeless.", "Bill, unread.", "Lease, mended.")
            self.assertEqual({name for name in names if name in page}, shown, query)
            self.assertEqual("No issue matches" in page, not shown)

    def test_the_value_that_came_is_shown_to_those_who_may_see_contacts(self) -> None:
        an_issue(self.connection, column="Email", value="tim@example.com")

        self.assertIn("tim@example.com", self.page(ISSUES))
        self.assertNotContains(self.viewer().get(ISSUES), "tim@example.com")

    def test_a_row_that_is_here_is_named_as_people_call_it(self) -> None:
        source = {"external_source": "propertyme", "external_id": "x-1"}
        house = a_property(self.agency, address="12 Mill Street", **source)
        lease = a_lease(house, tenant_name="Bao Papadakis", **source)
        a_lease(a_property(), tenant_name="Somebody Else", **source)
        for kind in ("leases", "properties", "tenants"):
            an_issue(self.connection, kind=kind, external_id="x-1")

        page = self.page(ISSUES)

        self.assertIn(f'<a href="/portfolio/leases/{lease.pk}">Bao Papadakis, 12 Mill Street</a>: <strong>', page)
        self.assertIn(f'<a href="/portfolio/properties/{house.pk}">12 Mill Street</a>: <strong>', page)
        self.assertNotIn("Somebody Else", page)

    def test_three_rows_and_thirty_take_the_same_queries(self) -> None:
        for number in (3, 27):
            for _ in range(number):
                an_issue(self.connection, sync_log=a_sync_log(self.connection))
            # session, person, memberships with agency, connections, numbers by cause, number of issues, issues,
            # names of their rows
            with self.assertNumQueries(8):
                self.page(ISSUES)


class RetryTests(PageCase):
    def test_all_rows_of_the_kind_are_read_again(self) -> None:
        an_issue(self.connection)
        self.assertIn("Try again: read all leases", self.page(ISSUES))

        answer = self.client.post(f"{ISSUES}/retry", {"kind": "leases"}, follow=True)

        log = SyncLog.objects.get()
        self.assertEqual(
            (log.connection, log.sync_type, log.kinds, log.trigger, log.requested_by, log.status),
            (self.connection, "full", ["leases"], "person", self.user, "queued"),
        )
        self.assertEqual(answer.redirect_chain[-1][0], f"{HERE}/history/{log.pk}?connection={self.connection.pk}")
        self.assertContains(answer, "Reading all leases again.")

    def test_while_a_sync_runs_it_is_told_plainly(self) -> None:
        a_sync_log(self.connection, status="running")

        self.assertContains(self.client.post(f"{ISSUES}/retry", {"kind": "leases"}, follow=True), "synced already")

    def test_a_kind_that_is_not_read_is_refused_in_words(self) -> None:
        for kind in ("units", "nonsense", ""):
            answer = self.client.post(f"{ISSUES}/retry", {"kind": kind}, follow=True)

            self.assertContains(answer, "There is nothing here that reading again would bring in.")
        self.assertFalse(SyncLog.objects.exists())
        self.assertFalse(SyncLog.objects.exists())

    def test_it_is_offered_only_where_reading_again_can_help(self) -> None:
        issue = an_issue(self.connection)
        for changes, offered in (
            ({"code": "malformed_row"}, True),
            ({"code": "mass_withdrawal"}, True),
            ({"code": "scope_missing"}, False),
            ({"code": "malformed_row", "kind": "units"}, False),
            ({"kind": "leases", "status": "resolved"}, False),
        ):
            for name, value in changes.items():
                setattr(issue, name, value)
            issue.save()

            page = self.page(f"{ISSUES}?status={issue.status}")

            self.assertEqual("Try again" in page, offered, changes)

    def test_it_is_not_offered_for_kinds_that_are_switched_off(self) -> None:
        an_issue(self.connection)
        self.connection.config = {"excluded_kinds": ["leases"]}
        self.connection.save()

        self.assertNotIn("Try again", self.page(ISSUES))
        answer = self.client.post(f"{ISSUES}/retry", {"kind": "leases"}, follow=True)
        self.assertContains(answer, "There is nothing here that reading again would bring in.")

    def test_it_is_not_offered_while_the_connection_cannot_be_read(self) -> None:
        an_issue(self.connection)
        self.connection.status = "expired"
        self.connection.save()

        self.assertNotIn("Try again", self.page(ISSUES))


class RoleTests(PageCase):
    def test_a_viewer_reads_issues_and_finds_no_step(self) -> None:
        issue = an_issue(self.connection)
        viewer = self.viewer()

        for address in (ISSUES, ALL):
            page = viewer.get(address).content.decode()
            self.assertIn(issue.message, page)
            for word in ("Set aside</button>", "Try again", "reason-"):
                self.assertNotIn(word, page)
        for address in (f"{ISSUES}/retry", f"{ISSUES}/{issue.pk}"):
            self.assertContains(viewer.post(address, {"kind": "leases"}), "Your role", status_code=403)

    def test_staff_may_take_every_step(self) -> None:
        issue = an_issue(self.connection)
        client = Client()
        client.force_login(a_member(self.agency, Role.STAFF))

        self.assertEqual(client.post(f"{ISSUES}/{issue.pk}", {"action": "ignore"}).status_code, 302)
        self.assertEqual(client.post(f"{ISSUES}/retry", {"kind": "leases"}).status_code, 302)


class AllIssuesTests(PageCase):
    def test_issues_of_all_connections_stand_on_one_page(self) -> None:
        other = a_connection(self.agency, account_name="Harbour Newtown")
        an_issue(self.connection, message="No rent in Ultimo.")
        an_issue(other, message="No rent in Newtown.")

        page = self.page(ALL)

        for words in (
            "No rent in Ultimo.",
            "No rent in Newtown.",
            "Harbour Ultimo",
            "Harbour Newtown",
            "<span>2</span>",
        ):
            self.assertIn(words, page)
        self.assertEqual(page.count("Leases: A value is missing"), 2)
        self.assertIn(f"{ISSUES}?connection={other.pk}", page)
        self.assertIn(f'href="{ALL}"', self.page(ISSUES))

    def test_neither_those_of_another_agency_nor_of_a_connection_that_has_ended_are_there(self) -> None:
        an_issue(a_connection(an_agency()), message="Somebody else's.")
        an_issue(a_connection(self.agency, status="disconnected"), message="Of old.")

        page = self.page(ALL)

        self.assertIn("No open issues", page)
        for words in ("Somebody else", "Of old."):
            self.assertNotIn(words, page)

    def test_three_rows_and_thirty_take_the_same_queries(self) -> None:
        for number in (3, 27):
            for _ in range(number):
                an_issue(a_connection(self.agency))
            # session, person, memberships with agency, numbers by cause, number of issues, issues, names of their rows
            with self.assertNumQueries(7):
                self.page(ALL)
