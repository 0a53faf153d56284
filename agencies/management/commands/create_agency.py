"""Makes an agency and its first admin."""

import getpass
import os
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from agencies.models import Agency, Membership, User
from agencies.permissions import Role

PASSWORD_VARIABLE = "PMSYNC_PASSWORD"


class Command(BaseCommand):
    """Prints the agency's id alone on the last line."""

    help = (
        "Makes an agency and its first admin, and prints the agency's id on the last line. A person who is known already "
        f"keeps their password. Without --password it is taken from {PASSWORD_VARIABLE}, or asked for."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What it must be told."""
        parser.add_argument("name", help="What the agency is called.")
        parser.add_argument("--timezone", default="Australia/Sydney", help="For example Australia/Perth.")
        parser.add_argument("--admin", required=True, metavar="EMAIL", help="The first admin's e-mail address.")
        parser.add_argument("--password", help="Theirs. Other users of this machine can read it here.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Makes both, or neither."""
        try:
            agency = create(options["name"], options["timezone"], options["admin"], options["password"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"Created {agency}, in {agency.timezone}. Admin: {options['admin'].lower()}.")
        self.stdout.write(str(agency.pk))


@transaction.atomic
def create(name: str, timezone: str, email: str, password: str | None) -> Agency:
    """The new agency with its admin. ValidationError, in plain words, where it cannot be."""
    if Agency.objects.filter(name=name.strip()).exists():
        raise ValidationError(f"There is an agency called {name.strip()} already.")
    agency = Agency(name=name.strip(), timezone=timezone)
    agency.full_clean()
    validate_email(email)
    agency.save()
    user = User.objects.filter(email=email.lower()).first() or _new_user(email, password)
    Membership.objects.create(user=user, agency=agency, role=Role.ADMIN)
    return agency


def _new_user(email: str, password: str | None) -> User:
    chosen = password or os.environ.get(PASSWORD_VARIABLE) or getpass.getpass(f"Password for {email}: ")
    validate_password(chosen, User(email=email))
    return User.objects.create_user(email, chosen)
