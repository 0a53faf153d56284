from typing import Any

from integrations.models import SyncLog
from tests.factories import a_connection, a_sync_log, an_issue
from tests.integrations.api.cases import ROOT, ApiCase


class StartTests(ApiCase):
    def start(self, kind: str = "incremental", query: str = "", **body: Any) -> Any:
        return self.api.post(f"{ROOT}/sync/{kind}{query}", {"org_id": str(self.agency.pk), **body}, format="json")

    def test_each_type_of_sync_is_queued(self) -> None:
        for kind in ("full", "incremental", "manual"):
            answer = self.start(kind)

            self.assertEqual(answer.status_code, 202, answer.content)
            log = SyncLog.objects.get(pk=answer.json()["job_id"])
            self.assertEqual((log.sync_type, log.status, log.requested_by, log.kinds), (kind, "queued", self.user, []))
            log.delete()

    def test_only_some_kinds_are_asked_for(self) -> None:
        body = self.start(entity_types=["leases", "properties"], excluded_entities=["leases"]).json()

        self.assertEqual(body["entity_types"], ["properties"])

    def test_leaving_kinds_out_asks_for_the_others(self) -> None:
        body = self.start(excluded_entities=["inspections"]).json()

        self.assertIn("leases", body["entity_types"])
        self.assertNotIn("inspections", body["entity_types"])

    def test_an_unknown_kind_is_refused_and_the_allowed_ones_named(self) -> None:
        body = self.assert_problem(self.start(entity_types=["spaceships"]), 400, "invalid")

        self.assertIn("spaceships", body["detail"])
        self.assertIn("maintenance_jobs", body["detail"])
        self.assertEqual(body["errors"][0]["code"], "unknown_kind")

    def test_nothing_left_to_sync_is_refused(self) -> None:
        self.assert_problem(self.start(entity_types=["leases"], excluded_entities=["leases"]), 400, "invalid")

    def test_a_second_sync_is_a_conflict_that_names_the_first(self) -> None:
        first = self.start().json()["job_id"]

        body = self.assert_problem(self.start(), 409, "already_running")

        self.assertIn(first, body["detail"])

    def test_with_several_connections_one_must_be_named(self) -> None:
        second = a_connection(self.agency)

        self.assert_problem(self.start(), 409, "several_connections")
        self.assertEqual(self.start(connection_id=str(second.pk)).json()["connection"], str(second.pk))
        self.assertEqual(self.start(query=f"?connection={self.connection.pk}").status_code, 202)

    def test_a_viewer_may_not(self) -> None:
        answer = self.viewer().post(f"{ROOT}/sync/full", {"org_id": str(self.agency.pk)}, format="json")

        self.assert_problem(answer, 403, "permission_denied")


class JobTests(ApiCase):
    def test_a_job_tells_how_far_it_is_and_what_it_counted(self) -> None:
        log = a_sync_log(
            self.connection,
            status="running",
            completed_at=None,
            summary="",
            progress_done=30,
            progress_total=120,
            counts={"leases": {"read": 30, "created": 2, "updated": 1, "unchanged": 26, "held": 0, "rejected": 1}},
            errors=[{"kind": "leases", "external_id": "T-1", "code": "malformed_row", "message": "No rent."}],
        )

        body = self.api.get(f"{ROOT}/sync/jobs/{log.pk}").json()

        self.assertTrue(body.pop("created_at").endswith("Z"))
        self.assertEqual(
            body,
            {
                "job_id": str(log.pk),
                "connection": str(self.connection.pk),
                "sync_type": "incremental",
                "status": "running",
                "trigger": "person",
                "summary": "",
                "activity": "",
                "progress_percentage": 25,
                "processed_entities": 30,
                "total_entities": 120,
                "items_synced": 0,
                "transactions_created": 0,
                "started_at": "2026-07-03T02:14:00Z",
                "completed_at": None,
                "cancel_requested": False,
                "entity_types": [],
                "options": {},
                "ignored_options": {},
                "since_not_applied": [],
                "counts": {
                    "leases": {
                        "read": 30,
                        "created": 2,
                        "updated": 1,
                        "unchanged": 26,
                        "held": 0,
                        "rejected": 1,
                        "withdrawn": 0,
                        "duplicates": 0,
                    }
                },
                "errors": [{"kind": "leases", "external_id": "T-1", "code": "malformed_row", "message": "No rent."}],
                "seconds": {},
                "estimated_seconds_left": None,
            },
        )

    def test_a_running_job_is_asked_to_stop(self) -> None:
        log = a_sync_log(self.connection, status="running", completed_at=None)

        answer = self.api.delete(f"{ROOT}/sync/jobs/{log.pk}")

        self.assertEqual((answer.status_code, answer.json()["cancel_requested"]), (202, True))

    def test_a_job_that_is_over_cannot_be_cancelled(self) -> None:
        self.assert_problem(self.api.delete(f"{ROOT}/sync/jobs/{a_sync_log(self.connection).pk}"), 409, "not_running")

    def test_a_viewer_may_look_but_not_cancel(self) -> None:
        log, viewer = a_sync_log(self.connection, status="running"), self.viewer()

        self.assertEqual(viewer.get(f"{ROOT}/sync/jobs/{log.pk}").status_code, 200)
        self.assert_problem(viewer.delete(f"{ROOT}/sync/jobs/{log.pk}"), 403, "permission_denied")

    def test_a_job_of_another_provider_is_not_found(self) -> None:
        log = a_sync_log(self.connection)

        self.assert_problem(self.api.get(f"/api/integrations/different/sync/jobs/{log.pk}"), 404, "not_found")


