"""Signing in by what is typed into a form: tried at the vendor before anything is kept."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from agencies.models import AuditEntry
from agencies.refusals import Refusal
from integrations import connecting, form_sign_ins, vault
from integrations.models import Connection, SyncLog, VendorSession
from integrations.sync.engine import execute
from integrations.ways import form_of, ways
from providers import auth, registry
from providers.errors import CredentialsError, UnavailableError
from providers.propertyme import PropertyMe
from providers.rentmanager import RentManager
from tests.factories import a_member, an_agency
from tests.integrations.companies import (
    CALLBACK,
    KEY,
    LOGIN,
    LOGINS,
    LOGOUTS,
    PARTNER,
    SLUG,
    asked,
    at_the_gateway,
    connect,
    session,
    stored,
)
from tests.sandbox_server import SandboxServer

pytestmark = pytest.mark.django_db


def refusal_of(answers: dict[str, str], auth_type: str = "login", **given: Any) -> Refusal:
    with pytest.raises(Refusal) as refused:
        connect(answers, auth_type, **given)
    return refused.value


@pytest.mark.parametrize(
    ("answers", "auth_type", "secret"),
    [
        pytest.param(LOGIN, "login", {"password": "sandbox-password"}, id="user and password"),
        pytest.param(PARTNER, "partner", {"partner_token": "sandbox-partner-token"}, id="partner token"),
        pytest.param(KEY, "key", {"api_key": "sandbox-key", "api_secret": "sandbox-key-secret"}, id="key"),
    ],
)
def test_each_kind_ends_in_an_active_connection_and_a_first_look(
    companies: SandboxServer, answers: dict[str, str], auth_type: str, secret: dict[str, str]
) -> None:
    user = a_member(an_agency())

    connection = stored(connect(answers, auth_type, user.memberships.get().agency, user))

    assert (connection.status, connection.auth_type, connection.provider_user_id, connection.user) == (
        "active",
        auth_type,
        "samplehomes/1",
        user,
    )
    assert connection.account_name == "samplehomes, Default"
    assert connection.config == {"account": {name: answers[name] for name in answers if name not in secret}}
    assert json.loads(connection.secrets) == {"current": secret}
    assert (connection.access_token, connection.refresh_token, connection.next_sync_at is None) == ("", "", False)
    log = SyncLog.objects.get(connection=connection)
    assert (log.status, log.trigger, log.requested_by) == ("queued", "connect", user)
    assert vault.open_provider(connection).identify().external_id == "samplehomes/1"
    assert len(asked(companies, LOGINS)) == (auth_type == "login")


@pytest.mark.parametrize(
    ("wrong", "code", "words"),
    [
        pytest.param({"password": "wrong"}, "sign_in_refused", "does not accept", id="wrong password"),
        pytest.param(
            {"username": "must.reset", "password": "sandbox-reset"}, "sign_in_refused", "new password", id="reset"
        ),
        pytest.param({"company": "oakridge", "location": "2"}, "sign_in_refused", "", id="no such location"),
    ],
)
def test_what_the_vendor_does_not_take_is_said_in_plain_words_and_nothing_is_kept(
    companies: SandboxServer, wrong: dict[str, str], code: str, words: str
) -> None:
    refusal = refusal_of({**LOGIN, **wrong})

    assert refusal.code == code
    assert words in refusal.message
    assert not Connection.objects.exists() and not VendorSession.objects.exists()
    assert not AuditEntry.objects.filter(action="connected").exists()


@pytest.mark.parametrize(
    ("answers", "auth_type", "code"),
    [
        pytest.param(LOGIN, "login", "sign_in_refused", id="user and password"),
        pytest.param(PARTNER, "partner", "no_such_account", id="partner token"),
    ],
)
def test_a_company_that_is_not_there_keeps_nothing(
    companies: SandboxServer, answers: dict[str, str], auth_type: str, code: str
) -> None:
    refusal = refusal_of({**answers, "company": "nowhere"}, auth_type)

    assert refusal.code == code
    assert not Connection.objects.exists()


def test_while_the_vendor_is_away_nothing_is_kept(companies: SandboxServer) -> None:
    companies.fault(LOGINS, "500", provider=SLUG, times=None)

    with pytest.raises(UnavailableError):
        connect()

    assert not Connection.objects.exists()


def test_an_account_is_connected_once_and_the_session_of_the_second_try_is_given_back(companies: SandboxServer) -> None:
    first = connect()
    token = session().token

    refusal = refusal_of(LOGIN, agency=first.agency)

    assert (refusal.code, refusal.message, refusal.conflict) == (
        "already_connected",
        "samplehomes, Default is connected already.",
        True,
    )
    assert Connection.objects.count() == 1
    assert session().token == token
    assert (len(asked(companies, LOGINS)), len(asked(companies, LOGOUTS))) == (2, 1)
    assert vault.open_provider(first).identify().external_id == "samplehomes/1"


def test_another_location_is_a_connection_of_its_own_and_shares_the_session(companies: SandboxServer) -> None:
    first = connect()

    second = connect({**LOGIN, "location": "2"}, agency=first.agency)

    assert (second.provider_user_id, Connection.objects.count()) == ("samplehomes/2", 2)
    assert session().opened == 2
    assert (len(asked(companies, LOGINS)), len(asked(companies, LOGOUTS))) == (2, 1)
    assert vault.open_provider(first).identify().external_id == "samplehomes/1"
    assert vault.open_provider(second).identify().external_id == "samplehomes/2"
    assert len(asked(companies, LOGINS)) == 2


def test_a_lost_connection_is_renewed_with_its_own_account_only(companies: SandboxServer) -> None:
    connection = connect()
    Connection.objects.update(status="expired", error={"message": "No more."})

    refusal = refusal_of({**LOGIN, "location": "2"}, agency=connection.agency, begun=connection)
    renewed = connect(agency=connection.agency, begun=connection)

    assert (refusal.code, refusal.message) == (
        "wrong_account",
        "That was samplehomes, Riverside, but this connection is for samplehomes, Default.",
    )
    assert (renewed, renewed.status, renewed.error) == (connection, "active", None)


def test_a_former_connection_comes_back_also_by_another_kind_of_sign_in(companies: SandboxServer) -> None:
    connection = connect()
    connecting.disconnect(connection)

    back = stored(connect(PARTNER, "partner", agency=connection.agency))

    assert (back.pk, back.status, back.auth_type) == (connection.pk, "active", "partner")
    assert back.config["account"] == {"company": "samplehomes", "location": "1"}


def test_a_live_connection_that_is_signed_in_to_in_another_way_gives_its_session_back_once_that_is_kept(
    companies: SandboxServer, django_capture_on_commit_callbacks: Any
) -> None:
    connection = connect()

    with django_capture_on_commit_callbacks(execute=True):
        connect(PARTNER, "partner", agency=connection.agency, begun=connection)
        assert not asked(companies, LOGOUTS)

    assert not VendorSession.objects.exists()
    assert len(asked(companies, LOGOUTS)) == 1


def test_at_the_gateway_the_answer_says_which_account_it_is_and_scopes_may_be_fewer(companies: SandboxServer) -> None:
    agency = an_agency()
    user = a_member(agency)

    connection = at_the_gateway(agency, user, "samplehomes/2", scopes=["properties:read", "tenants:read"])

    assert (connection.provider_user_id, connection.auth_type) == ("samplehomes/2", "oauth2")
    assert connection.config["account"] == {"company": "samplehomes", "location": "2"}
    assert connection.scopes == ["offline_access", "properties:read", "tenants:read"]
    again = connecting.begin(user, agency, SLUG, "b", CALLBACK, connection=connection)
    assert "scope=properties%3Aread+tenants%3Aread+offline_access" in str(again.authorization_url)


def test_scopes_of_a_sign_in_at_the_gateway_end_with_it(companies: SandboxServer) -> None:
    agency = an_agency()
    user = a_member(agency)
    narrow = at_the_gateway(agency, user, scopes=["properties:read"])

    renewed = connect(agency=agency, user=user, begun=narrow)
    execute(SyncLog.objects.get(connection=renewed).pk)

    log = SyncLog.objects.get(connection=renewed)
    assert (renewed.pk, renewed.scopes, stored(renewed).scopes) == (narrow.pk, [], [])
    assert (log.status, log.errors) == ("completed", [])


@pytest.mark.parametrize("ran_out", [False, True], ids=["good", "run out"])
def test_of_a_sign_in_at_the_gateway_nothing_is_good_after_disconnecting(
    companies: SandboxServer, ran_out: bool
) -> None:
    agency = an_agency()
    connection = stored(at_the_gateway(agency, a_member(agency)))
    if ran_out:
        companies.control("POST", "tokens/expire")
        Connection.objects.update(token_expires_at=timezone.now() - timedelta(minutes=1))

    connecting.disconnect(connection)

    provider = registry.get(SLUG)
    with pytest.raises(CredentialsError):
        auth.refresh(RentManager.sign_in, vault.config_of(provider), connection.refresh_token)
    with pytest.raises(CredentialsError):
        provider(vault.config_of(provider, connection), vault.HeldCredentials(connection.access_token)).identify()
    assert [entry["status"] for entry in asked(companies, "revocation")] == [200, 200]
    assert len(asked(companies, "connect/token")) == 2  # when it was signed in to, and just now


def test_a_scope_that_the_vendor_has_not_is_refused_by_name(companies: SandboxServer) -> None:
    agency = an_agency()

    with pytest.raises(Refusal) as refused:
        connecting.begin(a_member(agency), agency, SLUG, "b", CALLBACK, scopes=["properties:read", "moon:read"])

    assert refused.value.code == "unknown_scope"
    assert "has no scope moon:read." in refused.value.message
    assert not Connection.objects.exists()


def test_only_what_the_operator_has_made_possible_is_offered(companies: SandboxServer, settings: Any) -> None:
    provider = registry.get(SLUG)
    there = [way.auth_type for way in ways(provider)]
    nothing = dict.fromkeys(("client_id", "client_secret", "auth_url", "api_url"), "")
    settings.PROVIDERS = {**settings.PROVIDERS, SLUG: nothing}

    at_the_vendor = [way.auth_type for way in ways(provider)]

    assert there == ["oauth2", "login", "partner", "key"]
    assert at_the_vendor == ["login", "partner"]
    assert form_of(provider, "key") is None
    assert [way.auth_type for way in ways(PropertyMe)] == ["oauth2"]


@pytest.mark.parametrize(
    ("base_url", "is_ours"),
    [
        pytest.param("{url}", True, id="ours"),
        pytest.param("{url}/rentmanager/samplehomes", True, id="ours with a path"),
        pytest.param("http://169.254.169.254", False, id="an address of the network"),
        pytest.param("{url}.evil.example", False, id="begins like ours"),
        pytest.param("https://api.rentmanager.com", False, id="another host"),
    ],
)
def test_a_base_url_is_honoured_only_where_it_is_the_operators(
    companies: SandboxServer, base_url: str, is_ours: bool
) -> None:
    address = base_url.format(url=companies.url)

    def check() -> bool:
        try:
            form_sign_ins.check_base_url(registry.get(SLUG), address, {"company": "samplehomes"})
        except Refusal as refusal:
            assert refusal.code == "wrong_base_url"
            return False
        return True

    assert check() == is_ours
