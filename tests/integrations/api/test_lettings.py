"""The API's lists of the rows around lettings."""

from portfolio.models import (
    Association,
    Charge,
    Prospect,
    RecurringCharge,
    RetailSale,
    SecurityDeposit,
    Subsidy,
    Violation,
)
from tests.factories import a_property, an_agency
from tests.integrations.api.cases import PortfolioCase
from tests.letting_factories import LISTED, a_row_of

WORDS = {word.replace("_", "-"): model for word, model in LISTED.items()}
MONEY = (Charge, RecurringCharge, SecurityDeposit, Subsidy, RetailSale)


class LettingTests(PortfolioCase):
    def test_every_kind_has_a_list_and_a_detail_with_its_own_rows_alone(self) -> None:
        here, elsewhere = a_property(self.agency), a_property(an_agency())
        for word, model in WORDS.items():
            mine, foreign = a_row_of(model, here), a_row_of(model, elsewhere)

            self.assertEqual(self.ids(word), [str(mine.pk)], word)
            self.assertEqual(self.api.get(f"/api/portfolio/{word}/{mine.pk}").status_code, 200)
            self.assertEqual(self.api.get(f"/api/portfolio/{word}/{foreign.pk}").status_code, 404)

    def test_a_list_asks_as_much_of_thirty_rows_as_of_three(self) -> None:
        here = a_property(self.agency)
        for word, model in WORDS.items():
            for number in (3, 27):
                for _ in range(number):
                    a_row_of(model, here)

                # session, person, membership, the rows
                with self.subTest(word), self.assertNumQueries(4):
                    self.rows(f"{word}?org_id={self.agency.pk}")

    def test_a_viewer_sees_no_sums_and_no_way_to_reach_anybody(self) -> None:
        here = a_property(self.agency)
        viewer = self.viewer()
        for word, model in WORDS.items():
            a_row_of(model, here)

            answer = viewer.get(f"/api/portfolio/{word}")

            self.assertEqual(answer.status_code, 403 if model in MONEY else 200, word)
            if model is Prospect:
                self.assertIsNone(answer.json()["results"][0]["email"])
            if model is Association:
                self.assertIsNone(answer.json()["results"][0]["board"])

    def test_lists_are_narrowed(self) -> None:
        here, there = a_property(self.agency), a_property(self.agency)
        old, new = a_row_of(Charge, here), a_row_of(Charge, there)
        Charge.objects.filter(pk=new.pk).update(charged_on="2026-08-01", is_recoverable=True)
        closed = a_row_of(Violation, here)
        Violation.objects.filter(pk=closed.pk).update(status="closed")
        a_row_of(Violation, here)

        for query, row in (
            (f"charges?property={here.pk}", old),
            ("charges?date_from=2026-08-01", new),
            ("charges?recoverable=true", new),
            ("violations?status=closed", closed),
        ):
            self.assertEqual(self.ids(query), [str(row.pk)], query)
