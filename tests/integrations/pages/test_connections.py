from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.test import override_settings
from django.utils import timezone

from integrations.models import Connection, SignIn
from tests.factories import a_connection, a_mapping, a_sync_log, an_issue
from tests.integrations.pages.cases import HERE, ROOT, PageCase

SIX_MORNING = datetime(2036, 7, 4, 18, 0, tzinfo=UTC)  # 02:00 on the 5th in Perth


class CatalogueTests(PageCase):
    def test_a_connection_shows_state_outcome_next_sync_and_what_needs_a_person(self) -> None:
        Connection.objects.filter(pk=self.connection.pk).update(next_sync_at=SIX_MORNING)
        a_sync_log(self.connection)
        a_mapping(self.connection)
        an_issue(self.connection)

        page = self.page(ROOT)

        for words in (
            "Property managers",
            "Harbour Ultimo",
            '<span class="badge good">Connected</span>',
            "187 properties synced, 3 new, 5 updated, 0 errors",
            "5 Jul 2036, 02:00",
            "2 things need you",
            "1 property to map",
            "1 open issue:",
        ):
            self.assertIn(words, page)

    def test_every_state_has_its_words(self) -> None:
        for status, words in (
            ("pending", "Sign-in not finished"),
            ("paused", "Paused"),
            ("expired", "Sign-in ran out"),
            ("revoked", "Access withdrawn"),
            ("disconnected", "Disconnected"),
        ):
            Connection.objects.filter(pk=self.connection.pk).update(status=status)

            self.assertIn(words, self.page(ROOT), status)

    def test_a_failed_and_a_running_sync_show(self) -> None:
        a_sync_log(self.connection, status="failed")
        self.assertIn("Connected, last sync failed", self.page(ROOT))

        a_sync_log(self.connection, status="running", completed_at=None)
        self.assertIn("Syncing now", self.page(ROOT))

    def test_all_three_groups_show(self) -> None:
        page = self.page(ROOT)

        for words in ("Property managers", "Banking", "Files", "Basiq", "Export files", "Rent Manager"):
            self.assertIn(words, page)

    def test_after_a_bad_night_the_top_says_what_happened_and_what_to_click(self) -> None:
        north = a_connection(
            self.agency, account_name="North", status="expired", error={"message": "No more.", "action": "Reconnect."}
        )
        a_sync_log(self.connection, status="failed", summary="PropertyMe did not answer.")
        a_mapping(north)

        top = self.page(ROOT).split("Property managers")[0]

        self.assertIn("3 things need you", top)
        self.assertLess(top.index("No more. Reconnect."), top.index("PropertyMe did not answer."))
        self.assertLess(top.index("PropertyMe did not answer."), top.index("1 property to map"))
        self.assertIn(f'action="{HERE}/sync?connection={self.connection.pk}"', top)
        self.assertIn("What happened", top)
        seen_by_a_viewer = self.viewer().get(ROOT).content.decode()
        self.assertNotIn("Sync now", seen_by_a_viewer)
        self.assertIn("Ask a manager to map it.", seen_by_a_viewer)
        self.assertNotIn("Map it<", seen_by_a_viewer)

    def test_a_night_that_did_not_begin_is_noticed(self) -> None:
        Connection.objects.filter(pk=self.connection.pk).update(next_sync_at=timezone.now() - timedelta(hours=3))
        self.assertIn("has not begun", self.page(ROOT))

        a_sync_log(self.connection, status="running", completed_at=None)
        self.assertNotIn("has not begun", self.page(ROOT))

    def test_a_quiet_night_is_told_and_how_fresh_everything_is(self) -> None:
        page = self.page(ROOT)

        self.assertIn("Nothing needs you. Everything is in step.", page)
        self.assertIn("As of", page)
        self.assertIn("10:14 on 3 Jul 2026", page)

    def test_a_disconnected_one_needs_nobody(self) -> None:
        a_mapping(self.connection)
        Connection.objects.filter(pk=self.connection.pk).update(status="disconnected")

        page = self.page(ROOT)

        self.assertNotIn("to map", page)
        self.assertIn("Nothing is connected", page)

    def test_what_comes_later_is_announced_and_cannot_be_opened_as_a_link(self) -> None:
        page = self.page(ROOT)

        self.assertIn(":Different", page)
        self.assertIn("Coming soon", page)
        self.assertNotIn(f'href="{ROOT}/different"', page)

    def test_without_a_connection_there_is_a_way_to_begin(self) -> None:
        self.connection.delete()

        page = self.page(ROOT)

        self.assertIn("Not connected", page)
        self.assertIn("Set up", page)

    def test_three_connections_and_thirty_take_the_same_queries(self) -> None:
        for number in (2, 27):
            for _ in range(number):
                connection = a_connection(self.agency)
                a_sync_log(connection)
                a_mapping(connection)
                an_issue(connection)
            # session, person, memberships with agency, connections, last runs, waiting mappings, open issues, scores, stuck edits
            with self.assertNumQueries(9):
                self.page(ROOT)


