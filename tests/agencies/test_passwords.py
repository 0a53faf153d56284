"""Passwords: changed by who knows them, reset by who reads the mail, and every other session ends."""

import ipaddress
import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client, TestCase
from django.utils import timezone

from agencies.audit import Action
from agencies.models import AuditEntry
from tests.agencies.office import browser_of, entries
from tests.factories import PASSWORD, a_member
from tests.mail_server import Letterbox, letterbox  # noqa: F401  (a fixture)

GOOD = "a-long-lemon-tree"
PAGE = "/settings/integrations"


def reset_link(body: str) -> str:
    """The path of the link that a mail holds."""
    found = re.search(r"http://testserver(/password/reset/\S+)", body)
    assert found, body
    return found.group(1)


def an_address() -> str:
    """An e-mail address that no run before this one has asked for: the counts outlive a run where the cache does."""
    return f"{uuid.uuid4().hex}@example.com"


def somewhere() -> Client:
    """A browser at an address of its own, for the same reason."""
    return Client(REMOTE_ADDR=str(ipaddress.IPv6Address(uuid.uuid4().int)))


def choose(client: Client, link: str, password: str = GOOD) -> Any:
    """What the page behind a mailed link answers to a new password."""
    page: Any = client.get(link, follow=True)
    address = page.redirect_chain[-1][0] if page.redirect_chain else link
    return client.post(address, {"new_password1": password, "new_password2": password}, follow=True)


class ChangeTests(TestCase):
    def setUp(self) -> None:
        self.user = a_member(email="anna@harbour.example")
        self.here, self.elsewhere = browser_of(self.user), browser_of(self.user)

    def change(self, old: str = PASSWORD, new: str = GOOD) -> Any:
        form = {"old_password": old, "new_password1": new, "new_password2": new}
        return self.here.post("/password", form, follow=True)

    def test_who_changes_it_stays_and_every_other_session_and_token_ends(self) -> None:
        token = Client().post("/api/auth/token", {"email": self.user.email, "password": PASSWORD}, "application/json")
        bearer = {"Authorization": f"Bearer {token.json()['access']}"}
        self.assertEqual(Client().get("/api/portfolio/properties", headers=bearer).status_code, 200)

        answer = self.change()

        self.assertContains(answer, "Your password is changed. You are logged out everywhere else.")
        self.assertEqual(self.here.get(PAGE).status_code, 200)
        self.assertRedirects(self.elsewhere.get(PAGE), f"/login?next={PAGE}")
        self.assertEqual(Client().get("/api/portfolio/properties", headers=bearer).status_code, 401)
        renewed = Client().post("/api/auth/token/refresh", {"refresh": token.json()["refresh"]}, "application/json")
        if renewed.status_code == 200:  # a fresh token of an old one is as dead as the old one
            bearer = {"Authorization": f"Bearer {renewed.json()['access']}"}
            self.assertEqual(Client().get("/api/portfolio/properties", headers=bearer).status_code, 401)

    def test_the_trail_says_who_changed_it_and_holds_no_password(self) -> None:
        self.change()

        [entry] = entries(Action.PASSWORD_CHANGED)
        self.assertEqual((entry.person, entry.details), ("anna@harbour.example", {"by": "the person"}))
        everything = str(list(AuditEntry.objects.values()))
        self.assertNotIn(GOOD, everything)
        self.assertNotIn(PASSWORD, everything)

    def test_without_the_old_one_or_with_a_poor_new_one_nothing_changes(self) -> None:
        self.assertContains(self.change(old="wrong"), "entered incorrectly")
        self.assertContains(self.change(new="12345678"), "entirely numeric")

        self.user.refresh_from_db()
        self.assertTrue(self.user.check_password(PASSWORD))
        self.assertEqual(entries(Action.PASSWORD_CHANGED), [])

    def test_the_session_has_another_key_after_logging_in(self) -> None:
        client = Client()
        client.get("/login")
        client.cookies["sessionid"] = planted = "planted-by-somebody-else-0000000"

        client.post("/login", {"username": self.user.email, "password": PASSWORD})

        self.assertNotEqual(client.session.session_key, planted)

    def test_nobody_gets_to_the_page_without_logging_in(self) -> None:
        self.assertRedirects(Client().get("/password"), "/login?next=/password")


class ResetTests(TestCase):
    def setUp(self) -> None:
        self.user = a_member(email=an_address())
        self.client = somewhere()

    def ask(self, email: str = "") -> Any:
        return self.client.post("/password/reset", {"email": email or self.user.email}, follow=True)

    def test_the_mailed_link_sets_a_new_password_once_and_ends_every_session(self) -> None:
        elsewhere = browser_of(self.user)
        self.assertContains(self.ask(), "Look for our mail")
        link = reset_link(str(mail.outbox[0].body))

        answer = choose(self.client, link)

        self.assertContains(answer, "Your password is changed. Log in with the new one.")
        self.assertRedirects(elsewhere.get(PAGE), f"/login?next={PAGE}")
        self.assertEqual(self.client.post("/login", {"username": self.user.email, "password": GOOD}).status_code, 302)
        self.assertContains(Client().get(link, follow=True), "This link is not good any more")
        [entry] = entries(Action.PASSWORD_CHANGED)
        self.assertEqual((entry.person, entry.details), (self.user.email, {"by": "a mailed link"}))

    def test_a_known_and_an_unknown_address_are_answered_alike(self) -> None:
        known, unknown = self.ask(), self.ask(an_address())

        self.assertEqual(known.content, unknown.content)
        self.assertEqual([letter.to for letter in mail.outbox], [[self.user.email]])

    def test_the_link_is_good_for_two_hours(self) -> None:
        self.ask()
        link = reset_link(str(mail.outbox[0].body))

        with time_machine.travel(timezone.now() + timedelta(hours=2, minutes=1), tick=False):
            self.assertContains(Client().get(link, follow=True), "This link is not good any more")

    def test_one_person_gets_three_mails_an_hour_and_no_more(self) -> None:
        answers = [self.ask().status_code for _ in range(4)]
        other = self.ask(an_address())

        self.assertEqual((answers, len(mail.outbox)), ([200, 200, 200, 429], 3))
        self.assertEqual(other.status_code, 200)
        again = self.ask()
        self.assertContains(again, "No further mail was sent", status_code=429)
        self.assertTrue(3500 < int(again["Retry-After"]) <= 3600, again["Retry-After"])
        with time_machine.travel(timezone.now() + timedelta(seconds=3601), tick=False):
            self.assertEqual(self.ask().status_code, 200)

    def test_one_place_asks_for_ten_an_hour_whoever_they_are_for(self) -> None:
        answers = [self.ask(an_address()).status_code for _ in range(11)]

        self.assertEqual(answers, [200] * 10 + [429])

    def test_the_log_in_page_leads_there(self) -> None:
        self.assertContains(self.client.get("/login"), "/password/reset")


def test_the_link_goes_out_over_a_mail_server(db: None, letterbox: Letterbox) -> None:  # noqa: F811
    user = a_member(email=an_address())

    somewhere().post("/password/reset", {"email": user.email})

    [(to, letter)] = letterbox.mail
    body = letter.get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert (to, letter["Subject"]) == ([user.email], "A new password for pmsync")
    assert letter.get_content_type() == "text/plain"
    assert "It works once, for 2 hours." in body
    assert reset_link(body)


@pytest.mark.parametrize("name", ["SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE", "CSRF_COOKIE_SAMESITE"])
def test_cookies_are_kept_from_scripts_and_other_sites(settings: Any, name: str) -> None:
    assert getattr(settings, name) in (True, "Lax")
