"""Makes an agency to try pmsync with: its people, and its own list of properties from the sandbox."""

import csv
import io
import os
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

import requests
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from agencies.management.commands.create_agency import PASSWORD_VARIABLE
from agencies.models import Agency, Membership, User, validate_zone
from agencies.permissions import Role
from integrations.models import SyncLog
from portfolio.models import Property

PEOPLE = {Role.ADMIN: "admin@example.com", Role.STAFF: "staff@example.com", Role.VIEWER: "viewer@example.com"}


def a_zone(name: str) -> str:
    """The name of a time zone, as the type of an argument."""
    try:
        validate_zone(name)
    except ValidationError as error:
        raise ArgumentTypeError(error.messages[0]) from error
    return name


class Command(BaseCommand):
    """Running it again changes nothing. Prints the agency's id alone on the last line."""

    help = (
        f"Makes an agency with an admin, a member of staff and a viewer, whose password is in {PASSWORD_VARIABLE}, and "
        "gives it the properties of a spreadsheet, if one is named. Prints the agency's id on the last line. Safe to run again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What it is called and where its list is."""
        parser.add_argument("name", help="What the agency is called.")
        parser.add_argument(
            "spreadsheet", nargs="?", help="Address of its property list: CSV with Address, Suburb, State, ..."
        )
        parser.add_argument("--timezone", type=a_zone, default="Australia/Sydney", help="For example America/New_York.")
        parser.add_argument("--locale", choices=Agency.Locale.values, default=Agency.Locale.AUSTRALIA.value)
        parser.add_argument("--currency", default="AUD", help="For example USD.")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Make what is missing."""
        password = os.environ.get(PASSWORD_VARIABLE)
        if not password:
            raise CommandError(f"Set {PASSWORD_VARIABLE} to the password that its people shall have.")
        here = {name: options[name] for name in ("timezone", "locale", "currency")}
        agency, _ = Agency.objects.get_or_create(name=options["name"], defaults=here)
        for role, email in PEOPLE.items():
            user = User.objects.filter(email=email).first() or User.objects.create_user(
                email, password, is_staff=role == Role.ADMIN
            )
            Membership.objects.get_or_create(user=user, agency=agency, defaults={"role": role})
        if options["spreadsheet"] and not Property.objects.filter(agency=agency).exists():
            Property.objects.bulk_create(Property(agency=agency, **row) for row in read(options["spreadsheet"]))
        end_left_runs(agency)
        count = Property.objects.filter(agency=agency).count()
        self.stdout.write(f"{agency}: {len(PEOPLE)} people, {count} properties")
        self.stdout.write(str(agency.pk))


def read(address: str) -> list[dict[str, Any]]:
    """Columns of own properties, as the list has them."""
    try:
        reply = requests.get(address, timeout=30)
        reply.raise_for_status()
    except requests.RequestException as error:
        raise CommandError(f"The property list at {address} cannot be read.") from error
    return [
        {
            "address": row["Address"].strip(),
            "suburb": row["Suburb"],
            "state": row["State"],
            "postcode": row["Postcode"],
            "bedrooms": int(row["Bedrooms"]) if row["Bedrooms"] else None,
        }
        for row in csv.DictReader(io.StringIO(reply.text))
    ]


def end_left_runs(agency: Agency) -> None:
    """Close runs that an earlier try left running when it was stopped: the only worker there was is gone."""
    SyncLog.objects.filter(connection__agency=agency, status=SyncLog.Status.RUNNING).update(
        status=SyncLog.Status.FAILED, completed_at=timezone.now(), activity="", summary="It was stopped half-way."
    )
