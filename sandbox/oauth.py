"""An OAuth 2 authorization server for a vendor that has one: Authlib's, over the village's token store."""

from __future__ import annotations

import hmac
import os
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import ClientMixin, InvalidRequestError, grants
from authlib.oauth2.rfc7009 import RevocationEndpoint
from authlib.oauth2.rfc7636 import CodeChallenge
from flask import Flask, request

from sandbox.tokens import Token, TokenStore, new_grant
from sandbox.village import Village

CODE_LIFETIME = 60  # seconds
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
METHODS = ["client_secret_basic", "client_secret_post"]


@dataclass(frozen=True)
class Client(ClientMixin):
    """A confidential client registered for every address of its developer's own machine."""

    client_id: str
    secret: str
    scopes: tuple[str, ...]

    def get_client_id(self) -> str:
        """Its public name."""
        return self.client_id

    def get_default_redirect_uri(self) -> None:
        """None: the redirect URI must be in the request."""

    def get_allowed_scope(self, scope: str | None) -> str:
        """What may be asked for: everything the server offers."""
        return " ".join(word for word in (scope or "").split() if word in self.scopes)

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        """Whether the address is one of this machine, on any port."""
        parts = urlsplit(redirect_uri)
        return parts.scheme == "http" and parts.hostname in LOOPBACK

    def check_client_secret(self, client_secret: str) -> bool:
        """Whether the secret is the one issued."""
        return hmac.compare_digest(client_secret.encode(), self.secret.encode())

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        """Basic and form body are both fine."""
        return method in METHODS

    def check_response_type(self, response_type: str) -> bool:
        """Only codes."""
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        """Codes and refresh tokens."""
        return grant_type in ("authorization_code", "refresh_token")


@dataclass(frozen=True)
class Approval:
    """What a person allowed: which account, and which of the boxes stayed ticked."""

    account: str
    scope: str
    grant: str


@dataclass(frozen=True)
class Host:
    """What one vendor's authorization server is like. `access_token(approval, expires)` writes a token, `details(approval)`
    gives what a token answer holds besides OAuth's own fields."""

    provider: str
    client: Client
    challenge_required: bool
    access_token: Callable[[Approval, int], str]
    details: Callable[[Approval], dict[str, Any]]


class Credential:
    """A stored token in the words Authlib asks in."""

    def __init__(self, token: Token) -> None:
        self.token = token

    def check_client(self, client: Client) -> bool:
        """Whether it was issued to this client."""
        return self.token.client_id == client.client_id

    def get_scope(self) -> str:
        """The scopes it stands for."""
        return self.token.scope

    def get_redirect_uri(self) -> str:
        """Where its code was sent."""
        return self.token.redirect_uri

    @property
    def code_challenge(self) -> str | None:
        """The PKCE challenge it must be redeemed with, if any."""
        return self.token.code_challenge

    @property
    def code_challenge_method(self) -> str | None:
        """`S256` or `plain`."""
        return self.token.code_challenge_method

    def approval(self) -> Approval:
        """The consent behind it."""
        return Approval(self.token.account, self.token.scope, self.token.grant)


def approve(account: str, scope: str) -> Approval:
    """A new consent."""
    return Approval(account, scope, new_grant())


