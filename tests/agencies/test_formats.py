"""Money and days as each agency writes them."""

from decimal import Decimal

from django.template import Context, Template
from django.test import TestCase
from django.utils import translation

from tests.factories import a_connection, a_member, an_agency

AMOUNTS = Template("{% load formats %}{% money amount currency %}")


class MoneyTests(TestCase):
    def written(self, amount: str, currency: str = "AUD", locale: str = "en-au") -> str:
        agency = an_agency(currency="AUD", locale=locale)
        with translation.override(agency.locale):
            return AMOUNTS.render(Context({"agency": agency, "amount": Decimal(amount), "currency": currency}))

    def test_amounts(self):
        for amount, currency, locale, expected in (
            ("1234.5", "AUD", "en-au", "$1,234.50"),
            ("1234.5", "", "en-us", "$1,234.50"),
            ("1234.5", "AUD", "en-ca", "$1\N{NO-BREAK SPACE}234.50"),
            ("-12", "AUD", "en-au", "\N{MINUS SIGN}$12.00"),
            ("0", "AUD", "en-au", "$0.00"),
            ("650", "NZD", "en-au", "NZD 650.00"),
        ):
            with self.subTest(amount=amount, currency=currency, locale=locale):
                self.assertEqual(self.written(amount, currency, locale), expected)

    def test_no_amount_is_nothing(self):
        context = Context({"agency": an_agency(), "amount": None, "currency": "AUD"})

        self.assertEqual(AMOUNTS.render(context), "")


class DayTests(TestCase):
    def test_a_page_writes_days_as_its_agency_does(self):
        for locale, expected in (("en-au", "3 Jul 2026, 02:14"), ("en-us", "July 3, 2026, 02:14")):
            agency = an_agency(locale=locale, timezone="UTC")
            a_connection(agency)
            self.client.force_login(a_member(agency))

            page = self.client.get("/settings/integrations").content.decode()

            self.assertIn(expected, page)
            self.assertIn(f'lang="{locale}"', page)
