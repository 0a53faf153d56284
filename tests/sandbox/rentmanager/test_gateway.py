"""The invented gateway: OAuth with a challenge, scopes, and keys whose secret can be changed."""

from __future__ import annotations

import base64
import hashlib
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from tests.sandbox.rentmanager.guest import CLIENT, KEY, Guest, value

REDIRECT = "http://localhost:65385/callback"
VERIFIER = "v" * 64
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
SCOPE = "properties:read tenants:read tenants:write offline_access"


def ask(guest: Guest, **query: str) -> requests.Response:
    """The answer to an authorization request that is approved at once, redirect not followed."""
    asked = {
        "response_type": "code",
        "client_id": CLIENT[0],
        "scope": SCOPE,
        "state": "s-1",
        "redirect_uri": REDIRECT,
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
        "auto": "1",
    }
    url = f"{guest.url}/rentmanager/gateway/connect/authorize"
    return requests.get(url, params=asked | query, allow_redirects=False, timeout=10)


def back(answer: requests.Response) -> dict[str, str]:
    """The parameters that a redirect carries."""
    assert answer.status_code == 302, answer.text
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["Location"]).query).items()}


def token(guest: Guest, auth: tuple[str, str] = CLIENT, **form: str) -> requests.Response:
    """The answer of the token endpoint."""
    return requests.post(f"{guest.url}/rentmanager/gateway/connect/token", data=form, auth=auth, timeout=10)


def exchange(guest: Guest, code: str, **form: str) -> requests.Response:
    """The answer to a code exchange."""
    usual = {"grant_type": "authorization_code", "redirect_uri": REDIRECT, "code_verifier": VERIFIER}
    return token(guest, code=code, **(usual | form))


def connect(guest: Guest, **query: str) -> dict[str, Any]:
    """The token answer after a consent; its access token is sent from now on."""
    answer: dict[str, Any] = exchange(guest, back(ask(guest, **query))["code"]).json()
    guest.headers["Authorization"] = f"Bearer {answer['access_token']}"
    return answer


def test_the_token_answer_names_the_company_and_location_chosen(guest: Guest) -> None:
    answer = connect(guest, account="samplehomes/2")

    assert answer.pop("access_token") and answer.pop("refresh_token")
    assert answer == {
        "expires_in": 1800,
        "token_type": "Bearer",
        "scope": SCOPE,
        "company": "samplehomes",
        "location_id": 2,
        "location_name": "Riverside",
    }
    assert value(guest.get("SessionInformation"))["LocationID"] == 2


@pytest.mark.parametrize(
    "query",
    [
        {"code_challenge": "", "code_challenge_method": ""},
        {"code_challenge": VERIFIER, "code_challenge_method": "plain"},
    ],
    ids=["none", "plain"],
)
def test_a_challenge_that_is_a_hash_is_required(guest: Guest, query: dict[str, str]) -> None:
    answer = ask(guest, **query)

    assert back(answer)["error"] == "invalid_request"


def test_a_code_needs_its_verifier_and_is_good_once(guest: Guest) -> None:
    first, second = (back(ask(guest))["code"] for _ in range(2))

    wrong = exchange(guest, first, code_verifier="w" * 64)
    right, again = exchange(guest, second), exchange(guest, second)

    assert [answer.status_code for answer in (wrong, right, again)] == [400, 200, 400]
    assert [answer.json()["error"] for answer in (wrong, again)] == ["invalid_grant"] * 2


def test_an_unknown_client_is_refused(guest: Guest) -> None:
    answer = token(guest, auth=(CLIENT[0], "wrong"), grant_type="refresh_token", refresh_token="r")

    assert answer.json()["error"] == "invalid_client"


def test_the_refresh_token_stays_unless_rotation_is_on(guest: Guest) -> None:
    first = connect(guest)["refresh_token"]

    same = token(guest, grant_type="refresh_token", refresh_token=first).json()
    guest.control("PATCH", "settings", {"rotate_refresh_tokens": True})
    other = token(guest, grant_type="refresh_token", refresh_token=first).json()
    spent = token(guest, grant_type="refresh_token", refresh_token=first)

    assert same["refresh_token"] == first
    assert other["refresh_token"] != first
    assert other["company"] == "samplehomes"
    assert spent.json()["error"] == "invalid_grant"


