"""The sign-in host: consent page, token endpoint, revocation, discovery."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from authlib.common.urls import add_params_to_uri
from authlib.oauth2 import OAuth2Error
from flask import Blueprint, Response, jsonify, request
from werkzeug.datastructures import MultiDict

from sandbox.oauth import approve
from sandbox.propertyme.client import SCOPES
from sandbox.propertyme.oauth import authorization_server

if TYPE_CHECKING:
    from sandbox.propertyme.dialect import PropertyMe

CHECKED = " checked"
PAGE = """<!DOCTYPE html>
<html lang="en-AU"><head><meta charset="utf-8"><title>Allow access</title></head>
<body>
<h1>Allow access to your portfolio?</h1>
<p>An application at {host} would like to read data from your account.
This is a stand-in for the real sign-in page: no password is asked for.</p>
<form method="post">
<fieldset><legend>Portfolio</legend>
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


def add_signin(routes: Blueprint, dialect: PropertyMe) -> None:
    """Hang the sign-in host's routes."""
    village = dialect.village

    def issuer() -> str:
        return request.host_url.rstrip("/") + "/propertyme"

    server = authorization_server(village, issuer, lambda account: dialect.estates[account].customer_id)

    def finish(grant: object, account: str, kept: list[str], *, allowed: bool) -> Response:
        """Send the person back to the client, with what the client did not ask for added."""
        scope = " ".join(kept)
        with village.lock:
            user = approve(account, scope) if allowed else None
            response: Response = server.create_authorization_response(grant=grant, grant_user=user)
            village.save()
        if response.location:
            extra = [("iss", issuer())] + ([("scope", scope)] if allowed else [])
            response.location = add_params_to_uri(response.location, extra)
        return response

    @routes.route("/connect/authorize", methods=["GET", "POST"])
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
        settings, said = village.settings, request.args
        if said.get("auto") == "1" or settings["auto_consent"]:
            unticked = unticked_in(said, settings["untick_scopes"])
            account = account_named(said.get("account") or settings["auto_account"])
            kept = [scope for scope in wanted if scope not in unticked]
            return finish(grant, account, kept, allowed=said.get("deny") != "1")
        return Response(consent_page(wanted), mimetype="text/html")

    def account_named(name: str | None) -> str:
        return name if name in dialect.estates else "first"

    def consent_page(wanted: list[str]) -> str:
        accounts = "\n".join(
            f'<label><input type="radio" name="account" value="{name}"{CHECKED if name == "first" else ""}> '
            f"{html.escape(estate.agency)} ({len(estate['lots'])} properties)</label><br>"
            for name, estate in dialect.estates.items()
        )
        scopes = "\n".join(
            f'<label><input type="checkbox" name="ticked" value="{html.escape(scope)}" checked> '
            f"{html.escape(scope)}</label><br>"
            for scope in wanted
        )
        return PAGE.format(host=html.escape(request.args["redirect_uri"]), accounts=accounts, scopes=scopes)

    @routes.post("/connect/token")
    def token() -> Response:
        with village.lock:
            response = plain_error(server.create_token_response())
            village.save()
        return response

    @routes.post("/connect/revocation")
    def revocation() -> Response:
        with village.lock:
            response = plain_error(server.create_endpoint_response("revocation"))
            village.save()
        return response

    @routes.get("/.well-known/openid-configuration")
    def discovery() -> Response:
        base = issuer()
        return jsonify(
            issuer=base,
            authorization_endpoint=f"{base}/connect/authorize",
            token_endpoint=f"{base}/connect/token",
            revocation_endpoint=f"{base}/connect/revocation",
            scopes_supported=SCOPES,
            grant_types_supported=["authorization_code", "refresh_token"],
            response_types_supported=["code"],
            token_endpoint_auth_methods_supported=["client_secret_basic", "client_secret_post"],
            code_challenge_methods_supported=["plain", "S256"],
            authorization_response_iss_parameter_supported=True,
        )


def unticked_in(said: MultiDict[str, str], usual: list[str]) -> set[str]:
    """The scopes whose boxes an automatic consent clears."""
    named = [scope for text in said.getlist("untick") for scope in text.replace(",", " ").split()]
    return set(named or usual)


def plain_error(response: Response) -> Response:
    """The vendor answers every refusal at these endpoints with 400 and nothing but the error's name."""
    if response.status_code >= 400:
        found = response.get_json(force=True)["error"]
        return Response(f'{{"error":"{found}"}}', status=400, mimetype="application/json")
    return response
