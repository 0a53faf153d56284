"""Staff who are not superusers see in the admin what their roles allow at the agencies where they work, and nothing else."""

from typing import Any

from django.contrib import admin
from django.db.models import ForeignKey, ManyToManyField, Model
from django.test import TestCase
from django.urls import reverse

from agencies.audit import Action, record
from agencies.models import Agency, AuditEntry, Membership, User
from agencies.permissions import Role
from integrations.models import Connection, PropertyMapping, RentBalance, RowChange, SignIn, SyncIssue, SyncLog
from portfolio.models import Lease, Owner, Property, Transaction
from tests.factories import a_member, a_property
from tests.integrations.admin_estate import OPERATORS_ONLY, WITHOUT_PAGE, a_row_of_everything, list_of, models, page_of


class ScopeTests(TestCase):
    def setUp(self) -> None:
        self.own, self.theirs = a_row_of_everything("Harbour"), a_row_of_everything("Elsewhere")
        self.person = self.log_in(Role.ADMIN)

    def log_in(self, role: Role) -> User:
        person = a_member(self.own[Agency], role, is_staff=True)
        self.client.force_login(person)
        return person

    def scoped(self) -> list[type[Model]]:
        return [model for model in models() if model not in OPERATORS_ONLY]

    def test_lists_searches_and_filters_show_own_rows_alone(self) -> None:
        for model in self.scoped():
            listed = {}
            of_theirs = [f"?agency={self.theirs[Agency].pk}"] if model is not Agency else []
            for query in ("", "?q=e", *of_theirs):
                with self.subTest(f"{model} {query}"):
                    page = self.client.get(list_of(model) + query)
                    listed[query] = [row.pk for row in page.context["cl"].result_list]

                    self.assertEqual(page.status_code, 200)
                    self.assertNotContains(page, "Elsewhere")
            found = self.client.get(f"{list_of(model)}?q=Elsewhere").context["cl"].result_list
            self.assertEqual(list(found), [])
            self.assertIn(self.own[model].pk, listed[""])

    def test_pages_of_own_rows_open_and_those_of_others_do_not_exist(self) -> None:
        for model in self.scoped():
            for page in ("change", "history", "delete"):
                with self.subTest(f"{model} {page}"):
                    answer = self.client.get(page_of(self.theirs[model], page), follow=True)

                    self.assertNotEqual(answer.redirect_chain or answer.status_code, 200)
                    self.assertNotContains(answer, "Elsewhere Rentals", status_code=answer.status_code)
                    self.assertNotIn("original", answer.context or {})
            if model not in WITHOUT_PAGE:
                own = self.client.get(page_of(self.own[model]))

                self.assertEqual(own.status_code, 200, model)
                self.assertNotContains(own, "Elsewhere")

    def test_nothing_is_written_to_rows_of_others(self) -> None:
        for model in self.scoped():
            before = model._default_manager.filter(pk=self.theirs[model].pk).values().get()

            for page, form in (("change", {"name": "x", "_save": "1"}), ("delete", {"post": "yes"})):
                self.client.post(page_of(self.theirs[model], page), form)

            self.assertEqual(model._default_manager.filter(pk=self.theirs[model].pk).values().get(), before, model)

    def test_every_choice_of_another_row_offers_own_rows_alone(self) -> None:
        asked = 0
        for model in self.scoped():
            for field in [*model._meta.concrete_fields, *model._meta.many_to_many]:
                if isinstance(field, ForeignKey | ManyToManyField) and field.related_model in admin.site._registry:
                    query = {
                        "app_label": model._meta.app_label,
                        "model_name": model._meta.model_name,
                        "field_name": field.name,
                    }
                    answer = self.client.get(reverse("admin:autocomplete"), {**query, "term": "e"})
                    asked += answer.status_code == 200

                    self.assertIn(answer.status_code, (200, 403), f"{model} {field.name}")
                    self.assertNotContains(answer, "Elsewhere", status_code=answer.status_code)

        self.assertGreaterEqual(asked, 20)

    def test_a_row_cannot_be_given_to_or_point_at_another_agency(self) -> None:
        forms: list[dict[str, Any]] = [
            {"agency": self.theirs[Agency].pk, "address": "2 Wattle Street"},
            {"agency": self.own[Agency].pk, "address": "2 Wattle Street", "owners": [self.theirs[Owner].pk]},
        ]
        for form in forms:
            answer = self.client.post(reverse("admin:portfolio_property_add"), {**form, "labels": "[]"})

            self.assertEqual(answer.status_code, 200)
            self.assertContains(answer, "not one of the available choices")
        self.assertFalse(Property.objects.filter(address="2 Wattle Street").exists())

    def test_a_row_of_one_agency_cannot_point_at_another_one_where_the_person_works_too(self) -> None:
        Membership.objects.create(user=self.person, agency=self.theirs[Agency], role=Role.ADMIN)
        form = {
            "agency": self.own[Agency].pk,
            "address": "2 Wattle Street",
            "owners": [self.theirs[Owner].pk],
            "labels": "[]",
        }

        answer = self.client.post(reverse("admin:portfolio_property_add"), form)

        self.assertContains(answer, "This belongs to another agency.")

    def test_a_new_row_is_for_the_own_agency_where_there_is_one(self) -> None:
        page = self.client.get(reverse("admin:portfolio_property_add"))

        self.assertEqual(page.context["adminform"].form.initial["agency"], self.own[Agency].pk)

    def test_an_own_row_can_be_made_and_changed(self) -> None:
        form = {"agency": self.own[Agency].pk, "address": "2 Wattle Street", "labels": "[]"}

        self.client.post(reverse("admin:portfolio_property_add"), form)
        house = Property.objects.get(address="2 Wattle Street")
        self.client.post(page_of(house), {"address": "4 Wattle Street", "labels": "[]"})

        house.refresh_from_db()
        self.assertEqual((house.address, house.agency), ("4 Wattle Street", self.own[Agency]))

    def test_users_and_lock_outs_are_for_superusers(self) -> None:
        for model in OPERATORS_ONLY:
            for address in (
                list_of(model),
                list_of(model) + "add/",
                page_of(self.own[model]),
                page_of(self.own[model], "delete"),
            ):
                self.assertEqual(self.client.get(address).status_code, 403, address)

        raised = self.client.post(page_of(self.person), {"is_superuser": "on", "is_staff": "on"})

        self.assertEqual(raised.status_code, 403)
        self.assertFalse(User.objects.get(pk=self.person.pk).is_superuser)

    def test_how_own_people_came_in_is_in_the_trail_and_how_others_did_is_not(self) -> None:
        for rows in (self.own, self.theirs):
            record(Action.LOGGED_IN, person=rows[User])

        people = [
            row.person
            for row in self.client.get(f"{list_of(AuditEntry)}?action__exact=logged_in").context["cl"].result_list
        ]

        self.assertIn(self.own[User].email, people)
        self.assertNotIn(self.theirs[User].email, people)

    def test_pages_lead_to_the_settings_of_the_agency_at_hand(self) -> None:
        Membership.objects.create(user=self.person, agency=self.theirs[Agency], role=Role.ADMIN)
        self.client.post(reverse("agencies:switch"), {"agency": str(self.own[Agency].pk)})

        for model in (Agency, Connection, SyncLog):
            own, other = (self.client.get(page_of(rows[model])).context["links"] for rows in (self.own, self.theirs))

            self.assertTrue(own[-1][0].startswith("Settings page"), model)
            self.assertEqual(self.client.get(own[-1][1]).status_code, 200, model)
            self.assertFalse(any(words.startswith("Settings page") for words, _ in other), model)

    def test_somebody_who_works_nowhere_sees_nothing(self) -> None:
        Membership.objects.filter(user=self.person).delete()

        for model in models():
            self.assertEqual(self.client.get(list_of(model)).status_code, 403, model)
        self.assertContains(self.client.get(reverse("admin:index")), "You do not work at an agency yet.")

    def test_several_agencies_are_told_apart(self) -> None:
        Membership.objects.create(user=self.person, agency=self.theirs[Agency], role=Role.VIEWER)

        page = self.client.get(list_of(Connection))

        self.assertContains(page, "Harbour Rentals")
        self.assertContains(page, "Elsewhere Rentals")
        found = self.client.get(list_of(Connection), {"agency": self.theirs[Agency].pk}).context["cl"].result_list
        self.assertEqual([row.pk for row in found], [self.theirs[Connection].pk])


