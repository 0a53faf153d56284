from unittest.mock import patch

from django.test import TestCase

from agencies.refusals import Refusal
from integrations import error_files, mending
from integrations.error_files import error_file
from integrations.mending import Alike, open_rows
from integrations.models import SyncIssue
from tests.factories import a_file_connection, a_member
from tests.integrations.pages.rows import LAYOUT, a_row_issue, row_of


class ErrorFileTests(TestCase):
    def setUp(self) -> None:
        self.connection = a_file_connection()

    def test_rows_stand_in_the_order_of_their_file_under_all_headings_that_any_of_them_has(self) -> None:
        a_row_issue(self.connection, row_number=9, raw={"Rent": "x", "Bond": "1"}, message="No.", action="Mend it.")
        a_row_issue(
            self.connection, row_number=4, raw={"Address": "1 Elm", "Rent": "y"}, message="No.", action="Mend it."
        )

        found = error_file(SyncIssue.objects.for_page().select_related("connection"))

        self.assertEqual(found.headings, ("Address", "Rent", "Bond", "What is wrong", "What to do"))
        self.assertEqual(
            list(found.cells()), [["1 Elm", "y", "", "No.", "Mend it."], ["", "x", "1", "No.", "Mend it."]]
        )
        self.assertEqual(found.name("Harbour & Co", "csv"), "harbour-co-propertytree-leases-to-correct.csv")

    def test_rows_that_are_no_longer_kept_are_not_in_it(self) -> None:
        a_row_issue(self.connection)
        a_row_issue(self.connection, raw=None)

        self.assertEqual(len(error_file(SyncIssue.objects.all()).rows), 1)

    def test_three_rows_and_thirty_take_the_same_queries(self) -> None:
        for number in (3, 27):
            for _ in range(number):
                a_row_issue(self.connection)
            with self.assertNumQueries(2):  # the lists, and the rows
                error_file(SyncIssue.objects.all())

    def test_more_rows_than_one_file_or_click_can_take_are_refused(self) -> None:
        for _ in range(3):
            a_row_issue(self.connection)
        alike = Alike("leases", "malformed_row", LAYOUT, "Rent Period", "biweekly")

        for module, limit in ((error_files, "MOST_ROWS"), (mending, "MOST_AT_ONCE")):
            with patch.object(module, limit, 2), self.assertRaises(Refusal) as refused:
                error_file(SyncIssue.objects.all()) if module is error_files else open_rows(self.connection, alike)
            self.assertEqual(refused.exception.code, "too_many_rows")


class MendingTests(TestCase):
    def test_all_rows_are_mended_or_none(self) -> None:
        connection = a_file_connection()
        good, other = a_row_issue(connection), a_row_issue(connection, raw={"Rent": "650"})
        user = a_member(connection.agency)

        with self.assertRaises(Refusal) as refused:
            mending.mend(connection, [good.pk, other.pk], {"Rent Period": "weekly"}, user)

        self.assertEqual(refused.exception.code, "unknown_column")
        self.assertEqual(row_of(good)["Rent Period"], "biweekly")

    def test_mending_thirty_rows_takes_as_many_queries_as_three(self) -> None:
        connection = a_file_connection()
        user = a_member(connection.agency)
        for number in (3, 27):
            ids = [a_row_issue(connection).pk for _ in range(number)]
            # savepoint, the rows, the rows written, the audit trail, release
            with self.assertNumQueries(5):
                mending.mend(connection, ids, {"Rent": "1.00"}, user)
