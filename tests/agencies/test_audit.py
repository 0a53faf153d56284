"""The trail says who did what from where, and nobody changes it afterwards."""

from django.db import DatabaseError, connection, transaction
from django.test import RequestFactory, TestCase, override_settings

from agencies.audit import Action, address_of, current_request, record
from agencies.models import AuditEntry
from agencies.models.audit import AppendOnlyError
from tests.factories import a_member, an_agency


class RecordTests(TestCase):
    def test_an_entry_names_the_person_of_the_request_and_outlives_them(self):
        agency = an_agency(name="Harbour Rentals")
        user = a_member(agency, email="anna@harbour.example")
        request = RequestFactory().post("/settings/integrations/propertyme/sync", REMOTE_ADDR="203.0.113.9")
        request.user = user
        token = current_request.set(request)
        self.addCleanup(current_request.reset, token)

        with self.assertNumQueries(1):
            record(Action.SYNC_STARTED, "Harbour Ultimo", agency=agency, job="17")
        user.delete()
        agency.delete()

        entry = AuditEntry.objects.get()
        self.assertEqual(
            (entry.person, entry.agency_name, entry.action, entry.subject, entry.details, entry.via, entry.address),
            (
                "anna@harbour.example",
                "Harbour Rentals",
                "sync_started",
                "Harbour Ultimo",
                {"job": "17"},
                "page",
                "203.0.113.9",
            ),
        )

    def test_what_no_request_asked_for_was_a_command(self):
        record(Action.SYNC_STARTED)

        entry = AuditEntry.objects.get()
        self.assertEqual((entry.via, entry.person, entry.address), ("command", "", None))

    def test_a_program_is_told_from_a_browser(self):
        for path, via in (
            ("/api/integrations/propertyme/sync/full", "api"),
            ("/api/integrations/propertyme/callback", "page"),
            ("/admin/integrations/connection/", "admin"),
        ):
            token = current_request.set(RequestFactory().get(path))
            record(Action.SYNC_STARTED, path)
            current_request.reset(token)

            self.assertEqual(AuditEntry.objects.get(subject=path).via, via)

    def test_the_address_is_what_our_own_proxy_added(self):
        request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": "6.6.6.6, 203.0.113.9"})

        self.assertEqual(address_of(request), "10.0.0.1")
        with override_settings(BEHIND_PROXY=True):
            self.assertEqual(address_of(request), "203.0.113.9")

    def test_a_proxy_may_add_a_port_or_know_no_address(self):
        told = {"203.0.113.9:5511": "203.0.113.9", "[2001:db8::7]:443": "2001:db8::7", "2001:db8::7": "2001:db8::7"}
        for header, address in (told | {"unknown": "10.0.0.1", "<script>": "10.0.0.1", "": "10.0.0.1"}).items():
            request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": header})

            with self.subTest(header), override_settings(BEHIND_PROXY=True):
                self.assertEqual(address_of(request), address)


class AppendOnlyTests(TestCase):
    def setUp(self) -> None:
        record(Action.LOGGED_IN)
        self.entry = AuditEntry.objects.get()

    def test_no_entry_is_changed_or_removed(self):
        for step in (
            self.entry.save,
            self.entry.delete,
            AuditEntry.objects.all().delete,
            lambda: AuditEntry.objects.update(person="nobody"),
        ):
            with self.assertRaises(AppendOnlyError):
                step()

        self.assertEqual(AuditEntry.objects.count(), 1)

    def test_postgresql_refuses_it_even_past_the_models(self):
        if connection.vendor != "postgresql":
            return  # on SQLite the models alone refuse; the file's owner could do anything anyway

        for sql in ("UPDATE agencies_auditentry SET person = 'nobody'", "DELETE FROM agencies_auditentry"):
            with self.assertRaises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql)
