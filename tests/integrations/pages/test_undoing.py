from datetime import timedelta
from decimal import Decimal

from django.test import Client
from django.utils import timezone

from agencies.models import AuditEntry
from agencies.permissions import Role
from integrations.models import SyncLog
from portfolio.models import Lease, Transaction
from tests.factories import a_change, a_lease, a_member, a_property, a_sync_log, a_transaction
from tests.integrations.pages.cases import HERE, PageCase


class UndoPageTests(PageCase):
    def setUp(self) -> None:
        super().setUp()
        self.log = a_sync_log(self.connection, started_at=timezone.now() - timedelta(hours=1))
        self.house = a_property(self.agency, address="12 Wattle Street")
        self.address = f"{HERE}/history/{self.log.pk}/undo"

    def a_risen_rent(self, **given: str) -> Lease:
        """A lease whose rent the run raised from 640 to 650."""
        lease = a_lease(self.house, rent_amount=given.get("now", "650.00"))
        a_change(self.log, row_id=lease.pk)
        return lease

    def member(self, role: Role) -> Client:
        client = Client()
        client.force_login(a_member(self.agency, role))
        return client

    def test_the_preview_shows_numbers_rows_and_what_comes_next_and_does_nothing(self) -> None:
        lease = self.a_risen_rent()

        page = self.page(self.address)

        for words in (
            "1 row would be as it was before this sync.",
            "Nothing has been done yet.",
            "<del>$650.00</del>",
            "<ins>$640.00</ins>",
            "It reads everything from PropertyMe again",
            "Pause the connection first",
            ">Undo this sync</button>",
        ):
            self.assertIn(words, page)
        self.assertNotIn("What stays as it is", page)
        lease.refresh_from_db()
        self.assertEqual(lease.rent_amount, Decimal("650.00"))

    def test_the_step_puts_back_and_leads_to_the_undo_s_own_page(self) -> None:
        lease = self.a_risen_rent()

        answer = self.client.post(self.address, {"seen": "1-0-0-0"}, follow=True)

        done = SyncLog.objects.get(undoes=self.log)
        self.assertEqual(answer.redirect_chain[-1][0], f"{HERE}/history/{done.pk}?connection={self.connection.pk}")
        self.assertContains(answer, "The sync is undone.")
        self.assertContains(answer, "1 row put back, 0 removed, 0 kept")
        self.assertContains(answer, "<ins>$640.00</ins>")
        lease.refresh_from_db()
        self.assertEqual((lease.rent_amount, done.requested_by), (Decimal("640.00"), self.user))
        entry = AuditEntry.objects.get(action="sync_undone")
        self.assertEqual((entry.person, entry.via, entry.details["put_back"]), (self.user.email, "page", 1))

    def test_what_stays_is_listed_with_the_reason_and_the_later_sync(self) -> None:
        self.a_risen_rent()
        mine = a_transaction(self.house, amount="99.00")
        a_change(self.log, table="portfolio_transaction", row_id=mine.pk, label="Rent", before={"amount": "10.00"},
                 after={"amount": "20.00"})  # fmt: skip
        other = a_lease(self.house)
        a_change(self.log, row_id=other.pk, label="Lease of the shop")
        later = a_sync_log(self.connection)
        a_change(later, row_id=other.pk)

        page = self.page(self.address)

        self.assertIn("2 rows would stay as they are, wholly or in part.", page)
        self.assertIn("Amount: Somebody has changed it here since.", page)
        self.assertIn("Rent amount: A later sync changed it again.", page)
        self.assertIn(f"{HERE}/history/{later.pk}?connection={self.connection.pk}", page)

    def test_where_nothing_can_go_back_no_button_is_offered(self) -> None:
        self.a_risen_rent(now="700.00")

        page = self.page(self.address)

        self.assertIn("There is nothing left to undo.", page)
        self.assertNotIn("Undo this sync</button>", page)
        self.assertIn("Somebody has changed it here since.", page)

    def test_a_sync_that_changed_nothing_says_so(self) -> None:
        self.assertIn("This sync changed no row.", self.page(self.address))

    def test_a_new_row_is_named_and_goes_away(self) -> None:
        receipt = a_transaction(self.house, description="Rent received from Kim")
        a_change(self.log, table="portfolio_transaction", row_id=receipt.pk, action="created",
                 label="Rent received from Kim", before={}, after={})  # fmt: skip

        self.assertIn("Rent received from Kim", self.page(self.address))
        self.assertIn("Removed", self.page(self.address, seen="0-0-1-0"))
        self.assertFalse(Transaction.objects.exists())

    def test_numbers_that_have_changed_lead_back_to_the_preview(self) -> None:
        self.a_risen_rent()

        page = self.page(self.address, seen="2-0-0-0")

        self.assertIn("Rows have changed since you looked. Nothing was undone.", page)
        self.assertIn("Undo this sync</button>", page)

    def test_what_has_been_undone_links_to_its_undo(self) -> None:
        self.a_risen_rent()
        self.page(self.address, seen="1-0-0-0")

        page = self.page(self.address)

        self.assertIn("That sync has been undone already.", page)
        self.assertIn(f"{HERE}/history/{SyncLog.objects.get(undoes=self.log).pk}", page)
        self.assertNotIn("Undo this sync</button>", page)

    def test_while_a_sync_runs_nothing_is_undone(self) -> None:
        self.a_risen_rent()
        a_sync_log(self.connection, status="running", completed_at=None)

        self.assertIn("is being synced.", self.page(self.address))
        self.assertIn("is being synced.", self.page(self.address, seen="1-0-0-0"))
        self.assertFalse(SyncLog.objects.filter(trigger="undo").exists())

    def test_managers_may_undo_and_staff_may_not(self) -> None:
        self.a_risen_rent()

        for role, status in ((Role.MANAGER, 200), (Role.STAFF, 403), (Role.VIEWER, 403)):
            self.assertEqual(self.member(role).get(self.address).status_code, status, role)
            if status == 403:
                self.assertEqual(self.member(role).post(self.address).status_code, 403, role)

    def test_three_rows_and_thirty_take_the_same_queries(self) -> None:
        for number in (3, 27):
            for _ in range(number):
                self.a_risen_rent()
            # session, person, memberships with agency, connections, run, undone?, live?; which tables, the table,
            # stories, rows, open edits; currencies of leases
            with self.assertNumQueries(13):
                self.page(self.address)
