"""Addresses and bodies that no form of ours sends: each is answered, and none of them with a 500."""

import json
from base64 import urlsafe_b64encode

from django.test import Client, TestCase

from agencies.models import Agency
from integrations.models import PropertyMapping
from tests.factories import a_member
from tests.integrations.admin_estate import a_row_of_everything

MAPPINGS = "/settings/integrations/propertyme/mappings"
MANY = "+".join(["a"] * 1500)
TOO_EARLY, TOO_LATE = "0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:59-14:00"


class NonsenseTests(TestCase):
    def setUp(self) -> None:
        self.rows = a_row_of_everything("Harbour")
        self.agency = self.rows[Agency]
        self.client.force_login(a_member(self.agency, is_staff=True))
        self.api = f"/api/integrations/propertyme/mappings/{self.agency.pk}"

    def test_no_text_holds_a_nul(self) -> None:
        for address in (
            f"{MAPPINGS}?search=%00",
            "/portfolio/transactions.csv?search=%00",
            "/api/integrations/propertyme/callback?state=%00",
            "/api/portfolio/properties?search=a%00",
            "/admin/portfolio/lease/?status__exact=%00",
            "/admin/agencies/auditentry/?person=%00",
            "/invitations/%00",
        ):
            with self.subTest(address):
                self.assertEqual(self.client.get(address).status_code, 400)

    def test_a_search_looks_for_the_first_twenty_words(self) -> None:
        choose = f"{MAPPINGS}/{self.rows[PropertyMapping].pk}/choose"
        for address in (
            *("/portfolio/properties", "/portfolio/leases", "/portfolio/transactions", "/portfolio/transactions.csv"),
            *(MAPPINGS, choose, self.api, "/api/portfolio/owners"),
        ):
            with self.subTest(address):
                self.assertIn(self.client.get(f"{address}?search={MANY}").status_code, (200, 302))
        self.assertEqual(self.client.get(f"/admin/portfolio/lease/?q={MANY}").status_code, 200)

    def test_a_cursor_of_another_making_is_refused(self) -> None:
        row = str(self.agency.pk)
        texts = [json.dumps([False, value, row]).encode() for value in ("\x00", "\ud800")] + [b"[" * 3000]
        for text in texts:
            cursor = urlsafe_b64encode(text).decode()
            with self.subTest(text[:20]):
                self.assertEqual(self.client.get(f"/api/portfolio/properties?cursor={cursor}").status_code, 400)
                self.assertEqual(self.client.get(f"/portfolio/transactions?cursor={cursor}").status_code, 404)

    def test_a_cursor_beyond_the_calendar_is_refused(self) -> None:
        history = f"/api/integrations/propertyme/sync/history/{self.agency.pk}"
        for moment in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"):
            cursor = urlsafe_b64encode(json.dumps([False, moment, str(self.agency.pk)]).encode()).decode()

            self.assertEqual(self.client.get(f"{history}?cursor={cursor}").status_code, 400)

    def test_a_moment_beyond_the_calendar_is_refused_and_narrows_no_page(self) -> None:
        for moment in (TOO_EARLY, TOO_LATE):
            answer = self.client.get(f"/api/portfolio/properties?updated_since={moment}")

            self.assertEqual(answer.status_code, 400)
            self.assertEqual(answer.json()["errors"][0]["field"], "updated_since")
            self.assertContains(self.client.get(f"/portfolio/properties?updated_since={moment}"), "1 Harbour Street")

    def test_a_day_beyond_the_calendar_narrows_no_trail(self) -> None:
        for asked in ("since=0001-01-01", "until=9999-12-31"):
            self.assertContains(self.client.get(f"/settings/audit?{asked}"), "Harbour house")

    def test_a_year_beyond_the_calendar_is_refused_in_the_admin(self) -> None:
        for year in ("9999", "-1", "99999999999999999999"):
            address = f"/admin/portfolio/lease/?start_date__year={year}"

            self.assertEqual(self.client.get(address).status_code, 400, year)
        self.assertEqual(self.client.get("/admin/portfolio/lease/?start_date__year=2026").status_code, 200)

    def test_a_body_that_is_nested_too_deeply_cannot_be_read(self) -> None:
        answer = Client().post("/api/auth/token", "[" * 100_000, content_type="application/json")

        self.assertEqual((answer.status_code, answer.json()["code"]), (400, "parse_error"))

    def test_a_number_of_any_length_is_answered(self) -> None:
        row, digits = self.rows[PropertyMapping], "9" * 5000

        step = {"action": "leave_out", "minimum_score": digits}
        answer = self.client.post(f"{MAPPINGS}/{row.pk}", step, headers={"HX-Request": "true"})
        endless = self.client.post(f"{self.api}/auto", '{"minimum_score": 1e999}', content_type="application/json")

        self.assertEqual((answer.status_code, endless.status_code), (200, 400))
