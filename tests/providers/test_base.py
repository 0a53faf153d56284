"""The contract, on a made-up vendor."""

import pytest
import responses

from providers.base import CHANGES, WHOLE, Category, Status
from providers.capabilities import Capability, How
from providers.different import Different
from providers.errors import UnsupportedError
from providers.propertyme import PropertyMe
from providers.records import Kind, Rejected
from providers.registry import all_providers, get
from tests.providers.given import API, CHANGED, EXTRA, LISTED, PER_PARENT, Vendor, Wallet, a_config

ROW = {"Id": "t-1", "Stamp": 4, "Rent": 400, "Period": "weekly"}


def a_vendor():
    return Vendor(a_config(), Wallet())


@responses.activate
def test_a_kind_is_read_by_name_bad_rows_included():
    responses.get(f"{API}/lets", json=[ROW, ROW | {"Rent": "x"}])

    good, bad = a_vendor().get_tenancies(since="3")

    assert good.external_id == "t-1"
    assert isinstance(bad, Rejected)
    assert responses.calls[0].request.url == f"{API}/lets?Since=3"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("get_members", "Vendor keeps its people to itself."),
        ("get_rent_payments", "Vendor does not offer rent payments."),
    ],
)
def test_a_kind_that_is_not_declared_is_refused_before_anything_is_sent(name, sentence):
    with pytest.raises(UnsupportedError) as caught:
        getattr(a_vendor(), name)()

    assert caught.value.message == sentence
    assert caught.value.provider == "vendor"


@responses.activate
def test_a_kind_that_the_host_does_not_know_is_refused_with_the_same_sentence():
    responses.get(f"{API}/bills", status=404)

    with pytest.raises(UnsupportedError, match=r"Vendor has no bills\."):
        list(a_vendor().get_bills())


def test_feeds_are_found_by_the_kinds_they_give_but_not_those_on_request():
    assert Vendor.feeds_for([Kind.BILL, Kind.LEASE, Kind.OWNER]) == (CHANGED, LISTED, EXTRA)


def test_scopes_that_were_not_granted_are_named_with_what_stays_away():
    assert Vendor.missing_scopes([]) == {"lets:read": (Kind.LEASE,), "units:read": (Kind.UNIT,)}
    assert Vendor.missing_scopes(["lets:read", "units:read", "more"]) == {}


def test_the_capability_table_says_what_comes_and_how():
    rows = {row.kind: row for row in Vendor.capabilities()}

    assert list(rows) == list(Kind)
    assert rows[Kind.LEASE] == Capability(Kind.LEASE, How.REPORTED, CHANGES, "Since", "lets:read")
    assert rows[Kind.UNIT] == Capability(Kind.UNIT, How.DERIVED, CHANGES, "", "units:read", "Units are worked out.")
    assert rows[Kind.BILL] == Capability(Kind.BILL, How.NOT_OFFERED, CHANGES, sentence="Vendor has no bills.")
    assert rows[Kind.MEMBER] == Capability(Kind.MEMBER, How.NOT_OFFERED, sentence="Vendor keeps its people to itself.")
    assert rows[Kind.OWNER] == Capability(Kind.OWNER, How.NOT_OFFERED, sentence="Vendor does not offer owners.")


def test_the_registry_knows_every_provider_by_its_slug():
    managers, others = ["propertyme", "propertytree", "console", "rentmanager", "different"], ["basiq", "exports"]
    assert [provider.slug for provider in all_providers()] == [*managers, *others]
    assert {provider.category for provider in all_providers()} == set(Category)
    assert get("propertyme") is PropertyMe
    with pytest.raises(UnsupportedError, match="knows no provider called 'nobody'"):
        get("nobody")


def test_a_provider_that_is_only_declared_can_be_shown_and_cannot_be_connected():
    different = Different(a_config(), Wallet())

    assert {row.how for row in Different.capabilities()} == {How.NOT_OFFERED}
    with pytest.raises(UnsupportedError):
        different.identify()
    with pytest.raises(UnsupportedError):
        different.get_properties()


@pytest.mark.parametrize("provider", all_providers())
def test_what_is_coming_says_why_it_cannot_be_connected_and_nothing_else_does(provider):
    is_coming = provider.status == Status.COMING_SOON

    assert bool(provider.outlook) == is_coming
    assert bool(provider.synced_kinds() or provider.file_kinds()) != is_coming


@pytest.mark.parametrize("provider", all_providers())
def test_declarations_are_sound(provider):
    for write in provider.writes:
        shape = next(feed for feed in provider.feeds if feed.kind == write.kind)
        assert shape.covers is WHOLE or shape.whole_from_start
        assert len(set(write.fields)) == len(write.fields)
    assert len({write.kind for write in provider.writes}) == len(provider.writes)
    assert len({feed.path for feed in provider.feeds}) == len(provider.feeds)
    for feed in provider.feeds:
        assert feed.since is None or feed.covers is not WHOLE
        assert ("{id}" in feed.path) == (feed.per is not None)
        assert not feed.scope or feed.scope in provider.sign_in.scopes


def test_a_feed_is_named_by_its_path():
    assert (PER_PARENT.name, PER_PARENT.kinds) == ("lets/{id}/units", (Kind.UNIT,))
