from io import StringIO
from unittest.mock import patch
from uuid import UUID

from django.core.management import CommandError, call_command
from django.test import TestCase

from agencies.models import Agency, Membership, User
from tests.factories import PASSWORD, a_user

ZONE = ("--timezone", "Australia/Perth")


class CreateAgencyTests(TestCase):
    def create(self, *arguments: str) -> str:
        said = StringIO()
        call_command("create_agency", *arguments, stdout=said)
        return said.getvalue()

    def test_the_last_line_is_the_agencys_id_alone(self) -> None:
        said = self.create("Harbour", *ZONE, "--admin", "Maria@Example.com", "--password", PASSWORD)

        agency = Agency.objects.get(pk=UUID(said.strip().splitlines()[-1]))
        self.assertEqual((agency.name, agency.timezone), ("Harbour", "Australia/Perth"))
        member = Membership.objects.get(agency=agency)
        self.assertEqual((member.user.email, member.role), ("maria@example.com", "admin"))
        self.assertTrue(member.user.check_password(PASSWORD))

    def test_a_person_who_is_known_keeps_their_password(self) -> None:
        user = a_user(email="maria@example.com")

        self.create("Harbour", "--admin", "MARIA@example.com", "--password", "another-password-7")

        user.refresh_from_db()
        self.assertTrue(user.check_password(PASSWORD))
        self.assertEqual(user.memberships.count(), 1)

    def test_the_password_may_come_from_the_environment_or_a_prompt(self) -> None:
        with patch.dict("os.environ", {"PMSYNC_PASSWORD": PASSWORD}):
            self.create("One", "--admin", "one@example.com")
        with patch("getpass.getpass", return_value=PASSWORD):
            self.create("Two", "--admin", "two@example.com")

        for email in ("one@example.com", "two@example.com"):
            self.assertTrue(User.objects.get(email=email).check_password(PASSWORD))

    def test_what_cannot_be_is_told_plainly_and_leaves_nothing_behind(self) -> None:
        self.create("Taken", "--admin", "maria@example.com", "--password", PASSWORD)

        for arguments, words in (
            (("Taken", "--admin", "x@example.com", "--password", PASSWORD), "There is an agency called Taken already."),
            (("New", "--timezone", "Mars/Base", "--admin", "x@example.com", "--password", PASSWORD), "Mars/Base"),
            (("New", "--admin", "no address", "--password", PASSWORD), "valid email"),
            (("New", "--admin", "x@example.com", "--password", "123"), "too short"),
            (("", "--admin", "x@example.com", "--password", PASSWORD), "blank"),
        ):
            with self.assertRaisesMessage(CommandError, words):
                self.create(*arguments)
        self.assertEqual((Agency.objects.count(), User.objects.count()), (1, 1))
