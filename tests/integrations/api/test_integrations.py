"""An integration over the API: set up, looked at, changed, ended."""

from typing import Any

from agencies.models import AuditEntry
from integrations.models import Connection, PropertyMapping
from tests.factories import a_connection, a_file_connection, a_mapping, an_agency
from tests.integrations.api.cases import ROOT, ApiCase

SETTINGS = {
    "integration_name": "Main integration",
    "product_types": ["property_management", "COMPLIANCE_MANAGEMENT"],
    "property_types": ["multi_family"],
    "compliance_programs": ["lihtc", "section_8"],
    "compliance_validation": True,
    "batch_size": 500,
    "max_workers": 10,
    "sync_entities": ["properties", "residents", "leases"],
    "excluded_entities": ["documents"],
    "property_filters": {"property_type": ["multi_family"], "active": True},
}


class IntegrationCase(ApiCase):
    def setUp(self) -> None:
        super().setUp()
        self.address = f"{ROOT}/integrations/{self.agency.pk}"

    def change(self, **body: Any) -> Any:
        return self.api.patch(self.address, body, format="json")

    def configured(self) -> dict[str, Any]:
        return self.api.get(self.address).json()["configuration"]

    def refused(self, field: str, **body: Any) -> str:
        """The sentence about that field."""
        problem = self.assert_problem(self.change(**body), 400, "invalid")
        self.assertEqual({error["field"].partition(".")[0] for error in problem["errors"]}, {field})
        return problem["errors"][0]["message"]


class ReadTests(IntegrationCase):
    def test_a_connection_that_nobody_has_set_up_is_as_usual(self) -> None:
        configuration = self.configured()

        self.assertIn("leases", configuration.pop("sync_entities"))
        self.assertEqual(
            configuration,
            {
                "connection_id": str(self.connection.pk),
                "integration_name": "",
                "product_types": [],
                "property_types": [],
                "compliance_programs": [],
                "sync_enabled": True,
                "real_time_sync": False,
                "compliance_validation": False,
                "batch_size": 2000,
                "max_workers": 4,
                "excluded_entities": [],
                "property_filters": {},
                "ignored_options": {},
            },
        )

    def test_an_agency_without_a_connection_has_none(self) -> None:
        self.connection.delete()

        body = self.api.get(self.address).json()

        self.assertEqual((body["status"], body["configuration"], body["connections"]), ("not_connected", None, []))

    def test_of_several_connections_one_may_be_named(self) -> None:
        second = a_connection(self.agency, config={"batch_size": 60})

        body = self.api.get(f"{self.address}?connection={second.pk}").json()

        self.assertEqual(body["configuration"]["batch_size"], 60)
        self.assertEqual(len(body["connections"]), 2)
        strange = a_connection(an_agency())
        self.assert_problem(self.api.get(f"{self.address}?connection={strange.pk}"), 404, "not_found")


