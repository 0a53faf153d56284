"""The trail's page: an agency's admins find who did what."""

from datetime import UTC, datetime
from typing import Any

import time_machine
from django.test import Client, TestCase

from agencies.audit import Action, change, record
from agencies.models import AuditEntry
from agencies.pages.trail import in_words
from agencies.permissions import Role
from tests.agencies.office import browser_of
from tests.factories import PASSWORD, a_member, an_agency

PAGE = "/settings/audit"


class TrailPageTests(TestCase):
    def setUp(self) -> None:
        self.agency = an_agency(name="Harbour Rentals", timezone="Australia/Perth")
        self.anna = a_member(self.agency, email="anna@harbour.example")
        self.ben = a_member(self.agency, Role.STAFF, email="ben@harbour.example")
        self.client = browser_of(self.anna)

    def subjects(self, **query: str) -> list[str]:
        answer: Any = self.client.get(PAGE, query)
        self.assertEqual(answer.status_code, 200)
        return [entry.subject for entry, _ in answer.context["rows"]]

    def test_an_entry_is_shown_with_person_step_subject_and_what_became_of_what(self) -> None:
        record(
            Action.ROLE_CHANGED,
            "ben@harbour.example",
            agency=self.agency,
            person=self.anna,
            role=change("staff", "viewer"),
        )

        page = self.client.get(PAGE)

        for words in ("anna@harbour.example", "Role changed", "ben@harbour.example", "role: staff → viewer", "Command"):
            self.assertContains(page, words)

    def test_another_agencys_entries_are_not_there_and_log_ins_of_its_people_are(self) -> None:
        other = an_agency()
        stranger = a_member(other)
        record(Action.CONNECTED, "theirs", agency=other, person=stranger)
        record(Action.CONNECTED, "ours", agency=self.agency, person=self.anna)
        for user in (self.ben, stranger):
            Client().post("/login", {"username": user.email, "password": PASSWORD})

        answer: Any = self.client.get(PAGE)

        told = [(entry.person, entry.action) for entry, _ in answer.context["rows"]]
        self.assertEqual(told, [("ben@harbour.example", "logged_in"), ("anna@harbour.example", "connected")])

    def test_it_narrows_by_person_action_and_words(self) -> None:
        record(Action.CONNECTED, "Harbour Ultimo", agency=self.agency, person=self.anna)
        record(Action.PAUSED, "Harbour Ultimo", agency=self.agency, person=self.ben)
        record(Action.CONNECTED, "Hill Glebe", agency=self.agency, person=self.ben)

        self.assertEqual(self.subjects(person="anna@harbour.example"), ["Harbour Ultimo"])
        self.assertEqual(self.subjects(action="paused"), ["Harbour Ultimo"])
        self.assertEqual(self.subjects(search="glebe ben"), ["Hill Glebe"])
        self.assertEqual(self.subjects(search="nothing like it"), [])

    def test_days_are_the_agencys_own(self) -> None:
        for moment in (datetime(2026, 7, 2, 15, 59, tzinfo=UTC), datetime(2026, 7, 2, 16, 1, tzinfo=UTC)):
            with time_machine.travel(moment, tick=False):
                record(Action.PAUSED, moment.isoformat(), agency=self.agency)

        self.assertEqual(self.subjects(since="2026-07-03"), ["2026-07-02T16:01:00+00:00"])
        self.assertEqual(self.subjects(until="2026-07-02"), ["2026-07-02T15:59:00+00:00"])

    def test_a_filter_that_cannot_be_read_narrows_nothing_and_is_named(self) -> None:
        record(Action.PAUSED, "Harbour Ultimo", agency=self.agency)

        answer = self.client.get(PAGE, {"since": "yesterday", "person": "eve@example.com"})

        self.assertContains(answer, "Enter a valid date.")
        self.assertContains(answer, "Harbour Ultimo")

    def test_it_takes_the_same_queries_for_three_entries_and_for_thirty(self) -> None:
        for count in (3, 30):
            while AuditEntry.objects.count() < count:
                record(Action.PAUSED, "Harbour Ultimo", agency=self.agency, person=self.ben)

            # session, user, memberships, people to choose from, count, entries
            with self.assertNumQueries(6):
                answer = self.client.get(PAGE)
            self.assertEqual(answer.content.decode().count('<th scope="row">'), count)

    def test_only_those_who_manage_members_see_it(self) -> None:
        self.assertEqual(browser_of(self.ben).get(PAGE).status_code, 403)


class WordsTests(TestCase):
    def test_details_are_told_in_words(self) -> None:
        details = {
            "role": change("staff", "viewer"),
            "property": change(None, "12 Wattle Street"),
            "create_unmatched": True,
            "kinds": ["leases", "bills"],
            "reason": "",
            "old": {"unmapped": "ask", "excluded_kinds": []},
            "new": {"unmapped": "create", "excluded_kinds": []},
        }

        self.assertEqual(
            list(in_words(details)),
            [
                "role: staff → viewer",
                "property: nothing → 12 Wattle Street",
                "create unmatched: yes",
                "kinds: leases, bills",
                "unmapped: ask → create",
            ],
        )
