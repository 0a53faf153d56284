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


class MappingQueryTests(ApiCase):
    def test_three_rows_and_thirty_take_the_same_queries(self) -> None:
        for number in (3, 27):
            for _ in range(number):
                a_mapping(self.connection)
            # session, person, memberships with agency, connections, mappings
            with self.assertNumQueries(5):
                self.api.get(f"{ROOT}/mappings/{self.agency.pk}")
