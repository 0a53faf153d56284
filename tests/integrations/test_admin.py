from typing import Any

from django.contrib import admin
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.models import User
from integrations.models import Connection, Cursor, RentBalance, SyncLog
from tests.factories import (
    a_change,
    a_connection,
    a_job,
    a_lease,
    a_mapping,
    a_member,
    a_property,
    a_sync_log,
    a_tenant,
    a_transaction,
    a_unit,
    an_agency,
    an_inspection,
    an_issue,
    an_owner,
)


class AdminTests(TestCase):
    def setUp(self) -> None:
        self.client.force_login(User.objects.create_superuser("boss@example.com", "x"))

    def a_row_of_everything(self) -> None:
        link = a_connection()
        house = a_property(link.agency, external_source="propertyme", external_id=str(link.pk))
        a_mapping(link, property=house, suggestion=house)
        a_change(a_sync_log(link))
        an_issue(link, raw="secret row")
        Cursor.objects.create(connection=link, kind="leases", feed="v1/tenancies")
        RentBalance.objects.create(connection=link, external_id="1", booked=1)
        a_unit(house)
        an_owner(house.agency)
        a_tenant(house.agency)
        a_lease(house)
        a_job(house)
        an_inspection(house)
        a_transaction(house)
        a_member(house.agency)

    def addresses(self) -> dict[str, str]:
        """The list of every model of ours."""
        ours = ("agencies", "portfolio", "integrations")
        models = [model for model in admin.site._registry if model._meta.app_label in ours]
        return {str(m): reverse(f"admin:{m._meta.app_label}_{m._meta.model_name}_changelist") for m in models}

    def test_every_list_and_form_opens_and_shows_nothing_secret(self) -> None:
        self.a_row_of_everything()

        for model in admin.site._registry:
            row = model._default_manager.first()
            if model._meta.app_label in ("agencies", "portfolio", "integrations") and row is not None:
                name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
                for address in (reverse(f"{name}_changelist"), reverse(f"{name}_change", args=[row.pk])):
                    page = self.client.get(address)

                    self.assertEqual(page.status_code, 200, address)
                    self.assertNotContains(page, "secret")

    def test_every_list_can_be_searched(self) -> None:
        self.a_row_of_everything()

        for model, address in self.addresses().items():
            self.assertEqual(self.client.get(f"{address}?q=harbour").status_code, 200, model)

    def test_three_rows_and_thirty_take_the_same_queries(self) -> None:
        costs: list[dict[str, int]] = []
        for number in (3, 27):
            for _ in range(number):
                self.a_row_of_everything()
            costs.append({model: self.cost(address) for model, address in self.addresses().items()})

        self.assertEqual(costs[0], costs[1])

    def cost(self, address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            self.client.get(address)
        return len(queries)

    def test_what_another_system_keeps_is_read_only(self) -> None:
        synced, own = a_property(external_source="propertyme", external_id="1"), a_property()

        theirs = self.client.get(reverse("admin:portfolio_property_change", args=[synced.pk]))
        ours = self.client.get(reverse("admin:portfolio_property_change", args=[own.pk]))

        self.assertNotContains(theirs, 'name="address"')
        self.assertContains(ours, 'name="address"')
        self.assertNotContains(ours, 'name="external_id"')

    def test_what_syncs_write_cannot_be_changed_or_removed(self) -> None:
        log = a_sync_log()

        page = self.client.get(reverse("admin:integrations_synclog_change", args=[log.pk]))
        removal = self.client.post(reverse("admin:integrations_synclog_delete", args=[log.pk]), {"post": "yes"})

        self.assertNotContains(page, 'name="_save"')
        self.assertEqual(removal.status_code, 403)


class SyncNowTests(TestCase):
    def setUp(self) -> None:
        self.boss = User.objects.create_superuser("boss@example.com", "x")
        self.client.force_login(self.boss)

    def sync(self, *rows: Connection) -> Any:
        form = {"action": "sync_now", "_selected_action": [str(row.pk) for row in rows]}
        return self.client.post(reverse("admin:integrations_connection_changelist"), form, follow=True)

    def test_a_run_of_each_is_started_and_refusals_are_told(self) -> None:
        agency = an_agency()
        good, gone = a_connection(agency), a_connection(agency, status="disconnected")

        page = self.sync(good, gone)

        self.assertContains(page, "the sync is starting")
        self.assertContains(page, "is not connected")
        log = SyncLog.objects.get()
        self.assertEqual((log.connection, log.requested_by, log.sync_type), (good, self.boss, "manual"))
