"""The import wizard's pages: every step, coming back, giving up, and nobody else's imports."""

from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from agencies.audit import Action
from integrations.files import drops
from integrations.models import ColumnMapping, ImportFile, SyncLog, WizardImport
from integrations.sync.engine import execute
from integrations.wizard import rehearsing
from portfolio.models import Property
from tests.agencies.office import entries
from tests.factories import a_column_mapping, a_member, an_agency, an_import_file, its_exports
from tests.integrations.pages.cases import PageCase
from tests.integrations.pages.wizard import START, WizardCase
from tests.integrations.wizard.cases import an_upload, column


class StepTests(WizardCase):
    def test_an_upload_leads_to_the_list_with_its_first_rows(self) -> None:
        page = self.upload().content.decode()

        self.assertIn("What is this list?", page)
        self.assertIn("1 Elm Street", page)
        self.assertEqual(ImportFile.objects.get().origin, "wizard")
        self.assertEqual(entries(Action.IMPORT_STARTED)[0].subject, "Rent_roll.csv")

    def test_the_list_leads_to_the_columns_with_the_guesses_and_what_values_become(self) -> None:
        self.upload()

        page = self.page(self.at("list"), part="", kind="properties")

        self.assertIn("Which column is which?", page)
        self.assertIn('<option value="Where" selected>', page)
        self.assertIn("many", page)
        self.assertIn("Not read: Colour.", page)

    def test_what_is_chosen_is_kept_and_shown_with_its_results(self) -> None:
        self.upload()
        self.client.post(self.at("list"), {"part": "", "kind": "properties"})

        form = {"address.heading": ["Where", "Suburb"], "address.step": ["case:upper"], "suburb.constant": "Glebe"}
        page = self.page(self.at("columns"), **form)

        self.assertIn("1 ELM STREET, GLEBE", page)
        kept = WizardImport.objects.get().columns
        self.assertEqual(
            kept,
            {
                "address": column(
                    "Where", "Suburb", transforms=[{"name": "join", "as": ", "}, {"name": "case", "as": "upper"}]
                ),
                "suburb": column(constant="Glebe"),
            },
        )

    def test_without_a_needed_column_it_goes_no_further(self) -> None:
        self.upload()
        self.client.post(self.at("list"), {"part": "", "kind": "properties"})

        page = self.page(self.at("columns"), **{"bedrooms.heading": "Beds", "check": "on"})

        self.assertIn("no row can come in without", page)
        self.assertEqual(WizardImport.objects.get().step, WizardImport.Step.MAP)

    def test_the_check_shows_the_first_rows_then_the_numbers_and_the_reasons(self) -> None:
        self.upload()
        self.check()

        page = self.page(self.at("check"))

        for words in (
            "All 3 rows have been tried",
            "<strong>2</strong> new",
            "column Beds",
            "Row 4 (many)",
            "Import 2 rows",
        ):
            self.assertIn(words, page)
        self.assertFalse(Property.objects.filter(agency=self.agency).exists())

    def test_while_it_is_checked_the_page_says_how_far_it_is(self) -> None:
        self.upload()
        self.client.post(self.at("list"), {"part": "", "kind": "properties"})
        self.client.post(self.at("check"))
        rehearsing.tell(self.imported, 1200, "")

        page = self.page(self.at("check"))
        fragment = self.client.get(self.at("progress"), headers={"HX-Request": "true"})

        self.assertIn("1,200 rows tried so far", page)
        self.assertContains(fragment, "1,200 rows tried so far")

    def test_a_check_that_has_died_can_be_begun_again(self) -> None:
        self.upload()
        self.client.post(self.at("list"), {"part": "", "kind": "properties"})
        self.client.post(self.at("check"))
        cache.delete(f"import-check:{self.imported.pk}")

        page = self.page(self.at("check"))

        self.assertIn("Nothing has been heard from the check", page)
        self.assertIn("Check all rows", page)

    def test_the_confirmed_import_is_a_run_that_can_be_undone(self) -> None:
        self.upload()
        self.check()

        self.client.post(self.at("confirm"), {"name": "Our rent roll"})
        log = SyncLog.objects.get(connection__provider="exports")
        execute(log.pk)
        page = self.client.get(reverse("integrations:import", args=[self.imported.pk]), follow=True).content.decode()

        self.assertIn("Undo this sync", page)
        self.assertEqual(Property.objects.filter(agency=self.agency, external_source="exports").count(), 2)
        self.assertEqual(ColumnMapping.objects.get().name, "Our rent roll")
        self.assertEqual(ImportFile.objects.get().status, "imported")
        self.client.post(reverse("integrations:undo", args=["exports", log.pk]) + f"?connection={log.connection_id}")
        self.assertFalse(Property.objects.filter(agency=self.agency, external_source="exports").exists())

    def test_after_an_undo_the_same_file_comes_in_again(self) -> None:
        for _ in range(2):
            self.upload()
            self.check()
            self.client.post(self.at("confirm"), {"name": "Our rent roll"})
            log = SyncLog.objects.filter(connection__provider="exports", status="queued").get()
            execute(log.pk)
            self.assertEqual(Property.objects.filter(agency=self.agency, external_source="exports").count(), 2)
            self.client.post(
                reverse("integrations:undo", args=["exports", log.pk]) + f"?connection={log.connection_id}"
            )
            self.assertFalse(Property.objects.filter(agency=self.agency, external_source="exports").exists())

    def test_an_import_is_not_confirmed_before_it_is_checked(self) -> None:
        self.upload()
        self.client.post(self.at("list"), {"part": "", "kind": "properties"})

        page = self.page(self.at("confirm"), name="Too soon")

        self.assertIn("its rows have to be checked first", page)
        self.assertFalse(SyncLog.objects.filter(connection__provider="exports").exists())

    def test_one_comes_back_to_the_step_at_which_one_left(self) -> None:
        self.upload()
        self.client.post(self.at("list"), {"part": "", "kind": "properties"})

        self.assertIn("Rent_roll.csv", self.page(START))
        page = self.client.get(reverse("integrations:import", args=[self.imported.pk]), follow=True)
        self.assertContains(page, "Which column is which?")

    def test_giving_up_deletes_the_file_and_what_was_kept_of_it(self) -> None:
        self.upload()
        file = ImportFile.objects.get()

        page = self.page(self.at("abandon"), sure="on")

        self.assertIn("Given up.", page)
        self.assertEqual(WizardImport.objects.defer(None).get().sample, "")
        self.assertEqual([found.key for found in drops.listing(self.agency)], [])
        file.refresh_from_db()
        self.assertEqual(file.message, "The import was given up, and the file deleted.")
        self.assertNotIn("Rent_roll.csv</a>", self.page(START))

    def test_a_file_of_the_drop_that_nobody_knew_is_picked_up(self) -> None:
        found = drops.put(self.agency, "night/Rent roll.csv", an_upload())
        its_exports(self.agency)
        file = an_import_file(
            self.connection, drop_key=found.key, version=found.version, status=ImportFile.Status.UNRECOGNISED
        )
        self.assertIn("Rent roll.csv", self.page(START))

        self.client.post(reverse("integrations:import_pick", args=[file.pk]))
        self.imported = WizardImport.objects.get()
        self.check()
        self.client.post(self.at("confirm"))
        execute(SyncLog.objects.get(connection__provider="exports").pk)

        self.assertEqual(Property.objects.filter(agency=self.agency, external_source="exports").count(), 2)

    def test_what_cannot_be_read_is_said_and_not_kept(self) -> None:
        page = self.upload(b"\x00\x01\x02", "Broken.xlsx").content.decode()

        self.assertIn("Broken.xlsx", page)
        self.assertFalse(WizardImport.objects.exists())
        self.assertEqual(drops.listing(self.agency), [])

    def test_a_form_of_another_agency_begins_nothing(self) -> None:
        answer = self.client.post(START, {"file": an_upload(), "for_agency": str(an_agency().pk)}, follow=True)

        self.assertContains(answer, "Nothing was done")
        self.assertFalse(WizardImport.objects.exists())