class HistoryTests(ApiCase):
    def test_the_latest_run_comes_first_and_states_narrow(self) -> None:
        first, second = a_sync_log(self.connection, status="failed"), a_sync_log(self.connection)

        body = self.api.get(f"{ROOT}/sync/history/{self.agency.pk}").json()
        failed = self.api.get(f"{ROOT}/sync/history/{self.agency.pk}?status=failed").json()

        self.assertEqual([row["job_id"] for row in body["results"]], [str(second.pk), str(first.pk)])
        self.assertEqual([row["job_id"] for row in failed["results"]], [str(first.pk)])

    def test_three_rows_and_thirty_take_the_same_queries(self) -> None:
        for number in (3, 27):
            for _ in range(number):
                a_sync_log(self.connection, requested_by=self.user)
            # session, person, membership with agency, connections, runs
            with self.assertNumQueries(5):
                self.api.get(f"{ROOT}/sync/history/{self.agency.pk}")


class IssueTests(ApiCase):
    def test_an_issue_tells_what_is_wrong_and_what_to_do(self) -> None:
        issue = an_issue(
            self.connection, external_id="T-17", column="rent", value="-5", sync_log=a_sync_log(self.connection)
        )

        row = self.api.get(f"{ROOT}/issues/{self.agency.pk}").json()["results"][0]

        self.assertTrue(row.pop("created_at") and row.pop("updated_at"))
        self.assertEqual(
            row,
            {
                "id": str(issue.pk),
                "kind": "leases",
                "external_id": "T-17",
                "file": "",
                "row_number": None,
                "column": "rent",
                "value": "-5",
                "code": "malformed_row",
                "message": issue.message,
                "action": issue.action,
                "status": "open",
                "reason": "",
                "occurrences": 1,
                "job_id": str(issue.sync_log_id),
            },
        )

    def test_an_issue_is_set_aside_with_a_reason_and_taken_up_again(self) -> None:
        address = f"{ROOT}/issues/{self.agency.pk}/{an_issue(self.connection).pk}"

        aside = self.api.patch(address, {"status": "ignored", "reason": "Sold"}, format="json").json()
        again = self.api.patch(address, {"status": "open"}, format="json").json()

        self.assertEqual((aside["status"], aside["reason"]), ("ignored", "Sold"))
        self.assertEqual(again["status"], "open")

    def test_rows_that_are_missing_are_confirmed_to_be_gone_and_nothing_else_is(self) -> None:
        braked = an_issue(self.connection, code="mass_withdrawal", value="25", external_id="")
        row = an_issue(self.connection)

        confirmed = self.api.patch(
            f"{ROOT}/issues/{self.agency.pk}/{braked.pk}", {"status": "confirmed"}, format="json"
        )
        refused = self.api.patch(f"{ROOT}/issues/{self.agency.pk}/{row.pk}", {"status": "confirmed"}, format="json")

        self.assertEqual((confirmed.status_code, confirmed.json()["status"]), (200, "confirmed"))
        self.assert_problem(refused, 400, "nothing_to_confirm")

    def test_other_states_are_not_for_people_to_set(self) -> None:
        address = f"{ROOT}/issues/{self.agency.pk}/{an_issue(self.connection).pk}"

        self.assert_problem(self.api.patch(address, {"status": "resolved"}, format="json"), 400, "invalid")
        self.assert_problem(self.viewer().patch(address, {"status": "open"}, format="json"), 403, "permission_denied")

    def test_a_viewer_does_not_see_the_value(self) -> None:
        an_issue(self.connection, value="0400 000 000")

        self.assertEqual(self.viewer().get(f"{ROOT}/issues/{self.agency.pk}").json()["results"][0]["value"], "")

    def test_three_rows_and_thirty_take_the_same_queries(self) -> None:
        for number in (3, 27):
            for _ in range(number):
                an_issue(self.connection)
            # session, person, membership with agency, connections, issues
            with self.assertNumQueries(5):
                self.api.get(f"{ROOT}/issues/{self.agency.pk}")