class RoleTests(TestCase):
    def setUp(self) -> None:
        self.rows = a_row_of_everything("Harbour")

    def log_in(self, role: Role) -> None:
        self.client.force_login(a_member(self.rows[Agency], role, is_staff=True))

    def opens(self, *found: type[Model]) -> list[bool]:
        return [self.client.get(list_of(model)).status_code == 200 for model in found]

    def test_a_viewer_sees_neither_money_nor_contact_details(self) -> None:
        self.log_in(Role.VIEWER)

        self.assertEqual(self.opens(Transaction, RentBalance, RowChange, SignIn, AuditEntry), [False] * 5)
        self.assertEqual(self.opens(Property, Lease, Owner, SyncIssue, PropertyMapping), [True] * 5)
        for address in (list_of(Lease), page_of(self.rows[Lease])):
            self.assertNotContains(self.client.get(address), "650.00")
        for address in (list_of(Owner), page_of(self.rows[Owner]), f"{list_of(Owner)}?q=olive"):
            self.assertNotContains(self.client.get(address), "olive@example.com")
        self.assertEqual(len(self.client.get(f"{list_of(Owner)}?q=olive@example.com").context["cl"].result_list), 0)
        self.assertNotContains(self.client.get(page_of(self.rows[PropertyMapping])), "etadata")

    def test_staff_see_the_money_that_a_viewer_does_not(self) -> None:
        self.log_in(Role.STAFF)

        for address in (list_of(Lease), page_of(self.rows[Lease])):
            self.assertContains(self.client.get(address), "650.00")

    def test_staff_see_money_and_contact_details_and_change_no_rows(self) -> None:
        self.log_in(Role.STAFF)

        self.assertEqual(
            self.opens(Transaction, RentBalance, RowChange, SignIn, AuditEntry), [True, True, True, False, False]
        )
        self.assertContains(self.client.get(list_of(Lease)), "650.00 AUD weekly")
        self.assertContains(self.client.get(page_of(self.rows[Owner])), "olive@example.com")
        own = a_property(self.rows[Agency])
        self.assertEqual(self.client.post(page_of(own), {"address": "x", "labels": "[]"}).status_code, 403)
        self.assertEqual(self.client.get(reverse("admin:portfolio_property_add")).status_code, 403)

    def test_where_roles_differ_a_list_shows_what_the_least_allows_and_a_page_what_its_own_does(self) -> None:
        person = a_member(self.rows[Agency], Role.ADMIN, is_staff=True)
        theirs = a_row_of_everything("Elsewhere")
        Membership.objects.create(user=person, agency=theirs[Agency], role=Role.VIEWER)
        self.client.force_login(person)

        leases = self.client.get(list_of(Lease))
        money = self.client.get(list_of(Transaction))

        self.assertNotContains(leases, "650.00")
        self.assertContains(self.client.get(page_of(self.rows[Lease])), "650.00")
        self.assertNotContains(self.client.get(page_of(theirs[Lease])), "650.00")
        self.assertContains(money, "1 Harbour Street")
        self.assertNotContains(money, "1 Elsewhere Street")
