"""Signing in at a company's host: tokens, their lives, locations, partners."""

from __future__ import annotations

from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest

from tests.sandbox.rentmanager.guest import Guest, value
from tests.sandbox_server import SandboxServer


def test_a_login_answers_a_bare_string_that_opens_everything(guest: Guest) -> None:
    answer = guest.authorize(LocationID=1)

    guest.headers["X-RM12Api-ApiToken"] = value(answer)
    read = guest.get("Locations")

    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    assert len(value(answer)) == 108
    assert (read.status_code, read.headers["X-Api-User"]) == (200, "api.sync")


@pytest.mark.parametrize(
    ("header", "said"),
    [({}, "Missing ApiToken"), ({"X-RM12Api-ApiToken": "wrong"}, "The ApiToken could not be validated.")],
    ids=["none", "wrong"],
)
def test_a_request_without_a_good_token_is_401_in_the_vendors_words(
    guest: Guest, header: dict[str, str], said: str
) -> None:
    guest.headers = header

    answer = guest.get("Tenants")

    assert answer.status_code == 401
    assert answer.json() == {
        "DeveloperMessage": said,
        "UserMessage": "Authentication Failed.",
        "ErrorCode": -2146233088,
        "Exception": "ApiAuthenticationException",
        "MoreInfoUri": "https://samplehomes.api.rentmanager.com/Help/Resource/Tenants",
    }


@pytest.mark.parametrize(
    ("name", "password", "location"),
    [("api.sync", "wrong", 1), ("nobody", "sandbox-password", 1), ("api.sync", "sandbox-password", 9)],
    ids=["password", "name", "location"],
)
def test_a_wrong_login_is_401(guest: Guest, name: str, password: str, location: int) -> None:
    answer = guest.authorize(name, password, LocationID=location)

    assert (answer.status_code, answer.json()["Exception"]) == (401, "AuthenticationException")


def test_a_forced_password_reset_comes_as_500(guest: Guest) -> None:
    answer = guest.authorize("must.reset", "sandbox-reset")

    assert answer.status_code == 500
    assert answer.json()["Exception"] == "AuthenticationForcePasswordResetException"


def test_a_company_that_there_is_not_has_no_routes(guest: Guest) -> None:
    guest.company = "nowhere"

    answers = [guest.authorize(), guest.get("Tenants"), guest.get("SessionInformation")]

    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_a_token_opens_its_own_company_only(office: Guest) -> None:
    office.company = "oakridge"

    answer = office.get("Locations")

    assert answer.status_code == 401


def test_the_eleventh_live_token_is_refused_until_one_is_given_back(guest: Guest) -> None:
    tokens = [value(guest.authorize()) for _ in range(10)]

    refused = guest.authorize()
    given_back = guest.post("Authentication/DeAuthorize", token=tokens[0])
    granted = guest.authorize()

    assert refused.status_code == 500
    assert "maximum number of times" in refused.json()["DeveloperMessage"]
    assert (given_back.status_code, granted.status_code) == (204, 200)


def test_ten_logins_at_once_leave_no_eleventh(guest: Guest) -> None:
    with ThreadPoolExecutor(12) as pool:
        statuses = [answer.status_code for answer in pool.map(lambda _: guest.authorize(), range(12))]

    assert sorted(statuses) == [200] * 10 + [500] * 2


def test_another_user_has_tokens_of_their_own(guest: Guest) -> None:
    for _ in range(10):
        guest.authorize()

    answer = guest.authorize("readonly", "sandbox-readonly")

    assert answer.status_code == 200


def test_a_token_given_back_is_worthless_and_cannot_be_given_back_again(office: Guest) -> None:
    token = office.headers["X-RM12Api-ApiToken"]

    office.post("Authentication/DeAuthorize", token=token)

    assert office.get("Locations").status_code == 401
    assert office.post("Authentication/DeAuthorize", token=token).status_code == 401


@pytest.mark.parametrize("switch", ["idle_seconds", "lifetime_seconds"])
def test_a_token_dies_when_it_idles_or_grows_old(guest: Guest, switch: str) -> None:
    guest.control("PATCH", "settings", {switch: 0})

    guest.sign_in()

    assert guest.get("Locations").status_code == 401


def test_a_token_that_idled_away_frees_its_slot(guest: Guest) -> None:
    for _ in range(10):
        guest.authorize()

    guest.control("PATCH", "settings", {"idle_seconds": 0})

    assert guest.authorize().status_code == 200


