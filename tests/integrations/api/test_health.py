from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from integrations.models import Connection
from tests.factories import a_connection, a_file_connection, a_sync_log, an_agency, an_issue
from tests.health_factories import a_check, a_failed_check, a_score, a_vendor_status, call_stats
from tests.integrations.api.cases import ROOT, ApiCase

NOT_MEASURED = {
    "latency_ms": None,
    "latency_p95_ms": None,
    "uptime_percentage": None,
    "uptime_since": None,
    "data_quality_score": None,
    "quality": {},
    "endpoints": [],
    "vendor_status": {
        "words": "PropertyMe's status page has not been read lately.",
        "is_up": None,
        "read_at": None,
        "whose_fault": "unknown",
        "sentence": "Whether PropertyMe answers has not been checked lately.",
    },
}


class HealthTests(ApiCase):
    def health(self) -> Any:
        return self.api.get(f"{ROOT}/health/{self.agency.pk}")

    def one(self) -> dict[str, Any]:
        """The answer's only connection."""
        (found,) = self.health().json()["connections"]
        return found

    def test_it_says_for_each_connection_what_is_wrong_and_where_to_go(self) -> None:
        self.connection.status = "revoked"
        self.connection.save()
        a_sync_log(self.connection)
        an_issue(self.connection)

        body = self.health().json()

        one = body["connections"][0]
        self.assertTrue(body.pop("checked_at").endswith("Z"))
        self.assertGreater(one.pop("last_sync_age_seconds"), 0)
        advice = {
            "code": "sign_in",
            "message": "PropertyMe no longer lets pmsync in.",
            "action": "Press “Reconnect” and sign in to the same account. Nothing is lost.",
            "link": f"http://testserver/settings/integrations/propertyme?connection={self.connection.pk}",
        }
        self.assertEqual(
            body,
            {
                "org_id": str(self.agency.pk),
                "provider": "propertyme",
                "status": "down",
                "data_quality_score": None,
                "uptime_percentage": None,
                "issues": ["PropertyMe no longer lets pmsync in."],
                "recommendations": [{"connection_id": str(self.connection.pk), **advice}],
                "connections": [
                    {
                        "connection_id": str(self.connection.pk),
                        "account_name": self.connection.account_name,
                        "standing": "revoked",
                        "status": "down",
                        "last_sync_at": "2026-07-03T02:14:00Z",
                        "completed_runs": 1,
                        "failed_runs": 0,
                        "success_rate": 1.0,
                        "open_issues": 1,
                        **NOT_MEASURED,
                        "issues": ["PropertyMe no longer lets pmsync in."],
                        "recommendations": [advice],
                    }
                ],
            },
        )

    def test_what_was_measured_is_told(self) -> None:
        first = timezone.now() - timedelta(days=2)
        a_check(self.connection, checked_at=first)
        a_failed_check(self.connection, minutes_ago=90)
        a_check(self.connection)
        call_stats(self.connection, "v1/lots", calls=8, errors=1, milliseconds={"200": 8})
        call_stats(self.connection, "v1/lots/{id}", hour=timezone.now() - timedelta(hours=25))
        a_score(self.connection, "leases", 91, findings={"lease_without_tenant": 9})
        a_score(self.connection, "owners", 99, rows=300)
        a_vendor_status()

        one = self.one()

        vendor = one["vendor_status"]
        self.assertTrue(vendor.pop("read_at").endswith("Z"))
        self.assertEqual(datetime.fromisoformat(one["uptime_since"]), first)
        self.assertEqual(
            {name: one[name] for name in NOT_MEASURED if name != "uptime_since"},
            {
                "latency_ms": 150,
                "latency_p95_ms": 195,
                "uptime_percentage": 66.66,
                "data_quality_score": 97.0,
                "quality": {"leases": 91.0, "owners": 99.0},
                "endpoints": [{"endpoint": "v1/lots", "calls": 8, "error_rate": 0.125, "p50_ms": 150, "p95_ms": 195}],
                "vendor_status": {
                    "words": "All Systems Operational",
                    "is_up": True,
                    "whose_fault": "nobody",
                    "sentence": "PropertyMe answers.",
                },
            },
        )
        self.assertIn("Leases, 9 rows: The lease names no tenant who is still there.", one["issues"])

    def test_uptime_is_that_of_the_last_thirty_days_and_blame_that_of_the_last_minutes(self) -> None:
        month = 30 * 24 * 60
        a_failed_check(self.connection, minutes_ago=month + 1)
        a_check(self.connection, minutes_ago=month - 1)
        a_failed_check(self.connection, minutes_ago=16)

        one = self.one()

        self.assertEqual((one["uptime_percentage"], one["uptime_since"]), (50.0, None))
        self.assertEqual(one["vendor_status"]["sentence"], "Whether PropertyMe answers has not been checked lately.")
        self.assertNotIn("not_answering", [advised["code"] for advised in one["recommendations"]])

    def test_the_worst_of_several_connections_stands_at_the_top(self) -> None:
        Connection.objects.filter(pk=self.connection.pk).update(last_sync_at=timezone.now(), account_name="Harbour")
        second = a_connection(self.agency, status="revoked", account_name="Bayside")
        a_connection(self.agency, account_name="New", last_sync_at=None)
        a_check(self.connection)
        a_failed_check(second, minutes_ago=3000)
        a_check(second, minutes_ago=3005)
        a_score(self.connection, "leases", 91.25)
        a_score(second, "owners", 99)

        body = self.health().json()

        self.assertEqual((body["status"], body["data_quality_score"], body["uptime_percentage"]), ("down", 91.25, 50.0))
        self.assertEqual(
            body["issues"],
            ["Bayside: PropertyMe no longer lets pmsync in.", "New: Nothing has come from PropertyMe yet."],
        )
        told = [(row["connection_id"], row["code"]) for row in body["recommendations"]]
        self.assertEqual(told[0], (str(second.pk), "sign_in"))
        self.assertEqual([code for _, code in told], ["sign_in", "never_synced"])

    def test_other_agencies_are_counted_and_not_named(self) -> None:
        a_failed_check(self.connection)
        for number in range(3):
            other = a_connection(an_agency(name=f"Rival {number}"))
            (a_failed_check if number else a_check)(other)

        answer = self.health()

        vendor = answer.json()["connections"][0]["vendor_status"]
        self.assertEqual(vendor["whose_fault"], "them")
        self.assertEqual(vendor["sentence"], "3 of 4 connections to PropertyMe that pmsync has fail: it is them.")
        self.assertNotIn("Rival", answer.content.decode())

    def test_one_silent_check_needs_attention_and_two_are_down(self) -> None:
        self.connection.last_sync_at = timezone.now()
        self.connection.save()
        a_failed_check(self.connection, minutes_ago=1)
        once = self.one()

        a_failed_check(self.connection, minutes_ago=6)
        twice = self.one()

        self.assertEqual((once["status"], twice["status"]), ("attention", "down"))
        advice = twice["recommendations"][0]
        self.assertEqual((advice["code"], advice["message"]), ("not_answering", "PropertyMe took too long to answer."))
        self.assertTrue(advice["link"].endswith(f"/propertyme/health?connection={self.connection.pk}"))

    def test_a_connection_by_files_is_not_checked(self) -> None:
        self.connection.delete()
        a_file_connection(self.agency, "propertyme")

        vendor = self.one()["vendor_status"]

        self.assertEqual(
            (vendor["whose_fault"], vendor["sentence"]),
            ("nobody", "Its rows come from files: there is nobody to be asked."),
        )

    def test_connections_that_are_no_longer_in_use_do_not_count(self) -> None:
        a_connection(self.agency, status="disconnected")

        self.assertEqual(len(self.health().json()["connections"]), 1)

    def test_without_a_connection_it_says_so(self) -> None:
        self.connection.delete()

        self.assert_problem(self.health(), 404, "not_connected")

    def test_one_connection_and_five_take_the_same_queries(self) -> None:
        for number in (0, 4):
            for _ in range(number):
                connection = a_connection(self.agency)
                a_sync_log(connection)
                a_check(connection)
                call_stats(connection)
                a_score(connection)
            # session, person, memberships with agency, connections, issues, runs; uptime, fresh checks, calls, scores,
            # the vendor's status, all agencies' checks
            with self.assertNumQueries(12):
                self.health()
