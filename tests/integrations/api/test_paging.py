from typing import Any

from tests.factories import a_property, a_transaction
from tests.integrations.api.cases import ApiCase


class PagingTests(ApiCase):
    def walk(self, address: str, way: str = "next") -> list[list[str]]:
        """The ids of each page, from that address on."""
        pages = []
        while address:
            body = self.api.get(address).json()
            pages.append([row["id"] for row in body["results"]])
            address = body[way]
            last: Any = body
        self.last = last
        return pages

    def test_every_row_comes_once_though_all_have_the_same_day(self) -> None:
        of = a_property(self.agency)
        rows = {str(a_transaction(of).pk) for _ in range(25)}

        pages = self.walk("/api/portfolio/transactions?page_size=10")

        self.assertEqual([len(page) for page in pages], [10, 10, 5])
        self.assertEqual({row for page in pages for row in page}, rows)

    def test_the_way_back_shows_the_same_pages(self) -> None:
        for _ in range(25):
            a_property(self.agency)
        forth = self.walk("/api/portfolio/properties?page_size=10")

        back = self.walk(self.last["previous"], "previous")

        self.assertEqual(back[::-1], forth[:-1])

    def test_rows_made_meanwhile_move_nothing(self) -> None:
        for number in (2, 4, 6, 8):
            a_property(self.agency, address=f"{number} Elm Street")
        first = self.api.get("/api/portfolio/properties?page_size=2").json()

        a_property(self.agency, address="1 Elm Street")
        second = self.api.get(first["next"]).json()

        self.assertEqual([row["address"] for row in second["results"]], ["6 Elm Street", "8 Elm Street"])
        self.assertIsNone(second["next"])

    def test_the_links_keep_the_filters(self) -> None:
        for _ in range(3):
            a_property(self.agency, suburb="Glebe")
            a_property(self.agency)

        pages = self.walk("/api/portfolio/properties?page_size=2&search=glebe")

        self.assertEqual([len(page) for page in pages], [2, 1])

    def test_what_cannot_be_read_is_refused(self) -> None:
        for query, code in (
            ("cursor=nonsense", "bad_cursor"),
            ("cursor=W10=", "bad_cursor"),
            ("cursor=WzAsIjEiLCJ4Il0=", "bad_cursor"),
            ("page_size=0", "bad_page_size"),
            ("page_size=201", "bad_page_size"),
            ("page_size=many", "bad_page_size"),
        ):
            self.assert_problem(self.api.get(f"/api/portfolio/transactions?{query}"), 400, code)
