"""Taking an invitation up."""

import threading
from datetime import timedelta
from typing import Any

import time_machine
from django.db import connection
from django.test import Client, TestCase, TransactionTestCase
from django.utils import timezone

from agencies import joining
from agencies.audit import Action
from agencies.models import Invitation, Membership, User
from agencies.permissions import Role
from agencies.refusals import Refusal
from tests.agencies.office import browser_of, entries, told
from tests.factories import PASSWORD, a_member, a_user, an_agency, an_invitation

LINK = "/invitations/token"
NEW = {"first_name": "Ben", "last_name": "Bay", "password": "a-long-lemon-tree", "again": "a-long-lemon-tree"}


class NewPersonTests(TestCase):
    def setUp(self) -> None:
        self.agency = an_agency(name="Harbour Rentals")
        admin = a_member(self.agency, email="anna@harbour.example")
        self.invitation = an_invitation(self.agency, email="ben@example.com", role=Role.MANAGER, invited_by=admin)

    def test_they_choose_a_name_and_a_password_and_are_in(self) -> None:
        answer = self.client.post(LINK, NEW, follow=True)

        user = User.objects.get(email="ben@example.com")
        self.assertContains(answer, "Welcome to Harbour Rentals. You work here as manager.")
        self.assertEqual((user.get_full_name(), user.is_staff, user.is_superuser), ("Ben Bay", False, False))
        self.assertTrue(user.check_password(NEW["password"]))
        self.assertEqual(Membership.objects.get(user=user).role, Role.MANAGER)
        [entry] = entries(Action.MEMBER_JOINED)
        self.assertEqual(
            told(entry),
            (
                "member_joined",
                "ben@example.com",
                "Harbour Rentals",
                "ben@example.com",
                {"role": "manager", "invited_by": "anna@harbour.example"},
            ),
        )

    def test_the_link_works_once(self) -> None:
        self.client.post(LINK, NEW)

        answer = Client().post(LINK, NEW)

        self.assertContains(answer, "This invitation has been accepted. Log in to go on.", status_code=410)
        self.assertEqual(len(entries(Action.MEMBER_JOINED)), 1)

    def test_a_poor_password_and_two_different_ones_are_refused_beside_their_fields(self) -> None:
        for form, words in (
            ({"password": "12345678", "again": "12345678"}, "entirely numeric"),
            ({"password": "ben@example.com", "again": "ben@example.com"}, "too similar"),
            ({"again": "another-lemon-tree"}, "The two passwords are not the same."),
        ):
            answer = self.client.post(LINK, NEW | form)

            self.assertContains(answer, words)
        self.assertFalse(User.objects.filter(email="ben@example.com").exists())

    def test_after_seven_days_it_has_run_out(self) -> None:
        with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1), tick=False):
            answers = [self.client.get(LINK), self.client.post(LINK, NEW)]

        for answer in answers:
            self.assertContains(answer, "This invitation has run out.", status_code=410)
        self.assertFalse(Membership.objects.filter(user__email="ben@example.com").exists())

    def test_an_account_that_an_operator_made_without_a_password_gets_one(self) -> None:
        User.objects.create_user("ben@example.com")

        self.client.post(LINK, NEW)

        self.assertTrue(User.objects.get(email="ben@example.com").check_password(NEW["password"]))

    def test_a_token_that_was_never_given_out_opens_nothing(self) -> None:
        for token in ("guess", self.invitation.token_digest):
            self.assertEqual(self.client.get(f"/invitations/{token}").status_code, 410)


class KnownPersonTests(TestCase):
    def setUp(self) -> None:
        self.agency = an_agency(name="Harbour Rentals")
        self.user = a_member(an_agency(), Role.ADMIN, email="ben@example.com")
        self.invitation = an_invitation(self.agency, email="ben@example.com", role=Role.VIEWER)

    def test_they_log_in_come_back_and_accept(self) -> None:
        self.assertContains(self.client.get(LINK), f"/login?next={LINK}")

        page = self.client.post(
            "/login", {"username": "ben@example.com", "password": PASSWORD, "next": LINK}, follow=True
        )
        self.assertContains(page, "Accept")
        answer = self.client.post(LINK, follow=True)

        self.assertContains(answer, "Welcome to Harbour Rentals. You work here as viewer.")
        self.assertEqual(Membership.objects.get(user=self.user, agency=self.agency).role, Role.VIEWER)

    def test_no_password_can_be_chosen_for_an_account_that_has_one(self) -> None:
        self.client.post(LINK, NEW)

        self.user.refresh_from_db()
        self.assertTrue(self.user.check_password(PASSWORD))
        with self.assertRaisesMessage(Refusal, "has an account already"):
            joining.accept_as_new(self.invitation, "Ben", "Bay", "a-long-lemon-tree")

    def test_somebody_else_is_told_whom_it_is_for_and_cannot_accept(self) -> None:
        eve = a_user(email="eve@example.com")
        other = browser_of(eve)

        with self.assertNoLogs("django.request"):  # it would write the path, and with it the token
            for answer in (other.get(LINK), other.post(LINK)):
                self.assertContains(answer, "You are logged in as eve@example.com. Log out, and open the link again")
        with self.assertRaisesMessage(Refusal, "This invitation is for ben@example.com"):
            joining.accept(self.invitation, eve)
        self.assertFalse(Membership.objects.filter(agency=self.agency).exists())
        self.assertEqual(entries(Action.MEMBER_JOINED), [])

    def test_a_closed_account_stays_closed(self) -> None:
        User.objects.filter(pk=self.user.pk).update(is_active=False)

        self.assertContains(self.client.post(LINK, NEW), "is closed", status_code=410)

    def test_who_works_there_already_has_nothing_to_accept(self) -> None:
        a_member(self.agency, user=self.user)

        answer = browser_of(self.user).post(LINK)

        self.assertContains(answer, "You work at Harbour Rentals already.", status_code=410)
        self.assertEqual(Membership.objects.filter(agency=self.agency).count(), 1)

    def test_an_invitation_that_was_renewed_meanwhile_is_not_taken_up_by_its_old_link(self) -> None:
        Invitation.objects.update(token_digest="of another token")

        with self.assertRaisesMessage(Refusal, "a newer one was sent"):
            joining.accept(self.invitation, self.user)


class RaceTests(TransactionTestCase):
    def test_of_two_who_take_one_invitation_up_at_the_same_moment_one_does(self) -> None:
        invitation = an_invitation(email="ben@example.com")
        start = threading.Barrier(2)
        outcomes: list[Any] = []

        def accept() -> None:
            start.wait()
            try:
                outcomes.append(joining.accept_as_new(invitation, "Ben", "Bay", "a-long-lemon-tree").role)
            except Refusal as refusal:
                outcomes.append(refusal.code)
            finally:
                connection.close()

        threads = [threading.Thread(target=accept) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        self.assertEqual(sorted(outcomes), ["staff", "used_invitation"])
        self.assertEqual(Membership.objects.filter(user__email="ben@example.com").count(), 1)
