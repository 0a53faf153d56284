"""Two tabs, two agencies: a form that names no row says for which agency it was shown."""

import re
from typing import Any

from django.core import mail
from django.test import TestCase

from agencies.models import Invitation
from integrations.models import Connection
from tests.agencies.office import browser_of
from tests.factories import a_connection, a_member, an_agency

INVITE = "/settings/members/invite"
AGENCY = "/settings/agency"
PROVIDER = "/settings/integrations/propertyme"


class TwoTabsTests(TestCase):
    def setUp(self) -> None:
        self.first, self.second = an_agency(name="Harbour Rentals"), an_agency(name="Inland Rentals")
        self.person = a_member(self.first)
        a_member(self.second, user=self.person)
        self.client = browser_of(self.person)

    def shown_for(self, address: str) -> str:
        """The agency that the page's form names."""
        found = re.search('name="for_agency" value="([^"]+)"', self.client.get(address).content.decode())
        assert found
        return found[1]

    def send_from_the_other_tab(self, page: str, address: str, **form: Any) -> Any:
        """The form of a page of the first agency, sent after the person has switched to the second."""
        self.client.post("/settings/agency/switch", {"agency": self.first.pk})
        shown = self.shown_for(page)
        self.client.post("/settings/agency/switch", {"agency": self.second.pk})
        return self.client.post(address, form | {"for_agency": shown}, follow=True)

    def test_an_invitation_goes_to_no_other_agency_than_the_page_showed(self) -> None:
        answer = self.send_from_the_other_tab("/settings/members", INVITE, email="new@example.com", role="admin")

        self.assertContains(answer, "You are at Inland Rentals now, and that form was for another agency.")
        self.assertEqual((Invitation.objects.count(), mail.outbox), (0, []))

    def test_details_of_one_agency_are_not_stored_at_another(self) -> None:
        form = {"name": "New", "timezone": "Europe/Zurich", "sync_time": "03:00", "locale": "en-au", "currency": "AUD"}

        self.send_from_the_other_tab(AGENCY, AGENCY, **form)

        self.second.refresh_from_db()
        self.assertEqual(self.second.name, "Inland Rentals")

    def test_an_account_is_connected_to_no_other_agency_than_the_page_showed(self) -> None:
        answer = self.send_from_the_other_tab(PROVIDER, f"{PROVIDER}/connect")

        self.assertContains(answer, "that form was for another agency")
        self.assertEqual(Connection.objects.count(), 0)

    def test_a_step_on_a_connection_names_it_and_so_reaches_no_other_one(self) -> None:
        own, other = a_connection(self.first), a_connection(self.second)
        for page in ("disconnect", "settings"):
            self.client.post("/settings/agency/switch", {"agency": self.first.pk})
            form = f'action="?connection={own.pk}"'
            self.assertContains(self.client.get(f"{PROVIDER}/{page}"), form)
            self.client.post("/settings/agency/switch", {"agency": self.second.pk})

            answer = self.client.post(f"{PROVIDER}/{page}?connection={own.pk}", {"unmapped": "create"})

            self.assertEqual(answer.status_code, 404)
        other.refresh_from_db()
        self.assertEqual((other.status, other.unmapped), ("active", "ask"))

    def test_the_form_of_the_current_agency_does_what_it_says(self) -> None:
        shown = self.shown_for("/settings/members")

        self.client.post(INVITE, {"email": "new@example.com", "role": "staff", "for_agency": shown})

        self.assertEqual(Invitation.objects.get().agency, self.first)
