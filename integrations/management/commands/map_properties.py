"""Accepts the suggestions of a connection's mappings."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from integrations.management.following import a_connection
from integrations.mapping import accept_suggestions


class Command(BaseCommand):
    """What the mapping page's button does."""

    help = "Maps the other system's properties to the agency's own by suggestion, and says how many."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which, and how boldly."""
        parser.add_argument("connection", type=a_connection, metavar="CONNECTION_ID", help="The connection's id.")
        parser.add_argument("--minimum-score", type=int, default=90, help="Accept from this score on (0 to 100).")
        parser.add_argument("--create-unmatched", action="store_true", help="Make new own properties of the rest.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Map them."""
        done = accept_suggestions(options["connection"], options["minimum_score"], options["create_unmatched"])
        self.stdout.write(
            f"{done.mapped} properties mapped by suggestion, {done.created} created, {done.left} left for a person"
        )
