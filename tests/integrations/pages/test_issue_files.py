"""Error files, and who may see and mend rows of files."""

import csv
import io
import json
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from agencies.models import AuditEntry
from agencies.permissions import Role
from integrations.models import ImportFile, SyncLog
from tests.factories import a_file_connection, a_member, a_sync_log, an_agency
from tests.integrations.pages.cases import ROOT, RowCase
from tests.integrations.pages.rows import LAYOUT, a_row_issue

HERE = f"{ROOT}/propertytree"
ISSUES = f"{HERE}/issues"
GROUP = {"kind": "leases", "code": "malformed_row", "layout": LAYOUT, "column": "Rent Period"}


class FileTests(RowCase):
    def file(self, ending: str, query: str = "") -> Any:
        return self.client.get(f"{ISSUES}/rows.{ending}{query}")

    def test_rows_come_in_the_layout_that_they_had_with_two_columns_more(self) -> None:
        a_row_issue(self.connection, row_number=7, raw={"Address": "=1+1", "Note": "a;-b", "Rent Period": "biweekly"})
        a_row_issue(self.connection, row_number=3, status="resolved")

        answer = self.file("csv")

        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        self.assertEqual(
            list(csv.reader(io.StringIO(text))),
            [
                ["Address", "Note", "Rent Period", "What is wrong", "What to do"],
                [
                    "'=1+1",
                    "a;'-b",
                    "biweekly",
                    "Rent Period is biweekly, a word that pmsync does not know.",
                    "Correct Rent Period in your system's export, or here.",
                ],
            ],
        )
        self.assertIn("harbour-rentals-propertytree-leases-to-correct.csv", answer["Content-Disposition"])
        entry = AuditEntry.objects.get(action="exported")
        self.assertEqual(entry.details, {"rows": 1, "format": "csv", "filters": {}})

    def test_an_excel_file_holds_texts_and_never_a_formula(self) -> None:
        a_row_issue(self.connection, raw={"=Bad": "=1+1", "Rent": "0650.00"})

        sheet = load_workbook(io.BytesIO(b"".join(self.file("xlsx").streaming_content))).active

        assert sheet is not None
        self.assertEqual([cell.value for cell in sheet[1]], ["=Bad", "Rent", "What is wrong", "What to do"])
        self.assertEqual([(cell.value, cell.data_type) for cell in sheet[2]][:2], [("=1+1", "s"), ("0650.00", "s")])
        self.assertEqual(sheet["A1"].data_type, "s")

    def test_a_second_correction_does_not_get_the_columns_twice(self) -> None:
        a_row_issue(self.connection, raw={"Rent": "x", "What is wrong": "old", "What to do": "old"})

        (line, _) = csv.reader(io.StringIO(b"".join(self.file("csv").streaming_content).decode("utf-8-sig")))

        self.assertEqual(line, ["Rent", "What is wrong", "What to do"])

    def test_the_address_names_a_group_a_file_or_a_run(self) -> None:
        log = a_sync_log(self.connection)
        a_row_issue(self.connection, value="4-weekly", sync_log=log)
        a_row_issue(self.connection, file="others.csv")
        a_row_issue(self.connection)

        for query, number in (
            ("", 3),
            ("?value=4-weekly", 1),
            ("?file=others.csv", 1),
            (f"?job={log.pk}", 1),
            ("?kind=leases&code=malformed_row&column=Rent+Period", 3),
            ("?column=Rent+Period&alone=on", 1),
        ):
            rows = csv.reader(io.StringIO(b"".join(self.file("csv", query).streaming_content).decode("utf-8-sig")))
            self.assertEqual(len(list(rows)) - 1, number, query)

    def test_nothing_and_rows_of_two_lists_are_refused_in_words(self) -> None:
        for query in ("", "?job=nonsense"):
            self.assertRedirects(self.file("csv", query), ISSUES)
        a_row_issue(self.connection)
        a_row_issue(self.connection, layout="propertytree/owners")

        refused = self.client.get(f"{ISSUES}/rows.csv", follow=True)

        self.assertContains(refused, "These rows stood in 2 different lists")
        self.assertEqual(self.file("csv", f"?layout={LAYOUT}").status_code, 200)

    def test_a_corrected_file_is_kept_and_imported_alone(self) -> None:
        upload = SimpleUploadedFile("to-correct.csv", b"Address,Rent Period\n1 Wattle Street,weekly\n")

        answer = self.client.post(f"{ISSUES}/correction", {"file": upload})

        file, log = ImportFile.objects.get(), self.queued()
        self.assertRedirects(answer, f"{HERE}/history/{log.pk}?connection={self.connection.pk}")
        self.assertEqual((file.origin, file.connection, file.uploaded_by), ("correction", self.connection, self.user))
        self.assertEqual(log.only, {"files": [str(file.pk)]})

    def test_without_a_file_it_is_told(self) -> None:
        self.assertContains(self.client.post(f"{ISSUES}/correction", follow=True), "No file came with that.")


class RoleTests(RowCase):
    def test_who_may_not_see_details_sees_no_value_and_takes_no_step(self) -> None:
        rows = [a_row_issue(self.connection, value="tim@example.com", column="Email") for _ in range(2)]
        viewer = self.viewer()

        for address in (ISSUES, f"{ISSUES}?value=tim@example.com", f"{ISSUES}?column=Email"):
            page = viewer.get(address).content.decode()
            self.assertNotIn("<code>tim@example.com", page)
            self.assertNotIn("says “", page)
            self.assertIn("2 rows", page)
            for word in ("rows.csv", "Correct this row", "Try again", "spreadsheet"):
                self.assertNotIn(word, page)
        self.assertEqual(viewer.get(f"{ISSUES}/{rows[0].pk}/row").status_code, 403)
        self.assertEqual(viewer.get(f"{ISSUES}/rows.csv").status_code, 403)

    def test_another_agencys_rows_are_not_there(self) -> None:
        theirs = a_row_issue(a_file_connection(an_agency()))
        a_row_issue(self.connection, row_number=2)

        self.assertEqual(self.client.get(f"{ISSUES}/{theirs.pk}/row").status_code, 404)
        self.assertEqual(self.client.post(f"{ISSUES}/{theirs.pk}/retry").status_code, 404)
        self.client.post(
            f"{ISSUES}/group", {**GROUP, "value": "biweekly", "action": "retry", "issue": [str(theirs.pk)]}
        )
        self.assertFalse(SyncLog.objects.exists())
        self.assertEqual(self.client.get(f"{ISSUES}/rows.csv?connection={theirs.connection_id}").status_code, 404)

    def test_staff_may_take_every_step(self) -> None:
        row = a_row_issue(self.connection)
        client = Client()
        client.force_login(a_member(self.agency, Role.STAFF))

        self.assertEqual(client.get(f"{ISSUES}/{row.pk}/row").status_code, 200)
        self.assertEqual(client.get(f"{ISSUES}/rows.xlsx").status_code, 200)
        self.assertEqual(json.loads(row.raw or "")["Rent Period"], "biweekly")
