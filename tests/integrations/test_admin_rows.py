"""Rows that another system keeps and takes changes of, edited in the admin: what is changed goes there too."""

from typing import Any
from unittest.mock import patch

from django.contrib.admin.models import LogEntry
from django.http import HttpResponse
from django.test import TestCase

from agencies.models import AuditEntry, User
from agencies.permissions import PERMISSIONS, Permission, Role
from integrations.models import OutgoingEdit
from integrations.twoway.creating import create
from portfolio.models import Contact, MaintenanceJob, Tenant
from providers.choices import Kind
from tests.factories import a_job, a_member, a_property, a_tenant, an_agency
from tests.integrations.admin_estate import page_of
from tests.twoway_factories import a_kept_tenant, a_two_way_connection


class RowsInTheAdmin(TestCase):
    def setUp(self) -> None:
        self.agency = an_agency()
        self.link = a_two_way_connection(self.agency)
        self.kept = {"external_source": "rentmanager", "external_account": self.link.provider_user_id}
        self.house = a_property(self.agency, external_id="homes-1:12", **self.kept)
        self.tenant = a_kept_tenant(self.link, last_name="Tenant", custom={"Gate code": "1", "Pets": "cat"})
        self.person = self.log_in(Role.MANAGER)

    def log_in(self, role: Role) -> User:
        person = a_member(self.agency, role, is_staff=True)
        self.client.force_login(person)
        return person

    def opened(self, row: Any) -> dict[str, Any]:
        """The row's form as a browser holds it: every field with what it showed."""
        form = self.client.get(page_of(row)).context["adminform"].form
        fields = [form[name] for name in form.fields]
        known = {field.html_name: field.value() for field in fields}
        shown = {field.html_initial_name: field.value() for field in fields if field.field.show_hidden_initial}
        return {name: "" if value is None else value for name, value in (known | shown).items()}

    def save(self, row: Any, form: dict[str, Any] | None = None, **values: Any) -> HttpResponse:
        """The page after the row's form is saved with these values."""
        given = (form if form is not None else self.opened(row)) | values
        return self.client.post(page_of(row), given, follow=True)

    def outbox(self) -> list[dict[str, tuple[Any, Any]]]:
        """What each edit makes of what."""
        rows = OutgoingEdit.objects.order_by("pk")
        return [{name: (pair["base"], pair["ours"]) for name, pair in row.changes.items()} for row in rows]


