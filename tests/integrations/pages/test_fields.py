"""The pages of field mappings."""

from typing import Any

import pytest
from django.http import QueryDict

from integrations.field_mapping import versions
from integrations.field_mapping.writing import checked, written_of
from integrations.models import FieldMapping, SyncLog
from integrations.pages.field_rows import named_by_target, rows_of_rules, written_in
from portfolio.models import Property
from providers.choices import Kind
from tests.factories import a_lease, a_property, a_tenant
from tests.integrations.office import Office
from tests.integrations.pages.cases import HERE, PageCase

FIELDS = f"{HERE}/fields"
ROW = {"0.source": "Address.Suburb", "0.target": "City", "0.transform": "upper", "0.required": "on"}


class FieldsTests(PageCase):
    def save(self, kind: Kind = Kind.PROPERTY, **rule: Any) -> FieldMapping | None:
        rules = checked(kind, {"mine": {"source_field": "KeyNumber", "target_field": "custom.Key"} | rule})
        return versions.save(self.agency, "propertyme", kind, rules, self.user, 20)

    def test_the_list_says_what_is_set_of_each_kind(self) -> None:
        self.save()

        page = self.page(FIELDS)

        self.assertIn("Tenants", page)
        self.assertEqual(page.count("As it comes"), page.count("Change the fields of") - 1)
        self.assertIn("<td>Key</td>", page)
        self.assertNotIn("Maintenance invoices", page)

    def test_a_kind_shows_its_rules_and_versions(self) -> None:
        self.save()
        self.save(transform="lookup", options={"table": {"k1": "Front desk"}})

        page = self.page(f"{FIELDS}/properties")

        self.assertIn('value="KeyNumber"', page)
        self.assertIn("k1 = Front desk", page)
        self.assertIn("Use version 1 again", page)
        self.assertNotIn("Use version 2 again", page)
        self.assertEqual(self.client.get(f"{FIELDS}/dragons").status_code, 404)

    def test_rules_that_cannot_be_stay_as_typed_and_say_why(self) -> None:
        page = self.page(f"{FIELDS}/properties", **ROW | {"0.target": "external_id", "action": "save"})

        self.assertIn("external_id cannot be set", page)
        self.assertIn('value="Address.Suburb"', page)
        self.assertFalse(FieldMapping.objects.exists())

    def test_of_too_many_fields_it_says_how_many_there_may_be(self) -> None:
        rows = {f"{number}.{name}": f"F{number}" for number in range(101) for name in ("source", "target")}

        page = self.page(f"{FIELDS}/properties", **rows, action="save")

        self.assertIn("At most 100 fields can be mapped. Nothing was saved.", page)

    def test_what_was_typed_is_kept_where_the_vendor_cannot_be_asked(self) -> None:
        self.connection.status = "expired"
        self.connection.save()

        page = self.page(f"{FIELDS}/properties", **ROW | {"action": "save"})

        self.assertIn("is not connected, so nothing can be tried", page)
        self.assertIn('value="Address.Suburb"', page)

    def test_applying_queues_a_run_of_that_kind(self) -> None:
        self.page(f"{FIELDS}/properties/apply", sure="yes")

        log = SyncLog.objects.get()
        self.assertEqual((log.sync_type, log.kinds, log.requested_by), ("full", ["properties"], self.user))

    def test_queries_are_the_same_whatever_there_is(self) -> None:
        counts = []
        for number in (3, 17):
            for turn in range(number):
                self.save(source_field=f"field {number} {turn}")
            with self.assertNumQueries(QUERIES_OF_A_KIND):
                self.client.get(f"{FIELDS}/properties")
            counts.append(FieldMapping.objects.count())
        self.assertEqual(counts, [3, 20])


def test_rules_of_the_form_have_names_of_their_own() -> None:
    typed = {"0": ("Mail", "email"), "1": ("Mail2", "custom.email"), "2": ("School", "custom.School")}
    rules = checked(Kind.TENANT, {number: {"source_field": a, "target_field": b} for number, (a, b) in typed.items()})

    named = named_by_target(rules)

    assert [rule["name"] for rule in named] == ["email", "custom.email", "School"]
    assert checked(Kind.TENANT, written_of(named)) == named


@pytest.mark.parametrize(
    "rule",
    [
        pytest.param({"transform": "date", "options": {"as": "month_first"}}, id="a way"),
        pytest.param({"transform": "lookup", "options": {"table": {"a=b": "c = d", "e": ""}}}, id="a table"),
        pytest.param({"transform": "join", "options": {"sources": ["A", "B"], "with": ""}}, id="with nothing between"),
        pytest.param({"transform": "join", "options": {"sources": ["A"], "with": ", "}}, id="with a comma between"),
        pytest.param({"required": True}, id="needed"),
    ],
)
def test_a_form_that_is_sent_as_it_came_changes_nothing(rule: dict[str, Any]) -> None:
    kept = checked(Kind.TENANT, {"Key": {"source_field": "KeyNumber", "target_field": "custom.Key"} | rule})
    (row, *blank) = rows_of_rules(kept)
    form = QueryDict(mutable=True)
    for each in (row, *blank):
        texts = {name: getattr(each, name) for name in ("source", "target", "transform", "table", "sources")}
        ticked = {"required": "on"} if each.is_required else {}
        form.update({f"{each.number}.{name}": text for name, text in (texts | ticked).items()})
        form[f"{each.number}.with"] = each.between

    assert named_by_target(checked(Kind.TENANT, written_in(form))) == kept


# session, person, memberships, connections, versions with who made them; and what the page's head shows
QUERIES_OF_A_KIND = 5


def test_rules_are_tried_saved_and_taken_back(mapped: Office, client: Any) -> None:
    client.force_login(mapped.user)
    address = f"{FIELDS}/properties"

    tried = client.post(address, ROW | {"action": "try"}).content.decode()
    assert "Tried on" in tried
    assert "None would be turned away" in tried
    assert not FieldMapping.objects.exists()

    client.post(address, ROW | {"action": "save"})
    client.post(address, {"action": "save"})
    assert [row.rules == [] for row in FieldMapping.objects.order_by("version")] == [False, True]

    client.post(address, {"action": "restore", "version": "1"})
    (current,) = versions.in_force(mapped.agency.pk, "propertyme")
    assert (current.version, current.rules[0]["target"]) == (3, "custom.City")


class OwnFieldsTests(PageCase):
    def test_own_fields_stand_with_the_facts_and_those_of_people_only_for_who_may_see_contacts(self) -> None:
        house = a_property(self.agency, custom={"Council zone": "R2"})
        tenant = a_tenant(self.agency, custom={"University": "UNSW"})
        lease = a_lease(house, (tenant,), custom={"Pet clause": "yes"})

        self.assertIn("R2", self.page(f"/portfolio/properties/{house.pk}"))
        page = self.page(f"/portfolio/leases/{lease.pk}")
        for words in ("Pet clause", "University", "UNSW"):
            self.assertIn(words, page)
        seen = self.viewer().get(f"/portfolio/leases/{lease.pk}").content.decode()
        self.assertIn("Pet clause", seen)
        self.assertNotIn("UNSW", seen)
        rows = {name: self.viewer().get(f"/api/portfolio/{name}").json()["results"] for name in ("tenants", "leases")}
        self.assertIsNone(rows["tenants"][0]["custom"])
        self.assertEqual(rows["leases"][0]["custom"], {"Pet clause": "yes"})
        self.assertEqual(Property.objects.get().custom, {"Council zone": "R2"})
