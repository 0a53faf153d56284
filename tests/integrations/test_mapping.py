"""Saying which own property a vendor's property is: each decision, and what it does to the rows."""

from typing import Any

import pytest
from django.db import connection as database
from django.test.utils import CaptureQueriesContext

from agencies.refusals import Refusal
from integrations import mapping, suggesting
from integrations.mapping import AutoResult
from integrations.models import Connection, PropertyMapping, RowChange
from portfolio.models import Lease, Property, Transaction
from tests.factories import a_connection, a_mapping, a_property, an_agency
from tests.integrations.office import Office

pytestmark = pytest.mark.django_db

NOBODYS = ("", None, "", "")


def identity(own: Property) -> tuple[Any, ...]:
    own.refresh_from_db()
    return own.external_source, own.external_id, own.external_account, own.fingerprint


def entry_of(lot: str) -> PropertyMapping:
    return PropertyMapping.objects.select_related("connection__agency", "property", "suggestion").get(
        provider_property_id=lot
    )


def test_an_own_property_that_nobody_keeps_is_kept_by_the_connection_from_then_on() -> None:
    entry = a_mapping(suggestion_score=70, suggestion_reason="Same street")
    own = a_property(entry.connection.agency)

    mapping.assign(entry, own)

    entry.refresh_from_db()
    account = entry.connection.provider_user_id
    assert identity(own) == ("propertyme", entry.provider_property_id, account, "")
    assert (entry.property, entry.state(), entry.is_synced()) == (own, "mapped", True)
    assert (entry.suggestion, entry.suggestion_score, entry.suggestion_reason) == (None, None, "")
    assert Connection.objects.get().mapped_at is not None


def test_an_own_property_of_another_system_is_linked_and_stays_theirs() -> None:
    entry = a_mapping()
    own = a_property(
        entry.connection.agency, external_source="console", external_id="C-1", external_account="c", fingerprint="f"
    )

    mapping.assign(entry, own)
    assert identity(own) == ("console", "C-1", "c", "f")
    mapping.clear(entry_of(entry.provider_property_id))

    assert identity(own) == ("console", "C-1", "c", "f")


def test_a_property_of_another_agency_is_refused() -> None:
    entry = a_mapping()

    with pytest.raises(Refusal) as refusal:
        mapping.assign(entry, a_property(an_agency()))

    assert refusal.value.code == "other_agency"
    entry.refresh_from_db()
    assert entry.property is None


def test_mapping_anew_lets_the_former_property_go() -> None:
    entry = a_mapping()
    first, second = a_property(entry.connection.agency), a_property(entry.connection.agency)
    mapping.assign(entry, first)

    mapping.assign(entry_of(entry.provider_property_id), second)

    assert identity(first) == NOBODYS
    assert identity(second)[1] == entry.provider_property_id


def test_two_vendor_properties_may_be_one_of_ours_and_the_first_keeps_it() -> None:
    first = a_mapping()
    second = a_mapping(first.connection)
    own = a_property(first.connection.agency)

    mapping.assign(first, own)
    mapping.assign(second, own)

    assert identity(own)[1] == first.provider_property_id
    assert entry_of(second.provider_property_id).property == own
    mapping.clear(entry_of(second.provider_property_id))
    assert identity(own)[1] == first.provider_property_id


def test_a_new_property_takes_what_the_vendor_says_and_only_what_fits() -> None:
    details = {"street": "12 Elm Street", "bedrooms": 3, "bathrooms": 10**21, "nonsense": 1, "suburb": "Kew"}
    entry = a_mapping(provider_property_address="12 Elm Street, Kew", metadata={"details": details})

    own = mapping.create_property(entry)

    assert (own.address, own.street, own.suburb, own.bedrooms, own.bathrooms) == (
        "12 Elm Street, Kew",
        "12 Elm Street",
        "Kew",
        3,
        None,
    )
    assert entry_of(entry.provider_property_id).property == own
    with pytest.raises(Refusal) as refusal:
        mapping.create_property(entry_of(entry.provider_property_id))
    assert (refusal.value.code, refusal.value.conflict) == ("already_mapped", True)


