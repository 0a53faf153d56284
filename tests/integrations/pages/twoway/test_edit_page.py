"""Editing rows that another system keeps, from the portfolio's pages."""

from django.test import TestCase

from agencies.permissions import Role
from integrations.models import OutgoingEdit
from portfolio.models import MaintenanceJob, Tenant
from tests.factories import a_lease, a_member, a_property, an_agency
from tests.twoway_factories import a_kept_tenant, a_two_way_connection


class EditPageTests(TestCase):
    def setUp(self) -> None:
        self.agency = an_agency()
        self.link = a_two_way_connection(self.agency)
        kept = {"external_source": "rentmanager", "external_account": self.link.provider_user_id}
        self.house = a_property(self.agency, external_id="homes-1:12", **kept)
        self.tenant = a_kept_tenant(self.link)
        self.lease = a_lease(self.house, (self.tenant,), external_id="homes-1:1377", **kept)
        self.client.force_login(a_member(self.agency, Role.MANAGER))

    def edit(self, **values: str) -> str:
        """What the page says after these values of the tenant are sent with all others."""
        address = f"/portfolio/edit/tenants/{self.tenant.pk}?lease={self.lease.pk}"
        shown = self.client.get(address).context["form"]
        as_they_are = {name: shown[name].value() or "" for name in shown.fields}
        return self.client.post(address, as_they_are | values, follow=True).content.decode()

    def test_what_is_changed_stands_here_and_is_on_its_way(self) -> None:
        said = self.edit(email="new@example.com")

        edit = OutgoingEdit.objects.get()
        self.assertIn("Saved, and on its way.", said)
        self.assertEqual(Tenant.objects.get().email, "new@example.com")
        self.assertEqual(edit.changes["email"]["base"], "tim@example.com")
        self.assertEqual((list(edit.changes), edit.changes["email"]["ours"]), (["email"], "new@example.com"))
        self.assertEqual((edit.kind, edit.external_id), ("tenants", self.tenant.external_id))

    def test_what_is_not_changed_goes_nowhere(self) -> None:
        said = self.edit()

        self.assertIn("Nothing was changed", said)
        self.assertFalse(OutgoingEdit.objects.exists())

    def test_a_field_that_is_emptied_is_refused_and_what_was_typed_stays(self) -> None:
        said = self.edit(email="", first_name="Timothy")

        self.assertIn("takes no blanks", said)
        self.assertIn("Timothy", said)
        self.assertEqual(Tenant.objects.get().first_name, "Tim")

    def test_the_lease_leads_to_its_tenants_form(self) -> None:
        page = self.client.get(f"/portfolio/leases/{self.lease.pk}")

        self.assertContains(page, f"/portfolio/edit/tenants/{self.tenant.pk}?lease={self.lease.pk}")
        self.assertNotContains(page, "/portfolio/edit/leases/")

    def test_who_may_not_write_back_finds_no_way_in(self) -> None:
        self.client.force_login(a_member(self.agency, Role.STAFF))

        page = self.client.get(f"/portfolio/leases/{self.lease.pk}")

        self.assertNotContains(page, "/portfolio/edit/")
        self.assertEqual(self.client.get(f"/portfolio/edit/tenants/{self.tenant.pk}").status_code, 403)

    def test_a_row_whose_kind_only_comes_in_says_so(self) -> None:
        self.link.config = {}
        self.link.save()

        page = self.client.get(f"/portfolio/edit/tenants/{self.tenant.pk}", follow=True)

        self.assertContains(page, "cannot be edited here")

    def test_a_new_job_is_here_and_on_its_way(self) -> None:
        address = f"/portfolio/properties/{self.house.pk}/jobs/new"

        page = self.client.post(address, {"summary": "Leaking tap", "description": "Kitchen."}, follow=True)

        job = MaintenanceJob.objects.get()
        self.assertContains(page, "The job is here, and on its way")
        self.assertContains(page, "Leaking tap")
        self.assertEqual((job.property_id, job.summary, job.external_id), (self.house.pk, "Leaking tap", None))
        self.assertEqual(OutgoingEdit.objects.get().action, OutgoingEdit.Action.CREATE)

    def test_a_job_without_words_is_refused(self) -> None:
        page = self.client.post(f"/portfolio/properties/{self.house.pk}/jobs/new", {"summary": ""})

        self.assertContains(page, "A new row needs a summary.")
        self.assertFalse(MaintenanceJob.objects.exists())
