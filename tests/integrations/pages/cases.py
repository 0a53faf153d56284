"""What the pages' tests start from: an agency with a connection, and an admin who is logged in."""

from typing import Any

from django.test import Client, TestCase

from agencies.permissions import Role
from integrations.models import SyncLog
from tests.factories import a_connection, a_file_connection, a_mapping, a_member, a_property, an_agency

ROOT = "/settings/integrations"
HERE = f"{ROOT}/propertyme"
BENCH = f"{HERE}/mappings"


class PageCase(TestCase):
    """`self.client` is the browser of an admin of `self.agency`."""

    def setUp(self) -> None:
        self.agency = an_agency(name="Harbour Rentals", timezone="Australia/Perth")
        self.connection = a_connection(self.agency, account_name="Harbour Ultimo")
        self.user = a_member(self.agency)
        self.client.force_login(self.user)

    def viewer(self) -> Client:
        """The browser of somebody who may only look."""
        client = Client()
        client.force_login(a_member(self.agency, Role.VIEWER))
        return client

    def page(self, address: str, **form: Any) -> str:
        """The page's text; with a form, of the page that its answer leads to."""
        answer: Any = self.client.post(address, form, follow=True) if form else self.client.get(address)
        self.assertEqual(answer.status_code, 200, address)
        return answer.content.decode()


class BenchCase(PageCase):
    """`self.mapping` is a row of the bench, at `self.address`, for which `self.own` is suggested."""

    def setUp(self) -> None:
        super().setUp()
        self.own = a_property(self.agency, address="9 Elm Street, Glebe NSW 2037", postcode="2037")
        self.mapping = a_mapping(
            self.connection,
            provider_property_address="9 Elm St, Glebe NSW 2037",
            suggestion=self.own,
            suggestion_score=95,
            suggestion_reason="Same street",
        )
        self.address = f"{BENCH}/{self.mapping.pk}"


class RowCase(PageCase):
    """The connection takes Property Tree's export files."""

    def setUp(self) -> None:
        super().setUp()
        self.connection = a_file_connection(self.agency)

    def queued(self) -> SyncLog:
        """The only run, which must wait."""
        return SyncLog.objects.get(status="queued")
