"""The gateway's API key and its secrets: one, or two while the secret is being changed. Invented like the gateway."""

from __future__ import annotations

import hmac
import secrets

from sandbox.rentmanager.people import API_KEY, API_SECRET
from sandbox.tokens import Token, new_grant
from sandbox.village import Village

PROVIDER = "rentmanager key"


class Keys:
    """The secrets of the one key that is given out, oldest first in the village's token store. The caller holds its lock,
    except to try one."""

    def __init__(self, village: Village) -> None:
        self.village = village
        self._keep(API_SECRET)

    def opens(self, key: str, secret: str) -> bool:
        """Whether this is the key with one of its valid secrets."""
        known = self.village.tokens.find(secret, "secret", PROVIDER)
        return known is not None and hmac.compare_digest(key.encode(), API_KEY.encode())

    def add(self) -> str:
        """A new secret, good beside the others."""
        text = secrets.token_urlsafe(24)
        self._keep(text)
        return text

    def drop(self) -> None:
        """Make the oldest secret worthless; ValueError when it is the only one."""
        valid = [
            token for token in self.village.tokens.tokens.values() if token.provider == PROVIDER and token.is_alive()
        ]
        if len(valid) < 2:
            raise ValueError("there is only one secret: add another before dropping it")
        valid[0].revoked = True

    def _keep(self, text: str) -> None:
        self.village.tokens.add(text, Token("secret", PROVIDER, API_KEY, "", "", new_grant(), expires=None))
