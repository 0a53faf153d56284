"""Receipts worked out from balances: whatever happens, what is booked is the total less its base, no dollar twice or lost."""

from datetime import date
from decimal import Decimal
from itertools import product
from uuid import uuid4

import pytest

from integrations.sync.rent import Booked, book
from providers.records import RentBalanceRecord, RentPaymentRecord

DAY = date(2026, 7, 3)
HOUSE = uuid4()
MAPPED, UNMAPPED = {"lot-1": HOUSE}, {"lot-1": None}


def total(amount: int | str, lease: str = "T-1") -> RentBalanceRecord:
    return RentBalanceRecord(
        external_id=lease, property_id="lot-1", tenant_name="Kim", total_paid=Decimal(amount), paid_to=DAY
    )


def booked(amount: int | str | None, receipts: int = 0) -> dict[str, Booked]:
    return {"T-1": Booked(None if amount is None else Decimal(amount), receipts)}


def test_growth_is_one_receipt_with_all_that_is_known_of_it() -> None:
    found = book([total("1450.50")], booked(800, 3), MAPPED, is_first_read=False, today=DAY)

    assert found.receipts == [
        RentPaymentRecord(
            external_id="rent/T-1/4",
            property_id="lot-1",
            lease_id="T-1",
            paid_on=DAY,
            amount=Decimal("650.50"),
            paid_to=DAY,
            description="Rent received from Kim",
            is_derived=True,
        )
    ]
    assert found.booked == booked("1450.50", 4)
    assert (found.unchanged, found.held) == (0, 0)


def test_the_first_whole_read_sets_the_base_and_books_nothing() -> None:
    found = book([total(36_400)], {}, MAPPED, is_first_read=True, today=DAY)

    assert (found.receipts, found.booked, found.unchanged) == ([], booked(36_400), 1)


def test_a_lease_that_appears_later_books_all_since_its_start() -> None:
    found = book([total(1300)], {}, MAPPED, is_first_read=False, today=DAY)

    assert [(row.external_id, row.amount) for row in found.receipts] == [("rent/T-1/1", Decimal(1300))]
    assert found.booked == booked(1300, 1)


def test_a_lease_whose_first_balance_could_not_be_read_takes_the_first_that_can_as_its_base() -> None:
    found = book([total(36_400)], booked(None), MAPPED, is_first_read=False, today=DAY)

    assert (found.receipts, found.booked, found.unchanged) == ([], booked(36_400), 1)


def test_growth_under_an_unmapped_property_is_kept_until_it_is_mapped() -> None:
    waiting = book([total(900)], booked(650), UNMAPPED, is_first_read=False, today=DAY)
    mapped = book([total(900)], booked(650), MAPPED, is_first_read=False, today=DAY)

    assert (waiting.receipts, waiting.booked, waiting.held) == ([], {}, 1)
    assert [row.amount for row in mapped.receipts] == [Decimal(250)]


def test_a_new_lease_under_an_unmapped_property_begins_at_nothing() -> None:
    found = book([total(900)], {}, UNMAPPED, is_first_read=False, today=DAY)

    assert (found.receipts, found.booked, found.held) == ([], booked(0), 1)


def test_a_fall_is_a_reversal() -> None:
    found = book([total(500)], booked(650, 1), MAPPED, is_first_read=False, today=DAY)

    (row,) = found.receipts
    assert (row.external_id, row.amount, row.description) == ("rent/T-1/2", Decimal(-150), "Rent reversed from Kim")


def test_to_and_fro_gives_an_id_of_its_own_each_time() -> None:
    state, seen = booked(100), []
    for amount in (150, 100, 150):
        found = book([total(amount)], state, MAPPED, is_first_read=False, today=DAY)
        state |= found.booked
        seen += [(row.external_id, row.amount) for row in found.receipts]

    assert seen == [("rent/T-1/1", Decimal(50)), ("rent/T-1/2", Decimal(-50)), ("rent/T-1/3", Decimal(50))]


def test_one_lease_twice_on_a_page_is_booked_in_turn() -> None:
    found = book([total(700), total(750), total(750)], booked(650), MAPPED, is_first_read=False, today=DAY)

    assert [(row.external_id, row.amount) for row in found.receipts] == [
        ("rent/T-1/1", Decimal(50)),
        ("rent/T-1/2", Decimal(50)),
    ]
    assert (found.booked, found.unchanged) == (booked(750, 2), 1)


def test_leases_do_not_mix() -> None:
    state = {"T-1": Booked(Decimal(100), 7), "T-2": Booked(Decimal(200), 1)}

    found = book([total(110, "T-1"), total(230, "T-2")], state, MAPPED, is_first_read=False, today=DAY)

    assert {(row.lease_id, row.external_id, row.amount) for row in found.receipts} == {
        ("T-1", "rent/T-1/8", Decimal(10)),
        ("T-2", "rent/T-2/2", Decimal(30)),
    }


# What may happen between two looks at a ledger: it moves, a person maps or unmaps, and the page that reads it is stored,
# or is lost with its transaction.
EVENTS = ("+650", "-650", "+0.01", "map", "unmap", "read", "read and lose")


@pytest.mark.parametrize("present_at_first", [True, False])
@pytest.mark.parametrize("first", EVENTS)
def test_whatever_happens_the_receipts_add_up_to_the_total_less_its_base(first: str, present_at_first: bool) -> None:
    for rest in product(EVENTS, repeat=4):
        amount, is_mapped, base = Decimal(1300), False, Decimal(1300 if present_at_first else 0)
        state: dict[str, Booked] = {}
        if present_at_first:
            state |= book([total(1300)], state, UNMAPPED, is_first_read=True, today=DAY).booked
        ledger: dict[str, Decimal] = {}
        for event in (first, *rest, "map", "read", "read"):
            if event.startswith(("+", "-")):
                amount += Decimal(event)
            elif event in ("map", "unmap"):
                is_mapped = event == "map"
            else:
                where = MAPPED if is_mapped else UNMAPPED
                found = book([total(str(amount))], state, where, is_first_read=False, today=DAY)
                if event == "read":
                    state |= found.booked
                    for row in found.receipts:
                        assert row.external_id not in ledger
                        ledger[row.external_id] = row.amount

        assert sum(ledger.values()) == amount - base, (first, rest)
        assert all(ledger.values())
        assert list(ledger) == [f"rent/T-1/{n}" for n in range(1, len(ledger) + 1)]
