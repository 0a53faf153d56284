from typing import Any

from agencies.models import AuditEntry
from integrations.models import SyncLog
from tests.factories import a_connection, a_mapping, a_sync_log, an_issue
from tests.integrations.api.cases import ROOT, ApiCase


class RetryTests(ApiCase):
    def retry(self, path: str, body: Any = None, client: Any = None) -> Any:
        return (client or self.api).post(f"{ROOT}/issues/{self.agency.pk}/{path}", body, format="json")

    def test_one_issue_reads_its_kind_from_the_start(self) -> None:
        issue = an_issue(self.connection, kind="leases")

        answer = self.retry(f"{issue.pk}/retry")

        self.assertEqual(answer.status_code, 202, answer.content)
        log = SyncLog.objects.get(pk=answer.json()["job_id"])
        self.assertEqual(
            (log.sync_type, log.status, log.trigger, log.requested_by, log.kinds),
            ("full", "queued", "person", self.user, ["leases"]),
        )
        self.assertEqual(AuditEntry.objects.filter(action="sync_started").count(), 1)

    def test_a_code_reads_every_kind_in_which_it_is_open(self) -> None:
        for kind, status in (("leases", "open"), ("bills", "open"), ("inspections", "resolved")):
            an_issue(self.connection, kind=kind, code="malformed_row", status=status)
        an_issue(self.connection, kind="properties", code="unknown_property")

        body = self.retry("retry", {"code": "malformed_row"}).json()

        self.assertEqual(sorted(body["entity_types"]), ["bills", "leases"])

    def test_a_code_that_nothing_open_has_is_refused_in_words(self) -> None:
        body = self.assert_problem(self.retry("retry", {"code": "other"}), 409, "nothing_to_retry")

        self.assertIn("PropertyMe", body["action"])
        self.assertFalse(SyncLog.objects.exists())

    def test_a_kind_that_no_sync_reads_is_refused(self) -> None:
        issue = an_issue(self.connection, kind="spaceships")

        self.assert_problem(self.retry(f"{issue.pk}/retry"), 409, "nothing_to_retry")

    def test_while_a_job_runs_it_is_a_conflict(self) -> None:
        a_sync_log(self.connection, status="running", completed_at=None)

        self.assert_problem(self.retry(f"{an_issue(self.connection).pk}/retry"), 409, "already_running")

    def test_with_several_connections_one_must_be_named(self) -> None:
        second = a_connection(self.agency)
        an_issue(second)

        self.assert_problem(self.retry("retry", {"code": "malformed_row"}), 409, "several_connections")
        named = self.retry(f"retry?connection={second.pk}", {"code": "malformed_row"})
        self.assertEqual(named.json()["connection"], str(second.pk))

    def test_a_viewer_may_not(self) -> None:
        viewer, issue = self.viewer(), an_issue(self.connection)

        self.assert_problem(self.retry(f"{issue.pk}/retry", client=viewer), 403, "permission_denied")
        self.assert_problem(self.retry("retry", {"code": "x"}, viewer), 403, "permission_denied")

    def test_values_are_mended_where_they_came_from(self) -> None:
        issue = an_issue(self.connection)
        address = f"{ROOT}/issues/{self.agency.pk}/{issue.pk}"

        for body in ({"values": {"rent": "650"}}, {"values": {}, "status": "ignored"}):
            refused = self.assert_problem(self.api.patch(address, body, format="json"), 409, "not_editable")

            self.assertEqual(refused["action"], "Mend it in PropertyMe, then retry.")
            issue.refresh_from_db()
            self.assertEqual(issue.status, "open")


class HealthTests(ApiCase):
    def health(self) -> Any:
        return self.api.get(f"{ROOT}/health/{self.agency.pk}")

    def test_it_says_for_each_connection_what_is_wrong_and_where_to_go(self) -> None:
        self.connection.status = "revoked"
        self.connection.save()
        a_sync_log(self.connection)
        an_issue(self.connection)

        body = self.health().json()

        one = body["connections"][0]
        self.assertTrue(body.pop("checked_at").endswith("Z"))
        self.assertGreater(one.pop("last_sync_age_seconds"), 0)
        self.assertEqual(
            body,
            {
                "org_id": str(self.agency.pk),
                "provider": "propertyme",
                "status": "down",
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
                        "latency_ms": None,
                        "recommendations": [
                            {
                                "code": "sign_in",
                                "message": "PropertyMe no longer lets pmsync in.",
                                "action": "Reconnect the same account. Nothing is lost.",
                                "link": "http://testserver/settings/integrations/propertyme"
                                f"?connection={self.connection.pk}",
                            }
                        ],
                    }
                ],
            },
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
                a_sync_log(a_connection(self.agency))
            # session, person, memberships with agency, connections, issues, runs
            with self.assertNumQueries(6):
                self.health()


class MappingQueryTests(ApiCase):
    def test_three_rows_and_thirty_take_the_same_queries(self) -> None:
        for number in (3, 27):
            for _ in range(number):
                a_mapping(self.connection)
            # session, person, memberships with agency, connections, mappings
            with self.assertNumQueries(5):
                self.api.get(f"{ROOT}/mappings/{self.agency.pk}")
