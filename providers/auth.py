"""Signing in by OAuth 2 authorization code, on requests_oauthlib. Secrets go to https or to this machine only."""

import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import requests
from oauthlib.oauth2 import OAuth2Error
from requests.adapters import HTTPAdapter
from requests.auth import HTTPBasicAuth
from requests.exceptions import RequestException, TooManyRedirects
from requests_oauthlib import OAuth2Session
from urllib3 import Retry

from providers import answers
from providers.config import ProviderConfig
from providers.errors import (
    ClientError,
    CredentialsError,
    ProviderError,
    RateLimitError,
    ReplyError,
    UnavailableError,
    Where,
)
from providers.hosts import check_host

TIMEOUT = (10.0, 15.0)

# oauthlib is told by environment only. People may untick scopes; and `check_host` guards plain http more narrowly.
os.environ.setdefault("OAUTHLIB_RELAX_TOKEN_SCOPE", "1")
os.environ.setdefault("OAUTHLIB_INSECURE_TRANSPORT", "1")
# At DEBUG it writes tokens into the log.
logging.getLogger("requests_oauthlib").setLevel(logging.INFO)


@dataclass(frozen=True)
class OAuth2:
    """Sign-in by OAuth 2 authorization code. Paths are relative to the provider's auth URL; `provider` and `label` are
    the provider's own, for errors. `account` maps what the token answer says of the account to the names under which a
    connection keeps it. `revoke_path` is where a token can be made worthless, "" where it cannot."""

    authorize_path: str
    token_path: str
    scopes: tuple[str, ...]
    pkce: bool = True
    provider: str = ""
    label: str = "The vendor"
    account: Mapping[str, str] = field(default_factory=dict)
    revoke_path: str = ""


@dataclass(frozen=True)
class Tokens:
    """What a sign-in or a refresh gives. `expires_in` is in seconds, None where the vendor does not say; `scopes` is
    what was granted, which may be less than was asked for, and empty where a refresh does not say. `account` is what the
    answer says of the account, where the sign-in declares such names."""

    access_token: str = field(repr=False)
    refresh_token: str | None = field(repr=False)
    expires_in: int | None
    scopes: tuple[str, ...]
    account: Mapping[str, str] = field(default_factory=dict)


def authorization_url(sign_in: OAuth2, config: ProviderConfig, redirect_uri: str, state: str) -> tuple[str, str]:
    """The page to send the person to, and the PKCE verifier to keep for `exchange` ("" where the vendor takes none)."""
    pkce = "S256" if sign_in.pkce else None
    session = _session(sign_in, config, redirect_uri=redirect_uri, scope=list(sign_in.scopes), pkce=pkce)
    url, _ = session.authorization_url(_url(sign_in, config, sign_in.authorize_path), state=state)
    return url, getattr(session, "_code_verifier", "")


def exchange(sign_in: OAuth2, config: ProviderConfig, *, code: str, verifier: str, redirect_uri: str) -> Tokens:
    """Tokens for the code that came back. A code works once: after UnavailableError the person begins again."""
    session = _session(sign_in, config, redirect_uri=redirect_uri, scope=list(sign_in.scopes))
    sent = {"code": code, "code_verifier": verifier} if verifier else {"code": code}
    return _tokens(sign_in, config, session.fetch_token, session, asked=sign_in.scopes, **sent)


def refresh(sign_in: OAuth2, config: ProviderConfig, refresh_token: str) -> Tokens:
    """Fresh tokens; the same refresh token again where the vendor sends no new one."""
    session = _session(sign_in, config)
    return _tokens(sign_in, config, session.refresh_token, session, asked=(), refresh_token=refresh_token)


def revoke(sign_in: OAuth2, config: ProviderConfig, token: str) -> None:
    """Make a token worthless (RFC 7009). One that already is, is no error."""
    where: Where = {"provider": sign_in.provider, "path": sign_in.revoke_path}
    try:
        answer = requests.post(
            _url(sign_in, config, sign_in.revoke_path),
            data={"token": token},
            auth=HTTPBasicAuth(config.client_id, config.client_secret),
            headers={"User-Agent": config.user_agent},
            timeout=TIMEOUT,
            allow_redirects=False,
        )
    except RequestException:
        raise UnavailableError(f"{sign_in.label}'s sign-in cannot be reached.", **where) from None
    if answer.status_code != 200:
        where["status"] = answer.status_code
        raise ReplyError(f"{sign_in.label} did not confirm that the sign-in ends.", **where)


