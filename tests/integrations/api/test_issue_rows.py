from typing import Any

from integrations.models import SyncLog
from tests.factories import a_file_connection, a_sync_log
from tests.integrations.api.cases import ApiCase
from tests.integrations.pages.rows import a_row_issue, row_of


class FileRowTests(ApiCase):
    def setUp(self) -> None:
        super().setUp()
        self.connection = a_file_connection(self.agency)
        self.issue = a_row_issue(self.connection, row_number=7)
        self.root = f"/api/integrations/propertytree/issues/{self.agency.pk}"

    def change(self, body: Any) -> Any:
        return self.api.patch(f"{self.root}/{self.issue.pk}", body, format="json")

    def test_the_list_says_where_the_row_stood(self) -> None:
        (row,) = self.api.get(self.root).json()["results"]
        (hidden,) = self.viewer().get(self.root).json()["results"]

        names = ("file", "row_number", "column", "value")
        self.assertEqual([row[name] for name in names], ["leases.csv", 7, "Rent Period", "biweekly"])
        self.assertEqual([hidden[name] for name in names], ["leases.csv", 7, "Rent Period", ""])

    def test_values_are_written_and_the_row_is_then_tried_alone(self) -> None:
        answer = self.change({"values": {"Rent Period": "weekly"}})

        self.assertEqual((answer.status_code, answer.json()["status"]), (200, "open"))
        self.assertEqual(row_of(self.issue)["Rent Period"], "weekly")
        self.assertFalse(SyncLog.objects.exists())

        tried = self.api.post(f"{self.root}/{self.issue.pk}/retry")
        self.assertEqual(tried.status_code, 202, tried.content)
        self.assertEqual(SyncLog.objects.get().only, {"issues": [str(self.issue.pk)]})

    def test_a_heading_that_the_row_lacks_is_refused(self) -> None:
        before = row_of(self.issue)

        answer = self.change({"values": {"Bond": "1"}})

        self.assertEqual(answer.status_code, 400, answer.content)
        self.assertEqual(row_of(self.issue), before)

    def test_a_row_that_is_no_longer_kept_is_a_conflict(self) -> None:
        self.issue.raw = None
        self.issue.save()

        self.assertEqual(self.change({"values": {"Rent Period": "weekly"}}).status_code, 409)

    def test_nonsense_is_refused_by_name(self) -> None:
        for body in ({}, {"values": {}}, {"values": {"Rent": 5}}, {"values": "x"}, {"status": "ignored"}):
            self.assert_problem(self.change(body), 400, "invalid")

    def test_a_row_is_set_aside_with_a_reason(self) -> None:
        answer = self.change({"status": "ignored", "reason": "Commercial"})

        self.assertEqual((answer.status_code, answer.json()["reason"]), (200, "Commercial"))

    def test_a_code_tries_only_the_rows_that_have_it(self) -> None:
        second = a_row_issue(self.connection)
        a_row_issue(self.connection, code="unknown_property")
        a_row_issue(self.connection, status="ignored", reason="Sold")

        self.api.post(f"{self.root}/retry", {"code": "malformed_row"}, format="json")

        self.assertEqual(set(SyncLog.objects.get().only["issues"]), {str(self.issue.pk), str(second.pk)})

    def test_while_a_job_runs_it_is_a_conflict(self) -> None:
        a_sync_log(self.connection, status="running", completed_at=None)

        self.assert_problem(self.api.post(f"{self.root}/{self.issue.pk}/retry"), 409, "already_running")