def test_left_out_is_not_asked_about_again_until_it_is_cleared() -> None:
    entry = a_mapping()
    own = a_property(entry.connection.agency)
    mapping.assign(entry, own)

    mapping.leave_out(entry)

    assert identity(own) == NOBODYS
    assert entry_of(entry.provider_property_id).state() == "left_out"
    assert mapping.accept_suggestions(entry.connection, 0, True) == AutoResult(0, 0, 0)
    mapping.clear(entry)
    assert entry_of(entry.provider_property_id).state() == "unmapped"


def test_a_suggestion_that_was_turned_down_is_not_made_again() -> None:
    entry = a_mapping(provider_property_address="12 Elm Street, Kew VIC 3101")
    a_property(entry.connection.agency, address="12 Elm St", suburb="Kew", postcode="3101")
    assert suggesting.suggest(entry.connection) == 1
    assert entry_of(entry.provider_property_id).suggestion_score == 100

    mapping.clear(entry_of(entry.provider_property_id))

    assert suggesting.suggest(entry.connection) == 0
    assert entry_of(entry.provider_property_id).state() == "unmapped"


def test_what_rests_is_held_back_and_comes_in_when_it_is_woken(mapped: Office) -> None:
    key, row = next((key, row) for key, row in mapped.raw("tenancies").items() if row["IsActive"])
    mapping.set_auto_sync(entry_of(row["LotId"]), False)
    mapped.edit("tenancies", key, BondReference="NEW")
    mapped.edit("lots", row["LotId"], KeyNumber="K-9")

    resting = mapped.sync()

    assert (resting.counts["leases"]["held"] > 0, resting.counts["properties"]["held"]) == (True, 1)
    assert Lease.objects.get(external_id=key).bond_reference != "NEW"
    mapping.set_auto_sync(entry_of(row["LotId"]), True)
    mapped.sync()
    assert Lease.objects.get(external_id=key).bond_reference == "NEW"
    assert Property.objects.get(external_id=row["LotId"]).key_number == "K-9"


def test_rows_follow_when_a_wrong_mapping_is_put_right(mapped: Office) -> None:
    key, row = next((key, row) for key, row in mapped.raw("tenancies").items() if row["IsActive"])
    right = a_property(mapped.agency, address="The right one")
    mapped.edit("tenancies", key, TotalRentPaid=row["TotalRentPaid"] + 100)
    job = next(key for key, other in mapped.raw("jobs").items() if other["LotId"] == row["LotId"])
    offer = mapped.add("quotations", like=next(iter(mapped.raw("quotations"))), JobTaskId=job, Amount=10)
    mapped.edit("jobs", job, Status="Closed", ClosedOn="2026-11-22T15:30:00Z", QuoteId=offer)
    mapped.sync()
    wrong = Lease.objects.get(external_id=key).property

    mapping.assign(entry_of(row["LotId"]), right)
    log = mapped.sync()

    lease = Lease.objects.get(external_id=key)
    assert lease.property == right
    assert [receipt.property for receipt in lease.transactions.all()] == [right]
    expense = Transaction.objects.get(provider_transaction_id=f"job/{job}")
    assert expense.property == right
    for money in (lease.transactions.get(), expense):
        moved = RowChange.objects.get(sync_log=log, row_id=money.pk)
        assert (moved.before, moved.after) == ({"property_id": str(wrong.pk)}, {"property_id": str(right.pk)})
    right.refresh_from_db()
    assert right.address == mapped.raw("lots")[row["LotId"]]["AddressText"]


