"""What Rent Manager's class does beside declaring: its words, its headers, single rows, marks."""

from dataclasses import replace
from datetime import UTC, datetime

import msgspec
import pytest
import responses
import time_machine

from providers.base import Limit, ProviderConfig, Rejected
from providers.errors import CredentialsError, UnsupportedError
from providers.records import Kind
from providers.rejecting import reject
from providers.rentmanager import RentManager
from providers.rentmanager.asking import a_day_before, updated
from providers.rentmanager.replies.common import Stamped
from providers.rentmanager.versions import Version, parsed
from tests.providers.given import Wallet
from tests.providers.rentmanager.rows import a_tenant
from tests.providers.rentmanager.visiting import rows_of, server, visit

__all__ = ["server"]

CONFIG = ProviderConfig("", "https://samplehomes.api.example", account={"company": "SampleHomes", "location": "2"})


@pytest.mark.parametrize(
    ("body", "words"),
    [
        pytest.param(
            b'{"DeveloperMessage":"The ApiToken could not be validated.","UserMessage":"Authentication Failed.",'
            b'"ErrorCode":-2146233088,"Exception":"ApiAuthenticationException"}',
            "Authentication Failed. The ApiToken could not be validated.",
            id="ErrorModel",
        ),
        pytest.param(
            b'{"DeveloperMessage":"The given key was not present.","UserMessage":"Unspecified Error"}',
            "The given key was not present.",
            id="nothing said to users",
        ),
        pytest.param(b'{"Message":"No HTTP resource was found."}', "No HTTP resource was found.", id="Message"),
        pytest.param(
            b'{"Message":"The request is invalid.","ModelState":{"filters":["Error parsing filter."]}}',
            "Error parsing filter.",
            id="ModelState",
        ),
        pytest.param(b"", "", id="empty"),
        pytest.param(b"[]", "", id="something else"),
    ],
)
def test_the_words_of_an_error_are_found_in_all_of_its_shapes(body, words):
    assert RentManager.explain(body) == words


@pytest.mark.parametrize(
    ("sign_in", "headers"),
    [
        pytest.param("login", {"X-RM12Api-ApiToken": "a:b"}, id="session"),
        pytest.param("partner", {"X-RM12Api-PartnerToken": "a:b"}, id="partner"),
        pytest.param("key", {"Authorization": "Basic YTpi"}, id="key"),
        pytest.param("oauth2", {"Authorization": "Bearer a:b"}, id="gateway"),
    ],
)
def test_every_call_names_its_location_and_carries_its_token(sign_in, headers):
    vendor = RentManager(replace(CONFIG, sign_in=sign_in), Wallet())

    assert vendor.authorization("a:b") == headers | {"X-RM12Api-LocationID": "2"}


def test_five_hundred_calls_are_made_in_a_minute_at_most():
    assert RentManager.limit == Limit(500, 60)


@responses.activate
def test_a_location_that_is_not_among_the_users_own_is_refused_with_those_that_are():
    own = [{"LocationID": 1, "Name": "Default"}, {"LocationID": 3, "Name": "Riverside"}]
    responses.get("https://samplehomes.api.example/Current/Locations", json=own)

    with pytest.raises(CredentialsError) as refused:
        RentManager(CONFIG, Wallet()).identify()

    sentence = "This sign-in may not use location 2 of samplehomes. It may use: 1 (Default), 3 (Riverside)."
    assert refused.value.message == sentence


def test_ids_are_prefixed_with_company_and_location():
    assert RentManager(CONFIG, Wallet()).id_prefix == "samplehomes:2:"


def test_single_rows_are_read_in_chunks_and_those_that_are_gone_are_missing(server):
    vendor = visit(server)
    units = rows_of(vendor, Kind.UNIT)
    wanted = [unit.external_id for unit in units] + ["samplehomes:1:999999"]

    pages = list(vendor.fetch(Kind.UNIT, wanted))

    assert [row for page in pages for row in page.rows] == units
    assert [page.is_last for page in pages] == [False] * (len(pages) - 1) + [True]
    assert {page.mark for page in pages} == {None}
    assert len(pages) == 2


def test_the_rows_of_a_payment_are_found_by_any_of_them_and_once_by_many(server):
    vendor = visit(server)
    receipt = rows_of(vendor, Kind.RENT_PAYMENT)[0]
    many = [receipt.external_id, *(f"{receipt.external_id}-{number}" for number in range(100))]

    by_one, by_many = (
        [row for page in vendor.fetch(Kind.RENT_PAYMENT, ids) for row in page.rows] for ids in (many[:1], many)
    )

    assert by_one.count(receipt) == 1
    assert by_many == by_one


def test_a_kind_without_a_list_of_its_own_cannot_be_asked_for_single_rows(server):
    with pytest.raises(UnsupportedError, match="cannot be asked for single lease renewals"):
        list(visit(server).fetch(Kind.LEASE_RENEWAL, ["samplehomes:1:1"]))