def _session(sign_in: OAuth2, config: ProviderConfig, **options: Any) -> OAuth2Session:
    """A session that tries once more where no connection came about, and never after a request was sent: a code and, at
    some vendors, a refresh token work only once."""
    session = OAuth2Session(config.client_id, **options)
    adapter = HTTPAdapter(max_retries=Retry(total=None, connect=1, read=0, status=0, other=0, redirect=0))
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    session.headers["User-Agent"] = config.user_agent
    session.max_redirects = 0
    return session


def _url(sign_in: OAuth2, config: ProviderConfig, path: str) -> str:
    check_host(config.auth_url, label=sign_in.label, provider=sign_in.provider)
    return f"{config.auth_url.rstrip('/')}/{path}"


def _tokens(
    sign_in: OAuth2, config: ProviderConfig, fetch: Any, session: OAuth2Session, *, asked: tuple[str, ...], **sent: str
) -> Tokens:
    """Ask the token address and turn whatever comes back into tokens or one of our errors."""
    where: Where = {"provider": sign_in.provider, "path": sign_in.token_path}

    def check(response: requests.Response) -> requests.Response:
        _check(response, sign_in.label, where)
        return response

    session.register_compliance_hook("access_token_response", check)
    session.register_compliance_hook("refresh_token_response", check)
    url = _url(sign_in, config, sign_in.token_path)
    basic = HTTPBasicAuth(config.client_id, config.client_secret)
    try:
        reply = fetch(url, auth=basic, timeout=TIMEOUT, **sent)
        expires_in = reply.get("expires_in")
        return Tokens(
            access_token=str(reply["access_token"]),
            refresh_token=reply.get("refresh_token"),
            expires_in=None if expires_in is None else int(expires_in),
            scopes=tuple(reply.get("scope") or asked),
            account={ours: str(reply[theirs]) for theirs, ours in sign_in.account.items() if theirs in reply},
        )
    except OAuth2Error as error:
        raise _refusal(error, sign_in.label, where) from None
    except TooManyRedirects:
        raise ReplyError(f"{sign_in.label}'s sign-in sent us on to another address.", **where) from None
    except RequestException:
        raise UnavailableError(f"{sign_in.label}'s sign-in cannot be reached.", **where) from None
    except (KeyError, TypeError, ValueError):
        raise ReplyError(f"{sign_in.label}'s sign-in answered something other than tokens.", **where) from None


def _check(response: requests.Response, label: str, where: Where) -> None:
    """Raises where the answer is not about tokens at all; oauthlib looks at the text only, not at the status."""
    where["status"] = response.status_code
    where["request_id"] = answers.request_id(response)
    if response.status_code == 429:
        raise RateLimitError(
            f"{label}'s sign-in asks us to wait.", retry_after=answers.retry_after(response) or 60.0, **where
        )
    if response.status_code >= 500:
        raise UnavailableError(f"{label}'s sign-in has trouble of its own (status {response.status_code}).", **where)
    try:
        is_object = isinstance(response.json(), dict)
    except ValueError:
        is_object = False
    if not is_object:
        raise ReplyError(f"{label}'s sign-in answered something other than tokens.", **where)


def _refusal(error: OAuth2Error, label: str, where: Where) -> ProviderError:
    """What an OAuth error word means for us."""
    if error.error == "invalid_grant":
        return CredentialsError(f"{label} no longer accepts this sign-in. Please reconnect.", **where)
    if error.error in ("invalid_client", "unauthorized_client"):
        return ClientError(f"{label} refuses pmsync's own client id or secret. All its connections stop.", **where)
    if error.error == "temporarily_unavailable":
        return UnavailableError(f"{label}'s sign-in is unavailable for the moment.", **where)
    return ReplyError(f"{label}'s sign-in refused the request ({answers.safe_words(error.error or '')}).", **where)
