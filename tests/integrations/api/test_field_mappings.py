"""Field mappings over the API: written, tried on live rows, saved, applied."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from agencies.permissions import Role
from integrations.field_mapping import versions
from integrations.field_mapping.writing import checked
from integrations.models import Connection, FieldMapping
from providers.choices import Kind
from tests.factories import a_connection, a_file_connection, a_member
from tests.integrations.api.cases import ROOT, ApiCase
from tests.integrations.office import Office

UNIVERSITY = {
    "source_field": "educational_institution",
    "target_field": "school_name",
    "transform": "normalize_university_name",
}
CITY = {"source_field": "Address.Suburb", "target_field": "custom.City", "required": True}


class FieldMappingTests(ApiCase):
    def setUp(self) -> None:
        super().setUp()
        self.address = f"{ROOT}/field-mappings/{self.agency.pk}"

    def save(self, kind: Kind = Kind.TENANT, **written: Any) -> FieldMapping | None:
        rules = checked(kind, written)
        return versions.save(self.agency, "propertyme", kind, rules, self.user, 20)

    def test_the_list_says_which_kinds_have_rules(self) -> None:
        self.save(university=UNIVERSITY)

        rows = {row["kind"]: row for row in self.api.get(self.address).json()["results"]}

        self.assertEqual(rows["tenants"], {"kind": "tenants", "version": 1, "fields_set": ["custom.school_name"]})
        self.assertEqual(rows["leases"]["version"], 0)
        self.assertNotIn("maintenance_invoices", rows)

    def test_one_kind_tells_its_rules_and_what_they_may_set(self) -> None:
        self.save(university=UNIVERSITY)

        body = self.api.get(f"{self.address}/residents").json()

        self.assertEqual((body["kind"], body["version"], body["takes_own_fields"]), ("tenants", 1, True))
        self.assertEqual(
            body["field_mappings"],
            {
                "university": {
                    "source_field": "educational_institution",
                    "target_field": "custom.school_name",
                    "required": False,
                    "transform": "normalise_name",
                    "options": {},
                }
            },
        )
        self.assertIn({"name": "email", "shape": "text"}, body["target_fields"])
        self.assertEqual([row["made_by"] for row in body["versions"]], [self.user.email])

    def test_a_kind_that_has_none_is_not_found(self) -> None:
        for kind in ("dragons", "maintenance_invoices"):
            body = self.assert_problem(self.api.get(f"{self.address}/{kind}"), 404, "not_found")
            self.assertIn("tenants", body["detail"])

    def test_kinds_that_only_files_bring_are_there_where_files_come(self) -> None:
        self.assertEqual(self.api.get(f"{self.address}/compliance_events").status_code, 404)

        files = a_file_connection(self.agency, "propertyme")

        kinds = [row["kind"] for row in self.api.get(self.address).json()["results"]]
        self.assertIn("compliance_events", kinds)
        self.assertIn("bills", kinds)
        self.assertEqual(self.api.get(f"{self.address}/compliance_events").status_code, 200)
        for connection, kind, status in ((files, "compliance_events", 202), (files, "bills", 404)):
            answer = self.api.post(f"{self.address}/{kind}/apply?connection={connection.pk}")
            self.assertEqual(answer.status_code, status)

    def test_wrong_rules_are_named_with_their_field(self) -> None:
        written = {
            "field_mappings": {
                "id": {"source_field": "Id", "target_field": "external_id"},
                "school": UNIVERSITY | {"transform": "explode"},
            }
        }

        for method, address in (("put", "tenants"), ("post", "tenants/test")):
            answer = getattr(self.api, method)(f"{self.address}/{address}", written, format="json")
            fields = [error["field"] for error in self.assert_problem(answer, 400, "invalid")["errors"]]
            self.assertEqual(fields, ["field_mappings.id.target_field", "field_mappings.school.transform"])
        self.assertFalse(FieldMapping.objects.exists())

    def test_applying_reads_the_kind_anew(self) -> None:
        answer = self.api.post(f"{self.address}/tenants/apply")

        self.assertEqual(answer.status_code, 202)
        self.assertEqual((answer.json()["sync_type"], answer.json()["entity_types"]), ("full", ["tenants"]))

    def test_who_may_not_map_may_only_look(self) -> None:
        staff = self.signed_in(a_member(self.agency, Role.STAFF))

        self.assertEqual(staff.get(f"{self.address}/tenants").status_code, 200)
        for method, address in (("put", "tenants"), ("post", "tenants/test"), ("post", "tenants/apply")):
            answer = getattr(staff, method)(f"{self.address}/{address}", {"field_mappings": {}}, format="json")
            self.assert_problem(answer, 403, "permission_denied")

    def test_queries_are_the_same_for_three_versions_and_thirty(self) -> None:
        a_connection(self.agency)
        for number in (3, 27):
            for _ in range(number):
                turn = FieldMapping.objects.count()
                self.save(university=UNIVERSITY | {"source_field": f"field {turn}"})
            # session, person, membership with agency, connections, versions with who made them
            with self.assertNumQueries(5):
                self.api.get(f"{self.address}/tenants")


@pytest.fixture
def api(mapped: Office) -> APIClient:
    client = APIClient()
    client.force_login(mapped.user)
    return client


def test_rules_are_tried_and_saved_on_live_rows(mapped: Office, api: APIClient) -> None:
    address, body = f"{ROOT}/field-mappings/{mapped.agency.pk}/properties", {"field_mappings": {"city": CITY}}

    tried = api.post(f"{address}/test", body, format="json").json()
    assert not FieldMapping.objects.exists()
    saved = api.put(address, body, format="json").json()

    assert tried["rejected"] == 0
    assert tried["tested_on"] == len(tried["rows"]) > 0
    assert all(row["values"]["city"]["value"] == row["values"]["city"]["source"] for row in tried["rows"])
    assert tried["source_fields"]["Address.Suburb"]
    assert (saved["version"], saved["trial"]) == (1, tried)
    assert FieldMapping.objects.get().tested_on == tried["tested_on"]


def test_without_a_sign_in_nothing_can_be_tried(mapped: Office, api: APIClient) -> None:
    Connection.objects.update(status="expired")

    answer = api.put(
        f"{ROOT}/field-mappings/{mapped.agency.pk}/properties", {"field_mappings": {"city": CITY}}, format="json"
    )

    assert (answer.status_code, answer.json()["code"]) == (409, "not_connected")
    assert not FieldMapping.objects.exists()
