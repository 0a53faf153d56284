from typing import Any

from integrations.models import PropertyMapping
from portfolio.models import Property
from tests.factories import a_connection, a_mapping, a_property
from tests.integrations.pages.cases import BENCH, PageCase


class BenchTests(PageCase):
    def test_each_row_says_what_it_is_and_what_can_be_done(self) -> None:
        own = a_property(self.agency, address="9 Elm Street")
        a_mapping(self.connection, provider_property_address="1 A St", property=own)
        a_mapping(self.connection, provider_property_address="2 A St", suggestion=own, suggestion_score=91)
        a_mapping(self.connection, provider_property_address="3 A St", left_out=True)
        a_mapping(self.connection, provider_property_address="4 A St")

        page = self.page(BENCH)

        for words in ("1 A St", "9 Elm Street", "91 %", "Left out", "Not mapped", "All <span>4</span>"):
            self.assertIn(words, page)

    def test_it_is_narrowed_by_state_and_words(self) -> None:
        a_mapping(self.connection, provider_property_address="1 Oak St", left_out=True)
        a_mapping(self.connection, provider_property_address="2 Elm St")

        self.assertNotIn("2 Elm St", self.page(f"{BENCH}?state=left_out"))
        self.assertNotIn("1 Oak St", self.page(f"{BENCH}?search=elm"))
        self.assertIn("No property matches", self.page(f"{BENCH}?search=nowhere"))

    def test_two_rows_mapped_to_one_property_are_warned_of(self) -> None:
        own = a_property(self.agency)
        a_mapping(self.connection, property=own)
        self.assertNotIn("Another property is mapped", self.page(BENCH))

        a_mapping(self.connection, property=own)
        self.assertIn("Another property is mapped", self.page(BENCH))

    def test_a_second_account_of_the_provider_is_warned_of_too_and_a_former_one_is_not(self) -> None:
        own = a_property(self.agency)
        a_mapping(self.connection, property=own)
        second = a_connection(self.agency, account_name="Second Harbour", status="disconnected")
        a_mapping(second, property=own)
        here = f"{BENCH}?connection={self.connection.pk}"
        self.assertNotIn("Another property is mapped", self.page(here))

        second.status = "active"
        second.save()

        self.assertIn("Another property is mapped", self.page(here))
        waiting = a_mapping(self.connection)
        asked = self.page(f"{BENCH}/{waiting.pk}?connection={self.connection.pk}", action="assign", property=own.pk)
        self.assertIn("Is that right?", asked)

    def test_those_that_share_a_property_have_a_filter(self) -> None:
        own = a_property(self.agency)
        for address in ("1 Oak St", "2 Oak St"):
            a_mapping(self.connection, property=own, provider_property_address=address)
        a_mapping(self.connection, property=a_property(self.agency), provider_property_address="3 Oak St")
        a_mapping(a_connection(), property=own)

        page = self.page(f"{BENCH}?connection={self.connection.pk}&state=shared")

        self.assertIn("Two on one <span>2</span>", page)
        self.assertIn("2 Oak St", page)
        self.assertNotIn("3 Oak St", page)

    def test_who_lives_there_is_told_to_those_who_may_know(self) -> None:
        a_mapping(self.connection, metadata={"details": {"bedrooms": 3}, "tenants": [{"name": "Tim Tenant"}]})

        self.assertIn("3 bedrooms · let to Tim Tenant", self.page(BENCH))
        self.assertNotIn("Tim Tenant", self.viewer().get(BENCH).content.decode())

    def test_with_several_connections_each_has_its_own_bench(self) -> None:
        second = a_connection(self.agency, account_name="Newtown")
        a_mapping(second, provider_property_address="7 Newtown Rd")

        self.assertIn("7 Newtown Rd", self.page(f"{BENCH}?connection={second.pk}"))
        self.assertNotIn("7 Newtown Rd", self.page(f"{BENCH}?connection={self.connection.pk}"))

    def test_an_empty_bench_says_what_comes_next(self) -> None:
        self.assertIn("They appear here with the first sync.", self.page(BENCH))

    def test_long_lists_have_pages(self) -> None:
        for _ in range(60):
            a_mapping(self.connection)

        self.assertIn("Page 1 of 2", self.page(BENCH))
        self.assertIn("Page 2 of 2", self.page(f"{BENCH}?page=2"))

    def test_three_rows_and_thirty_take_the_same_queries(self) -> None:
        for number in (3, 27):
            for _ in range(number):
                a_mapping(self.connection, property=a_property(self.agency))
            # session, person, memberships with agency, connections, numbers by state, numbers by score, number of rows,
            # rows, shared ones
            with self.assertNumQueries(9):
                self.page(BENCH)

    def test_two_thousand_rows_take_the_same_queries(self) -> None:
        own = a_property(self.agency)
        PropertyMapping.objects.bulk_create(
            PropertyMapping(
                connection=self.connection,
                provider_property_id=f"many-{number}",
                provider_property_address=f"{number} Many Street",
                suggestion=own,
                suggestion_score=90,
            )
            for number in range(1999)
        )
        a_mapping(self.connection, property=a_property(self.agency), provider_property_address="0 Many Street")

        with self.assertNumQueries(9):
            page = self.page(BENCH)

        self.assertIn("All <span>2000</span>", page)
        self.assertIn("Page 1 of 40", page)

    def test_it_says_how_many_each_score_would_accept(self) -> None:
        first, second, both = (a_property(self.agency) for _ in range(3))
        for own, score in ((first, 100), (second, 91), (both, 100), (both, 88)):
            a_mapping(self.connection, suggestion=own, suggestion_score=score)
        a_mapping(self.connection)

        page = self.page(BENCH)

        self.assertIn("100 % or more: 1 mapped, 4 left", page)
        self.assertIn("90 % or more: 2 mapped, 3 left", page)
        self.assertIn("60 % or more: 2 mapped, 3 left", page)

    def test_it_says_how_fresh_it_is(self) -> None:
        self.assertIn("As of", self.page(BENCH))


