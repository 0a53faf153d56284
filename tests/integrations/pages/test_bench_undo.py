"""Steps on the bench that are taken back, and suggestions that are turned down."""

from typing import Any

from django.utils import timezone

from agencies.models import AuditEntry
from integrations import suggesting
from integrations.models import PropertyMapping
from portfolio.models import Property
from tests.factories import a_lease, a_mapping, a_member, a_property
from tests.integrations.pages.cases import BENCH, BenchCase, PageCase


class TakingBackTests(BenchCase):
    def standing(self) -> tuple[Any, ...]:
        row = PropertyMapping.objects.get(pk=self.mapping.pk)
        told = (row.suggestion_id, row.suggestion_score, row.suggestion_reason, row.refused)
        return (row.property_id, row.left_out, row.auto_sync, *told)

    def test_every_step_can_be_taken_back_at_once(self) -> None:
        before = self.standing()
        other = a_property(self.agency)

        for form in (
            {"action": "accept"},
            {"action": "assign", "property": str(other.pk)},
            {"action": "turn_down"},
            {"action": "create"},
            {"action": "leave_out"},
        ):
            page = self.page(self.address, **form)
            self.assertIn('value="take_back"', page, form)
            self.assertNotEqual(self.standing(), before, form)

            self.assertIn("as it was before", self.page(self.address, action="take_back"))
            self.assertEqual(self.standing(), before, form)

        self.assertEqual(Property.objects.count(), 2)

    def test_what_was_mapped_comes_back_too(self) -> None:
        self.page(self.address, action="accept")
        before = self.standing()

        for action in ("undo", "leave_out", "sync_off"):
            self.page(self.address, action=action)
            self.page(self.address, action="take_back")

            self.assertEqual(self.standing(), before, action)
        self.own.refresh_from_db()
        self.assertEqual(self.own.external_id, self.mapping.provider_property_id)

    def test_a_created_property_that_is_in_use_stays(self) -> None:
        self.page(self.address, action="create")
        self.mapping.refresh_from_db()
        a_lease(self.mapping.property)

        self.page(self.address, action="take_back")

        self.assertTrue(Property.objects.filter(pk=self.mapping.property_id).exists())
        self.assertEqual(self.standing()[0], None)

    def test_what_has_changed_since_is_left_alone(self) -> None:
        self.page(self.address, action="accept")
        PropertyMapping.objects.filter(pk=self.mapping.pk).update(auto_sync=False)

        page = self.page(self.address, action="take_back")

        self.assertIn("has changed since", page)
        self.assertEqual(self.standing()[0], self.own.pk)

    def test_an_earlier_step_can_be_taken_back_too_and_none_twice(self) -> None:
        other = a_mapping(self.connection)
        before = self.standing()
        self.page(self.address, action="accept")
        self.page(f"{BENCH}/{other.pk}", action="leave_out")

        self.page(self.address, action="take_back")

        self.assertEqual(self.standing(), before)
        self.assertIn("There is no step of yours", self.page(self.address, action="take_back"))

    def test_it_is_offered_once(self) -> None:
        self.assertIn('value="take_back"', self.page(self.address, action="accept"))

        self.assertNotIn('value="take_back"', self.page(BENCH))

    def test_somebody_elses_step_is_not_taken_back(self) -> None:
        self.page(self.address, action="accept")
        self.client.force_login(a_member(self.agency))

        self.assertIn("There is no step of yours", self.page(self.address, action="take_back"))


class TakingAllBackTests(PageCase):
    def setUp(self) -> None:
        super().setUp()
        self.own = a_property(self.agency, address="9 Elm Street, Glebe NSW 2037", postcode="2037")
        a_mapping(self.connection, provider_property_address="9 Elm St, Glebe NSW 2037")
        self.alone = a_mapping(self.connection, provider_property_address="77 Nowhere Rd, Orange NSW 2800")
        earlier = a_property(self.agency, address="1 Oak Street")
        self.earlier = a_mapping(self.connection, property=earlier)

    def test_an_acceptance_is_taken_back_whole_and_only_it(self) -> None:
        suggesting.suggest(self.connection)
        before = sorted(PropertyMapping.objects.values_list("pk", "property", "suggestion", "suggestion_score"))
        page = self.page(f"{BENCH}/auto", minimum_score="90", create_unmatched="on")
        self.assertIn('value="take_back"', page)

        page = self.page(f"{BENCH}/auto", action="take_back")

        self.assertIn("2 properties are open again.", page)
        after = sorted(PropertyMapping.objects.values_list("pk", "property", "suggestion", "suggestion_score"))
        self.assertEqual(after, before)
        self.assertEqual(Property.objects.count(), 2)
        self.own.refresh_from_db()
        self.assertIsNone(self.own.external_id)

    def test_what_is_in_use_or_has_changed_since_stays(self) -> None:
        self.page(f"{BENCH}/auto", minimum_score="90", create_unmatched="on")
        self.alone.refresh_from_db()
        a_lease(self.alone.property)
        self.page(f"{BENCH}/auto", action="take_back")
        self.assertEqual(Property.objects.filter(leases__isnull=False).count(), 1)

        self.page(f"{BENCH}/auto", minimum_score="90")
        PropertyMapping.objects.filter(property=self.own).update(updated_at=timezone.now())
        self.assertIn("1 property is open again", self.page(f"{BENCH}/auto", action="take_back"))
        self.assertEqual(PropertyMapping.objects.filter(property=self.own).count(), 1)

    def test_a_step_after_it_stays(self) -> None:
        self.page(f"{BENCH}/auto", minimum_score="90")
        self.page(f"{BENCH}/{self.earlier.pk}", action="leave_out")

        self.assertIn("1 property is open again", self.page(f"{BENCH}/auto", action="take_back"))
        self.earlier.refresh_from_db()
        self.assertTrue(self.earlier.left_out)
        self.assertIn("There is no step of yours", self.page(f"{BENCH}/auto", action="take_back"))


class TurningDownTests(PageCase):
    def test_the_next_best_is_shown_and_the_first_never_again(self) -> None:
        best = a_property(self.agency, address="9 Elm Street, Glebe NSW 2037", postcode="2037")
        second = a_property(self.agency, address="9-11 Elm Street, Glebe NSW 2037", postcode="2037")
        row = a_mapping(self.connection, provider_property_address="9 Elm St, Glebe NSW 2037")
        suggesting.suggest(self.connection)

        page = self.page(f"{BENCH}/{row.pk}", action="turn_down")

        self.assertIn(f"{best.address} is not suggested for it again. The next best has 88 %.", page)
        suggesting.suggest(self.connection)
        row.refresh_from_db()
        self.assertEqual((row.suggestion, row.refused), (second, [str(best.pk)]))
        self.assertEqual(AuditEntry.objects.filter(action="mapping_undone").count(), 1)

    def test_with_nothing_else_like_it_the_row_waits(self) -> None:
        own = a_property(self.agency)
        row = a_mapping(self.connection, suggestion=own, suggestion_score=90)

        self.assertIn("Nothing else is like it.", self.page(f"{BENCH}/{row.pk}", action="turn_down"))
        self.assertIn("There is no suggestion for", self.page(f"{BENCH}/{row.pk}", action="turn_down"))
