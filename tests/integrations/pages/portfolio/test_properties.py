from datetime import date
from decimal import Decimal
from uuid import uuid4

from django.urls import reverse

from agencies.permissions import Role
from integrations.models import SyncLog
from tests.factories import (
    a_job,
    a_lease,
    a_mapping,
    a_member,
    a_property,
    a_sync_log,
    a_tenant,
    a_transaction,
    an_agency,
    an_inspection,
    an_owner,
)
from tests.integrations.pages.portfolio.cases import ROOT, PortfolioCase

LIST = f"{ROOT}/properties"


class ListTests(PortfolioCase):
    def test_each_property_shows_owner_lease_paid_to_and_source(self) -> None:
        house = self.a_house(address="1 Elm Street, Newtown NSW 2042")
        house.owners.add(an_owner(self.agency, name="Olive Owner"))
        a_lease(house, tenant_name="Tim Tenant", paid_to=date(2026, 7, 14))

        page = self.page(LIST)

        for words in ("1 Elm Street, Newtown NSW 2042", "Olive Owner", "Tim Tenant", "14 Jul 2026", "1 property"):
            self.assertIn(words, page)
        self.assertIn("PropertyMe (Harbour Ultimo) as of", page)
        self.assertIn("3 Jul 2026, 10:14", page)
        self.assertIn(f'href="{LIST}/{house.pk}"', page)

    def test_it_is_narrowed_by_words_state_and_source(self) -> None:
        let = self.a_house(address="1 Let Street")
        a_lease(let)
        vacant = self.a_house(address="2 Vacant Street")
        a_lease(vacant, status="closed")
        self.a_house(address="3 Sold Street", withdrawn_at=self.connection.last_sync_at)
        a_property(self.agency, address="4 Own Street")

        for query, found in (
            ("", "124"),
            ("?search=STREET+let", "1"),
            ("?let=yes", "1"),
            ("?let=no", "24"),
            ("?withdrawn=true", "3"),
            ("?withdrawn=", "1234"),
            ("?source=propertyme", "12"),
            ("?source=none", "4"),
            ("?withdrawn=nonsense", "1234"),
        ):
            page = self.page(f"{LIST}{query}")
            houses = {"1": "1 Let Street", "2": "2 Vacant Street", "3": "3 Sold Street", "4": "4 Own Street"}
            self.assertEqual("".join(key for key, address in houses.items() if address in page), found, query)

    def test_an_empty_list_says_what_to_do_next(self) -> None:
        self.assertIn("They come in with the next sync.", self.page(LIST))
        self.assertIn("No property matches", self.page(f"{LIST}?search=nothing"))

        a_mapping(self.connection)
        page = self.page(LIST)
        self.assertIn("Map properties", page)
        self.assertIn(f"/settings/integrations/propertyme/mappings?connection={self.connection.pk}", page)

        self.connection.delete()
        self.assertIn("Choose a system to connect", self.page(LIST))

    def test_a_viewer_sees_no_paid_to_date(self) -> None:
        a_lease(self.a_house(), paid_to=date(2026, 7, 14))

        page = self.viewer().get(LIST).content.decode()

        self.assertNotIn("14 Jul 2026", page)
        self.assertNotIn("Transactions", page)

    def test_three_rows_and_thirty_take_the_same_queries(self) -> None:
        for number in (3, 27):
            for _ in range(number):
                house = self.a_house()
                house.owners.add(an_owner(self.agency))
                a_lease(house)
            # session, person, memberships with agency, connections, number of properties, properties, owners, leases
            with self.assertNumQueries(8):
                self.page(LIST)


