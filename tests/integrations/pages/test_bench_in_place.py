"""The bench with htmx, and the question before two are mapped to one."""

from typing import Any

from tests.factories import a_connection, a_mapping, a_property
from tests.integrations.pages.cases import BENCH, BenchCase, PageCase


class SharingTests(PageCase):
    def setUp(self) -> None:
        super().setUp()
        self.own = a_property(self.agency, address="9 Elm Street")
        a_mapping(self.connection, property=self.own, provider_property_address="1 Oak St")
        self.second = a_mapping(self.connection, suggestion=self.own, suggestion_score=90)
        self.address = f"{BENCH}/{self.second.pk}"

    def test_before_two_are_mapped_to_one_the_person_is_asked(self) -> None:
        for form in ({"action": "assign", "property": str(self.own.pk)}, {"action": "accept"}):
            page = self.page(self.address, **form)

            self.assertIn("is mapped from 1 Oak St already", page)
            self.second.refresh_from_db()
            self.assertIsNone(self.second.property)

    def test_who_says_that_it_is_right_goes_on(self) -> None:
        self.page(self.address, action="assign", property=str(self.own.pk), confirmed="on")

        self.second.refresh_from_db()
        self.assertEqual(self.second.property, self.own)

    def test_another_system_may_map_it_without_a_question(self) -> None:
        elsewhere = a_mapping(a_connection(self.agency, provider="different"))
        bench = BENCH.replace("propertyme", "different")

        page = self.page(
            f"{bench}/{elsewhere.pk}?connection={elsewhere.connection_id}", action="assign", property=str(self.own.pk)
        )

        self.assertIn("mapped to 9 Elm Street", page)


class InPlaceTests(BenchCase):
    """The bench with htmx: the answer to a button is its row."""

    def ask(self, address: str, **form: str) -> str:
        headers = {"HX-Request": "true"}
        answer: Any = (
            self.client.post(address, form, headers=headers) if form else self.client.get(address, headers=headers)
        )
        self.assertEqual(answer.status_code, 200)
        return answer.content.decode()

    def test_a_step_brings_its_row_the_numbers_and_a_sentence(self) -> None:
        other = a_mapping(self.connection)

        row = self.ask(self.address, action="accept", back=f"{BENCH}?state=suggested", minimum_score="80")

        self.assertNotIn("<html", row)
        self.assertIn(f'id="row-{self.mapping.pk}" tabindex="-1" autofocus', row)
        self.assertNotIn(str(other.pk), row)
        self.assertIn("Mapped <span>1</span>", row)
        self.assertIn('aria-current="true">Suggested <span>0</span>', row)
        self.assertIn('<option value="80" selected>80 % or more: 0 mapped, 1 left', row)
        self.assertIn('<p hx-swap-oob="innerHTML:#bench-said">9 Elm St', row)
        self.assertIn('value="take_back"', row)

    def test_a_step_that_is_refused_says_so_in_the_row(self) -> None:
        self.ask(self.address, action="create")

        row = self.ask(self.address, action="create")

        self.assertIn("is mapped already. Undo the mapping first.", row)
        self.assertNotIn('value="take_back"', row)

    def test_the_row_asks_before_two_are_mapped_to_one(self) -> None:
        a_mapping(self.connection, property=self.own, provider_property_address="1 Oak St")

        row = self.ask(self.address, action="accept")

        self.assertNotIn("<html", row)
        self.assertIn("is mapped from 1 Oak St already", row)
        self.assertIn("Do not map", row)

    def test_choosing_begins_with_what_is_like_the_address(self) -> None:
        part = self.ask(f"{self.address}/choose")

        self.assertNotIn("<html", part)
        self.assertIn('type="search"', part)
        self.assertIn(f'value="{self.own.pk}"', part)
        self.assertIn("100 %: Same street, same postcode", part)

    def test_typing_finds_by_words_and_says_what_is_taken(self) -> None:
        taken = a_property(self.agency, address="2 Oak St, Kew VIC 3101")
        a_mapping(self.connection, property=taken, provider_property_address="Flat 2")

        part = self.ask(f"{self.address}/choose?search=2+oak+street")

        self.assertNotIn('type="search"', part)
        self.assertNotIn(str(self.own.pk), part)
        self.assertIn(f'value="{taken.pk}"', part)
        self.assertIn("Mapped from Flat 2", part)
        self.assertIn("None of your properties holds these words", self.ask(f"{self.address}/choose?search=nowhere"))

    def test_what_begins_as_it_is_typed_comes_first(self) -> None:
        for number in (100, 210, 10, 110):
            a_property(self.agency, address=f"{number} Station St, Redfern NSW 2016")

        part = self.ask(f"{self.address}/choose?search=10+station")

        self.assertLess(part.index("Choose 10 Station"), part.index("Choose 100 Station"))

    def test_nothing_like_it_says_what_to_do(self) -> None:
        far = a_mapping(self.connection, provider_property_address="77 Nowhere Rd, Orange NSW 2800")

        self.assertIn("Search for a street", self.ask(f"{BENCH}/{far.pk}/choose"))

    def test_one_row_can_be_had_as_it_stands(self) -> None:
        row = self.ask(self.address)

        self.assertIn(f'id="row-{self.mapping.pk}"', row)
        self.assertNotIn("<html", row)
        self.assertEqual(self.client.get(self.address).status_code, 302)

    def test_among_few_and_many_rows_a_step_takes_the_same_queries(self) -> None:
        self.ask(self.address, action="accept")
        for number in (3, 27):
            for _ in range(number):
                a_mapping(self.connection, property=a_property(self.agency))
            # session, person, memberships with agency, connections, the row; numbers by state and by score, shared ones
            with self.assertNumQueries(8):
                self.ask(self.address)