def test_accepting_says_how_many_were_mapped_created_and_left() -> None:
    connection = a_connection()
    sure, unsure, twin, other_twin, nowhere = (
        a_mapping(connection, provider_property_address=line)
        for line in (
            "1 Elm Street, Kew VIC 3101",
            "Unit 2, 5 Oak Road, Kew VIC 3101",
            "9 Ash Lane, Kew VIC 3101",
            "9 Ash Ln, Kew 3101",
            "77 Nowhere Street, Kew VIC 3101",
        )
    )
    kew = {"suburb": "Kew", "postcode": "3101"}
    elm, oak, ash = (a_property(connection.agency, address=a, **kew) for a in ("1 Elm St", "5 Oak Rd", "9 Ash Lane"))

    careful = mapping.accept_suggestions(connection, 90, create_unmatched=False)
    bold = mapping.accept_suggestions(connection, 90, create_unmatched=True)

    assert (careful, bold) == (AutoResult(1, 0, 4), AutoResult(0, 2, 2))
    assert entry_of(sure.provider_property_id).property == elm
    assert entry_of(unsure.provider_property_id).property not in (None, oak)
    assert entry_of(nowhere.provider_property_id).state() == "mapped"
    assert {entry_of(entry.provider_property_id).suggestion for entry in (twin, other_twin)} == {ash}


def test_accepting_many_leaves_what_accepting_one_by_one_would() -> None:
    states = []
    for accept in (one_by_one, lambda connection: mapping.accept_suggestions(connection, 90, create_unmatched=True)):
        connection = a_connection(provider_user_id="account")
        agency = connection.agency
        for n in range(6):
            details = {"details": {"suburb": "Kew", "bedrooms": n}}
            address = f"{n + 1} Elm Street, Kew VIC 3101"
            a_mapping(connection, provider_property_id=f"lot-{n}", provider_property_address=address, metadata=details)
        kew = {"suburb": "Kew", "postcode": "3101"}
        a_property(agency, address="1 Elm St", **kew)
        a_property(agency, address="2 Elm St", external_source="console", external_id="C-2", **kew)
        a_property(agency, address="Elsewhere", external_source="propertyme", external_id="lot-0", fingerprint="f")
        a_property(agency, address="Formerly", external_source="propertyme", external_id="lot-4", fingerprint="f")
        accept(connection)
        rows = connection.mappings.order_by("provider_property_id").values_list(
            "provider_property_id",
            "property__address",
            "property__bedrooms",
            "property__external_source",
            "property__external_id",
            "property__external_account",
            "suggestion",
        )
        states.append((list(rows), sorted(agency_identities(agency.pk))))

    assert states[0] == states[1]


def one_by_one(connection: Connection) -> None:
    suggesting.suggest(connection)
    for entry in connection.mappings.open().select_related("connection__agency", "suggestion"):
        if entry.suggestion and (entry.suggestion_score or 0) >= 90:
            mapping.assign(entry, entry.suggestion)
        else:
            mapping.create_property(entry)


def agency_identities(agency: Any) -> list[tuple[str, str, str]]:
    rows = Property.objects.filter(agency=agency).values_list("address", "external_source", "external_id")
    return [(address, source, str(external_id)) for address, source, external_id in rows]


def test_accepting_sixty_takes_as_many_queries_as_accepting_six() -> None:
    counted = []
    for count in (6, 60):
        connection = a_connection()
        for n in range(count):
            a_mapping(connection, provider_property_address=f"{n + 1} Elm Street, Kew VIC 3101")
            if n % 2:
                a_property(connection.agency, address=f"{n + 1} Elm St", suburb="Kew", postcode="3101")
        with CaptureQueriesContext(database) as queries:
            result = mapping.accept_suggestions(connection, 90, create_unmatched=True)
        assert result == AutoResult(count // 2, count // 2, 0)
        counted.append(len(queries))

    # Own properties, mapped ones and open ones are read and suggestions written; open ones are read again; bearers of the
    # identities are read, new properties written; bearers read again, freed, free ones read and taken; mappings and the
    # connection written. Savepoints, and on PostgreSQL a temporary table for each bulk write, stand around them.
    assert counted[0] == counted[1] <= 40
