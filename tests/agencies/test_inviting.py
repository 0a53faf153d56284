"""Inviting: one address, one agency, one link that works once, and mail over a real SMTP server."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import TestCase
from django.utils import timezone

from agencies import inviting
from agencies.audit import Action
from agencies.models import AuditEntry, Invitation
from agencies.permissions import Role
from agencies.refusals import Refusal
from tests.agencies.office import browser_of, entries, membership, told
from tests.factories import a_user, an_agency, an_invitation
from tests.mail_server import Letterbox, letterbox  # noqa: F401  (a fixture)
from tests.services import a_free_port


def link_in(body: str) -> str:
    """The path of the link that a mail holds."""
    found = re.search(r"http://testserver(/invitations/\S+)", body)
    assert found, body
    return found.group(1)


class InviteTests(TestCase):
    def setUp(self) -> None:
        self.agency = an_agency(name="Harbour Rentals")
        self.admin = membership(self.agency, email="anna@harbour.example", first_name="Anna", last_name="Hill")
        self.client = browser_of(self.admin.user)

    def invite(self, **form: str) -> Any:
        return self.client.post(
            "/settings/members/invite", {"email": "ben@example.com", "role": "staff", **form}, follow=True
        )

    def test_the_mail_says_who_asks_for_what_and_the_table_keeps_no_token(self) -> None:
        answer = self.invite(email="Ben@Example.com")

        self.assertContains(answer, "ben@example.com is invited.")
        [letter] = mail.outbox
        self.assertEqual((letter.to, letter.subject), (["ben@example.com"], "Harbour Rentals invites you to pmsync"))
        self.assertTrue(letter.body.startswith("Anna Hill asks you to work with Harbour Rentals in pmsync, as staff."))
        token = link_in(str(letter.body)).rpartition("/")[2]
        invitation = Invitation.objects.get()
        self.assertGreaterEqual(len(token), 43)
        self.assertEqual(invitation.token_digest, inviting.digest(token))
        self.assertEqual((invitation.role, invitation.invited_by), (Role.STAFF, self.admin.user))
        self.assertAlmostEqual(invitation.expires_at, timezone.now() + timedelta(days=7), delta=timedelta(minutes=1))

    def test_the_trail_names_who_invited_whom_as_what_and_holds_no_token(self) -> None:
        self.invite()

        [entry] = entries(Action.MEMBER_INVITED)
        self.assertEqual(
            told(entry),
            ("member_invited", "anna@harbour.example", "Harbour Rentals", "ben@example.com", {"role": "staff"}),
        )
        token = link_in(str(mail.outbox[0].body)).rpartition("/")[2]
        everything = str(list(AuditEntry.objects.values()))
        self.assertNotIn(token, everything)
        self.assertNotIn(inviting.digest(token), everything)

    def test_inviting_twice_renews_and_the_old_link_is_dead(self) -> None:
        self.invite()
        self.invite(role="viewer")

        first, second = (link_in(str(letter.body)) for letter in mail.outbox)
        self.client.logout()
        self.assertEqual(Invitation.objects.get().role, Role.VIEWER)
        self.assertContains(self.client.get(first), "a newer one was sent", status_code=410)
        self.assertContains(self.client.get(second), "as viewer")

    def test_sending_again_gives_a_new_link_and_seven_more_days(self) -> None:
        self.invite()
        invitation = Invitation.objects.get()

        with time_machine.travel(timezone.now() + timedelta(days=8), tick=False):
            self.client.force_login(self.admin.user)
            self.client.post(f"/settings/members/invitations/{invitation.pk}/resend")

            self.client.logout()
            old, new = (link_in(str(letter.body)) for letter in mail.outbox)
            self.assertEqual([self.client.get(link).status_code for link in (old, new)], [410, 200])

    def test_a_withdrawn_invitation_opens_nothing(self) -> None:
        self.invite()
        invitation = Invitation.objects.get()

        self.client.post(f"/settings/members/invitations/{invitation.pk}/withdraw")

        self.client.logout()
        answer = self.client.get(link_in(str(mail.outbox[0].body)))
        self.assertContains(answer, "This invitation was withdrawn.", status_code=410)
        [entry] = entries(Action.INVITATION_WITHDRAWN)
        self.assertEqual(told(entry)[1:4], ("anna@harbour.example", "Harbour Rentals", "ben@example.com"))

    def test_what_is_withdrawn_can_be_neither_sent_again_nor_withdrawn_again(self) -> None:
        invitation = an_invitation(self.agency, withdrawn_at=timezone.now())

        for step in (inviting.resend, inviting.withdraw):
            with self.assertRaisesMessage(Refusal, "not open any more"):
                step(invitation, self.admin)
        self.assertEqual((mail.outbox, AuditEntry.objects.count()), ([], 0))

    def test_no_step_reaches_into_another_agency(self) -> None:
        theirs = an_invitation(an_agency())

        for step in (inviting.resend, inviting.withdraw):
            with self.assertRaisesMessage(Refusal, "not open any more"):
                step(theirs, self.admin)
        self.assertEqual((mail.outbox, Invitation.objects.open().count()), ([], 1))

    def test_somebody_who_works_here_is_not_invited(self) -> None:
        membership(self.agency, Role.STAFF, email="ben@example.com")

        answer = self.invite(email="BEN@example.com")

        self.assertContains(answer, "ben@example.com works here already.")
        self.assertEqual((mail.outbox, entries(Action.MEMBER_INVITED)), ([], []))

    def test_an_address_that_is_none_is_named_beside_its_field(self) -> None:
        answer = self.invite(email="ben")

        self.assertContains(answer, "Enter a valid email address.")
        self.assertEqual(Invitation.objects.count(), 0)

    def test_who_does_not_manage_members_invites_nobody(self) -> None:
        for role in (Role.MANAGER, Role.STAFF, Role.VIEWER):
            with self.assertRaises(PermissionDenied):
                inviting.invite("ben@example.com", Role.VIEWER, membership(self.agency, role))

        self.assertEqual(Invitation.objects.count(), 0)

    def test_the_database_holds_one_open_invitation_per_address(self) -> None:
        an_invitation(self.agency, email="ben@example.com")

        with self.assertRaises(IntegrityError), transaction.atomic():
            an_invitation(self.agency, "other", email="ben@example.com")
        an_invitation(an_agency(), "third", email="ben@example.com")


def test_the_invitation_goes_out_over_a_mail_server(db: None, letterbox: Letterbox) -> None:  # noqa: F811
    admin = membership(an_agency(name="Harbour & Hill"))

    inviting.invite("ben@example.com", Role.MANAGER, admin)

    [(to, letter)] = letterbox.mail
    body = letter.get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert (to, letter["Subject"]) == (["ben@example.com"], "Harbour & Hill invites you to pmsync")
    assert letter.get_content_type() == "text/plain"
    assert link_in(body)
    assert Invitation.objects.get().sent_at is not None


def test_a_mail_server_that_is_away_leaves_the_invitation_and_is_told_in_words(
    db: None, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", a_free_port()
    admin = membership(an_agency())

    page = browser_of(admin.user).post(
        "/settings/members/invite", {"email": "ben@example.com", "role": "staff"}, follow=True
    )

    text = page.content.decode()
    assert "ben@example.com is invited, but the mail could not be sent. Choose Send again in a while." in text
    assert "mail not sent" in text
    assert Invitation.objects.open().count() == 1
    assert "could not be sent" in caplog.text


def test_a_person_without_an_account_sees_nothing_of_the_agency_before_they_accept(db: None) -> None:
    user = a_user()
    an_invitation(an_agency(), email=user.email)

    assert browser_of(user).get("/settings/integrations").status_code == 403
