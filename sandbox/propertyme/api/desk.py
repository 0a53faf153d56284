"""What every endpoint of the API needs: whose rows, which switches, and the checks before them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, g, request

from sandbox.propertyme.estate import Estate
from sandbox.propertyme.replies import edge_refusal, error, refuse, rows
from sandbox.propertyme.views import View
from sandbox.settings import Settings
from sandbox.tokens import Token
from sandbox.village import Village

if TYPE_CHECKING:
    from sandbox.propertyme.dialect import PropertyMe

LIBRARIES = (
    "python-requests",
    "python-urllib",
    "python-httpx",
    "curl/",
    "wget/",
    "aiohttp",
    "go-http-client",
    "okhttp",
    "axios/",
    "node-fetch",
    "java/",
    "libwww-perl",
)


class Desk:
    """Stands before the estate of the account that a token belongs to."""

    def __init__(self, dialect: PropertyMe) -> None:
        self.dialect = dialect

    @property
    def village(self) -> Village:
        """Clock, lock and tokens."""
        return self.dialect.village

    @property
    def settings(self) -> Settings:
        """The switches."""
        return self.village.settings

    @property
    def token(self) -> Token:
        """The access token of this request."""
        token: Token = g.token
        return token

    @property
    def estate(self) -> Estate:
        """The rows of this request's account."""
        return self.dialect.estates[self.token.account]

    def turn_away(self) -> Response | None:
        """An error for a request that does not get as far as an endpoint."""
        agent = request.headers.get("User-Agent", "").strip().lower()
        if not agent or agent.startswith(LIBRARIES):
            return edge_refusal()
        wants_json = "application/json" in request.headers.get("Accept", "") or request.args.get("format") == "json"
        if not wants_json:
            return error(400, "The Accept header must be application/json")
        scheme, _, text = request.headers.get("Authorization", "").partition(" ")
        with self.village.lock:
            token = self.village.tokens.find(text.strip(), "access", self.dialect.slug)
        if token is None or scheme.lower() != "bearer":
            return error(401)
        g.token = token
        return None

    def need(self, scope: str) -> None:
        """Refuse a token that was not given this scope."""
        if scope not in self.token.scope.split():
            refuse(403, f"The scope {scope} is required")

    def all(self, view: View, keys: list[str]) -> Response:
        """A bare array of these rows."""
        return rows(view.body(self.estate, keys, self.settings))

    def one(self, view: View, key: str) -> Response:
        """One row, or 404."""
        if key not in self.estate[view.collection]:
            refuse(404)
        return rows(view.encoded(self.estate, key, self.settings))
