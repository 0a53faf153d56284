"""Signing in to Rent Manager in each of its ways, at the stand-in."""

import time

import pytest

from providers.base import Identity
from providers.errors import CredentialsError, ForbiddenError, UnavailableError
from providers.records import Kind
from providers.rentmanager import RentManager
from tests.providers.rentmanager.visiting import ANSWERS, a_config, rows_of, server, visit
from tests.providers.signed import Spent

__all__ = ["server"]


@pytest.fixture(autouse=True)
def begin(server):
    server.control("DELETE", "faults")
    server.control("POST", "reset")
    server.control("PATCH", "settings", {"rate_limit": 100_000})


def open_with(server, **answers):
    return RentManager.open_session(a_config(server), ANSWERS | answers)


def test_a_password_opens_a_session_that_knows_whose_it_is(server):
    vendor = visit(server)

    assert vendor.identify() == Identity("samplehomes/1", "samplehomes, Default")


def test_another_location_is_another_account_with_ids_of_its_own(server):
    here, there = visit(server), visit(server, account={"company": "samplehomes", "location": "2"})

    assert there.identify() == Identity("samplehomes/2", "samplehomes, Riverside")
    houses = {row.external_id for row in rows_of(there, Kind.PROPERTY)}
    assert all(house.startswith("samplehomes:2:") for house in houses)
    assert not houses & {row.external_id for row in rows_of(here, Kind.PROPERTY)}


def test_a_location_that_the_vendor_does_not_let_us_into_is_refused_in_its_words(server):
    token = open_with(server).access_token
    elsewhere = a_config(server, account={"company": "samplehomes", "location": "7"})

    with pytest.raises(ForbiddenError, match="Location 7 is not available to this user"):
        RentManager(elsewhere, Spent(token)).identify()


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"password": "guess"}, id="password"),
        pytest.param({"username": "nobody"}, id="user"),
    ],
)
def test_a_wrong_sign_in_is_refused_in_plain_words(server, wrong):
    with pytest.raises(CredentialsError, match="does not accept this company, location, user name and password"):
        open_with(server, **wrong)


def test_a_forced_new_password_says_what_to_do(server):
    with pytest.raises(CredentialsError, match="Sign in to Rent Manager once, choose one, and type it here"):
        open_with(server, username="must.reset", password="sandbox-reset")


def test_the_eleventh_session_says_who_holds_the_others(server):
    for _ in range(10):
        open_with(server)

    with pytest.raises(UnavailableError, match="All ten sessions of this user"):
        open_with(server)


def test_a_session_given_back_leaves_room_for_another(server):
    tokens = [open_with(server).access_token for _ in range(10)]

    RentManager.close_session(a_config(server), tokens[0])

    assert open_with(server).access_token not in tokens


def test_giving_back_a_session_that_has_ended_is_no_error(server):
    token = open_with(server).access_token
    RentManager.close_session(a_config(server), token)

    RentManager.close_session(a_config(server), token)

    with pytest.raises(CredentialsError):
        RentManager(a_config(server), Spent(token)).identify()


@pytest.mark.parametrize("fault", ["429", "503"])
def test_giving_back_a_session_waits_for_nothing(server, fault):
    token = open_with(server).access_token
    server.fault("Authentication/DeAuthorize", fault, provider="rentmanager", headers={"Retry-After": "30"})
    began = time.monotonic()

    with pytest.raises(UnavailableError, match="has no time to end a session"):
        RentManager.close_session(a_config(server), token)

    assert time.monotonic() - began < 10


@pytest.mark.parametrize("fault", ["500", "503", "refuse_connection"])
def test_a_sign_in_that_does_not_answer_is_tried_later(server, fault):
    server.fault("Authentication/AuthorizeUser", fault, provider="rentmanager", times=5)

    with pytest.raises(UnavailableError):
        open_with(server)


def test_a_partners_token_needs_no_session(server):
    vendor = RentManager(a_config(server, sign_in="partner"), Spent("sandbox-partner-token"))

    assert vendor.identify() == Identity("samplehomes/1", "samplehomes, Default")


def test_a_partners_token_from_an_address_that_is_not_listed_is_refused(server):
    server.control("PATCH", "settings", {"partner_addresses": ["192.0.2.1"]})

    with pytest.raises(CredentialsError):
        RentManager(a_config(server, sign_in="partner"), Spent("sandbox-partner-token")).identify()


def test_a_key_and_its_secret_open_a_gateway(server):
    key = next(form for form in RentManager.form_sign_ins if form.slug == "key")
    token = key.token_of({"api_key": "sandbox-key", "api_secret": "sandbox-key-secret"})

    vendor = RentManager(a_config(server, sign_in="key"), Spent(token))

    assert vendor.identify().external_id == "samplehomes/1"


def test_no_form_shows_a_secret_and_each_says_which_company_and_location():
    for form in RentManager.form_sign_ins:
        names = [field.name for field in form.fields]
        assert names[:2] == ["company", "location"]
        assert form.secrets
        assert form.opens_session != bool(form.token)