class OnePropertyTests(PortfolioCase):
    def test_it_shows_everything_about_the_property(self) -> None:
        house = self.a_house(address="1 Elm Street", bedrooms=3, key_number="K17", labels=["Pool", "Gas"])
        house.owners.add(an_owner(self.agency, name="Olive Owner", email="olive@example.com"))
        tenant = a_tenant(self.agency, name="Tim Tenant")
        lease = a_lease(house, (tenant,), tenant_name="Tim Tenant", paid_to=date(2026, 7, 14))
        a_lease(house, tenant_name="Former Tenant", status="closed", vacated_on=date(2025, 12, 24))
        a_transaction(house, lease=lease, amount=Decimal("1234.50"), basis="derived")
        a_job(house, summary="Leaking tap", number="J-9")
        an_inspection(house, summary="Routine visit")
        a_mapping(self.connection, property=house, provider_property_address="1 Elm St", provider_property_id="lot-17")

        page = self.page(f"{LIST}/{house.pk}")

        for words in (
            "K17",
            "Pool, Gas",
            "olive@example.com",
            "Tim Tenant",
            "Former Tenant",
            "moved out 24 Dec 2025",
            "$1,234.50",
            "Derived",
            "Leaking tap",
            "J-9",
            "Routine visit",
            "PropertyMe (Harbour Ultimo)",
            "lot-17",
            f"{ROOT}/transactions?property={house.pk}",
        ):
            self.assertIn(words, page)

    def test_each_value_says_which_run_changed_it_and_what_stood_there_before(self) -> None:
        house = self.a_house(suburb="Newtown", key_number="K1")
        first, later = a_sync_log(self.connection), a_sync_log(self.connection)
        self.changed(house, {}, {}, first)
        self.changed(house, {"suburb": "Enmore"}, {"suburb": "Newtown"}, later)

        page = self.page(f"{LIST}/{house.pk}")

        address = reverse("integrations:job", args=["propertyme", later.pk])
        suburb = page.partition("<dt>Suburb</dt>")[2].partition("</div>")[0]
        self.assertIn(f'href="{address}?connection={self.connection.pk}"', suburb)
        self.assertIn("<del>Enmore</del>", suburb)
        self.assertIn("<ins>Newtown</ins>", suburb)
        self.assertIn("Before that, it came with", suburb)
        key = page.partition("<dt>Key number</dt>")[2].partition("</div>")[0]
        self.assertIn(f"/history/{first.pk}?", key)
        self.assertIn("no sync has changed it since", key)
        history = page.partition('<h2 id="history">')[2]
        self.assertLess(history.index(str(later.pk)), history.index(str(first.pk)))

    def test_a_value_that_no_sync_wrote_says_so(self) -> None:
        own, adopted = a_property(self.agency, suburb="Newtown"), self.a_house(suburb="Enmore")

        self.assertIn("It was entered here. No sync writes it.", self.page(f"{LIST}/{own.pk}"))
        self.assertIn("It was here before the first sync.", self.page(f"{LIST}/{adopted.pk}"))

    def test_an_undo_is_called_one(self) -> None:
        house = self.a_house(suburb="Newtown")
        undo = a_sync_log(self.connection, trigger=SyncLog.Trigger.UNDO)
        self.changed(house, {"suburb": "Enmore"}, {"suburb": "Newtown"}, undo)

        self.assertIn("an undo of a PropertyMe sync", self.page(f"{LIST}/{house.pk}"))

    def test_owners_are_named_in_the_history_and_their_details_have_one_too(self) -> None:
        house, owner = self.a_house(), an_owner(self.agency, name="Olive Owner", phone="0400 000 009")
        house.owners.add(owner)
        self.changed(house, {"owners": []}, {"owners": [str(owner.pk)]})
        self.changed(owner, {"phone": "0400 000 001"}, {"phone": "0400 000 009"})

        page = self.page(f"{LIST}/{house.pk}")

        self.assertIn("<ins>Olive Owner</ins>", page)
        self.assertIn("<del>0400 000 001</del>", page)

    def test_a_viewer_sees_neither_money_nor_contact_details_nor_what_they_were(self) -> None:
        house = self.a_house()
        people = [{"first_name": "Ann", "email": "ann@example.com"}, {"first_name": "Ben", "email": "ben@example.com"}]
        owner = an_owner(self.agency, email="olive@example.com", phone="0400 000 009", people=people)
        house.owners.add(owner)
        self.changed(owner, {"phone": "0400 000 001"}, {"phone": "0400 000 009"})
        lease = a_lease(house, rent_amount=Decimal("777.77"), paid_to=date(2026, 7, 14))
        a_transaction(house, lease=lease, amount=Decimal("888.88"))
        a_job(house, quote_amount=Decimal("999.99"))
        address = f"{LIST}/{house.pk}"

        page = self.viewer().get(address).content.decode()

        self.assertIn(owner.name, page)
        secrets = "olive@example.com", "ann@example.com", "0400 000", "777.77", "14 Jul 2026", "888.88", "999.99"
        for secret in secrets:
            self.assertNotIn(secret, page)
            self.assertIn(secret, self.page(address))

    def test_another_agencys_property_is_not_there(self) -> None:
        theirs = a_property(an_agency())
        a_member(theirs.agency, Role.ADMIN)

        for row_id in (theirs.pk, uuid4()):
            self.assertEqual(self.client.get(f"{LIST}/{row_id}").status_code, 404)

    def test_three_of_everything_and_thirty_take_the_same_queries(self) -> None:
        for number in (3, 30):
            house, _ = self.a_full_house(number)
            # session, person, memberships with agency, property, owners, connections, changes,
            # owners that they name, mappings, leases, tenants, units, transactions, jobs, inspections
            with self.assertNumQueries(16):
                self.page(f"{LIST}/{house.pk}")
