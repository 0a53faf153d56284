from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

from tests.factories import a_lease, a_property, a_transaction, an_agency
from tests.integrations.pages.portfolio.cases import ROOT, PortfolioCase

LIST = f"{ROOT}/transactions"


class ListTests(PortfolioCase):
    def test_it_lists_and_adds_up_what_is_asked_for(self) -> None:
        house = self.a_house(address="1 Elm Street")
        lease = a_lease(house, tenant_name="Tim Tenant")
        self.rent(lease, amount=Decimal("1300.00"), basis="derived", description="Rent received")
        self.rent(lease, amount=Decimal("-50.00"))
        a_transaction(house, type="expense", category="repairs_and_maintenance", amount=Decimal("220.00"))
        a_transaction(house, amount=Decimal("99.00"), currency="NZD", status="pending")

        page = self.page(LIST)

        for words in (
            "4 transactions",
            "1 Elm Street",
            "Tim Tenant",
            "Rent received",
            "reversal",
            "Derived",
            "What “derived” means",
            "Pending",
            "<dd>$1,250.00</dd>",
            "<dd>$220.00</dd>",
            "<strong>$1,030.00</strong>",
            "<strong>NZD 99.00</strong>",
        ):
            self.assertIn(words, page)

    def test_it_is_narrowed(self) -> None:
        first, second = self.a_house(address="1 Elm Street"), self.a_house(address="2 Oak Street")
        lease = a_lease(first)
        a_transaction(first, lease=lease, description="One", date=date(2026, 7, 1))
        a_transaction(first, description="Two", date=date(2026, 7, 2), type="expense", category="water")
        a_transaction(second, description="Three", date=date(2026, 7, 3), status="pending", basis="derived")

        for query, found in (
            ("", "One Two Three"),
            ("?search=elm", "One Two"),
            ("?search=two", "Two"),
            ("?date_from=2026-07-02", "Two Three"),
            ("?date_to=2026-07-02", "One Two"),
            ("?type=expense", "Two"),
            ("?category=water", "Two"),
            ("?status=pending", "Three"),
            ("?basis=derived", "Three"),
            (f"?property={first.pk}", "One Two"),
            (f"?lease={lease.pk}", "One"),
            ("?date_from=nonsense&type=nonsense", "One Two Three"),
        ):
            page = self.page(f"{LIST}{query}")
            shown = [words for words in ("One", "Two", "Three") if f'<span class="quiet">{words}</span>' in page]
            self.assertEqual(" ".join(shown), found, query)
            self.assertIn(f"{len(shown)} transaction", page, query)

    def test_pages_go_on_behind_the_last_row_and_come_back(self) -> None:
        house = self.a_house()
        for number in range(120):
            day = date(2026, 1, 1) + timedelta(days=number // 7)
            a_transaction(house, description=f"No {number:03}", date=day)
        seen, query = [], "?basis=reported"

        for _ in range(3):
            answer = self.client.get(f"{LIST}{query}")
            seen.append([row.description for row, _ in answer.context["rows"]])
            query = answer.context["page"].following or query
        back = self.client.get(f"{LIST}{answer.context['page'].preceding}")

        self.assertEqual([len(page) for page in seen], [50, 50, 20])
        self.assertEqual(sorted(row for page in seen for row in page), [f"No {number:03}" for number in range(120)])
        self.assertEqual([row.description for row, _ in back.context["rows"]], seen[1])
        self.assertIn("120 transactions", back.content.decode())
        self.assertIn("basis=reported", answer.context["page"].preceding)

    def test_a_cursor_that_was_never_given_out_is_no_page(self) -> None:
        for cursor in ("nonsense", "W10="):
            self.assertEqual(self.client.get(f"{LIST}?cursor={cursor}").status_code, 404)

    def test_what_belongs_to_another_agency_is_not_there(self) -> None:
        house = a_property(an_agency())
        lease = a_lease(house)
        a_transaction(house, lease=lease, description="Theirs")

        self.assertNotContains(self.client.get(LIST), "Theirs")
        for query in (f"property={house.pk}", f"lease={lease.pk}", f"property={uuid4()}", "lease=nonsense"):
            for address in (LIST, f"{LIST}.csv", f"{LIST}.xlsx"):
                self.assertEqual(self.client.get(f"{address}?{query}").status_code, 404, query)

    def test_a_viewer_may_not_come_in(self) -> None:
        for address in (LIST, f"{LIST}.csv", f"{LIST}.xlsx"):
            self.assertEqual(self.viewer().get(address).status_code, 403)

    def test_an_empty_list_says_what_to_do_next(self) -> None:
        self.assertIn("They come in with the next sync", self.page(LIST))
        self.assertIn("No transaction matches", self.page(f"{LIST}?search=nothing"))
        self.connection.delete()
        self.assertIn("Choose a system to connect", self.page(LIST))

    def test_three_rows_and_thirty_take_the_same_queries(self) -> None:
        lease = a_lease(self.a_house())
        for number in (3, 27):
            for _ in range(number):
                self.rent(lease)
            # session, person, memberships with agency, connections, transactions, sums, property, lease
            with self.assertNumQueries(8):
                self.page(f"{LIST}?property={lease.property_id}&lease={lease.pk}")
