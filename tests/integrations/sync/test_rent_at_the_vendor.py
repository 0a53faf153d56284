"""Rent from the vendor's ledgers to the agency's receipts, over real sockets."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from integrations import mapping
from integrations.models import PropertyMapping, RentBalance
from portfolio.models import Lease, Transaction
from tests.factories import an_agency
from tests.integrations.office import Office, signed_in
from tests.sandbox_server import SandboxServer


def a_tenancy(office: Office) -> tuple[str, dict[str, Any]]:
    return next((key, row) for key, row in sorted(office.raw("tenancies").items()) if row["IsActive"])


def pay(office: Office, key: str, amount: str) -> None:
    """The tenant pays, or the bank takes it back."""
    now = Decimal(str(office.raw("tenancies")[key]["TotalRentPaid"]))
    office.edit("tenancies", key, TotalRentPaid=float(now + Decimal(amount)))


def receipts() -> list[tuple[str | None, Decimal]]:
    rows = Transaction.objects.filter(type="income").order_by("provider_transaction_id")
    return list(rows.values_list("provider_transaction_id", "amount"))


def the_receipt() -> Transaction:
    return Transaction.objects.get(type="income")


def test_a_payment_becomes_one_receipt_however_often_it_is_read(mapped: Office) -> None:
    key, row = a_tenancy(mapped)
    pay(mapped, key, "650.25")

    log = mapped.sync()
    mapped.sync()
    mapped.sync("full")

    lease = Lease.objects.get(external_id=key)
    receipt = the_receipt()
    assert {
        name: getattr(receipt, name) for name in ("property", "lease", "amount", "currency", "type", "category")
    } == {
        "property": lease.property,
        "lease": lease,
        "amount": Decimal("650.25"),
        "currency": "AUD",
        "type": "income",
        "category": "rental_income",
    }
    assert (receipt.status, receipt.basis, receipt.provider) == ("confirmed", "derived", "propertyme")
    assert receipt.provider_transaction_id == f"rent/{key}/1"
    assert receipt.description == f"Rent received from {row['ContactReference']}"
    assert receipt.paid_to == date.fromisoformat(row["EffectivePaidTo"][:10])
    assert receipt.external_account == mapped.fresh().provider_user_id
    assert log.transactions_created == 1


def test_a_bounced_payment_is_reversed_and_paying_again_is_booked_again(mapped: Office) -> None:
    key, _ = a_tenancy(mapped)
    for amount in ("50", "-50", "50"):
        pay(mapped, key, amount)
        mapped.sync()

    assert receipts() == [(f"rent/{key}/{n + 1}", Decimal(x)) for n, x in enumerate((50, -50, 50))]


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2027, 1, 15, 12, 59, tzinfo=UTC), date(2027, 1, 15)),
        (datetime(2027, 1, 15, 13, 1, tzinfo=UTC), date(2027, 1, 16)),
        (datetime(2027, 7, 15, 13, 59, tzinfo=UTC), date(2027, 7, 15)),
        (datetime(2027, 7, 15, 14, 1, tzinfo=UTC), date(2027, 7, 16)),
    ],
)
def test_a_receipt_bears_the_day_of_the_sync_at_the_agency(mapped: Office, moment: datetime, day: date) -> None:
    key, _ = a_tenancy(mapped)
    pay(mapped, key, "650")

    with time_machine.travel(moment, tick=True):
        mapped.connection.refresh_from_db()
        mapped.sync()

    assert the_receipt().date == day


def test_what_a_lease_was_paid_while_its_property_was_unmapped_is_booked_once_it_is(mapped: Office) -> None:
    key, row = a_tenancy(mapped)
    entry = PropertyMapping.objects.select_related("connection").get(provider_property_id=row["LotId"])
    own = entry.property
    assert own is not None
    mapping.clear(entry)
    pay(mapped, key, "650")
    held = mapped.sync()
    pay(mapped, key, "651")
    mapped.sync()
    assert receipts() == []
    assert held.counts["rent_payments"]["held"] == 1

    mapping.assign(PropertyMapping.objects.select_related("connection").get(pk=entry.pk), own)
    mapped.sync()

    assert receipts() == [(f"rent/{key}/1", Decimal(1301))]


def test_a_closing_lease_books_what_it_paid_last(mapped: Office) -> None:
    key, _ = a_tenancy(mapped)
    now = Decimal(str(mapped.raw("tenancies")[key]["TotalRentPaid"]))
    mapped.edit("tenancies", key, TotalRentPaid=float(now + 77), IsActive=False, IsClosed=True, TenancyEnd="2026-11-23")

    mapped.sync()

    assert receipts() == [(f"rent/{key}/1", Decimal(77))]
    lease = Lease.objects.get(external_id=key)
    assert (lease.status, lease.vacated_on) == ("closed", date(2026, 11, 23))


def test_a_lease_that_begins_later_books_all_it_was_paid(mapped: Office) -> None:
    like, _ = a_tenancy(mapped)
    key = mapped.add("tenancies", like=like, TotalRentPaid=1234.5, TenancyStart="2026-11-20")

    mapped.sync()

    assert receipts() == [(f"rent/{key}/1", Decimal("1234.50"))]
    assert the_receipt().lease == Lease.objects.get(external_id=key)


def test_a_balance_that_could_not_be_read_at_first_does_not_book_the_years_before(
    vendor: SandboxServer, db: None
) -> None:
    office = signed_in(vendor)
    key, row = a_tenancy(office)
    office.edit("tenancies", key, TotalRentPaid="a lot")
    office.sync()
    office.map_all()
    office.sync()
    assert ("rent_payments", key, "malformed_row") in office.issues()

    office.edit("tenancies", key, TotalRentPaid=row["TotalRentPaid"])
    office.sync()
    pay(office, key, "10")
    office.sync()

    assert receipts() == [(f"rent/{key}/1", Decimal(10))]
    assert office.issues() == set()


def test_a_second_agency_with_the_same_account_keeps_books_of_its_own(mapped: Office, vendor: SandboxServer) -> None:
    other = signed_in(vendor, an_agency(timezone="Australia/Perth"))
    other.sync()
    other.map_all()
    other.sync()
    key, _ = a_tenancy(mapped)
    pay(mapped, key, "650")

    mapped.sync()
    other.sync()

    found = Transaction.objects.filter(type="income").values_list("agency_id", "provider_transaction_id", "amount")
    assert set(found) == {
        (mapped.agency.pk, f"rent/{key}/1", Decimal(650)),
        (other.agency.pk, f"rent/{key}/1", Decimal(650)),
    }
    assert RentBalance.objects.filter(external_id=key).count() == 2


def test_a_receipt_that_no_table_can_hold_is_an_issue_of_its_lease_and_is_booked_once_it_fits(mapped: Office) -> None:
    key, row = a_tenancy(mapped)
    before = RentBalance.objects.get(external_id=key).booked
    mapped.edit("tenancies", key, TotalRentPaid=-9_999_999_999.99)

    log = mapped.sync()

    assert (log.status, mapped.issues()) == ("completed", {("rent_payments", key, "value_does_not_fit")})
    assert RentBalance.objects.get(external_id=key).booked == before
    mapped.edit("tenancies", key, TotalRentPaid=row["TotalRentPaid"])
    pay(mapped, key, "10")
    mapped.sync()
    assert (receipts(), mapped.issues()) == ([(f"rent/{key}/1", Decimal(10))], set())
