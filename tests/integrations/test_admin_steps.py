from typing import Any

from django.contrib.messages import get_messages
from django.db.models import Model
from django.test import TestCase
from django.urls import reverse

from agencies.models import Agency, AuditEntry, Membership, User
from agencies.permissions import Role
from integrations.models import Connection, PropertyMapping, SyncIssue, SyncLog
from tests.factories import (
    a_connection,
    a_mapping,
    a_member,
    a_property,
    a_sync_log,
    a_user,
    an_agency,
    an_issue,
)
from tests.integrations.admin_estate import list_of, page_of

# What a form with members below it sends along.
NO_ROWS_BELOW = {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}


class StepTests(TestCase):
    """Steps taken in the admin go through the same functions as the settings pages."""

    def setUp(self) -> None:
        self.agency = an_agency()
        self.boss = User.objects.create_superuser("boss@example.com", "x")
        self.client.force_login(self.boss)

    def log_in(self, role: Role) -> User:
        person = a_member(self.agency, role, is_staff=True)
        self.client.force_login(person)
        return person

    def take(self, step: str, *rows: Model, **more: str) -> list[str]:
        form = {"action": step, "_selected_action": [str(row.pk) for row in rows], **more}
        answer = self.client.post(list_of(type(rows[0])), form)
        return [message.message for message in get_messages(answer.wsgi_request)]

    def test_a_sync_of_each_is_started_and_refusals_are_told(self) -> None:
        good, gone = a_connection(self.agency), a_connection(self.agency, status="disconnected")

        words = self.take("sync_now", good, gone)

        self.assertIn(f"{good}: the sync is starting.", words)
        self.assertTrue(any("is not connected" in word for word in words), words)
        log = SyncLog.objects.get()
        self.assertEqual((log.connection, log.requested_by, log.sync_type), (good, self.boss, "manual"))

    def test_a_connection_is_paused_and_resumed(self) -> None:
        link = a_connection(self.agency)

        self.take("pause", link)
        paused = Connection.objects.get(pk=link.pk).status
        self.take("resume", link)

        self.assertEqual((paused, Connection.objects.get(pk=link.pk).status), ("paused", "active"))

    def test_disconnecting_asks_first(self) -> None:
        link = a_connection(self.agency, status="expired")
        form = {"action": "disconnect", "_selected_action": str(link.pk), "from_row": "1"}

        question = self.client.post(list_of(Connection), form)
        before = Connection.objects.get(pk=link.pk).status
        answer = self.client.post(list_of(Connection), {**form, "confirmed": "1"})

        self.assertContains(question, "Everything that came in stays.")
        self.assertEqual((before, Connection.objects.get(pk=link.pk).status), ("expired", "disconnected"))
        self.assertRedirects(answer, page_of(link))

    def test_a_run_is_cancelled_once(self) -> None:
        log = a_sync_log(a_connection(self.agency), status="queued", completed_at=None)

        self.take("cancel", log)
        words = self.take("cancel", log)

        self.assertEqual(SyncLog.objects.get(pk=log.pk).status, "cancelled")
        self.assertTrue(words[-1].endswith("That run is over."), words)

    def test_an_issue_is_resolved_set_aside_and_taken_up_again(self) -> None:
        issue = an_issue(a_connection(self.agency))
        seen = []

        for step in ("resolve", "take_up_again", "set_aside", "take_up_again"):
            self.take(step, issue)
            seen.append(SyncIssue.objects.get(pk=issue.pk).status)

        self.assertEqual(seen, ["resolved", "open", "ignored", "open"])

    def test_an_issue_that_is_not_about_missing_rows_confirms_no_withdrawal(self) -> None:
        issue = an_issue(a_connection(self.agency))

        words = self.take("confirm_withdrawal", issue, confirmed="1")

        self.assertIn("not about missing rows", words[0])
        self.assertEqual(SyncIssue.objects.get(pk=issue.pk).status, "open")

    def test_a_suggestion_is_accepted_and_undone_and_left_out(self) -> None:
        house = a_property(self.agency)
        row = a_mapping(a_connection(self.agency), suggestion=house, suggestion_score=91)
        seen = []

        for step in ("accept", "clear", "leave_out"):
            self.take(step, row)
            row = PropertyMapping.objects.get(pk=row.pk)
            seen.append((row.state(), row.property_id))

        self.assertEqual(seen, [("mapped", house.pk), ("unmapped", None), ("left_out", None)])
        self.assertIn("no suggestion", self.take("accept", row)[-1])

    def test_a_rows_page_offers_the_steps_that_fit_it(self) -> None:
        active, paused = a_connection(self.agency), a_connection(self.agency, status="paused")

        pages = [self.client.get(page_of(row)) for row in (active, paused)]

        offered = [[step.name for step in page.context["steps"]] for page in pages]
        self.assertEqual(offered, [["sync_now", "pause", "disconnect"], ["sync_now", "resume", "disconnect"]])

    def test_steps_follow_the_permission_table(self) -> None:
        link = a_connection(self.agency)
        issue, row = an_issue(link), a_mapping(link)

        for role, expected in (
            (Role.VIEWER, [[], [], []]),
            (Role.STAFF, [["sync_now"], ["resolve", "set_aside"], []]),
            (Role.MANAGER, [["sync_now", "pause", "disconnect"], ["resolve", "set_aside"], ["leave_out"]]),
        ):
            self.log_in(role)
            pages = [self.client.get(page_of(shown)) for shown in (link, issue, row)]
            self.assertEqual([[step.name for step in page.context["steps"]] for page in pages], expected, role)

        self.log_in(Role.VIEWER)
        self.take("resolve", issue)
        self.assertEqual(SyncIssue.objects.get(pk=issue.pk).status, "open")

    def test_a_step_that_one_role_allows_is_not_taken_where_another_role_does_not(self) -> None:
        person = self.log_in(Role.ADMIN)
        elsewhere = an_agency()
        Membership.objects.create(user=person, agency=elsewhere, role=Role.VIEWER)
        own, theirs = a_connection(self.agency), a_connection(elsewhere)

        words = self.take("pause", own, theirs)

        self.assertTrue(any("your role at that agency does not allow this" in word for word in words), words)
        self.assertEqual(Connection.objects.get(pk=theirs.pk).status, "active")
        self.assertEqual(Connection.objects.get(pk=own.pk).status, "paused")

    def test_steps_do_not_reach_rows_of_other_agencies(self) -> None:
        theirs = a_connection()
        issue, row = an_issue(theirs), a_mapping(theirs, suggestion=a_property(theirs.agency))
        log = a_sync_log(theirs, status="queued")
        self.log_in(Role.ADMIN)

        for step, target in (
            ("pause", theirs),
            ("disconnect", theirs),
            ("cancel", log),
            ("resolve", issue),
            ("accept", row),
        ):
            self.take(step, target, confirmed="1")

        stand = [type(target).objects.get(pk=target.pk) for target in (theirs, log, issue, row)]
        self.assertEqual([stand[0].status, stand[1].status, stand[2].status], ["active", "queued", "open"])
        self.assertIsNone(stand[3].property_id)

    def test_what_becomes_of_unmapped_properties_is_changed_and_noted(self) -> None:
        link = a_connection(self.agency)

        self.client.post(page_of(link), {"unmapped": "create"})

        self.assertEqual(Connection.objects.get(pk=link.pk).unmapped, "create")
        entry = AuditEntry.objects.get(action=AuditEntry.Action.CONNECTION_CHANGED)
        self.assertEqual((entry.details["unmapped"], entry.via), ({"old": "ask", "new": "create"}, "admin"))


