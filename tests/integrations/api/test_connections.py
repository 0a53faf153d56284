from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.test import override_settings

from integrations.models import Connection, SignIn
from tests.factories import a_connection, a_member, a_property, an_agency
from tests.integrations.api.cases import ROOT, ApiCase


class ProviderTests(ApiCase):
    def test_the_list_tells_what_can_be_connected_and_what_comes_later(self) -> None:
        body = self.api.get("/api/integrations/providers").json()

        rows = {row["slug"]: row for row in body["results"]}
        self.assertEqual(rows["propertyme"]["status"], "available")
        self.assertEqual(rows["different"]["status"], "coming_soon")
        self.assertEqual((body["next"], body["previous"]), (None, None))
        kinds = {row["kind"]: row for row in rows["propertyme"]["capabilities"]}
        self.assertEqual(kinds["properties"]["covers"], "changes")
        self.assertEqual(kinds["rent_payments"]["how"], "derived")
        self.assertTrue(kinds["rent_payments"]["sentence"])


class BeginTests(ApiCase):
    def begin(self, provider: str = "propertyme", **body: object) -> Any:
        address = f"/api/integrations/{provider}/connections"
        return self.api.post(address, {"org_id": str(self.agency.pk), **body}, format="json")

    def test_a_sign_in_begins_with_the_vendors_address(self) -> None:
        answer = self.begin()

        self.assertEqual(answer.status_code, 201, answer.content)
        body = answer.json()
        connection = Connection.objects.get(pk=body["connection_id"])
        self.assertEqual((body["status"], connection.status, connection.agency), ("pending", "pending", self.agency))
        asked = parse_qs(urlsplit(body["authorization_url"]).query)
        self.assertEqual(asked["state"], [SignIn.objects.get().state])
        self.assertEqual(asked["redirect_uri"], ["http://testserver/api/integrations/propertyme/callback"])

    def test_a_connection_is_renewed_by_its_id(self) -> None:
        body = self.begin(connection_id=str(self.connection.pk)).json()

        self.assertEqual(body["connection_id"], str(self.connection.pk))

    def test_a_redirect_to_another_host_is_refused(self) -> None:
        self.assert_problem(self.begin(redirect_uri="https://elsewhere.example/x"), 400, "wrong_host")

    def test_what_comes_later_is_refused(self) -> None:
        self.assert_problem(self.begin("different"), 400, "not_available")

    @override_settings(SITE_URL="http://testserver")
    def test_a_viewer_may_not_connect(self) -> None:
        answer = self.viewer().post(f"{ROOT}/connections", {"org_id": str(self.agency.pk)}, format="json")

        self.assert_problem(answer, 403, "permission_denied")


class CallbackTests(ApiCase):
    def address(self) -> str:
        return f"{ROOT}/connections/{self.agency.pk}/oauth/callback"

    def test_a_state_that_nobody_began_is_refused(self) -> None:
        answer = self.api.post(self.address(), {"code": "c", "state": "made-up"}, format="json")

        self.assert_problem(answer, 400, "wrong_state")

    def test_a_sign_in_declined_at_the_vendor_is_told_plainly(self) -> None:
        self.api.post(f"{ROOT}/connections", {"org_id": str(self.agency.pk)}, format="json")

        body = {"state": SignIn.objects.get().state, "error": "access_denied"}
        answer = self.api.post(self.address(), body, format="json")

        self.assert_problem(answer, 400, "access_denied")

    def test_a_sign_in_begun_in_another_browser_is_refused(self) -> None:
        self.api.post(f"{ROOT}/connections", {"org_id": str(self.agency.pk)}, format="json")

        body = {"state": SignIn.objects.get().state, "code": "c"}
        answer = self.signed_in(self.user).post(self.address(), body, format="json")

        self.assert_problem(answer, 400, "wrong_person")

    def test_a_sign_in_for_another_agency_is_not_found_even_by_a_person_of_both(self) -> None:
        other = an_agency()
        a_member(other, user=self.user)
        self.api.post(f"{ROOT}/connections", {"org_id": str(other.pk)}, format="json")

        body = {"state": SignIn.objects.get().state, "code": "c"}
        answer = self.api.post(self.address(), body, format="json")

        self.assert_problem(answer, 404, "not_found")
        self.assertIsNone(SignIn.objects.get().used_at)

    def test_neither_code_nor_error_is_refused(self) -> None:
        self.assert_problem(self.api.post(self.address(), {"state": "s"}, format="json"), 400, "invalid")


