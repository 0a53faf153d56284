from datetime import date, timedelta
from typing import Any

from django.test import Client

from agencies.permissions import Role
from integrations.models import Connection
from providers.records import Kind
from tests.factories import a_member
from tests.health_factories import a_score
from tests.integrations.pages.cases import HERE, PageCase
from tests.integrations.quality.cases import Estate

QUALITY = f"{HERE}/quality"


class QualityTests(PageCase):
    def setUp(self) -> None:
        super().setUp()
        self.estate = Estate(self.connection)

    def rule(self, code: str, client: Client | None = None) -> str:
        answer: Any = (client or self.client).get(f"{QUALITY}?rule={code}")
        self.assertEqual(answer.status_code, 200)
        return answer.content.decode()

    def test_rules_stand_by_kind_with_what_was_found(self) -> None:
        a_score(self.connection, "leases", 81.5, rows=1200, findings={"lease_without_tenant": 1100})
        a_score(self.connection, "owners", 100)

        page = self.page(QUALITY)

        for words in (
            "82.9 of 100",
            "81.5",
            "1,200",
            "1,100",
            "The lease names no tenant who is still there.",
            "Missing",
        ):
            self.assertIn(words, page)
        self.assertIn("Nothing was found", page)
        self.assertIn("Another lease of the same home runs at the same time.", page)
        self.assertIn(f'href="{QUALITY}?connection={self.connection.pk}&amp;rule=lease_without_tenant"', page)

    def test_each_kind_shows_how_its_score_went(self) -> None:
        today = self.agency.local_day()
        for days, score in ((9, 80), (8, 80), (4, 90.5), (0, 88.25)):
            a_score(
                self.connection, "leases", score, day=today - timedelta(days=days), findings={"lease_past_its_end": 9}
            )
        a_score(self.connection, "owners", 100)

        page = self.page(QUALITY)

        first = today - timedelta(days=9)
        self.assertIn(f"8.2 more than on {first.day} {first:%b}", page)
        self.assertEqual(page.count('<svg class="score-trend"'), 2)
        leases = page.partition("The days on which the score of leases changed")[2].partition("</table>")[0]
        self.assertEqual([score for score in ("88.3", "90.5", "80.0") if score in leases], ["88.3", "90.5", "80.0"])
        self.assertEqual(leases.count("<td>"), 3)

    def test_before_the_first_score_it_says_when_it_comes(self) -> None:
        self.assertIn("Nothing has been scored yet", self.page(QUALITY))

    def test_the_rows_that_fail_a_rule_are_listed_with_their_pages(self) -> None:
        lease = self.estate.lease(tenant_name="Tim Tenant", rent_amount=0)
        self.estate.lease(tenant_name="Anna Able")

        page = self.rule("lease_without_rent")

        for words in (
            "The lease is current and its rent is nothing.",
            "Enter the rent in the other system.",
            "1 row now",
            f'href="/portfolio/leases/{lease.pk}">Tim Tenant',
            f'href="/portfolio/properties/{lease.property_id}"',
            lease.external_id,
        ):
            self.assertIn(words, page)
        self.assertNotIn("Anna Able", page)

    def test_people_and_houses_are_named_too(self) -> None:
        self.estate.row(Kind.OWNER, name="Olive Odd", email="nothing of the kind")
        house = self.estate.house(postcode="12")

        self.assertIn("Olive Odd", self.rule("owner_email"))
        self.assertNotIn("nothing of the kind", self.rule("owner_email"))
        self.assertIn(f'href="/portfolio/properties/{house.pk}"', self.rule("property_postcode"))

    def test_rows_about_money_are_counted_for_everybody_and_shown_to_those_who_may_see_money(self) -> None:
        self.estate.row(Kind.RENT_PAYMENT, date=date(2100, 1, 1), description="Rent of Tim")

        mine, theirs = self.rule("receipt_in_the_future"), self.rule("receipt_in_the_future", self.viewer())

        self.assertIn("500.00", mine)
        self.assertIn("1 row now", theirs)
        self.assertIn("Your role does not see money", theirs)
        self.assertNotIn("500.00", theirs)

    def test_what_is_no_rule_is_not_found(self) -> None:
        self.assertEqual(self.client.get(f"{QUALITY}?rule=nonsense").status_code, 404)

    def test_a_rule_is_set_aside_and_taken_up_again(self) -> None:
        address = f"{QUALITY}/rule?connection={self.connection.pk}"

        page = self.page(address, rule="tenant_email", action="set_aside")
        self.assertIn("is set aside", page)
        self.assertIn("Count this rule again", page)
        self.assertEqual(Connection.objects.get(pk=self.connection.pk).config, {"quality_off": ["tenant_email"]})

        page = self.page(address, rule="tenant_email", action="take_up")
        self.assertIn("Set this rule aside", page)
        self.assertEqual(Connection.objects.get(pk=self.connection.pk).config, {"quality_off": []})

    def test_what_is_no_rule_is_not_set_aside(self) -> None:
        page = self.page(f"{QUALITY}/rule", rule="nonsense", action="set_aside")

        self.assertIn("There is no such rule.", page)

    def test_those_who_may_not_connect_have_no_button(self) -> None:
        staff = Client()
        staff.force_login(a_member(self.agency, Role.STAFF))

        self.assertNotIn("Set this rule aside", self.rule("tenant_email", staff))

    def test_three_rows_and_thirty_take_the_same_queries(self) -> None:
        for number in (3, 27):
            for _ in range(number):
                lease = self.estate.lease(rent_amount=0)
                self.estate.row(Kind.CHARGE, property=lease.property)
            for code in ("lease_without_rent", "charge_without_tenant"):
                # session, person, memberships, connections, how many, the rows with what they point at
                with self.subTest(code), self.assertNumQueries(6):
                    self.rule(code)
        a_score(self.connection)
        for days in (3, 27):
            for day in range(days):
                for kind in ("owners", "tenants"):
                    a_score(self.connection, kind, day=self.agency.local_day() - timedelta(days=days + day))
            # session, person, memberships, connections, scores, those of the days before
            with self.assertNumQueries(6):
                self.page(QUALITY)
