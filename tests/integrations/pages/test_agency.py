"""The agency's details: changing its clock moves the coming nights."""

from datetime import UTC, datetime, time
from typing import Any

import time_machine

from agencies.audit import Action
from agencies.models import AuditEntry
from agencies.permissions import Role
from integrations.agency import change
from integrations.models import Connection
from integrations.schedule import SPREAD, next_night
from tests.agencies.office import browser_of
from tests.factories import a_connection, a_member, an_agency
from tests.integrations.pages.cases import PageCase

PAGE = "/settings/agency"
NOW = datetime(2026, 7, 3, 4, 0, tzinfo=UTC)
SAME = {
    "name": "Harbour Rentals",
    "timezone": "Australia/Perth",
    "sync_time": "02:00",
    "locale": "en-au",
    "currency": "AUD",
}


class AgencyPageTests(PageCase):
    def save(self, **form: str) -> Any:
        return self.client.post(PAGE, SAME | form, follow=True)

    def night(self, connection: Connection | None = None) -> datetime:
        found = Connection.objects.get(pk=(connection or self.connection).pk).next_sync_at
        assert found is not None
        return found

    def test_the_coming_nights_follow_the_clock(self) -> None:
        other = a_connection(self.agency)
        theirs = a_connection(an_agency(), next_sync_at=datetime(2026, 7, 3, 18, 5, tzinfo=UTC))
        with time_machine.travel(NOW, tick=False):
            Connection.objects.filter(agency=self.agency).update(next_sync_at=next_night(self.connection, NOW))
            self.client.force_login(self.user)

            answer = self.save(timezone="Australia/Sydney", sync_time="03:30")

        self.assertContains(answer, "Saved.")
        begin = datetime(2026, 7, 3, 17, 30, tzinfo=UTC)  # 03:30 of July 4th in Sydney
        for connection in (self.connection, other):
            self.assertTrue(begin <= self.night(connection) < begin + SPREAD, self.night(connection))
        self.assertEqual(self.night(theirs), datetime(2026, 7, 3, 18, 5, tzinfo=UTC))

    def test_a_night_that_is_due_stays_due_and_one_that_is_not_planned_stays_so(self) -> None:
        due = datetime(2026, 7, 3, 3, 59, tzinfo=UTC)
        Connection.objects.filter(pk=self.connection.pk).update(next_sync_at=due)
        ended = a_connection(self.agency, status=Connection.Status.DISCONNECTED, next_sync_at=None)

        with time_machine.travel(NOW, tick=False):
            change(self.agency, {"sync_time": time(5, 0)})

        self.assertEqual(self.night(), due)
        ended.refresh_from_db()
        self.assertIsNone(ended.next_sync_at)

    def test_the_trail_says_what_became_of_what(self) -> None:
        self.save(name="Harbour & Hill", sync_time="03:30")

        entry = AuditEntry.objects.get(action=Action.AGENCY_CHANGED)
        self.assertEqual(
            (entry.person, entry.agency_id, entry.subject), (self.user.email, self.agency.pk, "Harbour & Hill")
        )
        self.assertEqual(
            entry.details,
            {
                "name": {"old": "Harbour Rentals", "new": "Harbour & Hill"},
                "sync_time": {"old": "02:00", "new": "03:30"},
            },
        )

    def test_saving_the_same_is_no_step(self) -> None:
        self.save()

        self.assertFalse(AuditEntry.objects.filter(action=Action.AGENCY_CHANGED).exists())

    def test_what_cannot_be_is_named_beside_its_field_and_nothing_is_stored(self) -> None:
        an_agency(name="Zebra Rentals")
        for form, words in (
            ({"timezone": "Mars/Olympus"}, "Select a valid choice"),
            ({"sync_time": "25:00"}, "Enter a valid time."),
            ({"name": ""}, "This field is required."),
            ({"name": "Zebra Rentals"}, "Another agency is called so already."),
        ):
            answer = self.save(**form)

            self.assertContains(answer, words)
        self.agency.refresh_from_db()
        self.assertEqual((self.agency.name, self.agency.timezone), ("Harbour Rentals", "Australia/Perth"))

    def test_only_those_who_manage_the_agency_get_there(self) -> None:
        for role in (Role.MANAGER, Role.STAFF, Role.VIEWER):
            self.assertEqual(browser_of(a_member(self.agency, role)).get(PAGE).status_code, 403)
