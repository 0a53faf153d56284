"""Codes, access tokens and refresh tokens. They live by real time, and only their digests are kept."""

from __future__ import annotations

import hashlib
import secrets
import time
from dataclasses import asdict, dataclass
from typing import Any


@dataclass
class Token:
    """One credential. `grant` joins what came from one consent; `expires` is Unix seconds, None for never."""

    kind: str  # code, access or refresh
    provider: str
    client_id: str
    account: str
    scope: str
    grant: str
    expires: float | None
    revoked: bool = False
    redirect_uri: str = ""
    code_challenge: str | None = None
    code_challenge_method: str | None = None

    def is_alive(self) -> bool:
        """Whether it may still be used."""
        return not self.revoked and (self.expires is None or time.time() < self.expires)


def digest(text: str) -> str:
    """What is kept instead of the credential itself."""
    return hashlib.sha256(text.encode()).hexdigest()


class TokenStore:
    """Every credential issued, by its digest. The caller holds the village's lock."""

    def __init__(self) -> None:
        self.tokens: dict[str, Token] = {}

    def add(self, text: str, token: Token) -> None:
        """Keep a credential and forget those that died more than a day ago."""
        long_ago = time.time() - 86_400
        if len(self.tokens) % 500 == 499:
            self.tokens = {
                key: kept for key, kept in self.tokens.items() if kept.expires is None or kept.expires > long_ago
            }
        self.tokens[digest(text)] = token

    def find(self, text: str, kind: str, provider: str) -> Token | None:
        """The credential if it was issued here and may still be used."""
        token = self.tokens.get(digest(text))
        if token is None or token.kind != kind or token.provider != provider or not token.is_alive():
            return None
        return token

    def revoke(self, *, grant: str | None = None, kinds: tuple[str, ...] = ("access", "refresh", "code")) -> int:
        """How many died: those of one consent, or all, of these kinds."""
        dying = [
            token
            for token in self.tokens.values()
            if token.kind in kinds and not token.revoked and grant in (None, token.grant)
        ]
        for token in dying:
            token.revoked = True
        return len(dying)

    def expire_access(self) -> int:
        """How many access tokens have just reached the end of their life."""
        now = time.time()
        alive = [token for token in self.tokens.values() if token.kind == "access" and token.is_alive()]
        for token in alive:
            token.expires = now
        return len(alive)

    def as_json(self) -> dict[str, Any]:
        """All of it, for the state file."""
        return {key: asdict(token) for key, token in self.tokens.items()}

    def restore(self, kept: dict[str, Any]) -> None:
        """What the state file remembered."""
        self.tokens = {key: Token(**values) for key, values in kept.items()}


def new_grant() -> str:
    """A name for one consent."""
    return secrets.token_hex(8)
