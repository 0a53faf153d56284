from unittest.mock import patch

from django.test import Client
from django.urls import reverse

from agencies.permissions import PERMISSIONS, Permission, Role
from tests.factories import (
    a_change,
    a_lease,
    a_member,
    a_property,
    a_sync_log,
    a_tenant,
    a_transaction,
    an_issue,
    an_owner,
)
from tests.integrations.pages.cases import HERE, PageCase

HISTORY = f"{HERE}/history"


class ChangesTests(PageCase):
    def setUp(self) -> None:
        super().setUp()
        self.log = a_sync_log(self.connection)
        self.address = f"{HISTORY}/{self.log.pk}"

    def test_values_are_written_as_people_write_them(self) -> None:
        old, new = a_property(self.agency, address="1 Old Street"), a_property(self.agency, address="2 New Street")
        owner = an_owner(self.agency, name="Olive Grove")
        lease = a_lease(new, currency="NZD")
        a_change(
            self.log,
            row_id=lease.pk,
            before={
                "rent_amount": "1640.00",
                "paid_to": "2026-07-03",
                "property_id": str(old.pk),
                "is_periodic": False,
                "rent_frequency": "weekly",
                "bond_amount": None,
                "withdrawn_at": "2026-07-01T18:14:00Z",
            },
            after={
                "rent_amount": "1650.00",
                "paid_to": "2026-07-10",
                "property_id": str(new.pk),
                "is_periodic": True,
                "rent_frequency": "fortnightly",
                "bond_amount": "2600.00",
                "withdrawn_at": None,
            },
        )
        a_change(
            self.log,
            table="portfolio_property",
            before={"owners": [], "labels": ["garden"], "custom": {}},
            after={
                "owners": [str(owner.pk)],
                "labels": ["garden", "pool"],
                "custom": {"Year built": "1960", "Pets": "no"},
            },
        )

        page = self.page(self.address)

        for before, after in (
            ("NZD 1,640.00", "NZD 1,650.00"),
            ("3 Jul 2026", "10 Jul 2026"),
            ("1 Old Street", "2 New Street"),
            ("no", "yes"),
            ("Weekly", "Fortnightly"),
            ("none", "NZD 2,600.00"),
            ("none", "Olive Grove"),
            ("2 Jul 2026, 02:14", "none"),
            ("garden", "garden, pool"),
            ("none", "Pets: no, Year built: 1960"),
        ):
            self.assertIn(
                f'<del>{before}</del> <span aria-hidden="true">→</span><span class="unseen">became</span> <ins>{after}</ins>',
                page,
            )

    def test_a_value_that_no_longer_fits_its_column_is_shown_as_it_stands(self) -> None:
        a_change(self.log, before={"paid_to": "soon", "gone_column": "x"}, after={"paid_to": 7, "gone_column": "y"})

        page = self.page(self.address)

        for words in ("<del>soon</del>", "<ins>7</ins>", "Gone column", "<ins>y</ins>"):
            self.assertIn(words, page)

    def test_a_row_that_has_a_page_leads_there_while_it_is_here(self) -> None:
        house = a_property(self.agency)
        lease = a_lease(house)
        a_change(self.log, table="portfolio_property", row_id=house.pk, label="The house")
        a_change(self.log, row_id=lease.pk, label="The lease")
        a_change(self.log, label="A lease that is gone")
        a_change(self.log, table="portfolio_tenant", row_id=a_tenant(self.agency).pk, label="The tenant")

        page = self.page(self.address)

        self.assertIn(f'<a href="{reverse("portfolio:property", args=[house.pk])}">The house</a>', page)
        self.assertIn(f'<a href="{reverse("portfolio:lease", args=[lease.pk])}">The lease</a>', page)
        for name in ("A lease that is gone", "The tenant"):
            self.assertIn(f'<th scope="row">{name} ', page)

    def test_a_row_that_an_undo_removed_shows_what_it_held(self) -> None:
        a_change(self.log, action="removed", before={"rent_amount": "640.00", "paid_to": "2026-08-03"}, after={})

        page = self.page(self.address)

        self.assertIn("<summary>What it held</summary>", page)
        self.assertIn('<span class="change">Paid to: 3 Aug 2026</span>', page)
        viewers = self.viewer().get(self.address).content.decode()
        self.assertNotIn("3 Aug 2026", viewers)
        self.assertIn("hidden from your role", viewers)

    def test_changes_are_narrowed_by_rows_and_by_what_became_of_them(self) -> None:
        a_change(self.log, label="Changed lease")
        a_change(self.log, label="New lease", action="created", before={}, after={})
        a_change(self.log, label="New tenant", table="portfolio_tenant", action="created", before={}, after={})

        for query, shown in (
            ("", {"Changed lease", "New lease", "New tenant"}),
            ("?table=portfolio_lease", {"Changed lease", "New lease"}),
            ("?action=created", {"New lease", "New tenant"}),
            ("?table=portfolio_tenant&action=updated", set()),
            ("?table=nonsense&action=nonsense", {"Changed lease", "New lease", "New tenant"}),
        ):
            page = self.page(self.address + query)

            self.assertEqual({name for name in ("Changed lease", "New lease", "New tenant") if name in page}, shown)
            self.assertEqual("No change matches" in page, not shown)

    def test_fifty_stand_on_a_page(self) -> None:
        for number in range(51):
            a_change(self.log, label=f"Lease {number}.")

        self.assertEqual(self.page(self.address).count("<del>"), 50)
        self.assertIn("Lease 50.", self.page(f"{self.address}?page=2"))
        self.assertIn("?page=2", self.page(self.address))

    def test_three_changes_and_thirty_take_the_same_queries(self) -> None:
        house = a_property(self.agency)
        lease = a_lease(house)
        for number in (3, 27):
            for _ in range(number):
                owner = an_owner(self.agency)
                moved = {"before": {"property_id": None}, "after": {"property_id": str(house.pk)}}
                a_change(self.log, row_id=lease.pk, **moved)
                a_change(self.log, table="portfolio_transaction", row_id=a_transaction(house).pk, **moved)
                owned = {"before": {"owners": []}, "after": {"owners": [str(owner.pk)]}}
                a_change(self.log, table="portfolio_property", row_id=house.pk, **owned)
                issue = an_issue(self.connection)
                error = {"kind": "leases", "external_id": issue.external_id, "code": issue.code, "message": "No."}
                self.log.errors.append(error)
            self.log.save()
            # session, person, memberships with agency, connections, run, numbers of changes, number shown, changes,
            # properties and owners pointed at, leases, transactions and properties changed, mappings by state, issues
            with self.assertNumQueries(15):
                self.page(self.address)