class ChangeTests(PageCase):
    def setUp(self) -> None:
        super().setUp()
        self.own = a_property(self.agency, address="9 Elm Street", suburb="Glebe", postcode="2037")
        self.mapping = a_mapping(
            self.connection,
            provider_property_address="9 Elm St, Glebe NSW 2037",
            suggestion=self.own,
            suggestion_score=95,
        )

    def press(self, action: str, **more: Any) -> str:
        page = self.page(f"{BENCH}/{self.mapping.pk}", action=action, **more)
        self.mapping.refresh_from_db()
        return page

    def test_a_suggestion_is_accepted_and_undone(self) -> None:
        self.assertIn("suggestion accepted", self.press("accept"))
        self.assertEqual(self.mapping.property, self.own)

        self.press("undo")
        self.assertIsNone(self.mapping.property)

    def test_a_property_is_chosen_from_a_search(self) -> None:
        page = self.page(f"{BENCH}/{self.mapping.pk}/choose?search=glebe")
        self.assertIn(f'value="{self.own.pk}"', page)

        self.press("assign", property=str(self.own.pk))
        self.assertEqual(self.mapping.property, self.own)

    def test_the_search_begins_in_the_postcode_where_the_agency_has_something_there(self) -> None:
        elsewhere = a_property(self.agency, address="1 Far Away, Perth WA 6000", postcode="6000")

        self.assertNotIn(elsewhere.address, self.page(f"{BENCH}/{self.mapping.pk}/choose"))
        Property.objects.filter(pk=self.own.pk).delete()
        self.assertIn(elsewhere.address, self.page(f"{BENCH}/{self.mapping.pk}/choose"))

    def test_a_new_property_is_created(self) -> None:
        self.press("create")

        assert self.mapping.property is not None
        self.assertEqual(self.mapping.property.address, "9 Elm St, Glebe NSW 2037")

    def test_it_is_left_out(self) -> None:
        self.press("leave_out")

        self.assertTrue(self.mapping.left_out)

    def test_syncing_is_switched_off_and_on(self) -> None:
        self.press("sync_off")
        self.assertFalse(self.mapping.auto_sync)

        self.press("sync_on")
        self.assertTrue(self.mapping.auto_sync)

    def test_another_agencys_property_and_unknown_buttons_change_nothing(self) -> None:
        for form in (
            {"action": "assign", "property": str(a_property().pk)},
            {"action": "assign"},
            {"action": "explode"},
        ):
            self.assertIn("That could not be done.", self.press(**form))
        self.assertIsNone(self.mapping.property)

    def test_the_person_returns_to_where_they_were_but_never_to_another_site(self) -> None:
        address = f"{BENCH}/{self.mapping.pk}"

        back = self.client.post(address, {"action": "undo", "back": f"{BENCH}?state=mapped&page=2"})
        away = self.client.post(address, {"action": "undo", "back": "//elsewhere.example/"})

        self.assertEqual(back["Location"], f"{BENCH}?state=mapped&page=2")
        self.assertEqual(away["Location"], f"{BENCH}?connection={self.connection.pk}")

    def test_all_good_suggestions_are_accepted_at_once(self) -> None:
        a_mapping(self.connection, provider_property_address="77 Nowhere Rd, Orange NSW 2800")

        page = self.page(f"{BENCH}/auto", minimum_score="90", create_unmatched="on")

        self.assertIn("1 mapped, 1 created, 0 left for you to look at.", page)

    def test_a_score_that_is_none_is_told(self) -> None:
        self.assertIn("whole number from 0 to 100", self.page(f"{BENCH}/auto", minimum_score="many"))

    def test_a_viewer_finds_no_buttons(self) -> None:
        page = self.viewer().get(BENCH).content.decode()

        self.assertNotIn('name="action"', page)
        self.assertNotIn("Accept all", page)
