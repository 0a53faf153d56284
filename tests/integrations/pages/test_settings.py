from agencies.models import AuditEntry
from integrations.models import Connection
from integrations.narrowing import PROPERTY_TYPES
from tests.factories import a_mapping
from tests.integrations.pages.cases import HERE, PageCase


class SettingsTests(PageCase):
    address = f"{HERE}/settings"
    ALL = ("bills", "contacts", "inspections", "leases", "maintenance_invoices", "maintenance_jobs", "members", "owners",
           "rent_payments", "tenants")  # fmt: skip

    def save(self, without: tuple[str, ...] = (), unmapped: str = "ask") -> str:
        page = self.page(self.address, kinds=[kind for kind in self.ALL if kind not in without], unmapped=unmapped)
        self.connection.refresh_from_db()
        return page

    def test_it_shows_what_is_synced_and_when(self) -> None:
        page = self.page(self.address)

        self.assertEqual(page.count(" checked"), len(self.ALL) + 2)
        for words in ("Every night from 02:00 in Australia/Perth", "Pause", "Maintenance jobs"):
            self.assertIn(words, page)

    def test_what_is_switched_off_is_kept_shown_and_noted(self) -> None:
        page = self.save(without=("bills", "inspections"))

        self.assertIn("Saved.", page)
        self.assertEqual(self.connection.excluded_kinds, {"bills", "inspections"})
        self.assertIn("Bills, Inspections", self.page(HERE))
        entry = AuditEntry.objects.get(action="connection_changed")
        self.assertEqual(entry.details["excluded_kinds"], {"old": [], "new": ["bills", "inspections"]})
        self.assertEqual(entry.details["unmapped"], {"old": "ask", "new": "ask"})
        self.assertEqual((entry.agency_id, entry.person), (self.agency.pk, self.user.email))

    def test_saving_what_was_so_already_changes_and_notes_nothing(self) -> None:
        self.assertIn("it was so already", self.save())

        self.assertFalse(AuditEntry.objects.filter(action="connection_changed").exists())

    def test_what_is_switched_on_again_starts_the_feeds_over(self) -> None:
        self.save(without=("bills",))
        self.assertIsNone(self.connection.mapped_at)

        self.save()
        self.assertIsNotNone(self.connection.mapped_at)

    def test_unmapped_properties_are_created_from_then_on(self) -> None:
        self.save(unmapped="create")

        self.assertEqual(self.connection.unmapped, "create")
        self.assertIsNotNone(self.connection.mapped_at)

    def test_nonsense_changes_nothing(self) -> None:
        for form in ({"kinds": "dragons", "unmapped": "ask"}, {"kinds": "bills", "unmapped": "explode"}):
            self.assertIn("nothing was changed", self.page(self.address, **form))
        self.connection.refresh_from_db()
        self.assertEqual((self.connection.excluded_kinds, self.connection.unmapped), (frozenset(), "ask"))

    def test_other_settings_of_the_connection_stay(self) -> None:
        Connection.objects.filter(pk=self.connection.pk).update(config={"batch_size": 7})

        self.save(without=("bills",))

        self.assertEqual(self.connection.config, {"batch_size": 7, "excluded_kinds": ["bills"]})

    def test_a_type_that_no_property_has_is_marked_and_refused_with_those_there_are(self) -> None:
        a_mapping(self.connection, metadata={"details": {"property_type": "House"}})
        form = {"kinds": self.ALL, "unmapped": "ask"}
        self.assertEqual(self.page(self.address).count("(none there)"), len(PROPERTY_TYPES) - 1)

        refused = self.page(self.address, **form, property_type=["multi_family"])
        self.assertIn("No property is of this type: multi_family. There are: House.", refused)
        self.connection.refresh_from_db()
        self.assertNotIn("property_filters", self.connection.config)

        self.assertIn("Saved.", self.page(self.address, **form, property_type=["single_family"]))

    def test_a_word_of_the_vendors_that_is_one_of_ours_is_offered_once(self) -> None:
        for word in ("Commercial", "Mixed"):
            a_mapping(self.connection, metadata={"details": {"property_type": word}})

        page = self.page(self.address)

        self.assertEqual(page.count("Commercial"), 1)
        self.assertIn("Mixed use", page)
        self.assertIn("“Mixed”, as they are called there", page)
        self.assertIn("Home owners association (none there)", page)

    def test_a_type_that_was_chosen_before_keeps_nobody_from_changing_something_else(self) -> None:
        a_mapping(self.connection, metadata={"details": {"property_type": "House"}})
        stored = {"property_filters": {"property_type": ["hoa"]}}
        Connection.objects.filter(pk=self.connection.pk).update(config=stored)

        page = self.page(self.address, kinds=self.ALL, unmapped="create", property_type=["hoa"])

        self.assertIn("Saved.", page)

    def test_a_paused_one_says_so_and_can_be_resumed(self) -> None:
        Connection.objects.filter(pk=self.connection.pk).update(status="paused")

        self.assertIn("Resume", self.page(self.address))
        self.assertIn("none while it is paused", self.page(HERE))

    def test_a_viewer_may_not_change_it(self) -> None:
        self.assertEqual(self.viewer().get(self.address).status_code, 403)
        self.assertEqual(self.viewer().post(self.address, {"unmapped": "create"}).status_code, 403)


class ExpectedFileTests(PageCase):
    address = f"{HERE}/settings"

    def setUp(self) -> None:
        super().setUp()
        Connection.objects.filter(pk=self.connection.pk).update(auth_type=Connection.AuthType.FILES)

    def expect(self, by: str) -> str:
        page = self.page(self.address, kinds=["leases"], unmapped="create", expected_by=by)
        self.connection.refresh_from_db()
        return page

    def test_the_hour_by_which_a_file_should_come_is_kept_and_noted(self) -> None:
        self.assertIn("Saved.", self.expect("04:30"))

        self.assertEqual(str(self.connection.expected_by), "04:30:00")
        noted = [entry.details.get("expected_by") for entry in AuditEntry.objects.filter(action="connection_changed")]
        self.assertIn({"old": None, "new": "04:30"}, noted)
        self.assertIn('value="04:30"', self.page(self.address))

    def test_what_files_bring_can_be_switched_off_and_nothing_else(self) -> None:
        page = self.page(self.address)
        self.assertIn('value="compliance_events"', page)
        self.assertNotIn('value="bills"', page)

        self.expect("04:30")

        self.assertEqual(self.connection.excluded_kinds, frozenset({"owners", "tenants", "compliance_events"}))

    def test_nothing_is_expected_any_more(self) -> None:
        self.expect("04:30")

        self.expect("")
        self.assertIsNone(self.connection.expected_by)

    def test_an_hour_that_is_none_changes_nothing(self) -> None:
        self.assertIn("nothing was changed", self.expect("late"))

        self.assertIsNone(self.connection.expected_by)

    def test_accounts_that_are_signed_in_to_expect_no_files(self) -> None:
        Connection.objects.filter(pk=self.connection.pk).update(auth_type=Connection.AuthType.OAUTH2)

        self.expect("04:30")
        self.assertIsNone(self.connection.expected_by)
        self.assertNotIn("expected_by", self.page(self.address))
