"""Prints what each provider offers."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from providers import registry
from providers.base import Provider
from providers.errors import UnsupportedError


class Command(BaseCommand):
    """The capability table, from the providers' own declarations."""

    help = "Prints every provider with its capability table: what comes, how, and what it does not offer."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which of them."""
        parser.add_argument("slug", nargs="?", help="Only this provider.")

    def handle(self, *args: Any, **options: Any) -> None:
        """One table per provider."""
        try:
            chosen = (registry.get(options["slug"]),) if options["slug"] else registry.all_providers()
        except UnsupportedError as error:
            raise CommandError(error.message) from error
        self.stdout.write("\n\n".join(table(provider) for provider in chosen))


def table(provider: type[Provider]) -> str:
    """The provider's heading, then a line for each kind: kind, how, what each read covers, scope, sentence."""
    heading = f"{provider.label} ({provider.slug}, {provider.status.replace('_', ' ')})"
    lines = [(row.kind, row.how, row.covers or "", row.scope, row.sentence) for row in provider.capabilities()]
    widths = [max(len(line[column]) for line in lines) for column in range(4)]
    rows = [
        "  ".join([*(text.ljust(width) for text, width in zip(line, widths, strict=False)), line[4]]) for line in lines
    ]
    return "\n".join([heading, *(f"  {row}".rstrip() for row in rows)])