def test_a_token_does_what_its_scopes_say_and_no_more(guest: Guest) -> None:
    connect(guest, scope="tenants:read offline_access")
    tenant = guest.raw("Tenants")[0]

    statuses = {
        "read": guest.get("Tenants").status_code,
        "locations": guest.get("Locations").status_code,
        "other area": guest.get("Charges").status_code,
        "webhooks": guest.get("WebhookDetails").status_code,
        "write": guest.post(f"Tenants/{tenant['TenantID']}", {"UpdateDate": tenant["UpdateDate"]}).status_code,
    }

    assert statuses == {"read": 200, "locations": 200, "other area": 403, "webhooks": 500, "write": 403}


def test_a_scope_that_there_is_not_is_refused(guest: Guest) -> None:
    answer = ask(guest, scope="everything:write")

    assert back(answer)["error"] == "invalid_scope"


def test_a_token_opens_the_chosen_location_only(guest: Guest) -> None:
    connect(guest, account="samplehomes/1")

    guest.headers["X-RM12Api-LocationID"] = "2"
    other_location = guest.get("Properties")
    del guest.headers["X-RM12Api-LocationID"]
    guest.company = "oakridge"

    assert other_location.status_code == 403
    assert guest.get("Properties").status_code == 401


def test_the_consent_page_lets_a_person_choose_location_and_scopes(guest: Guest) -> None:
    page = ask(guest, auto="")

    form = {"account": "oakridge/1", "ticked": ["properties:read"], "decision": "allow"}
    answer = requests.post(page.url, data=form, allow_redirects=False, timeout=10)
    granted = exchange(guest, back(answer)["code"]).json()

    assert (page.text.count('type="radio"'), page.text.count('type="checkbox"')) == (3, 4)
    assert (granted["company"], granted["scope"]) == ("oakridge", "properties:read")
    assert "refresh_token" not in granted


def test_a_person_who_refuses_is_sent_back_with_access_denied(guest: Guest) -> None:
    answer = back(ask(guest, deny="1"))

    assert (answer["error"], answer["state"]) == ("access_denied", "s-1")
    assert "code" not in answer


def test_a_setting_approves_every_request_for_a_location(guest: Guest) -> None:
    guest.control("PATCH", "settings", {"auto_consent": True, "auto_location": "oakridge/1"})

    granted = exchange(guest, back(ask(guest, auto=""))["code"]).json()

    assert (granted["company"], granted["location_id"]) == ("oakridge", 1)


def test_tokens_expire_and_are_revoked_by_the_control_api(guest: Guest) -> None:
    refresh = connect(guest)["refresh_token"]

    guest.control("POST", "tokens/expire")
    expired = guest.get("Properties")
    renewed = token(guest, grant_type="refresh_token", refresh_token=refresh)
    guest.control("POST", "tokens/revoke")

    assert (expired.status_code, renewed.status_code) == (401, 200)
    assert token(guest, grant_type="refresh_token", refresh_token=refresh).json()["error"] == "invalid_grant"


def test_the_discovery_document_names_the_endpoints(guest: Guest) -> None:
    base = f"{guest.url}/rentmanager/gateway"

    found = requests.get(f"{base}/.well-known/openid-configuration", timeout=10).json()

    assert found["token_endpoint"] == f"{base}/connect/token"
    assert found["code_challenge_methods_supported"] == ["S256"]


def with_key(guest: Guest, secret: str, company: str = "samplehomes") -> int:
    """The status of a read with the key and a secret."""
    url = f"{guest.url}/rentmanager/{company}/Locations"
    return requests.get(url, auth=(KEY[0], secret), timeout=10).status_code


def test_a_key_and_its_secret_open_its_own_company(guest: Guest) -> None:
    statuses = [with_key(guest, KEY[1]), with_key(guest, "wrong"), with_key(guest, KEY[1], "oakridge")]

    assert statuses == [200, 401, 401]


def test_two_secrets_are_good_while_the_secret_is_changed(guest: Guest) -> None:
    new = guest.control("POST", "rentmanager/rotate", {"overlap": True})["secret"]

    both = [with_key(guest, KEY[1]), with_key(guest, new)]
    guest.control("POST", "rentmanager/rotate", {"drop": True})

    assert both == [200, 200]
    assert [with_key(guest, KEY[1]), with_key(guest, new)] == [401, 200]


@pytest.mark.parametrize("wrong", [{"drop": True}, {}, {"overlap": False}], ids=["only one", "nothing", "no"])
def test_a_rotation_that_makes_no_sense_is_refused(guest: Guest, wrong: dict[str, bool]) -> None:
    answer = requests.post(f"{guest.url}/_sandbox/rentmanager/rotate", json=wrong, timeout=10)

    assert answer.status_code == 400