class MemberTests(TestCase):
    def setUp(self) -> None:
        self.agency = an_agency()
        self.anna = a_member(self.agency, Role.ADMIN, is_staff=True)
        self.staff = a_member(self.agency, Role.STAFF)
        self.member = self.staff.memberships.get()
        self.client.force_login(self.anna)

    def change(self, member: Membership, role: Role) -> Any:
        return self.client.post(page_of(member), {"role": role}, follow=True)

    def role(self, member: Membership) -> str:
        return Membership.objects.get(pk=member.pk).role

    def test_an_admin_changes_a_role_and_the_trail_says_so(self) -> None:
        self.change(self.member, Role.MANAGER)

        self.assertEqual(self.role(self.member), "manager")
        entry = AuditEntry.objects.get(action=AuditEntry.Action.ROLE_CHANGED)
        self.assertEqual((entry.person, entry.subject), (self.anna.email, self.staff.email))

    def test_nobody_changes_their_own_role(self) -> None:
        own = self.anna.memberships.get()
        a_member(self.agency, Role.ADMIN)

        page = self.change(own, Role.VIEWER)

        self.assertContains(page, "Nobody changes their own role.")
        self.assertNotContains(page, "was changed successfully")
        self.assertEqual(self.role(own), "admin")

    def test_the_last_admin_stays_even_for_a_superuser(self) -> None:
        self.client.force_login(User.objects.create_superuser("boss@example.com", "x"))
        own = self.anna.memberships.get()

        demoted = self.change(own, Role.VIEWER)
        removed = self.client.post(page_of(own, "delete"), {"post": "yes"}, follow=True)

        for page in (demoted, removed):
            self.assertContains(page, "is the last admin")
        self.assertEqual(self.role(own), "admin")

    def test_a_member_is_removed(self) -> None:
        self.client.post(page_of(self.member, "delete"), {"post": "yes"})

        self.assertFalse(Membership.objects.filter(pk=self.member.pk).exists())
        self.assertTrue(AuditEntry.objects.filter(action=AuditEntry.Action.MEMBER_REMOVED).exists())

    def test_other_roles_change_no_roles(self) -> None:
        for role in (Role.MANAGER, Role.STAFF, Role.VIEWER):
            self.client.force_login(a_member(self.agency, role, is_staff=True))

            answer = self.client.post(page_of(self.member), {"role": "admin"})
            removal = self.client.post(page_of(self.member, "delete"), {"post": "yes"})

            self.assertEqual((answer.status_code, removal.status_code), (403, 403), role)
        self.assertEqual(self.role(self.member), "staff")

    def test_members_are_added_by_operators_alone(self) -> None:
        somebody = a_user()
        form = {"user": somebody.pk, "agency": str(self.agency.pk), "role": "staff"}

        refused = self.client.post(reverse("admin:agencies_membership_add"), form)
        self.client.force_login(User.objects.create_superuser("boss@example.com", "x"))
        self.client.post(reverse("admin:agencies_membership_add"), form)

        self.assertEqual(refused.status_code, 403)
        self.assertEqual(somebody.memberships.get().agency, self.agency)

    def test_an_agencys_hour_moves_its_coming_nights(self) -> None:
        link = a_connection(self.agency, next_sync_at="2999-01-01T00:00Z")
        form = {"name": self.agency.name, "timezone": "Australia/Perth", "locale": "en-au", "currency": "AUD"}

        self.client.post(page_of(self.agency), {**form, "sync_time": "03:00", **NO_ROWS_BELOW})

        self.assertEqual(Agency.objects.get(pk=self.agency.pk).timezone, "Australia/Perth")
        self.assertLess(Connection.objects.get(pk=link.pk).next_sync_at.year, 2999)  # type: ignore[union-attr]
        self.assertTrue(AuditEntry.objects.filter(action=AuditEntry.Action.AGENCY_CHANGED).exists())
