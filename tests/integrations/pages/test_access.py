from unittest.mock import patch

from django.test import Client, TestCase, override_settings

from agencies.permissions import Role
from tests.factories import PASSWORD, a_connection, a_member, a_user, an_agency
from tests.integrations.pages.cases import HERE, ROOT, PageCase


class LogInTests(TestCase):
    def test_a_person_logs_in_and_lands_on_the_integrations(self) -> None:
        user = a_member()

        answer = self.client.post("/login", {"username": user.email.upper(), "password": PASSWORD}, follow=True)

        self.assertEqual(answer.redirect_chain[-1][0], ROOT)
        self.assertContains(answer, user.email)

    def test_a_wrong_password_is_told_plainly(self) -> None:
        answer = self.client.post("/login", {"username": "nobody@example.com", "password": "x"})

        self.assertContains(answer, "do not belong together")

    def test_nobody_is_sent_to_the_log_in_and_back(self) -> None:
        answer = self.client.get(f"{HERE}/history")

        self.assertRedirects(answer, f"/login?next={HERE}/history")

    def test_a_part_of_a_page_asked_for_after_the_session_is_over_loads_the_whole_page_again(self) -> None:
        answer = self.client.get(f"{HERE}/history", headers={"HX-Request": "true"})

        self.assertEqual((answer.status_code, answer.headers["HX-Refresh"], answer.content), (200, "true", b""))

    def test_logging_out_ends_the_session(self) -> None:
        self.client.force_login(a_member())

        self.client.post("/logout")

        self.assertEqual(self.client.get(ROOT).status_code, 302)


class AgencyTests(PageCase):
    def test_a_person_of_two_agencies_switches_between_them(self) -> None:
        other = an_agency(name="Zebra Rentals")
        a_member(other, user=self.user)
        self.assertIn("keep Harbour Rentals up to date", self.page(ROOT))

        page = self.page("/settings/agency/switch", agency=str(other.pk))

        self.assertIn("keep Zebra Rentals up to date", page)
        self.assertIn("keep Zebra Rentals up to date", self.page(ROOT))

    def test_a_person_of_no_agency_is_told_what_to_do(self) -> None:
        client = Client()
        client.force_login(a_user())

        answer = client.get(ROOT)

        self.assertContains(answer, "Ask an admin of your agency", status_code=403)


class RoleTests(PageCase):
    def test_a_viewer_looks_and_finds_no_button_to_change_anything(self) -> None:
        page = self.viewer().get(HERE).content.decode()

        for word in ("Sync now", "Disconnect", "Pause", "Connect another"):
            self.assertNotIn(word, page)

    def test_a_viewer_who_tries_is_answered_403_in_plain_words(self) -> None:
        viewer = self.viewer()
        for step in ("connect", "disconnect", "pause", "resume", "sync", "mappings/auto"):
            answer = viewer.post(f"{HERE}/{step}")

            self.assertContains(answer, "Your role does not allow this", status_code=403)

    def test_staff_may_sync_but_not_connect(self) -> None:
        client = Client()
        client.force_login(a_member(self.agency, Role.STAFF))

        self.assertEqual(client.post(f"{HERE}/disconnect").status_code, 403)
        self.assertEqual(client.post(f"{HERE}/sync").status_code, 302)

    def test_a_form_without_its_token_is_refused_in_plain_words(self) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(self.user)

        answer = client.post(f"{HERE}/disconnect")

        self.assertContains(answer, "This form was open for too long", status_code=403)


class FailureTests(PageCase):
    def test_an_address_without_anything_is_told_plainly(self) -> None:
        for address in ("/nothing", f"{ROOT}/nobody", f"{HERE}/history/7"):
            self.assertContains(self.client.get(address), "There is nothing here", status_code=404)

    def test_a_callback_for_an_unknown_provider_is_a_page_too(self) -> None:
        answer = self.client.get("/api/integrations/nobody/callback")

        self.assertContains(answer, "There is nothing here", status_code=404)

    @override_settings(ALLOWED_HOSTS=["testserver"])
    def test_a_host_that_is_not_ours_is_refused(self) -> None:
        self.assertEqual(self.client.get(ROOT, HTTP_HOST="elsewhere.example").status_code, 400)

    def test_what_nobody_foresaw_shows_a_page_without_details(self) -> None:
        self.client.raise_request_exception = False
        with patch("integrations.pages.connections.catalogue", side_effect=RuntimeError("hush")):
            answer = self.client.get(ROOT)

        self.assertContains(answer, "Something went wrong here", status_code=500)
        self.assertNotContains(answer, "hush", status_code=500)

    def test_no_page_shows_a_secret(self) -> None:
        a_connection(self.agency)
        for address in (ROOT, HERE, f"{HERE}/mappings", f"{HERE}/history", f"{HERE}/issues", f"{HERE}/disconnect"):
            self.assertNotIn("secret-", self.page(address))


class LookTests(PageCase):
    def test_no_page_has_inline_style_or_script_or_loads_from_elsewhere(self) -> None:
        for address in (
            ROOT,
            HERE,
            f"{HERE}/mappings",
            f"{HERE}/history",
            f"{HERE}/issues",
            f"{HERE}/disconnect",
            "/login",
        ):
            page = self.client.get(address).content.decode()

            for word in ("<script>", "<style", ' style="', ' onclick="', "https://", "//cdn"):
                self.assertNotIn(word, page, address)