def test_the_session_tells_when_it_ends_by_the_servers_clock(office: Guest) -> None:
    about = value(office.get("SessionInformation"))

    expires, times_out = (datetime.fromisoformat(about[name]) for name in ("ExpirationDate", "TimeOutDate"))
    assert expires.tzinfo is None
    assert 85_400 <= (expires - times_out).total_seconds() <= 86_400 - 900 + 5
    assert (about["LocationID"], about["CurrentApiVersion"]) == (1, "12.2607.9741.10976")


def test_the_location_header_chooses_the_rows_of_one_request(office: Guest) -> None:
    first, second = (office.raw("Properties", f"samplehomes/{number}") for number in (1, 2))

    office.headers["X-RM12Api-LocationID"] = "2"
    seen = value(office.get("Properties"))
    del office.headers["X-RM12Api-LocationID"]

    assert [row["Name"] for row in seen] == [row["Name"] for row in second]
    assert [row["Name"] for row in value(office.get("Properties"))] == [row["Name"] for row in first]


def test_a_location_that_there_is_not_is_refused(office: Guest) -> None:
    office.headers["X-RM12Api-LocationID"] = "9"

    answer = office.get("Properties")

    assert answer.status_code == 403


def test_the_location_of_the_login_is_the_usual_one_and_can_be_changed(guest: Guest) -> None:
    guest.sign_in(LocationID=2)
    before = value(guest.get("SessionInformation"))["LocationID"]

    changed = guest.post("Authentication/ChangeLocation", locationID=1)

    assert (before, changed.status_code) == (2, 204)
    assert value(guest.get("SessionInformation"))["LocationID"] == 1
    assert guest.post("Authentication/ChangeLocation", locationID=9).status_code == 403


def test_a_partner_needs_no_login_but_a_listed_address(guest: Guest) -> None:
    guest.headers["X-RM12Api-PartnerToken"] = "sandbox-partner-token"

    listed = guest.get("Locations")
    guest.control("PATCH", "settings", {"partner_addresses": ["203.0.113.7"]})
    elsewhere = guest.get("Locations")

    assert listed.status_code == 200
    assert (elsewhere.status_code, elsewhere.json()["Exception"]) == (401, "ApiAuthenticationException")


def test_a_partner_can_have_a_session_and_a_token_can_be_checked(guest: Guest) -> None:
    guest.headers["X-RM12Api-PartnerToken"] = "sandbox-partner-token"
    token = value(guest.post("Authentication/AuthorizePartner", {"PartnerID": "5e0c"}))

    guest.headers = {"X-RM12Api-ApiToken": token}

    assert value(guest.post("Authentication/AuthorizeToken")) == token
    assert guest.get("Locations").status_code == 200


def test_tokens_can_be_made_to_expire_at_once(office: Guest) -> None:
    counted = office.control("POST", "tokens/expire")

    assert counted == {"expired": 1}
    assert office.get("Locations").status_code == 401
    assert office.authorize().status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"X-RM12Api-PartnerToken": "sandbox-partner-token"},
        {"Authorization": "Basic " + b64encode(b"sandbox-key:sandbox-key-secret").decode()},
    ],
    ids=["partner", "key"],
)
def test_revoking_refuses_logins_partners_and_keys_until_a_reset(office: Guest, headers: dict[str, str]) -> None:
    office.control("POST", "tokens/revoke")

    refused = [office.get("Locations"), office.authorize(), with_headers(office, headers).get("Locations")]
    office.control("POST", "reset")

    assert [answer.status_code for answer in refused] == [401, 401, 401]
    assert office.authorize().status_code == 200


def with_headers(guest: Guest, headers: dict[str, str]) -> Guest:
    """Another client at the same host, with these headers."""
    other = Guest(guest.url)
    other.headers = headers
    return other


def test_sessions_and_a_refusal_survive_a_restart(tmp_path: Path) -> None:
    options = ("--lots", "5", "--today", "2026-11-23", "--state", str(tmp_path / "sandbox.json"))
    with SandboxServer(*options) as server:
        guest = Guest(server.url)
        guest.sign_in()

    with SandboxServer(*options) as server:
        guest.url = server.url
        alive = guest.get("Locations").status_code
        guest.control("POST", "tokens/revoke")

    with SandboxServer(*options) as server:
        guest.url = server.url
        assert (alive, guest.authorize().status_code) == (200, 401)
        assert guest.headers["X-RM12Api-ApiToken"] not in (tmp_path / "sandbox.json").read_text()
