"""Session tokens: ten alive for one user, a quarter of an hour without use, a day at most."""

from __future__ import annotations

import secrets
import time
from datetime import UTC, datetime

from sandbox.tokens import Token, digest, new_grant
from sandbox.village import Village

PROVIDER = "rentmanager"


class Sessions:
    """The tokens given to users. They are kept in the village's store; when each was last used is remembered only here, so a
    restart counts as a use. The caller holds the village's lock, except to find one."""

    def __init__(self, village: Village) -> None:
        self.village = village
        self._used: dict[str, float] = {}

    def open(self, company: str, name: str, location: int) -> str | None:
        """A new token, or None when this user has as many alive as there may be."""
        if len(self._alive(company, name)) >= int(self.village.settings["token_cap"]):
            return None
        text = secrets.token_urlsafe(81)  # 108 characters, as seen live
        token = Token(
            kind="access",
            provider=PROVIDER,
            client_id=f"{company}/{name}",
            account=f"{company}/{location}",
            scope="",
            grant=new_grant(),
            expires=time.time() + float(self.village.settings["lifetime_seconds"]),
        )
        self.village.tokens.add(text, token)
        self._used = {key: at for key, at in self._used.items() if key in self.village.tokens.tokens}
        self._used[digest(text)] = time.time()
        return text

    def find(self, text: str) -> Token | None:
        """The token if it may still be used; that it was used just now is remembered."""
        token = self.village.tokens.find(text, "access", PROVIDER)
        if token is None or self._is_idle(digest(text)):
            return None
        self._used[digest(text)] = time.time()
        return token

    def close(self, text: str) -> bool:
        """Whether there was such a token to end."""
        token = self.find(text)
        if token is None:
            return False
        token.revoked = True
        return True

    def times_out(self, text: str) -> datetime:
        """When the token dies unless it is used before."""
        used = self._used.get(digest(text), time.time())
        return datetime.fromtimestamp(used + float(self.village.settings["idle_seconds"]), UTC)

    def _is_idle(self, key: str) -> bool:
        used = self._used.setdefault(key, time.time())
        return time.time() - used >= float(self.village.settings["idle_seconds"])

    def _alive(self, company: str, name: str) -> list[Token]:
        return [
            token
            for key, token in self.village.tokens.tokens.items()
            if token.provider == PROVIDER
            and token.client_id == f"{company}/{name}"
            and token.is_alive()
            and not self._is_idle(key)
        ]
