"""The authorization server: Authlib's, over the village's token store."""

from __future__ import annotations

import base64
import json
import os
import secrets
import time
from dataclasses import dataclass
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import grants
from authlib.oauth2.rfc7009 import RevocationEndpoint
from authlib.oauth2.rfc7636 import CodeChallenge
from flask import Flask, request

from sandbox.propertyme.client import CLIENT_ID, SCOPES, Client, find_client
from sandbox.tokens import Token, TokenStore, new_grant
from sandbox.village import Village

SLUG = "propertyme"
CODE_LIFETIME = 60  # seconds


@dataclass(frozen=True)
class Approval:
    """What a person allowed: which portfolio, and which of the boxes stayed ticked."""

    account: str
    scope: str
    grant: str


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


def access_token(issuer: str, customer_id: str, approval: Approval, expires: int) -> str:
    """Something shaped like a signed token. The claims are true, the signature is noise."""
    claims = {
        "iss": issuer,
        "aud": f"{issuer}/resources",
        "client_id": CLIENT_ID,
        "customer_id": customer_id,
        "scope": approval.scope.split(),
        "iat": int(time.time()),
        "exp": expires,
        "jti": secrets.token_hex(16).upper(),
    }
    parts = [json.dumps(part).encode() for part in ({"alg": "RS256", "typ": "at+jwt"}, claims)]
    return ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in [*parts, secrets.token_bytes(256)])


def authorization_server(village: Village, issuer: Any, customer_id: Any) -> AuthorizationServer:
    """The server; `issuer()` gives its own address, `customer_id(account)` whose portfolio a token opens."""
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # plain HTTP: this server never leaves the machine

    def tokens() -> TokenStore:
        return village.tokens  # a reset puts a new store in place

    class CodeGrant(grants.AuthorizationCodeGrant):
        """A code lives a minute and is good for one exchange."""

        TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic", "client_secret_post"]

        def save_authorization_code(self, code: str, request: Any) -> None:
            approval: Approval = request.user
            data = request.payload.data
            token = Token(
                kind="code",
                provider=SLUG,
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
            token = tokens().find(code, "code", SLUG)
            return Credential(token) if token and token.client_id == client.client_id else None

        def delete_authorization_code(self, authorization_code: Credential) -> None:
            authorization_code.token.revoked = True

        def authenticate_user(self, authorization_code: Credential) -> Approval:
            return authorization_code.approval()

    class RefreshGrant(grants.RefreshTokenGrant):
        """Refresh tokens stay as they are, unless the switch for rotation is on."""

        TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic", "client_secret_post"]

        def authenticate_refresh_token(self, refresh_token: str) -> Credential | None:
            token = tokens().find(refresh_token, "refresh", SLUG)
            return Credential(token) if token else None

        def authenticate_user(self, refresh_token: Credential) -> Approval:
            return refresh_token.approval()

        def revoke_old_credential(self, refresh_token: Credential) -> None:
            if village.settings["rotate_refresh_tokens"]:
                refresh_token.token.revoked = True

    class Revocation(RevocationEndpoint):
        """A token dies; with a refresh token all that came from the same consent."""

        CLIENT_AUTH_METHODS = ["client_secret_basic", "client_secret_post"]

        def query_token(self, token_string: str, token_type_hint: str | None) -> Credential | None:
            for kind in ("refresh", "access"):
                token = tokens().find(token_string, kind, SLUG)
                if token:
                    return Credential(token)
            return None

        def revoke_token(self, token: Credential, request: Any) -> None:
            token.token.revoked = True
            if token.token.kind == "refresh":
                tokens().revoke(grant=token.token.grant)

    def generate(
        grant_type: str,
        client: Client,
        user: Approval,
        scope: str,
        expires_in: int | None = None,
        include_refresh_token: bool = True,
    ) -> dict[str, Any]:
        lifetime = int(village.settings["token_lifetime"])
        expires = int(time.time()) + lifetime
        token = {
            "access_token": access_token(issuer(), customer_id(user.account), user, expires),
            "expires_in": lifetime,
            "token_type": "Bearer",
        }
        if "offline_access" in user.scope.split():
            rotating = grant_type == "authorization_code" or village.settings["rotate_refresh_tokens"]
            token["refresh_token"] = secrets.token_hex(32) if rotating else sent_refresh_token()
        return token | {"scope": scope}

    def save(token: dict[str, Any], request: Any) -> None:
        approval: Approval = request.user
        common = {
            "provider": SLUG,
            "client_id": request.client.client_id,
            "account": approval.account,
            "grant": approval.grant,
        }
        expires = time.time() + token["expires_in"]
        tokens().add(token["access_token"], Token(kind="access", scope=token["scope"], expires=expires, **common))
        refresh = token.get("refresh_token")
        if refresh and tokens().find(refresh, "refresh", SLUG) is None:
            tokens().add(refresh, Token(kind="refresh", scope=approval.scope, expires=None, **common))

    server = AuthorizationServer(Flask("authorization"), find_client, save)
    server.scopes_supported = SCOPES
    server.register_token_generator("default", generate)
    server.register_grant(CodeGrant, [CodeChallenge(required=False)])
    server.register_grant(RefreshGrant)
    server.register_endpoint(Revocation)
    return server


def sent_refresh_token() -> str:
    """The refresh token of this request, which comes back as it went."""
    return request.form["refresh_token"]


def approve(account: str, scope: str) -> Approval:
    """A new consent."""
    return Approval(account, scope, new_grant())
