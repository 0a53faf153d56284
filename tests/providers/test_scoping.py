"""Ids made unique beyond one account."""

from datetime import date

from providers.records import Frequency, Kind, LeaseRecord, LeaseStatus, OwnerRecord, PropertyRecord, Rejected
from providers.scoping import bare, scoped


def test_every_id_of_a_record_gets_the_prefix_and_nothing_else_does():
    lease = LeaseRecord(
        external_id="1",
        property_id="2",
        unit_id=None,
        tenant_ids=("3", "~Smith"),
        reference="4",
        start_date=date(2026, 1, 1),
        rent_amount=100,
        rent_frequency=Frequency.MONTHLY,
        status=LeaseStatus.CURRENT,
    )

    found = scoped(lease, "acme:1:")

    assert found == LeaseRecord(
        external_id="acme:1:1",
        property_id="acme:1:2",
        unit_id=None,
        tenant_ids=("acme:1:3", "~Smith"),
        reference="4",
        start_date=date(2026, 1, 1),
        rent_amount=100,
        rent_frequency=Frequency.MONTHLY,
        status=LeaseStatus.CURRENT,
    )


def test_ids_that_are_not_said_stay_unsaid():
    owner = OwnerRecord(external_id="~Smith", name="Smith", property_ids=None)
    house = PropertyRecord(external_id="7", address="1 High Street", owner_ids=())

    assert scoped(owner, "acme:") == owner
    assert scoped(house, "acme:").owner_ids == ()


def test_a_row_that_was_set_aside_is_found_under_the_same_id():
    rejected = Rejected(kind=Kind.LEASE, external_id="9", code="c", message="m", action="a", raw=b"{}")
    nameless = Rejected(kind=Kind.LEASE, external_id="", code="c", message="m", action="a")

    assert scoped(rejected, "acme:").external_id == "acme:9"
    assert scoped(nameless, "acme:").external_id == ""


def test_a_vendor_whose_ids_are_unique_needs_no_prefix():
    owner = OwnerRecord(external_id="5", name="Smith")

    assert scoped(owner, "") is owner


def test_a_vendor_is_asked_with_its_own_ids():
    assert bare("acme:1:5", "acme:1:") == "5"
    assert bare("5", "") == "5"