class ChangeTests(IntegrationCase):
    def test_all_of_it_is_set_at_once_and_noted(self) -> None:
        house = a_mapping(self.connection, metadata={"details": {"property_type": "House"}})
        a_mapping(self.connection, metadata={"details": {"property_type": "Apartment"}})

        configuration = self.change(**SETTINGS).json()["configuration"]

        self.assertEqual(configuration["product_types"], ["property_management", "compliance_management"])
        self.assertEqual(configuration["sync_entities"], ["properties", "tenants", "leases"])
        self.assertIn("bills", configuration["excluded_entities"])
        self.assertEqual(list(configuration["ignored_options"]), ["compliance_validation"])
        for name in ("integration_name", "compliance_programs", "batch_size", "max_workers", "property_filters"):
            self.assertEqual(configuration[name], SETTINGS[name], name)
        self.assertTrue(PropertyMapping.objects.get(pk=house.pk).is_filtered)
        noted: dict[str, Any] = {}
        for entry in AuditEntry.objects.filter(action="connection_changed"):
            noted |= entry.details
        self.assertEqual(noted["batch_size"], {"old": 2000, "new": 500})
        self.assertIn("bills", noted["excluded_kinds"]["new"])

    def test_what_is_not_named_stays(self) -> None:
        self.change(**SETTINGS)

        configuration = self.change(batch_size=100).json()["configuration"]

        self.assertEqual((configuration["batch_size"], configuration["max_workers"]), (100, 10))
        self.assertEqual(configuration["property_filters"], SETTINGS["property_filters"])
        self.assertEqual(configuration["sync_entities"], ["properties", "tenants", "leases"])

    def test_nights_are_paused_and_taken_up_again(self) -> None:
        self.assertFalse(self.change(sync_enabled=False).json()["configuration"]["sync_enabled"])
        self.assertEqual(Connection.objects.get().status, "paused")

        self.assertTrue(self.change(sync_enabled=True).json()["configuration"]["sync_enabled"])
        self.assertEqual(Connection.objects.get().status, "active")

    def test_what_is_wrong_is_named_and_nothing_is_changed(self) -> None:
        wrong = {
            "product_types": ["property_management", "flying_carpets"],
            "property_types": ["castles"],
            "compliance_programs": ["none_such"],
            "batch_size": 10,
            "max_workers": 99,
            "sync_entities": ["dragons"],
            "excluded_entities": ["dragons"],
            "property_filters": {"property_type": ["castle"]},
            "real_time_sync": True,
            "sync_enabled": "yes",
            "colour": "red",
        }
        for field, value in wrong.items():
            with self.subTest(field):
                self.refused(field, **{field: value})

        self.assertEqual(Connection.objects.get().config, {})

    def test_a_word_that_is_unknown_is_named_with_those_that_are_not(self) -> None:
        sentence = self.refused("compliance_programs", compliance_programs=["section_9"])

        self.assertIn("section_9", sentence)
        self.assertIn("section_8", sentence)

    def test_events_are_taken_only_where_they_are_sent(self) -> None:
        self.assertIn("sends no events", self.refused("real_time_sync", real_time_sync=True))
        self.assertEqual(self.change(real_time_sync=False).status_code, 200)

    def test_properties_always_come_in(self) -> None:
        self.assertIn("property_filters", self.refused("excluded_entities", excluded_entities=["properties"]))

    def test_a_viewer_may_look_and_not_change(self) -> None:
        viewer = self.viewer()

        self.assertEqual(viewer.get(self.address).status_code, 200)
        self.assert_problem(viewer.patch(self.address, {}, format="json"), 403, "permission_denied")
        self.assert_problem(viewer.delete(self.address), 403, "permission_denied")


class FileTests(ApiCase):
    """Connections that take files are set up by the kinds that files bring."""

    def setUp(self) -> None:
        super().setUp()
        self.files = a_file_connection(self.agency, "exports")
        self.address = f"/api/integrations/exports/integrations/{self.agency.pk}"

    def change(self, **body: Any) -> Any:
        return self.api.patch(self.address, body, format="json")

    def test_what_is_left_out_is_left_out(self) -> None:
        configuration = self.change(excluded_entities=["residents"]).json()["configuration"]

        self.assertEqual(configuration["sync_entities"], ["properties", "owners", "leases", "compliance_events"])
        self.assertEqual(configuration["excluded_entities"], ["tenants"])
        self.assertEqual(Connection.objects.get(pk=self.files.pk).excluded_kinds, frozenset({"tenants"}))

    def test_what_it_lists_can_be_sent_back(self) -> None:
        listed = self.api.get(self.address).json()["configuration"]["sync_entities"]

        self.assertEqual(self.change(sync_entities=listed).json()["configuration"]["sync_entities"], listed)
        fewer = self.change(sync_entities=["properties", "compliance_events"]).json()["configuration"]
        self.assertEqual(fewer["excluded_entities"], ["leases", "owners", "tenants"])

    def test_what_no_file_brings_is_refused_with_what_one_does(self) -> None:
        answer = self.change(sync_entities=["bills"])

        problem = self.assert_problem(answer, 400, "invalid")
        self.assertIn(
            "Allowed: properties, owners, tenants, leases, compliance_events.", problem["errors"][0]["message"]
        )

    def test_files_and_account_of_one_provider_have_kinds_of_their_own(self) -> None:
        files = a_file_connection(self.agency, "propertyme")
        address = f"{ROOT}/integrations/{self.agency.pk}?connection="

        kept = self.api.patch(f"{address}{self.connection.pk}", {"sync_entities": ["bills"]}, format="json")
        refused = self.api.patch(f"{address}{files.pk}", {"sync_entities": ["bills"]}, format="json")

        self.assertEqual(kept.json()["configuration"]["sync_entities"], ["properties", "bills"])
        self.assert_problem(refused, 400, "invalid")

    def test_a_new_one_is_set_up_as_it_is_made(self) -> None:
        self.files.delete()
        body = {"org_id": str(self.agency.pk), "sync_entities": ["properties", "compliance_events"]}

        answer = self.api.post("/api/integrations/exports/integrations", body, format="json")

        self.assertEqual(answer.status_code, 201, answer.content)
        self.assertEqual(answer.json()["configuration"]["sync_entities"], body["sync_entities"])


