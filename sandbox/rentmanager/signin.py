"""Signing in and out: the actions of `Authentication`, and what a session knows of itself."""

from __future__ import annotations

import hmac
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, g, request

from sandbox.rentmanager.access import caller, forbidden, is_partner, unauthorized
from sandbox.rentmanager.errors import empty, error_model, no_route, written
from sandbox.rentmanager.estate import wall
from sandbox.rentmanager.people import COMPANIES, LOCATIONS, LOGINS, SYNC_USER, Login
from sandbox.rentmanager.query import asked

if TYPE_CHECKING:
    from sandbox.rentmanager.dialect import RentManager

VERSION = "12.2607.9741.10976"


def add_signin(routes: Blueprint, dialect: RentManager) -> None:
    """Hang `/<company>/Authentication/...` and `/<company>/SessionInformation`."""
    village = dialect.village

    def token_for(company: str, name: str, location: int) -> Response:
        """A new session as a bare JSON string. Status and name of the refusal are a guess; three words of it are evidenced."""
        with village.lock:
            text = dialect.desk.sessions.open(company, name, location)
            village.save()
        if text is None:
            reason = f"The user {name} has been authorized the maximum number of times."
            return error_model(500, "AuthenticationException", reason)
        return written(text)

    @routes.post("/<company>/Authentication/AuthorizeUser")
    def authorize_user(company: str) -> Response:
        sent = sent_object()
        if company not in COMPANIES:
            return no_route()
        login = next((login for login in LOGINS[company] if login.name == sent.get("Username")), None)
        if login is None or village.settings["logins_refused"] or not fits(login, str(sent.get("Password", ""))):
            return bad_password()
        g.api_user = login.name
        if login.must_reset:
            reason = "A password reset is required."
            return error_model(500, "AuthenticationForcePasswordResetException", reason)
        location = sent.get("LocationID") or 1
        if not isinstance(location, int) or location not in LOCATIONS[company]:
            return bad_password()
        return token_for(company, login.name, location)

    @routes.post("/<company>/Authentication/AuthorizePartner")
    def authorize_partner(company: str) -> Response:
        """A session for the partner: neither what is asked nor what is answered is evidenced."""
        if company not in COMPANIES:
            return no_route()
        if not is_partner(dialect, request.headers.get("X-RM12Api-PartnerToken", "")):
            return unauthorized()
        return token_for(company, SYNC_USER, 1)

    @routes.post("/<company>/Authentication/AuthorizeToken")
    def authorize_token(company: str) -> Response:
        """The token of the request once more if it is still good: a guess, only the action's name is evidenced."""
        known = caller(dialect)
        if isinstance(known, Response):
            return known
        return written(request.headers.get("X-RM12Api-ApiToken", ""))

    @routes.post("/<company>/Authentication/ChangeLocation")
    def change_location(company: str) -> Response:
        """204, a guess; from now on the token's requests without a location header mean the new one."""
        with village.lock:
            text = request.headers.get("X-RM12Api-ApiToken", "")
            token = dialect.desk.sessions.find(text)
            if token is None or not token.account.startswith(f"{company}/"):
                return unauthorized("" if text else "Missing ApiToken")
            wanted = asked("locationID") or ""
            if f"{company}/{wanted}" not in dialect.locations:
                return forbidden(f"Location {wanted} is not available to this user.")
            token.account = f"{company}/{wanted}"
            village.save()
        return empty(204)

    @routes.post("/<company>/Authentication/DeAuthorize")
    def de_authorize(company: str) -> Response:
        with village.lock:
            ended = dialect.desk.sessions.close(asked("token") or "")
            village.save()
        return empty(204) if ended else unauthorized()

    @routes.get("/<company>/SessionInformation")
    def session_information(company: str) -> Response:
        known = caller(dialect)
        if isinstance(known, Response):
            return known
        about: dict[str, Any] = {
            "CurrentApiVersion": VERSION,
            "ApplicationVersion": VERSION,
            "IsEpayAuthenticated": False,
            "LocationID": known.location.number,
        }
        text = request.headers.get("X-RM12Api-ApiToken", "")
        token = dialect.desk.sessions.find(text)
        if token is not None and token.expires is not None:  # a partner's or a key's access ends on no day
            about |= {
                "ExpirationDate": wall(datetime.fromtimestamp(token.expires, UTC)),
                "TimeOutDate": wall(dialect.desk.sessions.times_out(text)),
            }
        return written(about)


def sent_object() -> dict[str, Any]:
    """The JSON object of the request; an empty one when something else was sent."""
    sent = request.get_json(force=True, silent=True)
    return sent if isinstance(sent, dict) else {}


def fits(login: Login, password: str) -> bool:
    """Whether it is the login's password."""
    return hmac.compare_digest(password.encode(), login.password.encode())


def bad_password() -> Response:
    """401. How a wrong password is answered is not evidenced: an ErrorModel like that of a bad token is a guess."""
    reason = "The user name or password is incorrect."
    return error_model(401, "AuthenticationException", reason, "Authentication Failed.")