class KeptRowTests(RowsInTheAdmin):
    def test_what_its_keeper_takes_can_be_typed_and_the_rest_cannot(self) -> None:
        fields = self.opened(self.tenant)

        names = {name for name in fields if not name.startswith("initial-")}
        self.assertEqual(names, {"first_name", "last_name", "email", "custom.Gate code", "custom.Pets"})
        self.assertContains(self.client.get(page_of(self.tenant)), 'name="initial-email" value="tim@example.com"')

    def test_what_is_changed_stands_here_and_is_on_its_way(self) -> None:
        page = self.save(self.tenant, email="new@example.com", **{"custom.Gate code": "2"})

        self.tenant.refresh_from_db()
        edit = OutgoingEdit.objects.get()
        self.assertContains(page, "What you changed is on its way to")
        self.assertEqual(
            (self.tenant.email, self.tenant.custom), ("new@example.com", {"Gate code": "2", "Pets": "cat"})
        )
        self.assertEqual(
            self.outbox(), [{"email": ("tim@example.com", "new@example.com"), "custom.Gate code": ("1", "2")}]
        )
        self.assertEqual((edit.made_by, edit.external_id), (self.person, self.tenant.external_id))
        self.assertTrue(AuditEntry.objects.filter(action="row_edited", person_id=self.person.pk).exists())
        self.assertEqual(LogEntry.objects.get().object_id, str(self.tenant.pk))

    def test_what_is_not_changed_goes_nowhere(self) -> None:
        before = Tenant.objects.values().get()

        self.save(self.tenant)

        self.assertEqual((self.outbox(), Tenant.objects.values().get()), ([], before))

    def test_a_column_that_its_keeper_does_not_take_is_not_listened_to(self) -> None:
        self.save(self.tenant, email="new@example.com", balance="0", name="X", external_id="forged")

        self.tenant.refresh_from_db()
        self.assertEqual((self.tenant.balance, self.tenant.name == "X"), (None, False))
        self.assertEqual(self.outbox(), [{"email": ("tim@example.com", "new@example.com")}])

    def test_a_row_that_it_points_at_is_chosen(self) -> None:
        plumber = Contact.objects.create(agency=self.agency, name="Sam", external_id="homes-1:7", **self.kept)
        job = a_job(self.house, external_id="homes-1:55", **self.kept)

        self.save(job, supplier=str(plumber.pk), due_date="2026-07-09")

        job.refresh_from_db()
        self.assertEqual((job.supplier, str(job.due_date)), (plumber, "2026-07-09"))
        self.assertEqual(set(self.outbox()[0]), {"supplier_id", "due_date"})

    def test_what_is_refused_is_an_error_of_the_form_and_what_was_typed_stays(self) -> None:
        page = self.save(self.tenant, email="", first_name="Timothy")

        self.tenant.refresh_from_db()
        self.assertContains(page, "cannot be emptied here")
        self.assertContains(page, 'value="Timothy"')
        self.assertEqual((self.tenant.first_name, self.outbox()), ("Tim", []))

    def test_what_a_sync_has_brought_since_the_form_was_opened_is_not_taken_back(self) -> None:
        form = self.opened(self.tenant)
        Tenant.objects.filter(pk=self.tenant.pk).update(last_name="Byron", custom={"Gate code": "9", "Pets": "cat"})

        self.save(self.tenant, form, first_name="Timothy")
        page = self.save(self.tenant, form, first_name="Timothy", last_name="King")

        self.tenant.refresh_from_db()
        self.assertEqual(self.outbox(), [{"first_name": ("Tim", "Timothy")}])
        self.assertEqual((self.tenant.last_name, self.tenant.custom["Gate code"]), ("Byron", "9"))
        self.assertContains(page, "This has become “Byron” meanwhile.")
        self.assertContains(page, 'name="initial-last_name" value="Byron"')

    def test_who_may_map_but_not_write_back_only_looks(self) -> None:
        less = PERMISSIONS | {Role.MANAGER: PERMISSIONS[Role.MANAGER] - {Permission.WRITE_BACK}}
        with patch("agencies.scope.PERMISSIONS", less):
            page = self.client.get(page_of(self.tenant))
            saved = self.client.post(page_of(self.tenant), {"email": "new@example.com"})

        self.assertNotContains(page, 'name="email"')
        self.assertEqual((saved.status_code, self.outbox()), (403, []))

    def test_who_may_write_back_but_not_map_edits_what_another_system_keeps(self) -> None:
        less = PERMISSIONS | {Role.MANAGER: PERMISSIONS[Role.MANAGER] - {Permission.MAP}}
        own = a_tenant(self.agency)
        with patch("agencies.scope.PERMISSIONS", less):
            self.save(self.tenant, email="new@example.com")
            refused = self.client.post(page_of(own), {"name": "X"})

        self.assertEqual((refused.status_code, len(self.outbox())), (403, 1))

    def test_what_a_role_does_not_show_it_does_not_change(self) -> None:
        less = PERMISSIONS | {Role.MANAGER: PERMISSIONS[Role.MANAGER] - {Permission.SEE_CONTACTS}}
        with patch("agencies.scope.PERMISSIONS", less):
            fields = self.opened(self.tenant)
            self.save(self.tenant, fields, email="new@example.com", first_name="Timothy", **{"custom.Pets": "dog"})

        self.assertEqual({name for name in fields if "initial" not in name}, {"first_name", "last_name"})
        self.assertEqual(self.outbox(), [{"first_name": ("Tim", "Timothy")}])

    def test_where_changes_only_come_in_the_row_is_for_looking(self) -> None:
        self.link.config = {}
        self.link.save()

        page = self.client.get(page_of(self.tenant))
        saved = self.client.post(page_of(self.tenant), {"email": "new@example.com"})

        self.assertNotContains(page, 'name="email"')
        self.assertEqual((saved.status_code, self.outbox()), (403, []))


class RowsBeingMadeTests(RowsInTheAdmin):
    def setUp(self) -> None:
        super().setUp()
        values = {"summary": "Leaking tap", "property_id": self.house.pk}
        self.job = create(Kind.MAINTENANCE_JOB, values, self.person, self.link)

    def test_what_is_changed_goes_out_with_the_new_row(self) -> None:
        self.save(self.job, summary="Leaking taps")

        self.job.refresh_from_db()
        made = OutgoingEdit.objects.get()
        self.assertEqual((self.job.summary, made.changes["summary"]["ours"]), ("Leaking taps", "Leaking taps"))
        self.assertEqual(made.action, OutgoingEdit.Action.CREATE)

    def test_what_its_keeper_does_not_take_cannot_be_typed(self) -> None:
        fields = self.opened(self.job)

        self.assertEqual(
            {name for name in fields if "initial" not in name},
            {"summary", "description", "priority", "due_date", "supplier"},
        )

    def test_it_is_not_removed_before_it_is_given_up(self) -> None:
        answer = self.client.post(page_of(self.job, "delete"), {"post": "yes"})

        self.assertEqual((answer.status_code, MaintenanceJob.objects.count()), (403, 1))

    def test_a_row_of_the_agencys_own_is_saved_as_ever(self) -> None:
        own = a_tenant(self.agency, email="a@example.com")
        form = self.opened(own)

        self.save(own, form, name="Another name")

        own.refresh_from_db()
        self.assertEqual((own.name, own.email, OutgoingEdit.objects.count()), ("Another name", "a@example.com", 1))