class LifeTests(IntegrationCase):
    def create(self, **body: Any) -> Any:
        return self.api.post(f"{ROOT}/integrations", {"org_id": str(self.agency.pk), **body}, format="json")

    def test_settings_ride_along_where_a_sign_in_begins(self) -> None:
        answer = self.create(**SETTINGS)

        self.assertEqual(answer.status_code, 201, answer.content)
        body = answer.json()
        self.assertEqual((body["status"], body["configuration"]["batch_size"]), ("pending", 500))
        self.assertTrue(body["authorization_url"])
        self.assertEqual(Connection.objects.get(pk=body["connection_id"]).config["integration"]["integration_name"],
                         "Main integration")  # fmt: skip

    def test_settings_that_are_wrong_begin_no_sign_in(self) -> None:
        self.assert_problem(self.create(batch_size=1), 400, "invalid")
        self.assert_problem(self.create(property_filters={"property_type": ["castle"]}), 400, "invalid")
        self.assert_problem(self.create(sync_enabled=False), 400, "invalid")

        self.assertEqual(list(Connection.objects.all()), [self.connection])

    def test_one_that_is_renewed_is_narrowed_by_the_words_that_it_has_brought(self) -> None:
        Connection.objects.update(status="expired")
        a_mapping(self.connection, metadata={"details": {"property_type": "Granny flat"}})
        words = {"property_type": ["granny flat"]}

        renewed = self.create(connection_id=str(self.connection.pk), property_filters=words)
        new = self.create(property_filters=words)

        self.assertEqual(renewed.status_code, 201, renewed.content)
        self.assertEqual(renewed.json()["configuration"]["property_filters"], words)
        self.assert_problem(new, 400, "invalid")

    def test_without_settings_it_is_another_name_for_connecting(self) -> None:
        answer = self.create()

        self.assertEqual(answer.status_code, 201)
        self.assertEqual(answer.json()["configuration"]["batch_size"], 2000)

    def test_ending_it_forgets_how_it_was_set_up_and_keeps_the_rows(self) -> None:
        Connection.objects.update(status="expired")  # the vendor is not told of what it has ended itself
        house = a_mapping(self.connection, metadata={"details": {"property_type": "House"}})
        self.change(**SETTINGS)

        self.assertEqual(self.api.delete(self.address).status_code, 204)

        connection = Connection.objects.get()
        self.assertEqual((connection.status, connection.excluded_kinds), ("disconnected", frozenset()))
        self.assertFalse({"integration", "batch_size", "max_workers"} & set(connection.config))
        self.assertFalse(PropertyMapping.objects.get(pk=house.pk).is_filtered)
