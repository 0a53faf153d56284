"""Sign-in as IdentityServer does it: consent, codes, refresh, revocation."""

from __future__ import annotations

import base64
import hashlib
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.sandbox.visitor import CLIENT, REDIRECT, SCOPE, Visitor, callback


def test_the_callback_carries_code_state_issuer_and_scope(sandbox: Visitor) -> None:
    answer = sandbox.authorize(state="a b&c")

    back = callback(answer)

    assert back.pop("code")
    assert back == {"state": "a b&c", "iss": f"{sandbox.url}/propertyme", "scope": SCOPE}


def test_a_code_gives_a_token_in_the_published_shape(sandbox: Visitor) -> None:
    code = sandbox.code()

    tokens = sandbox.exchange(code).json()

    assert list(tokens) == ["access_token", "expires_in", "token_type", "refresh_token", "scope"]
    assert len(tokens["access_token"].split(".")) == 3
    assert (tokens["expires_in"], tokens["token_type"], tokens["scope"]) == (1800, "Bearer", SCOPE)
    assert re.fullmatch("[0-9a-f]{64}", tokens["refresh_token"])


def test_credentials_in_the_body_are_as_good_as_basic(sandbox: Visitor) -> None:
    form = {"grant_type": "authorization_code", "code": sandbox.code(), "redirect_uri": REDIRECT}
    form |= {"client_id": CLIENT[0], "client_secret": CLIENT[1]}

    answer = requests.post(f"{sandbox.url}/propertyme/connect/token", data=form, timeout=10)

    assert answer.status_code == 200


def test_a_code_is_good_for_one_exchange(sandbox: Visitor) -> None:
    code = sandbox.code()
    sandbox.exchange(code)

    again = sandbox.exchange(code)

    assert (again.status_code, again.json()) == (400, {"error": "invalid_grant"})


def test_a_code_sent_with_another_redirect_uri_is_refused(sandbox: Visitor) -> None:
    code = sandbox.code()

    answer = sandbox.exchange(code, redirect_uri="http://localhost:1/other")

    assert (answer.status_code, answer.json()) == (400, {"error": "invalid_grant"})


@pytest.mark.parametrize("method", ["S256", "plain"])
def test_a_challenge_is_checked_when_it_was_sent(sandbox: Visitor, method: str) -> None:
    verifier = "v" * 64
    hashed = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    challenge = hashed if method == "S256" else verifier

    wrong = sandbox.exchange(
        sandbox.code(code_challenge=challenge, code_challenge_method=method), code_verifier="w" * 64
    )
    missing = sandbox.exchange(sandbox.code(code_challenge=challenge, code_challenge_method=method))
    right = sandbox.exchange(
        sandbox.code(code_challenge=challenge, code_challenge_method=method), code_verifier=verifier
    )

    assert wrong.json() == {"error": "invalid_grant"}
    assert missing.json() == {"error": "invalid_request"}
    assert right.status_code == 200


@pytest.mark.parametrize("auth", [(CLIENT[0], "wrong"), ("nobody", CLIENT[1])])
def test_an_unknown_client_gets_400_and_invalid_client(sandbox: Visitor, auth: tuple[str, str]) -> None:
    tokens = sandbox.sign_in()

    answer = sandbox.refresh(tokens["refresh_token"], auth=auth)

    assert (answer.status_code, answer.json()) == (400, {"error": "invalid_client"})


def test_a_redirect_uri_beyond_this_machine_is_not_registered(sandbox: Visitor) -> None:
    answer = sandbox.authorize(redirect_uri="https://evil.example.com/callback")

    assert answer.status_code == 400
    assert "Location" not in answer.headers


def test_the_refresh_token_stays_unless_rotation_is_on(sandbox: Visitor) -> None:
    first = sandbox.sign_in()["refresh_token"]

    same = sandbox.refresh(first).json()
    sandbox.control("PATCH", "settings", {"rotate_refresh_tokens": True})
    other = sandbox.refresh(first).json()

    assert same["refresh_token"] == first
    assert other["refresh_token"] != first
    assert sandbox.refresh(first).json() == {"error": "invalid_grant"}
    assert sandbox.refresh(other["refresh_token"]).status_code == 200


def test_one_rotating_refresh_token_cannot_be_spent_twice_at_the_same_time(sandbox: Visitor) -> None:
    sandbox.control("PATCH", "settings", {"rotate_refresh_tokens": True})
    token = sandbox.sign_in()["refresh_token"]

    with ThreadPoolExecutor(8) as pool:
        statuses = [answer.status_code for answer in pool.map(sandbox.refresh, [token] * 8)]

    assert sorted(statuses) == [200] + [400] * 7


