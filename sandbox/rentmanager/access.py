"""Who asks, for which location, and what they may do there: the first thing every route of a company's host wants to know."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flask import Blueprint, Response, g, request

from sandbox.rentmanager import gateway
from sandbox.rentmanager.errors import error_model, no_route
from sandbox.rentmanager.estate import Location
from sandbox.rentmanager.people import COMPANIES, KEY_COMPANY, PARTNER_TOKEN, SYNC_USER, Login, login_of
from sandbox.rentmanager.scopes import is_in_scope

if TYPE_CHECKING:
    from sandbox.rentmanager.dialect import RentManager


@dataclass(frozen=True)
class Caller:
    """Who asks, and for which location. `scopes` None means that no gateway narrows what the user may do."""

    location: Location
    login: Login
    scopes: frozenset[str] | None = None


def caller(dialect: RentManager) -> Caller | Response:
    """Who this request comes from, or the answer that turns it away; what they may not look at is refused too."""
    company = company_asked()
    if company not in COMPANIES:
        return no_route()
    known = _identify(dialect, company)
    if isinstance(known, Response):
        return known
    g.api_user = known.login.name
    resource = request.path.removeprefix(f"/{dialect.slug}/{company}/").partition("/")[0]
    if resource == "WebhookDetails" and (known.login.is_read_only or known.scopes is not None):
        return error_model(
            500,
            developer="Required privilege: Manage Webhooks.",
            user="Insufficient privileges to manage Webhook Details.",
        )
    if known.scopes is not None and not is_in_scope(resource, "read", known.scopes):
        return forbidden(f"The token's scopes do not include {resource}.")
    return known


def may_write(known: Caller, resource: str) -> Response | None:
    """The answer to a caller who may look but not touch; None when they may write rows of this resource."""
    if known.login.is_read_only:
        return forbidden(f"Required privilege: Edit {resource}.")
    if known.scopes is not None and not is_in_scope(resource, "write", known.scopes):
        return forbidden(f"The token's scopes do not include writing {resource}.")
    return None


def company_asked() -> str:
    """The company whose host this request would have gone to."""
    company: str = (request.view_args or {}).get("company", "")
    return company


def forbidden(reason: str) -> Response:
    """403, one of the two ways in which a privilege is missed."""
    return error_model(403, developer=reason)


def unauthorized(reason: str = "") -> Response:
    """401 as seen live, with the reason given for a bad token unless another is named."""
    return error_model(401, developer=reason)


def name_the_user(routes: Blueprint) -> None:
    """Write X-Api-User on the answers to callers who were recognised."""

    @routes.after_request
    def write_header(response: Response) -> Response:
        if "api_user" in g:
            response.headers["X-Api-User"] = g.api_user
        return response


def is_partner(dialect: RentManager, text: str) -> bool:
    """Whether this is the partner's token, sent from an address on its list. From another it looks like a bad one."""
    settings = dialect.village.settings
    listed = request.remote_addr in settings["partner_addresses"] and not settings["logins_refused"]
    return listed and hmac.compare_digest(text.encode(), PARTNER_TOKEN.encode())


def _identify(dialect: RentManager, company: str) -> Caller | Response:
    partner, session = request.headers.get("X-RM12Api-PartnerToken"), request.headers.get("X-RM12Api-ApiToken")
    if session:  # a partner's application may send its own token beside that of a user
        return _session(dialect, company, session)
    if partner:
        return _at(dialect, company) if is_partner(dialect, partner) else unauthorized()
    sent = request.authorization
    if sent is not None and sent.type == "bearer":
        return _bearer(dialect, company, sent.token or "")
    if sent is not None and sent.type == "basic":
        refused = dialect.village.settings["logins_refused"] or company != KEY_COMPANY
        valid = not refused and dialect.desk.keys.opens(sent.username or "", sent.password or "")
        return _at(dialect, company) if valid else unauthorized("The API key could not be validated.")
    return unauthorized("Missing ApiToken")


def _session(dialect: RentManager, company: str, text: str) -> Caller | Response:
    token = dialect.desk.sessions.find(text)
    if token is None or not token.account.startswith(f"{company}/"):
        return unauthorized()
    return _at(dialect, company, token.account, token.client_id.partition("/")[2])


def _bearer(dialect: RentManager, company: str, text: str) -> Caller | Response:
    """A gateway's token opens the one location that was chosen when it was allowed."""
    token = gateway.granted(dialect, text)
    if token is None or not token.account.startswith(f"{company}/"):
        return unauthorized("The access token could not be validated.")
    known = _at(dialect, company, token.account)
    if isinstance(known, Response):
        return known
    if known.location.account != token.account:
        return forbidden(f"The access token is for {token.account}.")
    return replace(known, scopes=frozenset(token.scope.split()))


def _at(dialect: RentManager, company: str, usual: str = "", name: str = SYNC_USER) -> Caller | Response:
    """The caller at the location that the header asks for, or else at the usual one."""
    asked = request.headers.get("X-RM12Api-LocationID", "").strip()
    location = dialect.locations.get(f"{company}/{asked}" if asked else usual or f"{company}/1")
    if location is None:
        return forbidden(f"Location {asked} is not available to this user.")  # status and words are a guess
    return Caller(location, login_of(company, name))
