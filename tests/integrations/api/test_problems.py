from typing import Any
from unittest.mock import patch

from rest_framework.test import APIClient

from integrations.api.problems import exception_handler
from providers.errors import RateLimitError, ReplyError, UnavailableError, UnsupportedError
from tests.integrations.api.cases import ROOT, ApiCase


class ProblemTests(ApiCase):
    def test_nobody_is_answered_401_and_told_how_to_sign_in(self) -> None:
        answer = APIClient().get(f"{ROOT}/connections/{self.agency.pk}/status")

        self.assert_problem(answer, 401, "not_authenticated")
        self.assertIn("Bearer", answer["WWW-Authenticate"])

    def test_a_token_that_is_none_is_answered_401(self) -> None:
        answer = APIClient().get("/api/portfolio/properties", HTTP_AUTHORIZATION="Bearer nonsense")

        self.assert_problem(answer, 401, "token_not_valid")

    def test_a_role_that_may_not_is_answered_403(self) -> None:
        answer = self.viewer().delete(f"{ROOT}/connections/{self.agency.pk}")

        body = self.assert_problem(answer, 403, "permission_denied")
        self.assertIn("Ask an admin", body["detail"])

    def test_an_address_without_anything_is_answered_404_signed_in_or_not(self) -> None:
        for client in (self.api, APIClient()):
            for address in (
                "/api/",
                "/api/nothing",
                "/api/integrations/propertyme/nothing",
                "/api/portfolio/properties/7",
            ):
                self.assert_problem(client.get(address), 404, "not_found")
                self.assert_problem(client.post(address, {}, format="json"), 404, "not_found")

    def test_an_unknown_provider_is_answered_404(self) -> None:
        answer = self.api.get(f"/api/integrations/nobody/connections/{self.agency.pk}/status")

        self.assert_problem(answer, 404, "not_found")

    def test_a_wrong_method_is_answered_405(self) -> None:
        self.assert_problem(self.api.put("/api/integrations/providers"), 405, "method_not_allowed")

    def test_a_wrong_content_type_is_answered_415(self) -> None:
        answer = self.api.post(f"{ROOT}/connections", "<xml/>", content_type="application/xml")

        self.assert_problem(answer, 415, "unsupported_media_type")

    def test_malformed_json_is_answered_400(self) -> None:
        for body in ("{", '{"org_id": ', "\xff", "NaN!"):
            answer = self.api.post(f"{ROOT}/connections", body, content_type="application/json")

            self.assert_problem(answer, 400, "parse_error")

    def test_json_that_is_no_object_is_answered_400(self) -> None:
        bodies: tuple[Any, ...] = ([], "text", 7, None)
        for body in bodies:
            answer = self.api.post(f"{ROOT}/connections", body, format="json")

            self.assert_problem(answer, 400, "invalid")

    def test_every_wrong_value_is_named(self) -> None:
        answer = self.api.post(f"{ROOT}/connections", {"org_id": "x", "redirect_uri": "no address"}, format="json")

        body = self.assert_problem(answer, 400, "invalid")
        self.assertEqual([error["field"] for error in body["errors"]], ["org_id", "redirect_uri"])
        self.assertEqual(body["detail"], "2 values cannot be used. See `errors`.")

    def test_a_form_without_its_csrf_token_is_answered_403(self) -> None:
        client = APIClient(enforce_csrf_checks=True)
        client.force_login(self.user)

        self.assert_problem(client.post(f"{ROOT}/connections", {}, format="json"), 403, "permission_denied")

    def test_what_nobody_foresaw_is_answered_500_without_its_details(self) -> None:
        self.api.raise_request_exception = False

        with patch("integrations.api.views.connections.registry.all_providers", side_effect=RuntimeError("hush")):
            answer = self.api.get("/api/integrations/providers")

        self.assert_problem(answer, 500, "error")
        self.assertNotIn("hush", answer.content.decode())

    def test_a_vendor_that_does_not_answer_is_503_and_one_that_answers_wrongly_502(self) -> None:
        for error, status in (
            (UnavailableError("PropertyMe does not answer."), 503),
            (RateLimitError("PropertyMe asks us to wait.", retry_after=30), 503),
            (ReplyError("PropertyMe sent something else."), 502),
            (UnsupportedError("PropertyMe does not offer that."), 400),
        ):
            answer = exception_handler(error, {})

            assert answer is not None and answer.data is not None
            self.assertEqual((answer.status_code, answer.data["detail"]), (status, error.message))

    def test_the_wait_that_a_vendor_asks_for_is_passed_on(self) -> None:
        answer = exception_handler(RateLimitError("PropertyMe asks us to wait.", retry_after=30), {})

        assert answer is not None
        self.assertEqual(answer["Retry-After"], "31")
