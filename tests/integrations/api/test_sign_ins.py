"""Connecting over the API by what the body holds: the kinds of sign-in, their fields, and changing a secret."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from agencies.models import Agency
from agencies.permissions import Role
from integrations.models import Connection, VendorSession
from tests.factories import a_connection, a_member, an_agency
from tests.integrations.companies import KEY, LOGIN, PARTNER, PASSWORD, SLUG
from tests.sandbox_server import SandboxServer

pytestmark = pytest.mark.django_db
ROOT = f"/api/integrations/{SLUG}"
CONNECT = f"{ROOT}/connections"


@pytest.fixture
def agency() -> Agency:
    return an_agency()


@pytest.fixture
def api(agency: Agency) -> APIClient:
    """Speaks for an admin."""
    client = APIClient()
    client.force_login(a_member(agency))
    return client


def post(api: APIClient, address: str, body: dict[str, Any]) -> Any:
    return api.post(address, body, format="json")


def rotate(agency: Agency) -> str:
    return f"{CONNECT}/{agency.pk}/rotate"


@pytest.mark.parametrize(
    ("path", "sent", "kept_as"),
    [
        pytest.param("connections", {"auth_type": "login", **LOGIN}, "login", id="user and password"),
        pytest.param("connections", {"auth_type": "partner", **PARTNER}, "partner", id="partner token"),
        pytest.param("connections", {"auth_type": "key", **KEY}, "key", id="key"),
        pytest.param(
            "connections",
            {"auth_type": "partner", **PARTNER, "partner_token": " sandbox-partner-token\n"},
            "partner",
            id="blanks",
        ),
        pytest.param("integrations", {"auth_type": "api_key", **KEY}, "key", id="key by its other name"),
        pytest.param("connections", {"auth_type": "login", **LOGIN, "location": 1}, "login", id="a number for a text"),
    ],
)
def test_a_body_that_holds_the_sign_in_ends_in_an_active_connection(
    companies: SandboxServer, api: APIClient, agency: Agency, path: str, sent: dict[str, Any], kept_as: str
) -> None:
    body = {"org_id": str(agency.pk), "base_url": companies.url, **sent}

    answer = post(api, f"{ROOT}/{path}", body)

    connection = Connection.objects.get()
    assert answer.status_code == 201, answer.content
    assert {name: answer.json()[name] for name in ("connection_id", "status", "authorization_url")} == {
        "connection_id": str(connection.pk),
        "status": "active",
        "authorization_url": None,
    }
    assert connection.auth_type == kept_as
    status = api.get(f"{CONNECT}/{agency.pk}/status").json()
    assert (status["auth_type"], status["environment"], status["provider_user_id"]) == (
        kept_as,
        "sandbox",
        "samplehomes/1",
    )


def test_at_the_gateway_the_body_says_where_to_send_the_person_and_for_what(
    companies: SandboxServer, api: APIClient, agency: Agency, settings: Any
) -> None:
    settings.SITE_URL = "http://testserver"
    body = {"org_id": str(agency.pk), "auth_type": "oauth2", "custom_scopes": ["compliance:read", "compliance:write"]}

    answer = post(api, CONNECT, body)

    assert answer.status_code == 201
    assert answer.json()["status"] == "pending"
    assert "scope=compliance%3Aread+compliance%3Awrite+offline_access" in answer.json()["authorization_url"]


@pytest.mark.parametrize(
    ("body", "status", "code", "field"),
    [
        pytest.param({"auth_type": "login"}, 400, "invalid", "company", id="a field is missing"),
        pytest.param({"auth_type": "login", **LOGIN, "company": "a b"}, 400, "invalid", "company", id="malformed"),
        pytest.param({"auth_type": "login", **LOGIN, "password": ["x"]}, 400, "invalid", "password", id="no text"),
        pytest.param(
            {"auth_type": "partner", **PARTNER, "partner_token": "tok\u2603"},
            400,
            "invalid",
            "partner_token",
            id="unsendable",
        ),
        pytest.param({"auth_type": "telepathy"}, 400, "invalid", "auth_type", id="no such kind"),
        pytest.param({"auth_type": "login", **LOGIN, "password": "x"}, 400, "sign_in_refused", "", id="wrong password"),
        pytest.param({"auth_type": "files"}, 400, "not_available", "", id="no export files"),
        pytest.param(
            {"auth_type": "key", **KEY, "base_url": "http://169.254.169.254/"}, 400, "wrong_base_url", "", id="base url"
        ),
        pytest.param({"auth_type": "oauth2", "custom_scopes": ["moon"]}, 400, "unknown_scope", "", id="no such scope"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(
    companies: SandboxServer, api: APIClient, agency: Agency, body: dict[str, Any], status: int, code: str, field: str
) -> None:
    answer = post(api, CONNECT, {"org_id": str(agency.pk), **body})

    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (status, code), problem
    assert field in ("", *(error["field"] for error in problem.get("errors", ())))
    assert not Connection.objects.filter(status="active").exists() and not VendorSession.objects.exists()
    assert PASSWORD not in answer.content.decode()


def test_an_account_that_is_connected_is_a_conflict(companies: SandboxServer, api: APIClient, agency: Agency) -> None:
    body = {"org_id": str(agency.pk), "auth_type": "login", **LOGIN}
    post(api, CONNECT, body)

    answer = post(api, CONNECT, body)

    assert (answer.status_code, answer.json()["code"]) == (409, "already_connected")


def test_without_a_kind_the_ways_are_named_where_there_are_several(
    companies: SandboxServer, api: APIClient, agency: Agency, settings: Any
) -> None:
    nothing = dict.fromkeys(("client_id", "client_secret", "auth_url", "api_url"), "")
    settings.PROVIDERS = {**settings.PROVIDERS, SLUG: nothing}

    answer = post(api, CONNECT, {"org_id": str(agency.pk), **LOGIN})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "auth_type"
    assert answer.json()["detail"] == "Say how it signs in: login, partner."


def test_a_lost_connection_is_renewed_by_its_id_and_kind(
    companies: SandboxServer, api: APIClient, agency: Agency
) -> None:
    first = post(api, CONNECT, {"org_id": str(agency.pk), "auth_type": "login", **LOGIN}).json()["connection_id"]
    Connection.objects.update(status="expired")

    answer = post(api, CONNECT, {"org_id": str(agency.pk), "connection_id": first, **LOGIN})

    assert answer.status_code == 201, answer.content
    assert (answer.json()["connection_id"], answer.json()["status"]) == (first, "active")


def test_the_providers_say_how_each_is_signed_in_to(companies: SandboxServer, api: APIClient) -> None:
    rows = {row["slug"]: row for row in api.get("/api/integrations/providers").json()["results"]}

    ways = {way["auth_type"]: way for way in rows[SLUG]["sign_ins"]}
    assert list(ways) == ["oauth2", "login", "partner", "key"]
    assert [(one["name"], one["is_secret"], one["is_required"]) for one in ways["login"]["fields"]] == [
        ("company", False, True),
        ("location", False, False),
        ("username", False, True),
        ("password", True, True),
    ]
    assert "compliance:read" in ways["oauth2"]["scopes"]
    assert rows["propertyme"]["sign_ins"][0]["fields"] == []
    assert rows["different"]["sign_ins"] == []


def test_a_secret_is_changed_and_what_is_no_secret_may_be_left_out(
    companies: SandboxServer, api: APIClient, agency: Agency
) -> None:
    post(api, CONNECT, {"org_id": str(agency.pk), "auth_type": "key", **KEY})
    new = companies.control("POST", "rentmanager/rotate", {"overlap": True})["secret"]

    wrong = post(api, rotate(agency), {"api_key": "sandbox-key", "api_secret": "not good"})
    missing = post(api, rotate(agency), {"api_key": "sandbox-key"})
    changed = post(api, rotate(agency), {"api_key": "sandbox-key", "api_secret": new})
    forgotten = api.delete(rotate(agency))

    assert (wrong.status_code, wrong.json()["code"]) == (400, "sign_in_refused")
    assert (missing.status_code, missing.json()["errors"][0]["field"]) == (400, "api_secret")
    assert (changed.status_code, changed.json()["status"]) == (200, "active")
    assert forgotten.status_code == 204
    for answer in (wrong, missing, changed):
        assert new not in answer.content.decode() and "not good" not in answer.content.decode()
    assert "previous" not in Connection.objects.defer(None).get().secrets


@pytest.mark.parametrize("body", [pytest.param([1], id="a list"), pytest.param("text", id="text")])
def test_a_change_that_is_no_object_is_refused(
    companies: SandboxServer, api: APIClient, agency: Agency, body: Any
) -> None:
    post(api, CONNECT, {"org_id": str(agency.pk), "auth_type": "key", **KEY})

    answer = api.post(rotate(agency), body, format="json")

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


def test_only_who_may_connect_changes_a_secret_and_strangers_find_nothing(agency: Agency) -> None:
    a_connection(agency, provider=SLUG, auth_type="login")
    viewer, stranger = APIClient(), APIClient()
    viewer.force_login(a_member(agency, Role.VIEWER))
    stranger.force_login(a_member(an_agency()))

    answers = [ask(rotate(agency)).status_code for who in (viewer, stranger) for ask in (who.post, who.delete)]

    assert answers == [403, 403, 404, 404]


def test_a_connection_that_signs_in_at_the_vendor_has_no_secret_to_change(api: APIClient, agency: Agency) -> None:
    a_connection(agency)

    answer = post(api, f"/api/integrations/propertyme/connections/{agency.pk}/rotate", {"password": "x"})

    assert (answer.status_code, answer.json()["code"]) == (400, "no_secret")
