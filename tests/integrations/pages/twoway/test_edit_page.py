"""Editing rows that another system keeps, from the portfolio's pages."""

from datetime import date
from html.parser import HTMLParser

from django.http import HttpResponse
from django.test import TestCase

from agencies.permissions import Role
from integrations.models import OutgoingEdit
from portfolio.models import MaintenanceJob, Tenant
from tests.factories import a_job, a_lease, a_member, a_property, an_agency
from tests.twoway_factories import a_kept_tenant, a_two_way_connection


class Fields(HTMLParser):
    """What a browser would send of a page's inputs."""

    def __init__(self, page: HttpResponse) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._area = ""
        self.feed(page.content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "input" and "name" in given:
            self.found[given["name"]] = given.get("value", "")
        self._area = given.get("name", "") if tag == "textarea" else ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.found[self._area] = self.found.get(self._area, "") + data.removeprefix("\n")


def typed(page: HttpResponse) -> dict[str, str]:
    """The fields of the page's form as they stand."""
    return {name: value for name, value in Fields(page).found.items() if name not in ("agency", "q")}


class EditPageTests(TestCase):
    def setUp(self) -> None:
        self.agency = an_agency()
        self.link = a_two_way_connection(self.agency)
        kept = {"external_source": "rentmanager", "external_account": self.link.provider_user_id}
        self.house = a_property(self.agency, external_id="homes-1:12", **kept)
        self.tenant = a_kept_tenant(self.link)
        self.lease = a_lease(self.house, (self.tenant,), external_id="homes-1:1377", **kept)
        self.client.force_login(a_member(self.agency, Role.MANAGER))

    def opened(self) -> dict[str, str]:
        """The form as a browser holds it once the page is open: every field with what it showed."""
        self.address = f"/portfolio/edit/tenants/{self.tenant.pk}?lease={self.lease.pk}"
        return typed(self.client.get(self.address))

    def send(self, form: dict[str, str], **values: str) -> HttpResponse:
        """The page after the form is sent with these values."""
        return self.client.post(self.address, form | values, follow=True)

    def edit(self, **values: str) -> str:
        """What the page says after these values of the tenant are sent with all others."""
        return self.send(self.opened(), **values).content.decode()

    def theirs(self, **values: str) -> None:
        """A sync brings these values."""
        Tenant.objects.filter(pk=self.tenant.pk).update(**values)

    def outbox(self) -> list[dict[str, tuple[str, str]]]:
        """What each edit makes of what."""
        rows = OutgoingEdit.objects.order_by("pk")
        return [{name: (pair["base"], pair["ours"]) for name, pair in row.changes.items()} for row in rows]

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

    def test_what_is_taken_back_before_it_went_is_saved_and_goes_nowhere(self) -> None:
        self.edit(email="new@example.com")

        said = self.edit(email="tim@example.com")

        self.assertIn("Saved. Nothing has to be sent.", said)
        self.assertEqual(
            (Tenant.objects.get().email, OutgoingEdit.objects.get().status), ("tim@example.com", "dropped")
        )

    def test_what_a_sync_has_brought_since_the_form_was_opened_is_not_taken_back(self) -> None:
        form = self.opened()
        self.theirs(last_name="Byron", email="theirs@example.com")

        said = self.send(form, first_name="Timothy").content.decode()

        self.tenant.refresh_from_db()
        self.assertIn("Saved, and on its way.", said)
        self.assertEqual(self.outbox(), [{"first_name": ("Tim", "Timothy")}])
        self.assertEqual((self.tenant.last_name, self.tenant.email), ("Byron", "theirs@example.com"))

    def test_what_nobody_has_seen_is_shown_before_it_is_overwritten(self) -> None:
        form = self.opened()
        self.theirs(email="theirs@example.com")

        page = self.send(form, email="ours@example.com", first_name="Timothy")
        before = self.outbox()
        self.send(typed(page))

        self.assertContains(page, "This has become “theirs@example.com” meanwhile.")
        self.assertEqual(before, [])
        self.assertEqual(
            self.outbox(),
            [{"first_name": ("Tim", "Timothy"), "email": ("theirs@example.com", "ours@example.com")}],
        )

    def test_what_both_sides_have_made_of_a_field_alike_is_no_change(self) -> None:
        form = self.opened()
        self.theirs(email="same@example.com")

        page = self.send(form, email="same@example.com")

        self.assertContains(page, "Nothing was changed")
        self.assertEqual(self.outbox(), [])

    def test_days_and_choices_are_compared_as_they_were_shown(self) -> None:
        kept = {"external_source": "rentmanager", "external_account": self.link.provider_user_id}
        job = a_job(self.house, due_date=date(2026, 7, 3), external_id="homes-1:55", **kept)
        self.address = f"/portfolio/edit/maintenance_jobs/{job.pk}"
        form = typed(self.client.get(self.address))
        MaintenanceJob.objects.filter(pk=job.pk).update(due_date=date(2026, 7, 9))

        self.send(form, summary="New words")
        page = self.send(form, due_date="2026-07-10")
        self.send(typed(page))

        self.assertContains(page, "This has become “2026-07-09” meanwhile.")
        self.assertEqual(
            self.outbox(), [{"summary": (job.summary, "New words"), "due_date": ("2026-07-09", "2026-07-10")}]
        )

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
