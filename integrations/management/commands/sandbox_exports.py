"""Hands an agency the files that its system would export, from the sandbox, and syncs them."""

from argparse import ArgumentParser
from typing import Any

import requests
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management.base import BaseCommand, CommandError

from agencies.models import Agency
from agencies.permissions import Role
from agencies.refusals import Refusal
from integrations import connecting
from integrations.files import receiving
from integrations.models import Connection
from providers import registry


class Command(BaseCommand):
    """Running it again hands in the files once more. Prints the connection's id alone on the last line."""

    help = (
        "Turns a system's export files on for an agency and puts the sandbox's exports of it into the agency's drop. "
        "Prints the connection's id on the last line: `manage.py sync ID` brings them in."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which system, whose files, and from where."""
        parser.add_argument("provider", help="The system, as `manage.py providers` names it.")
        parser.add_argument("agency", help="The agency's id.")
        parser.add_argument("sandbox", help="Address of the sandbox, such as http://127.0.0.1:8100.")
        parser.add_argument("--troubles", type=int, default=0, help="So many rows of each list are wrong (default 0).")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take the files and put them into the drop."""
        agency = Agency.objects.filter(pk=options["agency"]).first()
        if agency is None:
            raise CommandError("There is no such agency.")
        admin = agency.memberships.filter(role=Role.ADMIN).select_related("user").first()
        if admin is None:
            raise CommandError(f"{agency} has no admin.")
        kept = Connection.objects.filter(
            agency=agency, provider=options["provider"], auth_type=Connection.AuthType.FILES
        ).first()
        try:
            connection = kept or connecting.take_files(admin.user, agency, options["provider"])
            receiving.receive(connection, download(options), admin.user)
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write(f"Export files of {registry.get(connection.provider).label} are in the drop of {agency}.")
        self.stdout.write(str(connection.pk))


def download(options: dict[str, Any]) -> SimpleUploadedFile:
    """All lists of the system, in one archive."""
    address = f"{options['sandbox']}/_sandbox/exports/{options['provider']}/all.zip"
    try:
        reply = requests.get(address, params={"troubles": options["troubles"]}, timeout=60)
        reply.raise_for_status()
    except requests.RequestException as error:
        raise CommandError(f"The exports at {address} cannot be had.") from error
    return SimpleUploadedFile(f"{options['provider']}-exports.zip", reply.content)
