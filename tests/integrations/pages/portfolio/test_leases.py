from datetime import date, timedelta
from decimal import Decimal

from tests.factories import a_lease, a_property, a_tenant, a_transaction, an_agency
from tests.integrations.pages.portfolio.cases import ROOT, PortfolioCase

LIST = f"{ROOT}/leases"
DAY = "2026-07-15"


class ListTests(PortfolioCase):
    def test_arrears_are_those_of_the_day_that_is_asked_for(self) -> None:
        a_lease(self.a_house(address="1 Elm Street"), tenant_name="Tim Tenant", paid_to=date(2026, 7, 1))

        page = self.page(f"{LIST}?on={DAY}")

        for words in ("Tim Tenant", "1 Elm Street", "$650.00", "weekly", "1 Jul 2026", "14 days behind", "$1,300.00"):
            self.assertIn(words, page)
        self.assertIn("stand on 15 Jul 2026", page)
        self.assertIn("1 day behind", self.page(f"{LIST}?on=2026-07-02"))
        self.assertIn("Up to date", self.page(f"{LIST}?on=2026-07-01"))
        self.assertIn("1 day ahead", self.page(f"{LIST}?on=2026-06-30"))

    def test_without_a_day_it_is_today_at_the_agency(self) -> None:
        today = self.agency.local_day()
        a_lease(self.a_house(), paid_to=today - timedelta(days=3))

        for query in ("", "?on=", "?on=nonsense", "?on=0001-01-01"):
            page = self.page(f"{LIST}{query}")
            self.assertIn("3 days behind", page, query)
            self.assertIn("as they are today", page, query)

    def test_a_lease_that_has_not_begun_at_the_agency_is_to_come(self) -> None:
        today = self.agency.local_day()
        a_lease(self.a_house(), start_date=today)
        self.assertNotIn("To come", self.page(LIST))

        a_lease(self.a_house(), start_date=today + timedelta(days=1))

        self.assertEqual(self.page(LIST).count("To come"), 1)

    def test_a_day_that_makes_no_sense_says_so(self) -> None:
        a_lease(self.a_house())

        self.assertIn("Enter a valid date.", self.page(f"{LIST}?on=nonsense"))

    def test_it_is_narrowed_by_status_words_days_behind_and_property(self) -> None:
        first, second = self.a_house(address="1 Elm Street"), self.a_house(address="2 Oak Street")
        a_lease(first, tenant_name="Anna", paid_to=date(2026, 7, 1))
        a_lease(second, tenant_name="Bert", paid_to=date(2026, 7, 14))
        a_lease(second, tenant_name="Cleo", status="closed", vacated_on=date(2026, 1, 3), paid_to=date(2026, 1, 3))
        a_lease(first, tenant_name="Dora", withdrawn_at=self.connection.last_sync_at)

        for query, found in (
            ("", "Anna Bert"),
            ("?status=", "Anna Bert Cleo"),
            ("?status=closed", "Cleo"),
            ("?search=oak", "Bert"),
            ("?search=ann", "Anna"),
            (f"?behind=1&on={DAY}", "Anna Bert"),
            (f"?behind=2&on={DAY}", "Anna"),
            (f"?behind=15&on={DAY}", ""),
            ("?behind=0", "Anna Bert"),
            (f"?property={second.pk}", "Bert"),
        ):
            page = self.page(f"{LIST}{query}")
            shown = [name for name in ("Anna", "Bert", "Cleo", "Dora") if f">{name}</a>" in page]
            self.assertEqual(" ".join(shown), found, query)

    def test_on_demand_the_most_behind_come_first(self) -> None:
        house = self.a_house()
        a_lease(house, tenant_name="Little", paid_to=date(2026, 7, 14), start_date=date(2026, 3, 1))
        a_lease(house, tenant_name="Much", paid_to=date(2026, 7, 1), start_date=date(2026, 2, 1))

        for sort, order in (("", ("Little", "Much")), ("behind", ("Much", "Little"))):
            page = self.page(f"{LIST}?on={DAY}&sort={sort}")
            self.assertEqual(tuple(sorted(order, key=page.index)), order)

    def test_a_viewer_sees_leases_without_money_and_cannot_ask_who_is_behind(self) -> None:
        a_lease(self.a_house(), tenant_name="Tim Tenant", rent_amount=Decimal("777.77"), paid_to=date(2026, 7, 1))

        page = self.viewer().get(f"{LIST}?behind=5000&on={DAY}").content.decode()

        self.assertIn("Tim Tenant", page)
        for secret in ("777.77", "1 Jul 2026", "behind"):
            self.assertNotIn(secret, page)

    def test_an_empty_list_says_what_to_do_next(self) -> None:
        self.assertIn("No current leases", self.page(LIST))
        self.assertIn("No lease matches", self.page(f"{LIST}?search=nobody"))
        self.connection.delete()
        self.assertIn("Choose a system to connect", self.page(LIST))

    def test_three_rows_and_thirty_take_the_same_queries(self) -> None:
        for number in (3, 27):
            for _ in range(number):
                a_lease(self.a_house(), (a_tenant(self.agency),), paid_to=date(2026, 7, 1))
            # session, person, memberships with agency, connections, number of leases, leases with property, tenants
            with self.assertNumQueries(7):
                self.page(f"{LIST}?behind=1&sort=behind&on={DAY}")


