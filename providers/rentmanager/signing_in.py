"""Sessions at Rent Manager: opened with a user's password, given back when they are no longer needed."""

from collections.abc import Mapping

import msgspec

from providers import answers
from providers.answers import Answer
from providers.base import ProviderConfig, Tokens
from providers.client import Client, Manners
from providers.errors import (
    CredentialsError,
    RateLimitError,
    ReplyError,
    UnavailableError,
    UnknownOutcomeError,
    Where,
)
from providers.rentmanager.accounts import location_of
from providers.rentmanager.replies.account import ErrorModel

__all__ = ["close_session", "explain", "open_session"]

LABEL, SLUG = "Rent Manager", "rentmanager"
AUTHORIZE, DE_AUTHORIZE = "Authentication/AuthorizeUser", "Authentication/DeAuthorize"
REFUSALS = (400, 401, 403, 404, 429, 500, 503)
# Seconds, where Rent Manager asks us to wait and does not say how long.
A_WHILE = 60.0
TOO_MANY = "maximum number of times"
MUST_RESET = "ForcePasswordReset"


class Nobody:
    """Nobody is signed in yet."""

    def token(self) -> str:
        return ""

    def renew(self, refused: str) -> str:
        raise CredentialsError(f"{LABEL} does not know this session any more.", provider=SLUG)

    def held(self) -> tuple[str, ...]:
        return ()


def open_session(config: ProviderConfig, typed: Mapping[str, str]) -> Tokens:
    """A session's token. Rent Manager ends it after 24 hours, or 15 minutes without a call; a user may hold ten. Nothing is
    waited for here: others wait for whoever signs in."""
    client = _client(config)
    person = {"Username": typed["username"], "Password": typed["password"], "LocationID": int(location_of(config))}
    try:
        answer = client.post(AUTHORIZE, person, judged=REFUSALS)
    except UnknownOutcomeError as error:
        raise UnavailableError(f"{LABEL}'s sign-in did not answer.", **client.where(AUTHORIZE)) from error
    finally:
        client.close()
    if answer.status in REFUSALS:
        raise _refusal(answer)
    token: str = client.decode(answer.body, str, AUTHORIZE)
    if not token:
        raise ReplyError(f"{LABEL}'s sign-in answered without a token.", **client.where(AUTHORIZE))
    return Tokens(token, None, None, ())


def close_session(config: ProviderConfig, token: str) -> None:
    """The slot is free again. One that has ended by itself is no error. Nothing is waited for: it runs out by itself."""
    client = _client(config, token)
    try:
        answer = client.post(DE_AUTHORIZE, None, {"token": token}, judged=(401, 404, 429, 503))
    finally:
        client.close()
    if answer.status in (429, 503):
        where: Where = {**client.where(DE_AUTHORIZE), "status": answer.status}
        raise UnavailableError(f"{LABEL} has no time to end a session.", **where)


def explain(body: bytes) -> str:
    """The words of an error body, in any of its shapes; what a person may read first."""
    try:
        found = msgspec.json.decode(body, type=ErrorModel)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return ""
    states = [word for words in (found.model_state or {}).values() for word in words]
    said = (found.user_message, found.developer_message, *(states or (found.message,)))
    return " ".join(word.strip() for word in said if word and word != "Unspecified Error")


def _refusal(answer: Answer) -> CredentialsError | UnavailableError:
    """Why the sign-in was refused."""
    status, words = answer.status, answer.body.decode(errors="replace")
    where: Where = {"provider": SLUG, "path": AUTHORIZE, "status": status}
    if status == 429 or (status == 503 and "Retry-After" in answer.headers):
        pause = answers.retry_after(answer) or A_WHILE
        return RateLimitError(f"{LABEL}'s sign-in asks us to wait {pause:.0f} seconds.", retry_after=pause, **where)
    if TOO_MANY in words:
        return UnavailableError(
            f"All ten sessions of this user at {LABEL} are in use, by another program or a person. Give pmsync a user of its "
            "own, or wait 15 minutes.",
            **where,
        )
    if MUST_RESET in words:
        return CredentialsError(
            f"{LABEL} wants this user to choose a new password. Sign in to {LABEL} once, choose one, and type it here.",
            **where,
        )
    if status >= 500:
        return UnavailableError(f"{LABEL}'s sign-in has trouble of its own. {explain(answer.body)}".strip(), **where)
    return CredentialsError(f"{LABEL} does not accept this company, location, user name and password.", **where)


def _client(config: ProviderConfig, token: str = "") -> Client:
    headers = {"X-RM12Api-ApiToken": token} if token else {}
    return Client(Manners(SLUG, LABEL, explain=explain, headers=lambda _: headers), config, Nobody())
