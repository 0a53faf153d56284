"""A gateway in front of the vendor's API, with OAuth 2 and PKCE. Invented: the vendor itself has nothing of the kind.

It stands at `/gateway` beside the companies. Whoever consents chooses a company and a location; the token answer names both,
and the token opens that location only.
"""

from __future__ import annotations

import html
import secrets
from typing import TYPE_CHECKING, Any

from authlib.oauth2 import OAuth2Error
from flask import Blueprint, Response, jsonify, request

from sandbox.oauth import Approval, Client, Host, approve, authorization_server
from sandbox.tokens import Token

if TYPE_CHECKING:
    from sandbox.rentmanager.dialect import RentManager

PROVIDER = "rentmanager gateway"  # in the token store, beside the sessions of the companies' own hosts
SCOPES = (
    "properties:read",
    "tenants:read",
    "tenants:write",
    "accounting:read",
    "maintenance:read",
    "maintenance:write",
    "compliance:read",
    "compliance:write",
    "offline_access",
)
CLIENT = Client("sandbox-rentmanager-client", "sandbox-rentmanager-secret", SCOPES)
CHECKED = " checked"
PAGE = """<!DOCTYPE html>
<html lang="en-US"><head><meta charset="utf-8"><title>Allow access</title></head>
<body>
<h1>Allow access to your company?</h1>
<p>An application at {host} would like to work with data of your account.
This is a stand-in for a real sign-in page: no password is asked for.</p>
<form method="post">
<fieldset><legend>Company and location</legend>
{accounts}
</fieldset>
<fieldset><legend>Access</legend>
{scopes}
</fieldset>
<button type="submit" name="decision" value="allow">Allow</button>
<button type="submit" name="decision" value="refuse">Refuse</button>
</form>
</body></html>
"""


def granted(dialect: RentManager, text: str) -> Token | None:
    """The access token of that text, if the gateway gave it out and it may still be used."""
    return dialect.village.tokens.find(text, "access", PROVIDER)


def add_gateway(routes: Blueprint, dialect: RentManager) -> None:
    """Hang the gateway's routes under `/gateway`."""
    village = dialect.village

    def details(approval: Approval) -> dict[str, Any]:
        location = dialect.locations[approval.account]
        return {"company": location.company, "location_id": location.number, "location_name": location.name}

    host = Host(
        provider=PROVIDER,
        client=CLIENT,
        challenge_required=True,
        access_token=lambda approval, expires: secrets.token_urlsafe(48),
        details=details,
    )
    server = authorization_server(village, host)

    def finish(grant: object, account: str, kept: list[str], *, allowed: bool) -> Response:
        with village.lock:
            user = approve(account, " ".join(kept)) if allowed else None
            response: Response = server.create_authorization_response(grant=grant, grant_user=user)
            village.save()
        return response

    def account_named(name: str | None) -> str:
        return name if name in dialect.locations else next(iter(dialect.locations))

    @routes.route("/gateway/connect/authorize", methods=["GET", "POST"])
    def authorize() -> Response:
        try:
            grant = server.get_consent_grant()
        except OAuth2Error as error:
            refusal: Response = server.handle_error_response(request, error)
            return refusal
        wanted = (request.args.get("scope") or "").split()
        if request.method == "POST":
            return finish(
                grant,
                account_named(request.form.get("account")),
                [scope for scope in wanted if scope in request.form.getlist("ticked")],
                allowed=request.form.get("decision") == "allow",
            )
        if request.args.get("auto") == "1" or village.settings["auto_consent"]:
            allowed = request.args.get("deny") != "1"
            account = account_named(request.args.get("account") or village.settings["auto_location"])
            return finish(grant, account, wanted, allowed=allowed)
        return Response(consent_page(dialect, wanted), mimetype="text/html")

    @routes.post("/gateway/connect/token")
    def token() -> Response:
        with village.lock:
            response: Response = server.create_token_response()
            village.save()
        return response

    @routes.post("/gateway/connect/revocation")
    def revocation() -> Response:
        with village.lock:
            response: Response = server.create_endpoint_response("revocation")
            village.save()
        return response

    @routes.get("/gateway/.well-known/openid-configuration")
    def discovery() -> Response:
        base = f"{request.host_url}rentmanager/gateway"
        return jsonify(
            issuer=base,
            authorization_endpoint=f"{base}/connect/authorize",
            token_endpoint=f"{base}/connect/token",
            revocation_endpoint=f"{base}/connect/revocation",
            scopes_supported=list(SCOPES),
            grant_types_supported=["authorization_code", "refresh_token"],
            response_types_supported=["code"],
            token_endpoint_auth_methods_supported=["client_secret_basic", "client_secret_post"],
            code_challenge_methods_supported=["S256"],
        )


def consent_page(dialect: RentManager, wanted: list[str]) -> str:
    """The page on which a person picks a location and unticks what is not to be allowed."""
    first = next(iter(dialect.locations))
    accounts = "\n".join(
        f'<label><input type="radio" name="account" value="{name}"{CHECKED if name == first else ""}> '
        f"{html.escape(location.company)}, {html.escape(location.name)}</label><br>"
        for name, location in dialect.locations.items()
    )
    scopes = "\n".join(
        f'<label><input type="checkbox" name="ticked" value="{html.escape(scope)}" checked> '
        f"{html.escape(scope)}</label><br>"
        for scope in wanted
    )
    return PAGE.format(host=html.escape(request.args["redirect_uri"]), accounts=accounts, scopes=scopes)