class OneLeaseTests(PortfolioCase):
    def test_it_shows_facts_arrears_and_receipts(self) -> None:
        tenant = a_tenant(self.agency, name="Tim Tenant", email="tim@example.com")
        lease = a_lease(
            self.a_house(address="1 Elm Street"),
            (tenant,),
            tenant_name="Tim Tenant",
            paid_to=date(2026, 7, 1),
            bond_amount=Decimal("2600.00"),
        )
        self.rent(lease, amount=Decimal("1234.50"))

        page = self.page(f"{LIST}/{lease.pk}?on={DAY}")

        for words in (
            "1 Elm Street",
            "$2,600.00",
            "14 days behind",
            "$1,300.00",
            "$1,234.50",
            "tim@example.com",
            "12 Jan 2026",
            f"{ROOT}/transactions?lease={lease.pk}",
        ):
            self.assertIn(words, page)

    def test_a_changed_rent_says_which_run_changed_it(self) -> None:
        lease = a_lease(self.a_house(), rent_amount=Decimal("650.00"))
        change = self.changed(lease, {"rent_amount": "640.00"}, {"rent_amount": "650.00"})

        page = self.page(f"{LIST}/{lease.pk}")

        rent = page.partition("<dt>Rent amount</dt>")[2].partition("</div>")[0]
        self.assertIn("<del>$640.00</del>", rent)
        self.assertIn(f"/history/{change.sync_log_id}?", rent)

    def test_it_says_why_nobody_can_tell_the_arrears(self) -> None:
        house = self.a_house()
        for given, words in (
            ({}, "does not say what this lease is paid to"),
            ({"paid_to": date(2026, 7, 1), "status": "vacated"}, "nobody has said on which day it ended"),
            ({"paid_to": date(2026, 7, 1), "withdrawn_at": self.connection.last_sync_at}, "no longer has this lease"),
        ):
            self.assertIn(words, self.page(f"{LIST}/{a_lease(house, **given).pk}"))

    def test_a_viewer_sees_neither_money_nor_what_it_was(self) -> None:
        tenant = a_tenant(self.agency, email="tim@example.com")
        lease = a_lease(
            self.a_house(), (tenant,), rent_amount=Decimal("777.77"), paid_to=date(2026, 7, 1), bond_reference="B-17"
        )
        self.changed(lease, {"rent_amount": "766.66"}, {"rent_amount": "777.77"})
        self.rent(lease, amount=Decimal("888.88"))
        address = f"{LIST}/{lease.pk}?on={DAY}"

        page = self.viewer().get(address).content.decode()

        self.assertIn("your role does not show", page)
        for secret in ("777.77", "766.66", "888.88", "1 Jul 2026", "B-17", "tim@example.com", "behind"):
            self.assertNotIn(secret, page)
            self.assertIn(secret, self.page(address))

    def test_another_agencys_lease_is_not_there(self) -> None:
        theirs = a_lease(a_property(an_agency()))
        a_transaction(theirs.property, lease=theirs)

        self.assertEqual(self.client.get(f"{LIST}/{theirs.pk}").status_code, 404)

    def test_three_of_everything_and_thirty_take_the_same_queries(self) -> None:
        for number in (3, 30):
            lease = a_lease(self.a_house(), tuple(a_tenant(self.agency) for _ in range(number)))
            for turn in range(number):
                self.rent(lease)
                ids = [str(tenant.pk) for tenant in lease.tenants.all()[: turn + 1]]
                self.changed(lease, {"tenants": ids, "reference": "a"}, {"tenants": [], "reference": "b"})
            # session, person, memberships with agency, lease with property, tenants, connections, changes, tenants that
            # they name, currency, transactions
            with self.assertNumQueries(10):
                self.page(f"{LIST}/{lease.pk}")