def test_an_unticked_box_makes_the_granted_scope_smaller(sandbox: Visitor) -> None:
    tokens = sandbox.sign_in(untick="contact:read")

    refused = sandbox.get("v1/contacts", Timestamp=0)

    assert tokens["scope"] == "property:read activity:read transaction:read offline_access"
    assert refused.status_code == 403
    assert refused.json()["ResponseStatus"]["ErrorCode"] == "Forbidden"
    assert sandbox.get("v1/lots", Timestamp=0).status_code == 200


def test_without_offline_access_there_is_no_refresh_token(sandbox: Visitor) -> None:
    tokens = sandbox.sign_in(untick="offline_access")

    assert "refresh_token" not in tokens


def test_an_unknown_scope_comes_back_as_an_error(sandbox: Visitor) -> None:
    answer = sandbox.authorize(scope="property:read everything:read")

    assert callback(answer)["error"] == "invalid_scope"


def test_a_person_who_refuses_is_sent_back_with_access_denied(sandbox: Visitor) -> None:
    answer = sandbox.authorize(deny="1")

    back = callback(answer)

    assert (back["error"], back["state"]) == ("access_denied", "s-1")
    assert "code" not in back


def test_the_consent_page_lets_a_person_choose_portfolio_and_boxes(sandbox: Visitor) -> None:
    page = sandbox.authorize(auto="")

    form = {"account": "second", "ticked": ["property:read", "contact:read"], "decision": "allow"}
    answer = requests.post(page.url, data=form, allow_redirects=False, timeout=10)
    sandbox.token = sandbox.exchange(callback(answer)["code"]).json()["access_token"]

    assert page.text.count('type="radio"') == 2
    assert page.text.count('type="checkbox"') == len(SCOPE.split())
    assert callback(answer)["scope"] == "property:read contact:read"
    assert len(sandbox.rows("v1/lots", Timestamp=0)) == 9


def test_a_setting_approves_every_request_without_a_page(sandbox: Visitor) -> None:
    settings = {"auto_consent": True, "auto_account": "second", "untick_scopes": ["activity:read"]}
    sandbox.control("PATCH", "settings", settings)

    back = callback(sandbox.authorize(auto=""))

    assert "activity:read" not in back["scope"]
    sandbox.token = sandbox.exchange(back["code"]).json()["access_token"]
    assert sandbox.get("v1/contacts/agency").json()["Name"] == "Second Harbour Realty"


def test_a_token_expires_after_its_lifetime(sandbox: Visitor) -> None:
    sandbox.control("PATCH", "settings", {"token_lifetime": 0})

    tokens = sandbox.sign_in()

    assert tokens["expires_in"] == 0
    assert sandbox.get("v1/lots", Timestamp=0).status_code == 401


def test_all_access_tokens_can_be_made_to_expire(sandbox: Visitor) -> None:
    tokens = sandbox.sign_in()

    sandbox.control("POST", "tokens/expire")

    refused = sandbox.get("v1/lots", Timestamp=0)
    assert (refused.status_code, refused.content) == (401, b"")
    assert sandbox.refresh(tokens["refresh_token"]).status_code == 200


def test_all_tokens_can_be_revoked(sandbox: Visitor) -> None:
    tokens = sandbox.sign_in()

    sandbox.control("POST", "tokens/revoke")

    assert sandbox.get("v1/lots", Timestamp=0).status_code == 401
    assert sandbox.refresh(tokens["refresh_token"]).json() == {"error": "invalid_grant"}


def test_disconnecting_kills_the_refresh_token_but_not_the_access_token(sandbox: Visitor) -> None:
    tokens = sandbox.sign_in()

    answer = sandbox.disconnect()

    assert answer.json() == {"Disconnected": True}
    assert sandbox.get("v1/members").status_code == 200
    assert sandbox.refresh(tokens["refresh_token"]).json() == {"error": "invalid_grant"}


def test_disconnecting_leaves_another_consent_alone(sandbox: Visitor) -> None:
    other = sandbox.sign_in(account="second")
    sandbox.sign_in()

    sandbox.disconnect()

    assert sandbox.refresh(other["refresh_token"]).status_code == 200


def test_a_revoked_refresh_token_takes_its_access_token_along(sandbox: Visitor) -> None:
    tokens = sandbox.sign_in()

    form = {"token": tokens["refresh_token"], "token_type_hint": "refresh_token"}
    answer = requests.post(f"{sandbox.url}/propertyme/connect/revocation", data=form, auth=CLIENT, timeout=10)

    assert answer.status_code == 200
    assert sandbox.get("v1/lots", Timestamp=0).status_code == 401


def test_the_discovery_document_names_the_endpoints(sandbox: Visitor) -> None:
    base = f"{sandbox.url}/propertyme"

    document = requests.get(f"{base}/.well-known/openid-configuration", timeout=10).json()

    assert document["issuer"] == base
    assert document["token_endpoint"] == f"{base}/connect/token"
    assert document["authorization_endpoint"] == f"{base}/connect/authorize"
