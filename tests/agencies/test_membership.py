"""Who works at an agency: nobody is left out in the cold, and nobody helps themselves."""

import threading

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import TestCase, TransactionTestCase

from agencies import membership as steps
from agencies.audit import Action
from agencies.models import AuditEntry, Membership
from agencies.permissions import Role
from agencies.refusals import Refusal
from tests.agencies.office import browser_of, entries, membership, told
from tests.factories import PASSWORD, a_member, an_agency


class RoleTests(TestCase):
    def setUp(self) -> None:
        self.agency = an_agency(name="Harbour Rentals")
        self.admin = membership(self.agency, email="anna@harbour.example")
        self.staff = membership(self.agency, Role.STAFF, email="ben@harbour.example")

    def test_an_admin_changes_a_role_and_the_trail_says_from_what_to_what(self) -> None:
        client = browser_of(self.admin.user)

        answer = client.post(f"/settings/members/{self.staff.pk}/role", {"role": "manager"}, follow=True)

        self.staff.refresh_from_db()
        self.assertEqual(self.staff.role, Role.MANAGER)
        self.assertContains(answer, "ben@harbour.example works here as manager.")
        [entry] = entries(Action.ROLE_CHANGED)
        self.assertEqual(
            told(entry),
            (
                "role_changed",
                "anna@harbour.example",
                "Harbour Rentals",
                "ben@harbour.example",
                {"role": {"old": "staff", "new": "manager"}},
            ),
        )
        self.assertEqual((entry.via, entry.address), ("page", "127.0.0.1"))

    def test_the_same_role_again_is_no_step(self) -> None:
        steps.change_role(self.staff, Role.STAFF, self.admin)

        self.assertEqual(AuditEntry.objects.count(), 0)

    def test_nobody_changes_their_own_role(self) -> None:
        membership(self.agency)

        with self.assertRaisesMessage(Refusal, "Nobody changes their own role"):
            steps.change_role(self.admin, Role.VIEWER, self.admin)

        self.assertEqual(AuditEntry.objects.count(), 0)

    def test_who_does_not_manage_members_changes_and_removes_nobody(self) -> None:
        for role in (Role.MANAGER, Role.STAFF, Role.VIEWER):
            by = membership(self.agency, role)

            with self.assertRaises(PermissionDenied):
                steps.change_role(self.staff, Role.VIEWER, by)
            with self.assertRaises(PermissionDenied):
                steps.remove(self.staff, by)

    def test_an_admin_who_is_one_no_longer_is_refused_even_with_an_old_membership_at_hand(self) -> None:
        other = membership(self.agency)
        steps.change_role(other, Role.STAFF, self.admin)

        with self.assertRaises(PermissionDenied):
            steps.remove(self.staff, other)

    def test_no_step_reaches_into_another_agency(self) -> None:
        theirs = membership(an_agency(), Role.STAFF)

        for step in (
            lambda: steps.change_role(theirs, Role.VIEWER, self.admin),
            lambda: steps.remove(theirs, self.admin),
        ):
            with self.assertRaisesMessage(Refusal, "does not work here"):
                step()

        theirs.refresh_from_db()
        self.assertEqual(theirs.role, Role.STAFF)

    def test_an_unknown_role_is_refused_in_words(self) -> None:
        answer = browser_of(self.admin.user).post(
            f"/settings/members/{self.staff.pk}/role", {"role": "king"}, follow=True
        )

        self.assertContains(answer, "There is no such role")