class MappingPageTests(PageCase):
    def test_a_mapping_is_renamed_changed_and_forgotten(self) -> None:
        kept = a_column_mapping(self.agency)
        address = reverse("integrations:column_mapping", args=[kept.pk])
        self.assertIn('<option value="Where" selected>', self.page(address))

        self.page(reverse("integrations:rename_mapping", args=[kept.pk]), name="Ours")
        self.page(address, **{"address.heading": "Where", "key_number.heading": "Colour"})

        kept.refresh_from_db()
        self.assertEqual((kept.name, set(kept.columns)), ("Ours", {"address", "key_number"}))
        self.page(reverse("integrations:delete_mapping", args=[kept.pk]), sure="on")
        self.assertFalse(ColumnMapping.objects.exists())
        self.assertEqual([entry.subject for entry in entries(Action.COLUMNS_DELETED)], ["Ours"])

    def test_one_agency_pastes_what_another_one_shows(self) -> None:
        theirs = a_column_mapping()
        colleague = Client()
        colleague.force_login(a_member(theirs.agency))
        shown = colleague.get(reverse("integrations:column_mapping", args=[theirs.pk])).context["code"]

        page = self.page(reverse("integrations:column_mappings"), code=shown)

        self.assertIn(f"{theirs.name} is here", page)
        self.assertEqual(ColumnMapping.objects.get(agency=self.agency).columns, theirs.columns)

    def test_a_text_that_is_no_mapping_is_refused(self) -> None:
        page = self.page(reverse("integrations:column_mappings"), code="hello")

        self.assertIn("That is not a column mapping.", page)
