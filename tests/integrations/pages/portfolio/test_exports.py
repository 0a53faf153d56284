import csv
import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from openpyxl import load_workbook

from agencies.models import AuditEntry
from tests.factories import a_lease, a_transaction
from tests.integrations.pages.portfolio.cases import ROOT, PortfolioCase

LIST = f"{ROOT}/transactions"
HEADINGS = (
    "Date|Property|Tenant|Type|Category|Description|Amount|Currency|Status|Basis|Paid to|Source|Number at the source"
)


class ExportTests(PortfolioCase):
    def setUp(self) -> None:
        super().setUp()
        house = self.a_house(address="1 Elm Street")
        lease = a_lease(house, tenant_name='=HYPERLINK("https://evil.example")')
        self.rent(lease, date=date(2026, 7, 2), paid_to=date(2026, 7, 9), provider_transaction_id="receipt-a")
        given: dict[str, Any] = {"type": "expense", "category": "water", "description": "+61 2 water", "provider": ""}
        a_transaction(house, date=date(2026, 7, 1), amount=Decimal("-80.05"), provider_transaction_id=None, **given)

    def file(self, address: str) -> tuple[bytes, str]:
        """A file's bytes and name."""
        answer: Any = self.client.get(address)
        self.assertEqual(answer.status_code, 200)
        return b"".join(answer.streaming_content), answer.headers["Content-Disposition"]

    def test_a_csv_file_holds_what_the_page_lists(self) -> None:
        body, name = self.file(f"{LIST}.csv")

        rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))
        self.assertTrue(body.startswith(b"\xef\xbb\xbf"))
        self.assertEqual(name, 'attachment; filename="harbour-rentals-transactions-2026-07-01-to-2026-07-02.csv"')
        rent = '2026-07-02|1 Elm Street|\'=HYPERLINK("https://evil.example")|Income|Rental income||650.00|AUD|Confirmed'
        water = "2026-07-01|1 Elm Street||Expense|Water|'+61 2 water|-80.05|AUD|Confirmed|Reported||Entered here|"
        self.assertEqual(
            ["|".join(row) for row in rows],
            [HEADINGS, f"{rent}|Reported|2026-07-09|PropertyMe|receipt-a", water],
        )

    def test_an_excel_file_holds_numbers_days_and_plain_text(self) -> None:
        body, name = self.file(f"{LIST}.xlsx?date_from=2026-07-02&date_to=2026-07-31")

        headings, rent = load_workbook(io.BytesIO(body))["Transactions"].iter_rows()
        self.assertEqual("|".join(cell.value for cell in headings), HEADINGS)
        self.assertIn('filename="harbour-rentals-transactions-2026-07-02-to-2026-07-31.xlsx"', name)
        self.assertEqual((rent[0].value, rent[6].value), (datetime(2026, 7, 2), 650))
        self.assertEqual((rent[2].data_type, rent[2].value), ("s", '=HYPERLINK("https://evil.example")'))

    def test_the_audit_trail_says_how_many_rows_and_which(self) -> None:
        self.file(f"{LIST}.csv?type=income&search=elm")

        entry = AuditEntry.objects.get(action=AuditEntry.Action.EXPORTED)
        self.assertEqual(
            (entry.person, entry.agency_id, entry.subject), (self.user.email, self.agency.pk, "1 transaction")
        )
        expected = {"rows": 1, "format": "csv", "filters": {"type": "income", "search": "elm"}}
        self.assertEqual(entry.details, expected)

    def test_an_empty_export_is_refused_in_words(self) -> None:
        for ending in ("csv", "xlsx"):
            answer = self.client.get(f"{LIST}.{ending}?search=nothing", follow=True)

            self.assertContains(answer, "No transaction matches, so there is nothing to export.")
        self.assertFalse(AuditEntry.objects.filter(action=AuditEntry.Action.EXPORTED).exists())

    def test_the_page_links_to_both_files_with_its_filters(self) -> None:
        page = self.page(f"{LIST}?type=income")

        self.assertIn(f'href="{LIST}.csv?type=income"', page)
        self.assertIn(f'href="{LIST}.xlsx?type=income"', page)

    def test_three_rows_and_thirty_take_the_same_queries(self) -> None:
        lease = a_lease(self.a_house())
        for number in (3, 27):
            for _ in range(number):
                self.rent(lease)
            # session, person, memberships with agency, sums, audit entry, transactions
            with self.assertNumQueries(6):
                self.file(f"{LIST}.csv?lease=")