class StatusTests(ApiCase):
    def status(self, query: str = "") -> Any:
        return self.api.get(f"{ROOT}/connections/{self.agency.pk}/status{query}")

    def test_it_tells_how_the_connection_stands_and_nothing_secret(self) -> None:
        trouble = {"code": "sign_in_refused", "message": "The sign-in ran out.", "action": "Reconnect the account."}
        Connection.objects.filter(pk=self.connection.pk).update(
            status="expired", error=trouble, next_sync_at=datetime(2026, 7, 4, 16, tzinfo=UTC)
        )

        answer = self.status()

        body = answer.json()
        self.assertTrue(body.pop("created_at").endswith("Z"))
        self.assertEqual(
            body,
            {
                "connection_id": str(self.connection.pk),
                "provider": "propertyme",
                "status": "expired",
                "auth_type": "oauth2",
                "environment": "production",
                "account_name": self.connection.account_name,
                "provider_user_id": self.connection.provider_user_id,
                "scopes": ["property:read"],
                "token_expires_at": None,
                "last_sync_at": "2026-07-03T02:14:00Z",
                "next_sync_at": "2026-07-04T16:00:00Z",
                "error": trouble,
            },
        )
        self.assertNotIn("secret", answer.content.decode())

    def test_without_a_connection_the_answer_says_so(self) -> None:
        self.connection.delete()

        self.assert_problem(self.status(), 404, "not_connected")

    def test_with_several_the_answer_lists_them_and_one_can_be_picked(self) -> None:
        second = a_connection(self.agency, account_name="Newtown")

        body = self.assert_problem(self.status(), 409, "several_connections")

        offered = {row["connection_id"] for row in body["connections"]}
        self.assertEqual(offered, {str(self.connection.pk), str(second.pk)})
        self.assertEqual(self.status(f"?connection={second.pk}").json()["account_name"], "Newtown")

    def test_an_abandoned_sign_in_beside_a_connection_does_not_count(self) -> None:
        a_connection(self.agency, status="pending", provider_user_id=None)

        self.assertEqual(self.status().json()["connection_id"], str(self.connection.pk))

    def test_a_connection_of_another_agency_cannot_be_picked(self) -> None:
        self.assert_problem(self.status(f"?connection={a_connection().pk}"), 404, "not_connected")

    def test_a_connection_that_is_no_id_is_refused(self) -> None:
        for named in ("nonsense", ""):
            self.assert_problem(self.status(f"?connection={named}"), 400, "bad_connection")

    def test_an_integration_lists_every_connection(self) -> None:
        body = self.api.get(f"{ROOT}/integrations/{self.agency.pk}").json()

        self.assertEqual((body["status"], body["label"], len(body["connections"])), ("active", "PropertyMe", 1))

    def test_disconnecting_keeps_rows_and_forgets_secrets(self) -> None:
        for word in ("connections", "integrations"):
            Connection.objects.filter(pk=self.connection.pk).update(status="paused")
            kept = a_property(self.agency)

            answer = self.api.delete(f"{ROOT}/{word}/{self.agency.pk}")

            self.assertEqual((answer.status_code, answer.content), (204, b""))
            self.connection = Connection.objects.get(pk=self.connection.pk)
            self.assertEqual((self.connection.status, self.connection.access_token), ("disconnected", ""))
            kept.refresh_from_db()