class RemovalTests(TestCase):
    def setUp(self) -> None:
        self.agency = an_agency(name="Harbour Rentals")
        self.admin = membership(self.agency, email="anna@harbour.example")

    def test_a_removed_member_sees_nothing_from_the_next_request_on(self) -> None:
        member = membership(self.agency, Role.STAFF, email="ben@harbour.example")
        pages = browser_of(member.user)
        pair = pages.post("/api/auth/token", {"email": member.user.email, "password": PASSWORD}, "application/json")
        bearer = {"Authorization": f"Bearer {pair.json()['access']}"}
        api = f"/api/integrations/propertyme/mappings/{self.agency.pk}"
        self.assertEqual(pages.get("/settings/integrations").status_code, 200)
        self.assertNotIn(b"no such agency", pages.get(api, headers=bearer).content)

        browser_of(self.admin.user).post(f"/settings/members/{member.pk}/remove")

        self.assertEqual(pages.get("/settings/integrations").status_code, 403)
        self.assertEqual(pages.get("/settings/members").status_code, 403)
        self.assertEqual(pages.get(api, headers=bearer).status_code, 404)
        portfolio = pages.get("/api/portfolio/properties", {"org_id": str(self.agency.pk)}, headers=bearer)
        self.assertEqual(portfolio.status_code, 404)
        [entry] = entries(Action.MEMBER_REMOVED)
        self.assertEqual(
            told(entry)[1:], ("anna@harbour.example", "Harbour Rentals", member.user.email, {"role": "staff"})
        )

    def test_the_last_admin_can_neither_leave_nor_be_left_without_another(self) -> None:
        membership(self.agency, is_active=False)  # an admin who cannot log in does not count

        answer = browser_of(self.admin.user).post(f"/settings/members/{self.admin.pk}/remove", follow=True)

        self.assertContains(answer, "anna@harbour.example is the last admin of Harbour Rentals.")
        self.assertTrue(Membership.objects.filter(pk=self.admin.pk).exists())
        self.assertEqual(entries(Action.MEMBER_REMOVED), [])

    def test_an_admin_may_leave_where_another_one_stays(self) -> None:
        membership(self.agency)

        answer = browser_of(self.admin.user).post(f"/settings/members/{self.admin.pk}/remove", follow=True)

        self.assertContains(answer, "You do not belong to an agency yet", status_code=403)

    def test_the_page_asks_before_it_removes(self) -> None:
        member = membership(self.agency, Role.STAFF)

        answer = browser_of(self.admin.user).get(f"/settings/members/{member.pk}/remove")

        self.assertContains(answer, f"Remove {member.user.email}?")
        self.assertTrue(Membership.objects.filter(pk=member.pk).exists())

    def test_who_is_gone_already_cannot_be_removed_again(self) -> None:
        member = membership(self.agency, Role.STAFF)
        steps.remove(member, self.admin)

        with self.assertRaisesMessage(Refusal, "does not work here any more"):
            steps.remove(member, self.admin)


class RaceTests(TransactionTestCase):
    def test_of_two_admins_who_remove_each_other_at_the_same_moment_one_stays(self) -> None:
        agency = an_agency()
        first, second = (Membership.objects.get(user=a_member(agency)) for _ in range(2))
        start = threading.Barrier(2)
        refused: list[str] = []

        def remove(other: Membership, by: Membership) -> None:
            start.wait()
            try:
                steps.remove(other, by)
            except (Refusal, PermissionDenied) as error:
                refused.append(type(error).__name__)
            finally:
                connection.close()

        threads = [threading.Thread(target=remove, args=pair) for pair in ((second, first), (first, second))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        self.assertEqual(refused, ["PermissionDenied"])
        self.assertEqual(Membership.objects.filter(agency=agency, role=Role.ADMIN).count(), 1)


class PageTests(TestCase):
    def setUp(self) -> None:
        self.agency = an_agency(name="Harbour Rentals")
        self.admin = membership(self.agency, first_name="Anna", last_name="Hill")

    def test_who_does_not_manage_members_sees_the_list_and_no_button(self) -> None:
        viewer = membership(self.agency, Role.VIEWER)

        page = browser_of(viewer.user).get("/settings/members").content.decode()

        self.assertIn("Anna Hill", page)
        self.assertIn("ask an admin", page)
        for word in ("Invite somebody", "Remove", "Send again", "Audit trail"):
            self.assertNotIn(word, page)

    def test_the_list_takes_the_same_queries_for_three_people_and_for_thirty(self) -> None:
        client = browser_of(self.admin.user)
        for count in (3, 30):
            while Membership.objects.count() < count:
                membership(self.agency, Role.STAFF)

            # session, user, memberships, members, invitations
            with self.assertNumQueries(5):
                page = client.get("/settings/members")
            self.assertEqual(page.content.decode().count("Joined: "), count)
