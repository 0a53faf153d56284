"""Which way kinds go, and whose fields they are."""

from typing import Any

import pytest

from agencies.models import AuditEntry
from agencies.refusals import Refusal
from integrations.models import Connection
from integrations.twoway import settings
from providers.choices import Kind
from tests.factories import a_connection
from tests.integrations.twoway.bureau import Bureau


def plain(bureau: Bureau) -> Connection:
    """The connection as it is when nobody has set anything."""
    Connection.objects.filter(pk=bureau.connection.pk).update(config={"batch_size": 7})
    return bureau.fresh()


def test_a_connection_only_reads_until_somebody_says_otherwise(bureau: Bureau) -> None:
    connection = plain(bureau)

    assert settings.directions_of(connection) == {Kind.CONTACT: "pull"}
    assert set(settings.owners_of(connection, Kind.CONTACT).values()) == {"ask"}
    assert (settings.write_of(connection, Kind.CONTACT), settings.kinds_pushed(connection)) == (None, [])


@pytest.mark.parametrize("way", ["both", "push"])
def test_a_direction_is_kept_beside_what_else_is_set_and_entered_in_the_trail(bureau: Bureau, way: str) -> None:
    connection = plain(bureau)

    changed = [settings.set_directions(connection, {"contacts": way}, bureau.person) for _ in range(2)]

    assert changed == [True, False]
    assert connection.config == bureau.fresh().config == {"batch_size": 7, "directions": {"contacts": way}}
    entry = AuditEntry.objects.filter(action="connection_changed").get()
    assert entry.details == {"write_back": {"contacts": {"old": "pull", "new": way}}}
    owner = settings.owners_of(connection, Kind.CONTACT)["phone"]
    assert owner == ("us" if way == "push" else "ask")


def test_owners_are_kept_by_field_and_entered_in_the_trail(bureau: Bureau) -> None:
    connection = plain(bureau)

    changed = [
        settings.set_ownership(connection, "contacts", owners, bureau.person)
        for owners in ({"phone": "us", "email": "vendor"}, {"phone": "us"}, {"phone": "ask"})
    ]

    assert changed == [True, False, True]
    assert bureau.fresh().config["ownership"] == {"contacts": {"email": "vendor"}}
    entries = AuditEntry.objects.filter(action="connection_changed").order_by("at")
    assert [entry.details["write_back"] for entry in entries] == [
        {"contacts.email": {"old": "ask", "new": "vendor"}, "contacts.phone": {"old": "ask", "new": "us"}},
        {"contacts.phone": {"old": "us", "new": "ask"}},
    ]


def test_a_kind_with_edits_under_way_is_not_turned_round(bureau: Bureau) -> None:
    bureau.edit(phone="2")

    with pytest.raises(Refusal) as refusal:
        settings.set_directions(bureau.fresh(), {"contacts": "pull"}, bureau.person)

    assert (refusal.value.code, refusal.value.message) == ("edits_under_way", "1 edit waits to reach Desk.")
    assert settings.direction_of(bureau.fresh(), Kind.CONTACT) == "both"


@pytest.mark.parametrize(
    ("step", "code"),
    [
        pytest.param(lambda row, by: settings.set_directions(row, {"leases": "both"}, by), "unknown_kind", id="kind"),
        pytest.param(lambda row, by: settings.set_directions(row, {"x": "both"}, by), "unknown_kind", id="no kind"),
        pytest.param(lambda row, by: settings.set_directions(row, {"contacts": "up"}, by), "unknown_choice", id="way"),
        pytest.param(
            lambda row, by: settings.set_ownership(row, "contacts", {"x": "us"}, by), "unknown_field", id="field"
        ),
        pytest.param(
            lambda row, by: settings.set_ownership(row, "contacts", {"phone": "me"}, by), "unknown_choice", id="owner"
        ),
        pytest.param(lambda row, by: settings.set_ownership(row, "leases", {}, by), "unknown_kind", id="kind of owner"),
    ],
)
def test_what_the_provider_does_not_take_is_refused(bureau: Bureau, step: Any, code: str) -> None:
    connection = plain(bureau)

    with pytest.raises(Refusal) as refusal:
        step(connection, bureau.person)

    assert (refusal.value.code, bureau.fresh().config) == (code, {"batch_size": 7})


@pytest.mark.django_db
@pytest.mark.parametrize("given", [{}, {"auth_type": "files"}], ids=["by its interface", "by files"])
def test_a_system_that_takes_nothing_says_so(given: dict[str, str]) -> None:
    connection = a_connection(**given)

    with pytest.raises(Refusal) as refusal:
        settings.set_directions(connection, {"contacts": "both"}, None)

    assert (settings.directions_of(connection), refusal.value.code) == ({}, "writes_nothing")
