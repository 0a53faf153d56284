from typing import Any

from integrations.models import PropertyMapping
from portfolio.models import Property
from tests.factories import a_mapping, a_property, an_agency
from tests.integrations.api.cases import ROOT, ApiCase


class MappingListTests(ApiCase):
    def rows(self, query: str = "") -> dict[str, Any]:
        answer = self.api.get(f"{ROOT}/mappings/{self.agency.pk}{query}")
        self.assertEqual(answer.status_code, 200, answer.content)
        return answer.json()

    def test_a_suggested_mapping_shows_what_it_probably_is(self) -> None:
        own = a_property(self.agency, address="3/88 Station Street, Newtown NSW 2042")
        mapping = a_mapping(
            self.connection,
            provider_property_id="lot-1",
            provider_property_address="Unit 3, 88 Station St, Newtown",
            suggestion=own,
            suggestion_score=96,
            suggestion_reason="Same unit, number and street",
            metadata={"tenants": ["Tim"]},
        )

        row = self.rows()["results"][0]

        self.assertTrue(row.pop("updated_at").endswith("Z"))
        self.assertEqual(
            row,
            {
                "id": str(mapping.pk),
                "provider_property_id": "lot-1",
                "provider_property_address": "Unit 3, 88 Station St, Newtown",
                "state": "suggested",
                "property": None,
                "auto_sync": True,
                "is_filtered": False,
                "suggestion": {
                    "property": str(own.pk),
                    "address": own.address,
                    "score": 96,
                    "reason": "Same unit, number and street",
                },
                "metadata": {"tenants": ["Tim"]},
            },
        )

    def test_it_is_narrowed_by_state_and_words(self) -> None:
        a_mapping(self.connection, provider_property_address="1 Oak St", property=a_property(self.agency))
        a_mapping(self.connection, provider_property_address="2 Oak St", left_out=True)
        a_mapping(self.connection, provider_property_address="3 Elm St")

        self.assertEqual(
            [row["state"] for row in self.rows("?state=mapped,left_out")["results"]], ["mapped", "left_out"]
        )
        found = self.rows("?search=st+elm")["results"]
        self.assertEqual([row["provider_property_address"] for row in found], ["3 Elm St"])

    def test_an_unknown_state_is_refused(self) -> None:
        answer = self.api.get(f"{ROOT}/mappings/{self.agency.pk}?state=lost")

        self.assert_problem(answer, 400, "invalid")

    def test_a_viewer_does_not_see_leases_and_tenants(self) -> None:
        a_mapping(self.connection, metadata={"tenants": ["Tim"]})

        row = self.viewer().get(f"{ROOT}/mappings/{self.agency.pk}").json()["results"][0]

        self.assertEqual(row["metadata"], {})

    def test_three_rows_and_thirty_take_the_same_queries(self) -> None:
        for number in (3, 27):
            for _ in range(number):
                a_mapping(self.connection, suggestion=a_property(self.agency), suggestion_score=90)
            # session, person, membership with agency, connections, mappings with both properties
            with self.assertNumQueries(5):
                self.rows()


class MappingChangeTests(ApiCase):
    def setUp(self) -> None:
        super().setUp()
        self.mapping = a_mapping(self.connection)

    def change(self, body: Any) -> Any:
        return self.api.patch(f"{ROOT}/mappings/{self.agency.pk}/{self.mapping.pk}", body, format="json")

    def test_an_own_property_is_mapped_and_the_mapping_undone(self) -> None:
        own = a_property(self.agency)

        mapped = self.change({"property": str(own.pk)}).json()
        undone = self.change({"property": None}).json()

        self.assertEqual((mapped["state"], mapped["property"]), ("mapped", str(own.pk)))
        self.assertEqual((undone["state"], undone["property"]), ("unmapped", None))

    def test_a_new_property_is_created(self) -> None:
        body = self.change({"create": True}).json()

        own = Property.objects.get(pk=body["property"])
        self.assertEqual((own.agency, own.address), (self.agency, self.mapping.provider_property_address))

    def test_it_is_left_out(self) -> None:
        self.assertEqual(self.change({"left_out": True}).json()["state"], "left_out")

    def test_syncing_is_switched_off_and_on(self) -> None:
        self.assertIs(self.change({"auto_sync": False}).json()["auto_sync"], False)
        self.assertIs(self.change({"auto_sync": True}).json()["auto_sync"], True)

    def test_anything_but_one_change_is_refused(self) -> None:
        for body in (
            {},
            {"create": True, "left_out": True},
            {"colour": "red"},
            {"create": False},
            {"create": True, "x": 1},
        ):
            self.assert_problem(self.change(body), 400, "invalid")
        self.mapping.refresh_from_db()
        self.assertEqual(self.mapping.state(), "unmapped")

    def test_another_agencys_property_is_not_found(self) -> None:
        theirs = a_property(an_agency())

        self.assert_problem(self.change({"property": str(theirs.pk)}), 404, "not_found")

    def test_a_refusal_is_a_conflict(self) -> None:
        self.change({"create": True})

        self.assert_problem(self.change({"create": True}), 409, "already_mapped")

    def test_all_good_suggestions_are_accepted_and_the_others_created(self) -> None:
        own = a_property(self.agency, address="88 Station Street, Newtown NSW 2042", postcode="2042", suburb="Newtown")
        a_mapping(self.connection, provider_property_address="88 Station St, Newtown NSW 2042")

        body = {"minimum_score": 80, "create_unmatched": True}
        answer = self.api.post(f"{ROOT}/mappings/{self.agency.pk}/auto", body, format="json")

        self.assertEqual(answer.json(), {"mapped": 1, "created": 1, "left": 0})
        self.assertTrue(PropertyMapping.objects.filter(property=own).exists())

    def test_a_score_beyond_100_is_refused(self) -> None:
        answer = self.api.post(f"{ROOT}/mappings/{self.agency.pk}/auto", {"minimum_score": 101}, format="json")

        self.assert_problem(answer, 400, "invalid")
