"""Encrypts every stored secret with the first key."""

from typing import Any

from cryptography.fernet import InvalidToken
from django.core.management.base import BaseCommand, CommandError

from integrations import vault


class Command(BaseCommand):
    """All or nothing."""

    help = (
        "Encrypts every stored secret anew with the first key of FIELD_ENCRYPTION_KEYS. Afterwards the other keys can be "
        "taken out. Nothing is changed where one secret cannot be read."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Rotate, and say how many."""
        try:
            rotated = vault.rotate_keys()
        except InvalidToken as error:
            raise CommandError(vault.UNREADABLE) from error
        connections = "1 connection" if rotated == 1 else f"{rotated} connections"
        self.stdout.write(f"Encrypted anew with the first key: the secrets of {connections}.")
