"""Everybody chooses which summaries they get, for themselves and for each of their agencies."""

from typing import Any

from django.test import TestCase

from agencies.audit import Action
from agencies.models import Membership
from agencies.permissions import Role
from tests.agencies.office import browser_of, entries, membership, told
from tests.factories import a_member, an_agency

HERE = "/settings/notifications"


class PreferencesTests(TestCase):
    def setUp(self) -> None:
        self.member = membership(an_agency(name="Harbour"))
        self.browser = browser_of(self.member.user)

    def choose(self, **given: dict[str, Any]) -> str:
        """The page after this choice, by the membership's id."""
        form = {f"at-{pk}-{name}": value for pk, chosen in given.items() for name, value in chosen.items()}
        return self.browser.post(HERE, form, follow=True).content.decode()

    def chosen(self, member: Membership) -> tuple[str, bool]:
        member.refresh_from_db()
        return member.summaries, member.quiet_nights

    def test_a_choice_is_kept_and_noted(self) -> None:
        page = self.choose(**{str(self.member.pk): {"summaries": "problems", "quiet_nights": "on"}})

        self.assertIn("Saved.", page)
        self.assertEqual(self.chosen(self.member), ("problems", True))
        [entry] = entries(Action.SUMMARIES_CHANGED)
        email = self.member.user.email
        changes = {"summaries": {"old": "all", "new": "problems"}, "quiet_nights": {"old": False, "new": True}}
        self.assertEqual(told(entry), ("summaries_changed", email, "Harbour", email, changes))

    def test_what_was_so_already_is_not_noted(self) -> None:
        self.assertIn("it was so already", self.choose(**{str(self.member.pk): {"summaries": "all"}}))

        self.assertEqual(entries(Action.SUMMARIES_CHANGED), [])

    def test_nonsense_changes_nothing(self) -> None:
        page = self.choose(**{str(self.member.pk): {"summaries": "sometimes"}})

        self.assertIn("Choose one of these.", page)
        self.assertEqual(self.chosen(self.member), ("all", False))

    def test_each_agency_has_a_choice_of_its_own(self) -> None:
        a_member(an_agency(name="Hilltop"), Role.VIEWER, user=self.member.user)
        other = Membership.objects.get(agency__name="Hilltop")

        page = self.choose(**{str(self.member.pk): {"summaries": "none"}, str(other.pk): {"summaries": "problems"}})

        self.assertEqual((self.chosen(self.member)[0], self.chosen(other)[0]), ("none", "problems"))
        self.assertIn("You are not an admin here", page)

    def test_nobody_chooses_for_somebody_else(self) -> None:
        other = membership(self.member.agency)

        self.choose(**{str(self.member.pk): {"summaries": "all"}, str(other.pk): {"summaries": "none"}})

        self.assertEqual(self.chosen(other), ("all", False))

    def test_every_field_has_its_label(self) -> None:
        page = self.browser.get(HERE).content.decode()

        for number in range(3):
            self.assertIn(f'for="id_at-{self.member.pk}-summaries_{number}"', page)
        self.assertIn(f'for="id_at-{self.member.pk}-quiet_nights"', page)