def test_every_reference_of_a_lease_leads_somewhere(server):
    vendor = visit(server)
    houses = {row.external_id for row in rows_of(vendor, Kind.PROPERTY)}
    units = {row.external_id for row in rows_of(vendor, Kind.UNIT)}
    tenants = {row.external_id for row in rows_of(vendor, Kind.TENANT)}

    leases = rows_of(vendor, Kind.LEASE)

    assert {row.property_id for row in leases} <= houses
    assert {row.unit_id for row in leases} - {None} <= units
    assert {tenant for row in leases for tenant in row.tenant_ids} <= tenants


def test_marks_go_back_a_day_whatever_their_spelling():
    since = updated("Contacts")

    assert a_day_before("2026-03-01T01:30:00") == "2026-02-28T01:30:00"
    assert since.ask("2026-10-09T13:27:55") == "UpdateDate,ge,2026-10-08T13:27:55"
    assert [ask("2026-10-09T13:27:55") for ask in since.also] == ["Contacts.UpdateDate,ge,2026-10-08T13:27:55"]
    assert since.at(datetime(2026, 10, 9, 12, tzinfo=UTC)) == "2026-10-09T12:00:00"


def test_what_bears_no_date_is_asked_for_beside_the_mark():
    asked = {
        feed.path: [ask("2026-10-09T13:27:55") for ask in feed.since.also] for feed in RentManager.feeds if feed.since
    }

    assert asked["ServiceManagerIssues"] == ["WorkOrders.UpdateDate,ge,2026-10-08T13:27:55", "IsClosed,eq,false"]
    assert asked["Prospects"] == [
        "Contacts.UpdateDate,ge,2026-10-08T13:27:55",
        "UserDefinedValues.UpdateDate,ge,2026-10-08T13:27:55",
        "CreateDate,ge,2026-07-11T13:27:55",
    ]


@pytest.mark.parametrize(
    ("stamp", "mark"),
    [
        pytest.param("2026-10-09T13:27:55.1234567-04:00", "2026-10-09T13:27:55", id="past"),
        pytest.param("2099-01-01T00:00:00", "2026-10-10T12:00:00", id="future"),
    ],
)
def test_no_mark_is_later_than_now(stamp, mark):
    row = msgspec.convert({"UpdateDate": stamp}, Stamped)

    with time_machine.travel(datetime(2026, 10, 10, 12, tzinfo=UTC), tick=False):
        assert updated().mark(row) == mark


def test_fields_are_always_named_beside_embeds_and_nothing_private_is_among_them():
    for feed in RentManager.feeds:
        fields = feed.params["fields"].split(",")
        embeds = {name.partition(".")[0] for name in feed.params.get("embeds", "").split(",")} - {""}
        assert embeds <= set(fields), feed.path
        assert not set(feed.private) & set(fields), feed.path


def test_a_row_that_is_set_aside_keeps_nothing_private():
    feed = next(feed for feed in RentManager.feeds if feed.path == "Tenants")
    row = a_tenant(FederalTaxID="***-**-0000")

    rejected = reject(feed, msgspec.Raw(msgspec.json.encode(row)), ValueError(), 1)

    assert isinstance(rejected, Rejected)
    assert b"1991-03-17" not in rejected.raw
    assert b"AnnualIncome" not in rejected.raw
    assert b"FederalTaxID" not in rejected.raw
    assert b"rosa.delgado@example.com" in rejected.raw


@pytest.mark.parametrize(
    ("version", "stamps"),
    [
        pytest.param("2026-10-09T13:27:55", Version("2026-10-09T13:27:55"), id="a date"),
        pytest.param("2026-10-09T13:27:55#17", Version("2026-10-09T13:27:55", 17), id="and a number"),
        pytest.param(
            "2026-10-09T13:27:55;4410@2026-06-20T15:31:08",
            Version("2026-10-09T13:27:55", None, 4410, "2026-06-20T15:31:08"),
            id="and a contact",
        ),
    ],
)
def test_a_version_is_read_back_as_it_was_made(version, stamps):
    assert parsed(version) == stamps


@pytest.mark.parametrize(
    ("version", "moment"),
    [
        pytest.param("2026-10-09T13:27:55#17", datetime(2026, 10, 9, 17, 27, 55, tzinfo=UTC), id="the row"),
        pytest.param(
            "2026-10-09T13:27:55;4410@2026-12-20T15:31:08",
            datetime(2026, 12, 20, 20, 31, 8, tzinfo=UTC),
            id="the contact",
        ),
        pytest.param("", None, id="not said"),
    ],
)
def test_a_version_tells_when_it_was_written(version, moment):
    assert RentManager.changed_at(version) == moment
