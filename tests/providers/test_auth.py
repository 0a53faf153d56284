"""Signing in at a made-up vendor."""

import base64
import hashlib
import logging
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
import requests
import responses

from providers.auth import OAuth2, Tokens, authorization_url, exchange, refresh
from providers.errors import ClientError, CredentialsError, RateLimitError, ReplyError, UnavailableError
from tests.providers.given import AUTH, a_config
from tests.providers.wire import RawServer, http

SIGN_IN = OAuth2(
    "connect/authorize", "connect/token", ("lets:read", "offline_access"), provider="vendor", label="Vendor"
)
TOKEN_URL = f"{AUTH}/connect/token"
BACK = "https://pmsync.example/callback"
REPLY = {"access_token": "acc-1", "expires_in": 1800, "token_type": "Bearer", "refresh_token": "ref-1"}


def exchanged(**changes):
    return exchange(SIGN_IN, a_config(**changes), code="c-1", verifier="v-1", redirect_uri=BACK)


def test_the_sign_in_page_is_asked_for_with_state_scopes_and_a_challenge():
    url, verifier = authorization_url(SIGN_IN, a_config(), BACK, "s-1")

    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    assert url.startswith(f"{AUTH}/connect/authorize?")
    assert dict(parse_qsl(urlsplit(url).query)) == {
        "response_type": "code",
        "client_id": "our-id",
        "redirect_uri": BACK,
        "scope": "lets:read offline_access",
        "state": "s-1",
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }


def test_a_vendor_without_pkce_gets_no_challenge():
    plain = OAuth2("connect/authorize", "connect/token", ("lets:read",), pkce=False)

    url, verifier = authorization_url(plain, a_config(), BACK, "s-1")

    assert verifier == ""
    assert "code_challenge" not in url


@responses.activate
def test_a_code_is_exchanged_with_basic_credentials_and_the_verifier():
    responses.post(TOKEN_URL, json=REPLY | {"scope": "lets:read offline_access"})

    tokens = exchanged()

    assert tokens == Tokens("acc-1", "ref-1", 1800, ("lets:read", "offline_access"))
    sent = responses.calls[0].request
    assert sent.headers["Authorization"] == "Basic " + base64.b64encode(b"our-id:our-secret").decode()
    assert sent.headers["User-Agent"].startswith("pmsync/")
    assert {name: value[0] for name, value in parse_qs(sent.body).items()} == {
        "grant_type": "authorization_code",
        "code": "c-1",
        "redirect_uri": BACK,
        "code_verifier": "v-1",
    }


@responses.activate
def test_fewer_scopes_than_asked_for_are_recorded_as_granted():
    responses.post(TOKEN_URL, json=REPLY | {"scope": "offline_access"})

    assert exchanged().scopes == ("offline_access",)


@responses.activate
def test_no_word_about_scopes_means_all_of_them():
    responses.post(TOKEN_URL, json=REPLY)

    assert exchanged().scopes == ("lets:read", "offline_access")


@responses.activate
def test_a_refresh_gives_the_new_refresh_token():
    responses.post(TOKEN_URL, json=REPLY | {"refresh_token": "ref-2"})

    assert refresh(SIGN_IN, a_config(), "ref-1") == Tokens("acc-1", "ref-2", 1800, ())
    assert parse_qs(responses.calls[0].request.body) == {"grant_type": ["refresh_token"], "refresh_token": ["ref-1"]}


@responses.activate
def test_a_refresh_keeps_the_old_refresh_token_where_no_new_one_comes():
    responses.post(TOKEN_URL, json={"access_token": "acc-2", "token_type": "Bearer"})

    assert refresh(SIGN_IN, a_config(), "ref-1") == Tokens("acc-2", "ref-1", None, ())


@responses.activate
@pytest.mark.parametrize(
    ("word", "error"),
    [
        ("invalid_grant", CredentialsError),
        ("invalid_client", ClientError),
        ("unauthorized_client", ClientError),
        ("temporarily_unavailable", UnavailableError),
        ("invalid_request", ReplyError),
        ("something_new", ReplyError),
    ],
)
@pytest.mark.parametrize("ask", [exchanged, lambda: refresh(SIGN_IN, a_config(), "ref-1")])
def test_a_refusal_becomes_its_error(word, error, ask):
    responses.post(TOKEN_URL, status=400, json={"error": word}, headers={"X-Request-Id": "r-9"})

    with pytest.raises(error) as caught:
        ask()

    assert type(caught.value) is error
    assert caught.value.provider == "vendor"
    assert caught.value.path == "connect/token"
    assert caught.value.status == 400
    assert caught.value.request_id == "r-9"
    assert not getattr(caught.value, "revoked", False)


@responses.activate
@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_sign_in_in_trouble_is_unavailable_and_asked_only_once(status):
    responses.post(TOKEN_URL, status=status, json={"error": "invalid_grant"})

    with pytest.raises(UnavailableError):
        exchanged()

    assert len(responses.calls) == 1


@responses.activate
def test_a_sign_in_at_its_limit_says_how_long_to_wait():
    responses.post(TOKEN_URL, status=429, headers={"Retry-After": "20"})

    with pytest.raises(RateLimitError) as caught:
        exchanged()

    assert caught.value.retry_after == 20.0


@responses.activate
@pytest.mark.parametrize(
    "reply",
    [
        {"body": "<html>Sign in</html>"},
        {"body": ""},
        {"json": ["a"]},
        {"json": {}},
        {"json": {"token_type": "Bearer"}},
        {"json": {"access_token": "a", "token_type": "Bearer", "expires_in": "soon"}},
        {"status": 302, "headers": {"Location": "https://elsewhere.example/"}},
    ],
)
def test_an_answer_that_is_no_tokens_is_refused(reply):
    responses.post(TOKEN_URL, **reply)

    with pytest.raises(ReplyError):
        exchanged()

    assert len(responses.calls) == 1


@responses.activate
@pytest.mark.parametrize("trouble", [requests.ConnectionError(), requests.ReadTimeout()])
def test_a_sign_in_out_of_reach_is_unavailable(trouble):
    responses.post(TOKEN_URL, body=trouble)

    with pytest.raises(UnavailableError):
        exchanged()


def test_a_code_is_not_sent_again_when_the_reply_is_lost():
    with RawServer((http(b'{"access', length=500),)) as server, pytest.raises(UnavailableError):
        exchanged(auth_url=server.url)

    assert server.calls == 1


@pytest.mark.parametrize(
    "host", ["http://login.vendor.example", "ftp://login.vendor.example", "login.vendor.example", "", "http://10.0.0.5"]
)
def test_secrets_go_to_https_only(host):
    with pytest.raises(ClientError, match="Wrong host"):
        exchanged(auth_url=host)
    with pytest.raises(ClientError, match="Wrong host"):
        authorization_url(SIGN_IN, a_config(auth_url=host), BACK, "s-1")


@pytest.mark.parametrize(
    "host", ["http://localhost:8000", "http://127.0.0.1:9", "http://[::1]:9", "http://sandbox.localhost", AUTH]
)
def test_or_to_this_machine(host):
    url, _ = authorization_url(SIGN_IN, a_config(auth_url=host), BACK, "s-1")

    assert url.startswith(f"{host}/connect/authorize?")


@responses.activate
def test_tokens_show_up_in_no_repr_and_no_log(caplog):
    caplog.set_level(logging.DEBUG)
    responses.post(TOKEN_URL, json=REPLY)

    shown = f"{exchanged()!r} {a_config()!r} {caplog.text}"

    assert not any(secret in shown for secret in ("acc-1", "ref-1", "our-secret", "c-1", "v-1"))
