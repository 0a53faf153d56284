"""Turning export files on, handing one in, and what became of each."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from agencies.audit import Action
from integrations.models import Connection, ImportFile, SyncLog
from tests.agencies.office import entries
from tests.factories import a_connection, a_file_connection, a_sync_log, an_import_file
from tests.integrations.pages.cases import PageCase

FILES = reverse("integrations:files", args=["propertytree"])
UPLOAD = reverse("integrations:upload", args=["propertytree"])
TAKE = reverse("integrations:take_files", args=["propertytree"])


class TurningOnTests(PageCase):
    def test_one_click_takes_the_systems_files_and_plans_the_night(self) -> None:
        self.client.post(TAKE, {"for_agency": str(self.connection.agency_id)})

        taken = Connection.objects.get(agency=self.connection.agency, provider="propertytree")
        self.assertTrue(taken.takes_files)
        self.assertEqual((taken.status, taken.unmapped, taken.provider_user_id), ("active", "create", "files"))
        self.assertGreater(taken.next_sync_at, timezone.now())
        self.assertEqual([entry.subject for entry in entries(Action.CONNECTED)], [str(taken)])

    def test_taking_them_twice_makes_one_connection(self) -> None:
        self.client.post(TAKE)
        answer = self.client.post(TAKE, follow=True)

        self.assertContains(answer, "already comes in by export files")
        self.assertEqual(Connection.objects.filter(provider="propertytree").count(), 1)

    def test_after_a_disconnect_the_same_connection_is_taken_up_again(self) -> None:
        self.client.post(TAKE)
        self.client.post(reverse("integrations:disconnect", args=["propertytree"]))
        self.client.post(TAKE)

        self.assertEqual([row.status for row in Connection.objects.filter(provider="propertytree")], ["active"])

    def test_a_system_whose_files_nobody_knows_is_refused(self) -> None:
        answer = self.client.post(reverse("integrations:take_files", args=["basiq"]), follow=True)

        self.assertContains(answer, "pmsync knows no export files of Basiq.")
        self.assertFalse(Connection.objects.filter(provider="basiq").exists())

    def test_the_providers_page_offers_it_beside_the_sign_in(self) -> None:
        for provider, words in (
            ("propertyme", "Or bring in its export files"),
            ("propertytree", "Bring in its export files"),
        ):
            self.assertIn(words, self.page(reverse("integrations:provider", args=[provider])))


class FilesPageTests(PageCase):
    def setUp(self) -> None:
        super().setUp()
        self.files = a_file_connection(self.connection.agency)

    def test_a_file_that_is_handed_in_is_kept_and_imported(self) -> None:
        upload = SimpleUploadedFile("Owners (1).csv", b"Ownership Name,Email\r\n")

        answer = self.client.post(UPLOAD, {"file": upload})

        kept = ImportFile.objects.get(connection=self.files)
        run = SyncLog.objects.get(connection=self.files)
        self.assertRedirects(
            answer,
            reverse("integrations:job", args=["propertytree", run.pk]) + f"?connection={self.files.pk}",
            fetch_redirect_response=False,
        )
        self.assertEqual((kept.name, kept.origin, kept.size, kept.status), ("Owners_1.csv", "upload", 22, "new"))
        self.assertEqual((run.only, run.requested_by), ({"files": [str(kept.pk)]}, kept.uploaded_by))
        self.assertEqual(entries(Action.FILE_UPLOADED)[0].details["file"], "Owners_1.csv")

    def test_what_is_no_list_is_refused_by_name(self) -> None:
        answer = self.client.post(UPLOAD, {"file": SimpleUploadedFile("photo.png", b"\x89PNG")}, follow=True)

        self.assertContains(answer, "photo.png is not a file that pmsync reads. Upload a CSV or Excel file")
        self.assertFalse(ImportFile.objects.exists())

    def test_every_file_says_what_became_of_it(self) -> None:
        for status, words in (
            ("imported", "Imported"),
            ("duplicate", "Same as before"),
            ("unrecognised", "Not recognised"),
            ("failed", "Could not be read"),
        ):
            an_import_file(self.files, f"{status}.csv", status=status, message=f"About {status}.", action="Do this.")

            page = self.page(FILES)

            for expected in (f"{status}.csv", words, f"About {status}.", "Do this."):
                self.assertIn(expected, page)

    def test_a_file_can_be_read_again(self) -> None:
        file = an_import_file(self.files, "Owners.csv", status="failed", sync_log=a_sync_log(self.files))

        self.client.post(reverse("integrations:read_file_again", args=["propertytree", file.pk]))

        file.refresh_from_db()
        self.assertEqual(file.status, "new")
        self.assertEqual(SyncLog.objects.live().get(connection=self.files).only, {"files": [str(file.pk)]})

    def test_the_page_takes_the_same_queries_for_3_files_and_for_30(self) -> None:
        for count in (3, 27):
            for number in range(count):
                an_import_file(self.files, f"{count}-{number}.csv", sync_log=a_sync_log(self.files))

            # session, person, memberships, connections, drop, number of files, files
            with self.assertNumQueries(7):
                self.page(FILES)

    def test_a_connection_over_an_api_has_no_files_page(self) -> None:
        a_connection(self.connection.agency, provider="propertyme")

        answer = self.client.get(reverse("integrations:files", args=["propertyme"]), follow=True)

        self.assertContains(answer, "Export files of PropertyMe are not turned on. Turn them on first.")
