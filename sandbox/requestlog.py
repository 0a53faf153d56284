"""Who asked for what. Secrets and tokens never enter it."""

from __future__ import annotations

from collections import deque
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import parse_qsl, urlencode

KEPT = 20_000
SECRET = {"code", "code_verifier", "client_secret", "token", "access_token", "refresh_token"}


class RequestLog:
    """The latest requests to the stand-ins, oldest first."""

    def __init__(self) -> None:
        self.entries: deque[dict[str, Any]] = deque(maxlen=KEPT)

    def note(self, *, method: str, path: str, query: str, user_agent: str, accept: str, status: int) -> None:
        """Add one request. `status` 0 means that the connection was closed without a word."""
        self.entries.append(
            {
                "method": method,
                "path": path,
                "query": without_secrets(query),
                "user_agent": user_agent,
                "accept": accept,
                "status": status,
                "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            }
        )

    def matching(self, path: str | None) -> list[dict[str, Any]]:
        """All entries, or those whose path holds the given text or fits the given pattern (`*`, `?`)."""
        entries = list(self.entries)
        if not path:
            return entries
        pattern = path if any(mark in path for mark in "*?[") else f"*{path}*"
        return [entry for entry in entries if fnmatchcase(entry["path"], pattern)]


def without_secrets(query: str) -> str:
    """The query string with the values of secret parameters replaced by `-`."""
    pairs = parse_qsl(query, keep_blank_values=True)
    return urlencode([(name, "-" if name.lower() in SECRET else value) for name, value in pairs])