class WhoSeesWhatTests(PageCase):
    def setUp(self) -> None:
        super().setUp()
        self.log = a_sync_log(self.connection)
        a_change(
            self.log,
            before={"rent_amount": "640.00", "paid_to": "2026-08-03", "status": "current"},
            after={"rent_amount": "650.00", "paid_to": "2026-08-10", "status": "vacated"},
        )
        a_change(
            self.log,
            table="portfolio_tenant",
            label="Tim Tenant",
            before={"email": "old@example.com", "people": [{"phone": "0400 000 009"}], "first_name": "Timothy"},
            after={"email": "new@example.com", "people": [], "first_name": "Tim"},
        )
        a_change(self.log, table="portfolio_transaction", label="Water bill", action="created", before={}, after={})

    def seen_by(self, *missing: Permission) -> str:
        """The page as an admin sees it whose role lacks these rights."""
        client = Client()
        client.force_login(a_member(self.agency, Role.MANAGER))
        with patch.dict(PERMISSIONS, {Role.MANAGER: PERMISSIONS[Role.MANAGER] - set(missing)}):
            return client.get(f"{HISTORY}/{self.log.pk}").content.decode()

    def test_who_may_see_all_sees_all(self) -> None:
        page = self.seen_by()

        for words in ("$640.00", "3 Aug 2026", "old@example.com", "0400 000 009", "Timothy", "Water bill"):
            self.assertIn(words, page)
        self.assertNotIn("your role", page)

    def test_money_is_hidden_and_the_rest_of_the_row_is_not(self) -> None:
        page = self.seen_by(Permission.SEE_MONEY)

        for words in ("640.00", "3 Aug 2026", "Water bill"):
            self.assertNotIn(words, page)
        for words in ("Rent amount", "your role does not show", "Vacated, ledger open", "old@example.com"):
            self.assertIn(words, page)
        self.assertIn("Transactions are not listed", page)

    def test_contact_details_are_hidden_and_the_rest_of_the_row_is_not(self) -> None:
        page = self.seen_by(Permission.SEE_CONTACTS)

        for words in ("old@example.com", "new@example.com", "0400 000 009"):
            self.assertNotIn(words, page)
        for words in ("Tim Tenant", "Timothy", "$640.00", "Water bill"):
            self.assertIn(words, page)

    def test_a_viewer_sees_that_rows_changed_and_no_value_that_is_not_theirs(self) -> None:
        page = self.viewer().get(f"{HISTORY}/{self.log.pk}").content.decode()

        for words in ("640.00", "old@example.com", "0400 000 009", "Water bill"):
            self.assertNotIn(words, page)
        self.assertIn("Timothy", page)