class ProviderPageTests(PageCase):
    def test_it_shows_the_account_and_what_is_synced(self) -> None:
        page = self.page(HERE)

        for words in (
            "Harbour Ultimo",
            "Sync now",
            "View history",
            "Disconnect…",
            "Settings",
            "Rent payments",
            "Worked out by pmsync",
            "Comes in",
        ):
            self.assertIn(words, page)
        self.assertIn("pmsync only reads from PropertyMe.", page)

    def test_an_expired_sign_in_says_why_and_offers_to_reconnect(self) -> None:
        trouble = {"code": "c", "message": "The sign-in ran out.", "action": "Reconnect the account."}
        Connection.objects.filter(pk=self.connection.pk).update(status="expired", error=trouble)

        page = self.page(HERE)

        self.assertIn("The sign-in ran out. Reconnect the account.", page)
        self.assertIn(f'action="{HERE}/connect?connection={self.connection.pk}"', page)
        self.assertNotIn("Sync now", page)

    def test_what_comes_later_says_so(self) -> None:
        page = self.page(f"{ROOT}/different")

        self.assertIn("Coming soon", page)
        self.assertNotIn("/connect", page)

    def test_three_connections_and_thirty_take_the_same_queries(self) -> None:
        for number in (2, 27):
            for _ in range(number):
                a_sync_log(a_connection(self.agency, user=self.user))
            # session, person, memberships with agency, connections, last runs, waiting mappings, open issues, scores, stuck edits
            with self.assertNumQueries(9):
                self.page(HERE)


class ConnectTests(PageCase):
    def test_a_button_and_a_link_both_lead_to_the_vendor(self) -> None:
        for method in (self.client.get, self.client.post):
            answer = method(f"{HERE}/connect")

            self.assertEqual(answer.status_code, 302)
            self.assertIn("redirect_uri=http%3A%2F%2Ftestserver%2Fapi%2F", answer["Location"])
            self.assertNotEqual(urlsplit(answer["Location"]).netloc, "testserver")

    def test_a_connection_is_renewed(self) -> None:
        self.client.post(f"{HERE}/connect?connection={self.connection.pk}")

        self.assertEqual(SignIn.objects.get().connection, self.connection)

    def test_what_cannot_be_connected_is_told_on_its_page(self) -> None:
        answer = self.client.post(f"{ROOT}/different/connect", follow=True)

        self.assertContains(answer, ":Different cannot be connected yet.")

    @override_settings(SITE_URL="https://pmsync.example")
    def test_another_host_than_the_sites_is_told(self) -> None:
        answer = self.client.post(f"{HERE}/connect", follow=True)

        self.assertContains(answer, "Use an address under https://pmsync.example.")


class CallbackTests(PageCase):
    address = "/api/integrations/propertyme/callback"

    def test_nobody_is_sent_to_the_log_in(self) -> None:
        self.client.logout()

        self.assertEqual(self.client.get(f"{self.address}?state=s&code=c").status_code, 302)

    def test_a_state_that_nobody_began_leads_back_with_a_sentence(self) -> None:
        for query in ("?state=made-up&code=c", ""):
            answer = self.client.get(f"{self.address}{query}", follow=True)

            self.assertEqual(answer.redirect_chain[0][0], HERE)
            self.assertContains(answer, "This sign-in was not started here.")

    def test_a_person_who_declined_is_told_that_nothing_was_connected(self) -> None:
        self.client.post(f"{HERE}/connect")

        query = f"?state={SignIn.objects.get().state}&error=access_denied"
        answer = self.client.get(f"{self.address}{query}", follow=True)

        self.assertContains(answer, "Nothing was connected.")

    def test_only_a_get_is_a_callback(self) -> None:
        self.assertEqual(self.client.post(self.address).status_code, 405)


class EndTests(PageCase):
    def test_it_asks_first_and_says_what_is_kept_and_forgotten(self) -> None:
        page = self.page(f"{HERE}/disconnect")

        self.assertIn("What is kept", page)
        self.assertIn("What is forgotten", page)
        self.connection.refresh_from_db()
        self.assertEqual(self.connection.status, "active")

    def test_then_it_disconnects(self) -> None:
        Connection.objects.filter(pk=self.connection.pk).update(status="paused")

        answer = self.client.post(f"{HERE}/disconnect", follow=True)

        self.assertContains(answer, "Everything that it brought is still here.")
        self.connection.refresh_from_db()
        self.assertEqual(self.connection.status, "disconnected")

    def test_it_pauses_and_resumes(self) -> None:
        self.assertContains(self.client.post(f"{HERE}/pause", follow=True), "is paused")
        self.assertContains(self.client.post(f"{HERE}/pause", follow=True), "Only an active connection can be paused.")
        self.assertContains(self.client.post(f"{HERE}/resume", follow=True), "syncs again every night")

    def test_pages_of_what_is_not_connected_lead_to_where_it_can_be(self) -> None:
        self.connection.delete()

        for page in ("mappings", "history", "issues", "disconnect"):
            answer = self.client.get(f"{HERE}/{page}", follow=True)

            self.assertContains(answer, "PropertyMe is not connected yet.")
