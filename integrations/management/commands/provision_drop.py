"""Makes an agency's drop ready and prints how to put files there, once."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from agencies.models import Agency
from agencies.refusals import Refusal
from integrations.files.provisioning import provision
from integrations.management.following import an_agency
from providers.errors import FileError


class Command(BaseCommand):
    """What the admin's page of a drop does."""

    help = (
        "Makes the place ready where an agency's export files arrive, and prints how to put files there. The key is "
        "printed this once and kept nowhere; running it again makes a new one, and the former one stops working."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose, and how files are put there."""
        parser.add_argument("agency", type=an_agency, metavar="AGENCY_ID", help="The agency's id.")
        parser.add_argument(
            "--presigned", action="store_true", help="No key but a form that works for a week: for stores without IAM."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it ready, and print."""
        agency: Agency = options["agency"]
        try:
            made = provision(agency, presigned=options["presigned"])
        except (Refusal, FileError) as error:
            raise CommandError(f"{error.message} {error.action}".strip()) from error
        self.stdout.write(f"The drop of {agency} is ready: {made.address} ({made.kind})")
        for words, value in made.values.items():
            self.stdout.write(f"{words}: {value}")
