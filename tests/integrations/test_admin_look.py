import re
from datetime import timedelta
from urllib.parse import unquote

from axes.models import AccessAttempt
from django.contrib import admin
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agencies.models import Agency, User
from agencies.permissions import Role
from integrations.admin.navigation import GROUPS
from integrations.models import SyncLog
from tests.factories import PASSWORD, a_connection, a_member, a_sync_log, a_user, an_agency, an_issue
from tests.integrations.admin_estate import a_row_of_everything, list_of, models, page_of

OUTSIDE = re.compile(r"""(?:src|href|action)=["'](?:https?:)?//[^"']*""")


class LookTests(TestCase):
    def setUp(self) -> None:
        self.boss = User.objects.create_superuser("boss@example.com", PASSWORD)

    def test_logging_in_is_done_on_the_sites_own_page(self) -> None:
        page = self.client.get(list_of(SyncLog), follow=True)

        self.assertEqual(unquote(page.redirect_chain[-1][0]), f"{reverse('login')}?next={list_of(SyncLog)}")
        answer = self.client.post(page.redirect_chain[-1][0], {"username": "boss@example.com", "password": PASSWORD})
        self.assertEqual(answer["Location"], list_of(SyncLog))

    def test_passwords_are_not_taken_at_the_admins_own_address(self) -> None:
        self.client.post(reverse("admin:login"), {"username": "boss@example.com", "password": PASSWORD})

        self.assertNotIn("_auth_user_id", self.client.session)

    def test_passwords_are_changed_on_the_sites_own_page(self) -> None:
        self.client.force_login(self.boss)

        self.assertRedirects(self.client.get(reverse("admin:password_change")), reverse("password_change"))

    def test_somebody_who_is_not_staff_is_told_so_and_not_sent_in_circles(self) -> None:
        self.client.force_login(a_member(an_agency(), Role.ADMIN))

        page = self.client.get(reverse("admin:index"), follow=True)

        self.assertEqual(page.status_code, 403)
        self.assertContains(page, "The admin is for staff.", status_code=403)

    def test_no_page_loads_anything_from_elsewhere(self) -> None:
        self.client.force_login(self.boss)
        rows = a_row_of_everything("Harbour")

        for address in (reverse("admin:index"), *map(list_of, models()), page_of(rows[SyncLog])):
            self.assertEqual(OUTSIDE.findall(self.client.get(address).content.decode()), [], address)

    def test_it_leads_back_to_the_settings_pages(self) -> None:
        self.client.force_login(self.boss)

        self.assertContains(self.client.get(reverse("admin:index")), f'href="{reverse("integrations:catalogue")}"')

    def test_the_side_bar_leads_to_every_list(self) -> None:
        self.client.force_login(self.boss)
        named = {model for lines in GROUPS.values() for _, _, model in lines}

        page = self.client.get(reverse("admin:index"))

        self.assertEqual(named, {model._meta.label_lower.replace(".", "_") for model in admin.site._registry})
        for model in models():
            self.assertContains(page, f'href="{list_of(model)}"')

    def test_the_side_bar_leads_only_where_the_person_may_go(self) -> None:
        self.client.force_login(a_member(an_agency(), Role.VIEWER, is_staff=True))

        page = self.client.get(reverse("admin:index"))

        for model in models():
            link, allowed = f'href="{list_of(model)}"', self.client.get(list_of(model)).status_code == 200
            self.assertEqual(link in page.content.decode(), allowed, model)

    def test_a_lock_out_is_seen_and_lifted(self) -> None:
        self.client.force_login(self.boss)
        attempt = AccessAttempt.objects.create(
            username="anna@example.com", ip_address="1.2.3.4", failures_since_start=5
        )

        self.client.post(list_of(AccessAttempt), {"action": "let_in_again", "_selected_action": attempt.pk})

        self.assertFalse(AccessAttempt.objects.exists())

    def test_a_superuser_makes_a_person_who_can_log_in(self) -> None:
        self.client.force_login(self.boss)
        form = {"email": "New@Example.com", "password1": "correct-horse-9", "password2": "correct-horse-9"}

        self.client.post(reverse("admin:agencies_user_add"), {**form, "usable_password": "true"})

        self.client.logout()
        self.client.post(reverse("login"), {"username": "new@example.com", "password": "correct-horse-9"})
        self.assertIn("_auth_user_id", self.client.session)


class DashboardTests(TestCase):
    def setUp(self) -> None:
        self.agency = an_agency(name="Harbour Rentals")
        self.client.force_login(a_member(self.agency, Role.STAFF, is_staff=True))

    def trouble(self, agency: Agency, mark: str) -> None:
        lost = a_connection(agency, status="expired", account_name=f"{mark} account")
        a_sync_log(a_connection(agency, account_name=f"{mark} link"), status="failed", summary=f"{mark} failed")
        an_issue(lost, message=f"{mark} issue")

    def test_it_shows_what_needs_a_person_at_the_own_agency(self) -> None:
        self.trouble(self.agency, "Harbour")
        self.trouble(an_agency(name="Elsewhere Rentals"), "Elsewhere")

        page = self.client.get(reverse("admin:index"))

        for words in ("Harbour account", "Harbour failed", "Harbour issue"):
            self.assertContains(page, words)
        self.assertNotContains(page, "Elsewhere")

    def test_it_says_so_where_nothing_does(self) -> None:
        a_user()

        page = self.client.get(reverse("admin:index"))

        for words in ("Every connection is signed in.", "No sync has failed since yesterday.", "No issue is open."):
            self.assertContains(page, words)

    def test_old_failures_are_not_news(self) -> None:
        log = a_sync_log(a_connection(self.agency), status="failed", summary="long ago")
        SyncLog.objects.filter(pk=log.pk).update(created_at=timezone.now() - timedelta(days=3))

        self.assertNotContains(self.client.get(reverse("admin:index")), "long ago")

    def test_three_of_each_and_thirty_take_the_same_queries_but_for_their_number(self) -> None:
        costs = []
        for number in (3, 27, 30):
            for _ in range(number):
                self.trouble(self.agency, "Harbour")
            with CaptureQueriesContext(connection) as queries:
                page = self.client.get(reverse("admin:index"))
            costs.append(len(queries))

        # Session, person, memberships, and each card's rows; from eight rows on each card's number too.
        self.assertEqual(costs, [6, 9, 9])
        self.assertContains(page, "All 60")