def authorization_server(village: Village, host: Host) -> AuthorizationServer:
    """The server. Whoever calls it holds the village's lock."""
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # plain HTTP: this server never leaves the machine

    def tokens() -> TokenStore:
        return village.tokens  # a reset puts a new store in place

    class CodeGrant(grants.AuthorizationCodeGrant):
        """A code lives a minute and is good for one exchange."""

        TOKEN_ENDPOINT_AUTH_METHODS = METHODS

        def save_authorization_code(self, code: str, request: Any) -> None:
            approval: Approval = request.user
            data = request.payload.data
            token = Token(
                kind="code",
                provider=host.provider,
                client_id=request.client.client_id,
                account=approval.account,
                scope=approval.scope,
                grant=approval.grant,
                expires=time.time() + CODE_LIFETIME,
                redirect_uri=request.payload.redirect_uri or "",
                code_challenge=data.get("code_challenge"),
                code_challenge_method=data.get("code_challenge_method"),
            )
            tokens().add(code, token)

        def query_authorization_code(self, code: str, client: Client) -> Credential | None:
            token = tokens().find(code, "code", host.provider)
            return Credential(token) if token and token.client_id == client.client_id else None

        def delete_authorization_code(self, authorization_code: Credential) -> None:
            authorization_code.token.revoked = True

        def authenticate_user(self, authorization_code: Credential) -> Approval:
            return authorization_code.approval()

    class RefreshGrant(grants.RefreshTokenGrant):
        """Refresh tokens stay as they are, unless the switch for rotation is on."""

        TOKEN_ENDPOINT_AUTH_METHODS = METHODS

        def authenticate_refresh_token(self, refresh_token: str) -> Credential | None:
            token = tokens().find(refresh_token, "refresh", host.provider)
            return Credential(token) if token else None

        def authenticate_user(self, refresh_token: Credential) -> Approval:
            return refresh_token.approval()

        def revoke_old_credential(self, refresh_token: Credential) -> None:
            if village.settings["rotate_refresh_tokens"]:
                refresh_token.token.revoked = True

    class Revocation(RevocationEndpoint):
        """A token dies; with a refresh token all that came from the same consent."""

        CLIENT_AUTH_METHODS = METHODS

        def query_token(self, token_string: str, token_type_hint: str | None) -> Credential | None:
            for kind in ("refresh", "access"):
                token = tokens().find(token_string, kind, host.provider)
                if token:
                    return Credential(token)
            return None

        def revoke_token(self, token: Credential, request: Any) -> None:
            token.token.revoked = True
            if token.token.kind == "refresh":
                tokens().revoke(grant=token.token.grant)

    class Challenge(CodeChallenge):
        """Where a challenge is required it must be the hash: `plain` hides nothing."""

        def validate_code_challenge(self, grant: Any, redirect_uri: str) -> None:
            if host.challenge_required and grant.request.payload.data.get("code_challenge_method") != "S256":
                raise InvalidRequestError("A 'code_challenge' with the method S256 is required")
            super().validate_code_challenge(grant, redirect_uri)

    def generate(
        grant_type: str,
        client: Client,
        user: Approval,
        scope: str,
        expires_in: int | None = None,
        include_refresh_token: bool = True,
    ) -> dict[str, Any]:
        lifetime = int(village.settings["token_lifetime"])
        token = {
            "access_token": host.access_token(user, int(time.time()) + lifetime),
            "expires_in": lifetime,
            "token_type": "Bearer",
        }
        if "offline_access" in user.scope.split():
            rotating = grant_type == "authorization_code" or village.settings["rotate_refresh_tokens"]
            token["refresh_token"] = secrets.token_hex(32) if rotating else sent_refresh_token()
        return token | {"scope": scope} | host.details(user)

    def save(token: dict[str, Any], request: Any) -> None:
        approval: Approval = request.user
        common = {
            "provider": host.provider,
            "client_id": request.client.client_id,
            "account": approval.account,
            "grant": approval.grant,
        }
        expires = time.time() + token["expires_in"]
        tokens().add(token["access_token"], Token(kind="access", scope=token["scope"], expires=expires, **common))
        refresh = token.get("refresh_token")
        if refresh and tokens().find(refresh, "refresh", host.provider) is None:
            tokens().add(refresh, Token(kind="refresh", scope=approval.scope, expires=None, **common))

    def find_client(client_id: str) -> Client | None:
        return host.client if client_id == host.client.client_id else None

    server = AuthorizationServer(Flask("authorization"), find_client, save)
    server.scopes_supported = list(host.client.scopes)
    server.register_token_generator("default", generate)
    server.register_grant(CodeGrant, [Challenge(required=host.challenge_required)])
    server.register_grant(RefreshGrant)
    server.register_endpoint(Revocation)
    return server


def sent_refresh_token() -> str:
    """The refresh token of this request, which comes back as it went."""
    return request.form["refresh_token"]
