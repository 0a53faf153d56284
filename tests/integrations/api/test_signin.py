from rest_framework.test import APIClient

from tests.factories import PASSWORD
from tests.integrations.api.cases import ApiCase

TOKEN = "/api/auth/token"


class SignInTests(ApiCase):
    def setUp(self) -> None:
        super().setUp()
        self.nobody = APIClient()

    def test_email_and_password_give_a_token_that_works(self) -> None:
        answer = self.nobody.post(TOKEN, {"email": self.user.email, "password": PASSWORD}, format="json")

        self.assertEqual(answer.status_code, 200)
        self.assertEqual(sorted(answer.json()), ["access", "refresh"])
        self.nobody.credentials(HTTP_AUTHORIZATION=f"Bearer {answer.json()['access']}")
        self.assertEqual(self.nobody.get("/api/portfolio/properties").status_code, 200)

    def test_username_is_another_word_for_email_and_case_does_not_matter(self) -> None:
        answer = self.nobody.post(TOKEN, {"username": self.user.email.upper(), "password": PASSWORD}, format="json")

        self.assertEqual(answer.status_code, 200)

    def test_a_refresh_token_gives_a_fresh_one(self) -> None:
        pair = self.nobody.post(TOKEN, {"email": self.user.email, "password": PASSWORD}, format="json").json()

        answer = self.nobody.post("/api/auth/token/refresh", {"refresh": pair["refresh"]}, format="json")

        self.assertEqual(answer.status_code, 200)
        self.assertIn("access", answer.json())

    def test_a_wrong_password_and_an_unknown_person_are_answered_alike(self) -> None:
        wrong = self.nobody.post(TOKEN, {"email": self.user.email, "password": "wrong"}, format="json")
        unknown = self.nobody.post(TOKEN, {"email": "nobody@example.com", "password": PASSWORD}, format="json")

        self.assert_problem(wrong, 401, "no_active_account")
        self.assertEqual(wrong.json(), unknown.json())

    def test_a_missing_email_is_named(self) -> None:
        answer = self.nobody.post(TOKEN, {"password": PASSWORD}, format="json")

        body = self.assert_problem(answer, 400, "invalid")
        self.assertEqual(body["errors"][0]["field"], "email")
