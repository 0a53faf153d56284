from django.test import TestCase

from portfolio.filters import PropertyFilter, TransactionFilter
from portfolio.models import Property, Transaction
from tests.factories import a_property, a_transaction


class FilterTests(TestCase):
    def test_every_word_must_be_somewhere(self) -> None:
        elm = a_property(address="1 Elm Street", suburb="Newtown", postcode="2042")
        a_property(address="1 Elm Street", suburb="Glebe", postcode="2037")

        found = PropertyFilter({"search": "ELM 2042"}, Property.objects.all()).qs

        self.assertEqual(list(found), [elm])

    def test_no_words_find_everything(self) -> None:
        a_property()

        self.assertEqual(PropertyFilter({"search": "  "}, Property.objects.all()).qs.count(), 1)

    def test_contact_details_are_not_searched(self) -> None:
        a_transaction(description="Rent")

        for words, number in (("rent", 1), ("olive@example.com", 0)):
            found = TransactionFilter({"search": words}, Transaction.objects.all()).qs
            self.assertEqual(found.count(), number)
