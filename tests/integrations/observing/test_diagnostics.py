import json
from datetime import UTC, datetime, timedelta

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agencies.logs import HIDDEN
from agencies.models import AuditEntry
from agencies.permissions import Role
from integrations.models import Connection, Cursor
from integrations.observing.diagnostics import debug, diagnostics
from tests.factories import a_connection, a_file_connection, a_member, a_sync_log, an_agency, an_issue


class DiagnosticsTests(TestCase):
    def setUp(self) -> None:
        self.agency = an_agency()
        self.link = a_connection(
            self.agency, secrets='{"password": "open-sesame"}', config={"account": {"company": "samplehomes"}}
        )

    def test_it_tells_of_runs_and_counts_and_of_nothing_secret(self) -> None:
        error = {"kind": "tenants", "external_id": "T1", "code": "x", "message": "tim@example.com has no name"}
        a_sync_log(self.link, errors=[error], seconds={"read": 1.5})
        an_issue(self.link, message="tim@example.com is wrong", raw="secret row")
        Cursor.objects.create(connection=self.link, kind="leases", feed="v1/tenancies", value="42")

        text = diagnostics(self.link).decode()

        found = json.loads(text)
        self.assertEqual(found["runs"][0]["seconds"], {"read": 1.5})
        self.assertEqual(found["cursors"][0]["value"], "42")
        self.assertEqual(found["issues"][0]["number"], 1)
        self.assertEqual(found["settings"], {"account": {"company": "samplehomes"}})
        for secret in ("open-sesame", "tim@example.com", "secret row"):
            self.assertNotIn(secret, text)
        self.assertTrue(AuditEntry.objects.filter(action="diagnostics_taken", agency_id=self.agency.pk).exists())

    def test_it_tells_when_the_sign_in_ends_and_hides_what_only_sounds_alike(self) -> None:
        ends_at = datetime(2026, 7, 3, 2, 14, tzinfo=UTC)
        config = {"access_token": "open-sesame", "token_expires": "open-sesame"}
        link = a_connection(self.agency, provider="rentmanager", token_expires_at=ends_at, config=config)

        found = json.loads(diagnostics(link))

        self.assertEqual(found["connection"]["token_expires_at"], "2026-07-03T02:14:00Z")
        self.assertEqual(found["settings"], dict.fromkeys(config, HIDDEN))

    def test_rows_that_are_known_by_their_name_alone_are_not_named(self) -> None:
        files = a_file_connection(self.agency)
        messages = (
            "Row 3 is named like row 2 and says other things. Row 2 was kept.",
            "It belongs to property ~1-wattle-street-ultimo, which the other system did not send.",
            "No property list has brought “1 Wattle Street” yet.",
        )
        a_sync_log(
            files,
            errors=[
                {"kind": "tenants", "external_id": "~tim-tenant", "code": "x", "message": each} for each in messages
            ],
        )

        (run,) = json.loads(diagnostics(files))["runs"]

        self.assertEqual({error["external_id"] for error in run["errors"]}, {HIDDEN})
        self.assertEqual(
            [error["message"] for error in run["errors"]],
            [
                messages[0],
                f"It belongs to property {HIDDEN}, which the other system did not send.",
                f"No property list has brought “{HIDDEN}” yet.",
            ],
        )

    def test_it_asks_as_much_of_many_runs_as_of_one(self) -> None:
        asked = []
        for number in (1, 20):
            for _ in range(number):
                a_sync_log(self.link)
                an_issue(self.link)
            with CaptureQueriesContext(connection) as captured:
                diagnostics(self.link)
            asked.append(len(captured))

        self.assertEqual(asked[0], asked[1])

    def test_details_are_logged_for_a_day_at_most(self) -> None:
        debug(self.link, 1000)

        until = Connection.objects.get().debug_until
        assert until is not None
        self.assertLess(until, timezone.now() + timedelta(hours=25))
        debug(self.link, 0)
        self.assertFalse(Connection.objects.get().is_debugged)


class PageTests(TestCase):
    def test_a_manager_downloads_it_and_switches_details_on(self) -> None:
        link = a_connection(an_agency())
        self.client.force_login(a_member(link.agency, Role.MANAGER))
        below = f"/settings/integrations/{link.provider}/settings"

        file = self.client.post(f"{below}/diagnostics")
        page = self.client.post(f"{below}/detail", {"wanted": "on"}, follow=True)

        self.assertEqual(json.loads(file.content)["connection"]["id"], str(link.pk))
        self.assertIn("attachment", file["Content-Disposition"])
        self.assertContains(page, "Every detail of its syncs is logged for 24 hours.")
        self.assertContains(page, "Stop logging details")

    def test_the_api_gives_the_same(self) -> None:
        link = a_connection(an_agency())
        self.client.force_login(a_member(link.agency))

        answer = self.client.get(f"/api/integrations/{link.provider}/diagnostics/{link.agency.pk}")

        self.assertEqual(answer.json()["connection"]["id"], str(link.pk))
