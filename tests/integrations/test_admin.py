from datetime import UTC, datetime

from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.models import AuditEntry, User
from integrations.models import RowChange
from portfolio.models import Transaction
from tests.factories import (
    a_change,
    a_connection,
    a_lease,
    a_member,
    a_property,
    a_sync_log,
    a_transaction,
    an_agency,
    an_owner,
)
from tests.integrations.admin_estate import OURS, SECRETS, WITHOUT_PAGE, a_row_of_everything, list_of, models, page_of


class AdminTests(TestCase):
    def setUp(self) -> None:
        self.client.force_login(User.objects.create_superuser("boss@example.com", "x"))

    def test_every_model_of_ours_is_there(self) -> None:
        ours = {model for name in OURS if name != "axes" for model in apps.get_app_config(name).get_models()}

        self.assertEqual(ours - set(admin.site._registry), set())
        self.assertEqual(set(models()), set(a_row_of_everything("Harbour")))

    def test_every_page_opens_and_shows_nothing_secret(self) -> None:
        for model, row in a_row_of_everything("Harbour").items():
            pages = [list_of(model)] + ([] if model in WITHOUT_PAGE else [page_of(row), page_of(row, "history")])
            for address in pages:
                with self.subTest(address):
                    page = self.client.get(address)

                    self.assertEqual(page.status_code, 200)
                    for word in SECRETS:
                        self.assertNotContains(page, word)
            removal = self.client.get(page_of(row, "delete")).content.decode()
            self.assertEqual([word for word in SECRETS if word in removal and model not in WITHOUT_PAGE], [], model)

    def test_a_row_shows_every_moment_on_its_agencys_clock(self) -> None:
        noon = datetime(2026, 7, 3, 4, tzinfo=UTC)
        connection = a_connection(an_agency(timezone="Australia/Perth"), last_sync_at=noon, last_full_sync_at=noon)

        page = self.client.get(page_of(connection)).content.decode()

        self.assertIn("3 Jul 2026, 12:00", page)
        self.assertIn("3 Jul 2026, noon", page)

    def test_every_form_for_a_new_row_opens(self) -> None:
        opened = 0
        for model in models():
            page = self.client.get(list_of(model) + "add/")

            opened += page.status_code == 200
            self.assertIn(page.status_code, (200, 403), model)

        self.assertGreaterEqual(opened, 13)

    def test_a_sign_in_has_no_page_because_its_address_would_be_the_secret(self) -> None:
        rows = a_row_of_everything("Harbour")

        for model in WITHOUT_PAGE:
            for page in ("change", "history", "delete"):
                self.assertNotEqual(self.client.get(page_of(rows[model], page)).status_code, 200)

    def test_every_list_can_be_searched(self) -> None:
        a_row_of_everything("Harbour")

        for model in models():
            found = self.client.get(f"{list_of(model)}?q=harbour")
            nothing = self.client.get(f"{list_of(model)}?q=nowhere")

            self.assertEqual((found.status_code, nothing.status_code), (200, 200), model)
            self.assertEqual(len(found.context["cl"].result_list), 1, model)
            self.assertEqual(len(nothing.context["cl"].result_list), 0, model)

    def test_every_filter_can_be_used(self) -> None:
        a_row_of_everything("Harbour")
        a_row_of_everything("Valley")

        for model in models():
            page = self.client.get(list_of(model))
            names = {name for spec in page.context["cl"].filter_specs for name in spec.expected_parameters()}
            chosen = {name: "1" for name in names if not name.endswith("__isnull")}

            self.assertEqual(self.client.get(list_of(model), chosen).status_code, 200, f"{model} {chosen}")

    def test_three_rows_and_thirty_take_the_same_queries(self) -> None:
        costs: list[dict[str, int]] = []
        for number in (3, 27):
            for _ in range(number):
                a_row_of_everything("Harbour")
            costs.append({str(model): self.cost(list_of(model)) for model in models()})

        self.assertEqual(costs[0], costs[1])
        # Session, person, count, rows; the choices of filters; what belongs to several rows.
        self.assertLessEqual(max(costs[1].values()), 10)

    def cost(self, address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            self.assertEqual(self.client.get(address).status_code, 200)
        return len(queries)

    def test_an_agencys_page_takes_the_same_queries_for_three_members_and_thirty(self) -> None:
        agency, costs = an_agency(), []
        self.cost(page_of(agency))  # the first page of all also looks up its content type

        for number in (3, 27):
            for _ in range(number):
                a_member(agency)
            costs.append(self.cost(page_of(agency)))

        self.assertEqual(costs[0], costs[1])

    def test_long_lists_are_not_counted(self) -> None:
        a_transaction()

        with CaptureQueriesContext(connection) as queries:
            self.client.get(list_of(Transaction))

        self.assertNotIn("COUNT(", " ".join(query["sql"] for query in queries))

    def test_what_another_system_keeps_is_read_only_and_stays(self) -> None:
        synced, own = a_property(external_source="propertyme", external_id="1"), a_property()

        theirs = self.client.get(page_of(synced))
        ours = self.client.get(page_of(own))
        removal = self.client.post(page_of(synced, "delete"), {"post": "yes"})
        self.client.post(page_of(own, "delete"), {"post": "yes"})

        self.assertNotContains(theirs, 'name="address"')
        self.assertContains(ours, 'name="address"')
        self.assertNotContains(ours, 'name="external_id"')
        self.assertNotContains(ours, 'name="agency"')
        self.assertEqual(removal.status_code, 403)
        self.assertFalse(type(own).objects.filter(pk=own.pk).exists())

    def test_a_property_is_not_removed_together_with_what_another_system_keeps(self) -> None:
        own = a_property()
        a_lease(own, external_source="propertyme", external_id="T-1")

        page = self.client.post(page_of(own, "delete"), {"post": "yes"})

        self.assertEqual(page.status_code, 403)
        own.refresh_from_db()

    def test_what_syncs_write_cannot_be_changed_or_removed(self) -> None:
        log = a_sync_log()

        page = self.client.get(reverse("admin:integrations_synclog_change", args=[log.pk]))
        removal = self.client.post(reverse("admin:integrations_synclog_delete", args=[log.pk]), {"post": "yes"})

        self.assertNotContains(page, 'name="_save"')
        self.assertEqual(removal.status_code, 403)

    def test_nobody_changes_the_audit_trail(self) -> None:
        entry = a_row_of_everything("Harbour")[AuditEntry]

        answers = [
            self.client.get(list_of(AuditEntry) + "add/"),
            self.client.post(list_of(AuditEntry) + "add/", {"subject": "x"}),
            self.client.post(page_of(entry), {"subject": "x"}),
            self.client.post(page_of(entry, "delete"), {"post": "yes"}),
        ]
        self.client.post(
            list_of(AuditEntry), {"action": "delete_selected", "_selected_action": str(entry.pk), "post": "yes"}
        )

        self.assertEqual([answer.status_code for answer in answers], [403] * 4)
        self.assertEqual(AuditEntry.objects.get(pk=entry.pk).subject, "Harbour house")

    def test_a_run_shows_its_counts_as_a_table_and_its_errors_in_words(self) -> None:
        errors = [{"kind": "leases", "external_id": "T-17", "code": "x", "message": "The rent is missing."}]
        log = a_sync_log(counts={"rent_payments": {"read": 7, "created": 5, "held": 2}}, errors=errors)

        page = self.client.get(page_of(log))

        self.assertContains(page, "Rent payments</th>")
        self.assertContains(page, '<td class="px-2 py-1 text-right">7</td>', html=True)
        self.assertContains(page, "The rent is missing.")

    def test_a_change_is_told_as_on_the_settings_pages(self) -> None:
        owner, values = an_owner(name="Olive Owner"), {"rent_amount": "640.00", "paid_to": "2026-07-03"}
        change = a_change(before=values | {"owners": []}, after={"owners": [str(owner.pk)]})

        for address in (list_of(RowChange), page_of(change)):
            page = self.client.get(address)

            for words in ("<del>$640.00</del>", "<del>3 Jul 2026</del>", "<ins>Olive Owner</ins>", "Lease"):
                self.assertContains(page, words)

    def test_what_changes_point_at_is_asked_for_once(self) -> None:
        costs = []
        for number in (3, 27):
            for _ in range(number):
                a_change(before={"owners": []}, after={"owners": [str(an_owner().pk)]})
            costs.append(self.cost(list_of(RowChange)))

        self.assertEqual(costs[0], costs[1])

    def test_columns_that_a_list_does_not_offer_cannot_be_asked_for(self) -> None:
        a_row_of_everything("Harbour")

        for query in ("rent_amount__gte=1", "agency__name__startswith=H", "tenants__email__startswith=t"):
            answer = self.client.get(f"{reverse('admin:portfolio_lease_changelist')}?{query}")

            self.assertEqual(answer.status_code, 400, query)
