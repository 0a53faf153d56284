"""What the API's tests start from: an agency with a connection, and an admin who is signed in."""

from typing import Any

from django.test import TestCase
from rest_framework.test import APIClient

from agencies.permissions import Role
from tests.factories import a_connection, a_member, an_agency

ROOT = "/api/integrations/propertyme"


class ApiCase(TestCase):
    """`self.api` speaks for an admin of `self.agency`."""

    def setUp(self) -> None:
        self.agency = an_agency()
        self.connection = a_connection(self.agency)
        self.user = a_member(self.agency)
        self.api = self.signed_in(self.user)

    def signed_in(self, user: Any) -> APIClient:
        """A client with that person's browser session."""
        client = APIClient()
        client.force_login(user)
        return client

    def viewer(self) -> APIClient:
        """A client of somebody who may only look."""
        return self.signed_in(a_member(self.agency, Role.VIEWER))

    def assert_problem(self, answer: Any, status: int, code: str) -> dict[str, Any]:
        """The body, which must be a problem with that status and code."""
        self.assertEqual(answer.status_code, status, answer.content)
        self.assertEqual(answer["Content-Type"], "application/problem+json")
        body: dict[str, Any] = answer.json()
        self.assertEqual(body["status"], status)
        self.assertEqual(body["code"], code)
        self.assertTrue(body["detail"] and body["title"] and body["type"])
        return body


class PortfolioCase(ApiCase):
    """Reads the portfolio's lists."""

    def rows(self, address: str) -> list[dict[str, Any]]:
        answer = self.api.get(f"/api/portfolio/{address}")
        self.assertEqual(answer.status_code, 200, answer.content)
        return answer.json()["results"]

    def ids(self, address: str) -> list[str]:
        return [row["id"] for row in self.rows(address)]
