"""Wrong passwords lock a name from an address for a quarter of an hour: on the page, in the API, and in the admin."""

from datetime import timedelta
from typing import Any

import time_machine
from django.test import Client, TestCase
from django.utils import timezone

from agencies.audit import Action
from tests.agencies.office import entries
from tests.factories import PASSWORD, a_member

TOKEN = "/api/auth/token"


class LockTests(TestCase):
    def setUp(self) -> None:
        self.user = a_member(email="anna@harbour.example")
        self.client = Client(REMOTE_ADDR="203.0.113.9")

    def log_in(self, password: str = PASSWORD, email: str = "anna@harbour.example", address: str = "") -> Any:
        where = {"REMOTE_ADDR": address} if address else {}
        return self.client.post("/login", {"username": email, "password": password}, **where)

    def token(self, password: str = PASSWORD, field: str = "email") -> Any:
        return self.client.post(TOKEN, {field: "anna@harbour.example", "password": password}, "application/json")

    def test_after_five_wrong_passwords_even_the_right_one_is_refused_and_the_page_says_for_how_long(self) -> None:
        answers = [self.log_in("wrong") for _ in range(5)]

        sixth = self.log_in()

        self.assertEqual([answer.status_code for answer in answers], [200, 200, 200, 200, 429])
        self.assertContains(sixth, "for 15 more minutes, not even with the right password", status_code=429)
        self.assertTrue(0 < int(sixth["Retry-After"]) <= 900, sixth["Retry-After"])
        self.assertNotIn("_auth_user_id", self.client.session)

    def test_another_person_and_another_place_are_not_locked(self) -> None:
        other = a_member(email="ben@harbour.example")
        for _ in range(6):
            self.log_in("wrong")

        self.assertEqual(self.log_in(email=other.email).status_code, 302)
        self.assertEqual(self.log_in(address="203.0.113.77").status_code, 302)

    def test_after_the_time_the_right_password_is_good_again(self) -> None:
        for _ in range(5):
            self.log_in("wrong")
        locked = self.log_in()

        with time_machine.travel(timezone.now() + timedelta(seconds=int(locked["Retry-After"]) + 1), tick=False):
            self.assertEqual(self.log_in().status_code, 302)

    def test_trying_on_while_it_is_locked_does_not_make_it_longer(self) -> None:
        for _ in range(5):
            self.log_in("wrong")
        with time_machine.travel(timezone.now() + timedelta(minutes=14), tick=False):
            self.assertContains(self.log_in("wrong"), "for 1 more minute,", status_code=429)

        with time_machine.travel(timezone.now() + timedelta(minutes=15, seconds=1), tick=False):
            self.assertEqual(self.log_in().status_code, 302)

    def test_a_success_sets_the_count_back(self) -> None:
        for _ in range(4):
            self.log_in("wrong")
        self.log_in()
        self.client.post("/logout")

        answers = [self.log_in("wrong").status_code for _ in range(4)]

        self.assertEqual(answers, [200, 200, 200, 200])

    def test_other_letters_cases_and_other_programs_share_one_count(self) -> None:
        names = ("ANNA@harbour.example", "anna@harbour.example ", "Anna@Harbour.Example")
        for number, name in enumerate(names):
            self.client.post("/login", {"username": name, "password": "wrong"}, HTTP_USER_AGENT=f"Browser {number}")
        self.token("wrong")
        last = self.token("wrong", "username")

        self.assertEqual((last.status_code, last["Content-Type"]), (429, "application/problem+json"))
        self.assertEqual(self.log_in().status_code, 429)

    def test_the_admin_has_no_way_round_it(self) -> None:
        for _ in range(5):
            self.log_in("wrong")

        self.client.post("/admin/login/", {"username": "anna@harbour.example", "password": PASSWORD})

        self.assertNotIn("_auth_user_id", self.client.session)

    def test_a_locked_token_request_is_a_problem_that_says_when_to_try_again(self) -> None:
        for _ in range(5):
            self.token("wrong")

        answer = self.token()

        self.assertEqual((answer.status_code, answer["Content-Type"]), (429, "application/problem+json"))
        self.assertEqual((answer.json()["code"], answer.json()["status"]), ("locked_out", 429))
        self.assertTrue(0 < int(answer["Retry-After"]) <= 900)

    def test_a_token_sets_the_count_back_and_counts_as_a_log_in(self) -> None:
        for _ in range(4):
            self.token("wrong")
        self.token()

        self.assertEqual([self.token("wrong").status_code for _ in range(4)], [401] * 4)
        self.user.refresh_from_db()
        self.assertIsNotNone(self.user.last_login)

    def test_a_name_longer_than_any_address_is_only_a_wrong_one(self) -> None:
        self.assertEqual(self.log_in(email="a" * 5000).status_code, 200)
        answer = self.client.post(TOKEN, {"email": "a" * 5000, "password": "x"}, "application/json")
        self.assertEqual(answer.status_code, 401)

    def test_the_log_in_page_says_beforehand_what_locks_it(self) -> None:
        self.assertContains(self.client.get("/login"), "After 5 wrong passwords the log-in is locked for 15 minutes.")


class TrailTests(TestCase):
    ACTIONS = (Action.LOGGED_IN, Action.LOGGED_OUT, Action.LOG_IN_FAILED, Action.LOCKED_OUT)

    def setUp(self) -> None:
        self.user = a_member(email="anna@harbour.example")
        self.client = Client(REMOTE_ADDR="203.0.113.9")

    def log_in(self, **form: str) -> Any:
        return self.client.post("/login", {"username": self.user.email, "password": PASSWORD, **form})

    def trail(self) -> list[tuple[str, str, str, str]]:
        return [(row.action, row.person, row.subject, row.via) for row in entries(*self.ACTIONS)]

    def test_coming_and_going_stand_in_the_trail_with_the_place(self) -> None:
        self.log_in()
        self.client.post("/logout")

        anna = "anna@harbour.example"
        self.assertEqual(self.trail(), [("logged_in", anna, "", "page"), ("logged_out", anna, "", "page")])
        self.assertEqual({row.address for row in entries(*self.ACTIONS)}, {"203.0.113.9"})

    def test_a_token_is_a_log_in_over_the_api(self) -> None:
        self.client.post(TOKEN, {"email": self.user.email, "password": PASSWORD}, "application/json")

        self.assertEqual(self.trail(), [("logged_in", "anna@harbour.example", "", "api")])

    def test_four_failures_one_lock_out_and_then_silence(self) -> None:
        for _ in range(8):
            self.log_in(password="wrong")

        actions = [action for action, *_ in self.trail()]
        self.assertEqual(actions, ["log_in_failed"] * 4 + ["locked_out"])
        self.assertEqual({row[1:3] for row in self.trail()}, {("anna@harbour.example", "anna@harbour.example")})

    def test_an_unknown_address_is_noted_and_a_password_in_the_wrong_field_is_not(self) -> None:
        self.log_in(username="eve@example.com")
        self.log_in(username="my-secret-password-9")

        subjects = [(person, subject) for _, person, subject, _ in self.trail()]
        self.assertEqual(subjects, [("", "eve@example.com"), ("", "not an e-mail address")])
