"""Receipts of rent worked out from balances, for vendors that keep their ledgers to themselves.

A lease's ledger tells what has been paid in all; the growth since we last booked is one receipt. What has been booked and
how many receipts that took stand in `RentBalance`, and move only in the transaction that writes the receipts: running
again, overlapping reads and killed runs find the same state and book the same money once."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from integrations.models import RentBalance
from integrations.sync.bulk import upsert
from integrations.sync.facts import Facts
from integrations.sync.limits import LONGEST_ID
from providers.records import RentBalanceRecord, RentPaymentRecord

RECEIPT = "rent/"  # a receipt's id is this, the lease's id, a slash and its number


@dataclass(frozen=True)
class Booked:
    """How much of a lease's paid rent has been booked, in how many receipts. `amount` None: the lease stood on the first
    whole read, but could not be read there."""

    amount: Decimal | None
    receipts: int = 0


@dataclass
class Booking:
    """What one page of balances comes to."""

    receipts: list[RentPaymentRecord] = field(default_factory=list)
    booked: dict[str, Booked] = field(default_factory=dict)
    unchanged: int = 0
    held: int = 0


def book(
    balances: Iterable[RentBalanceRecord],
    booked: Mapping[str, Booked],
    mapped: Mapping[str, UUID | None],
    *,
    is_first_read: bool,
    today: date,
) -> Booking:
    """The receipts that these balances call for, and the state once they are booked. Pure.

    On the connection's first whole read a lease sets its base and books nothing; one that appears later books all that has
    been paid since it began. Growth under an unmapped property stays unbooked until it is mapped. A fall is a reversal."""
    booking = Booking()
    for balance in balances:
        before = booking.booked.get(balance.external_id) or booked.get(balance.external_id)
        if before is None:
            before = Booked(balance.total_paid if is_first_read else Decimal(0))
            booking.booked[balance.external_id] = before
        elif before.amount is None:
            before = booking.booked[balance.external_id] = replace(before, amount=balance.total_paid)
        growth = balance.total_paid - (before.amount or 0)
        if not growth:
            booking.unchanged += 1
        elif mapped.get(balance.property_id) is None:
            booking.held += 1
        else:
            number = before.receipts + 1
            booking.receipts.append(_receipt(balance, growth, number, today))
            booking.booked[balance.external_id] = replace(before, amount=balance.total_paid, receipts=number)
    return booking


def _receipt(balance: RentBalanceRecord, amount: Decimal, number: int, today: date) -> RentPaymentRecord:
    what = "Rent received" if amount > 0 else "Rent reversed"
    who = f" from {balance.tenant_name}" if balance.tenant_name else ""
    return RentPaymentRecord(
        external_id=f"{RECEIPT}{balance.external_id}/{number}",
        property_id=balance.property_id,
        lease_id=balance.external_id,
        paid_on=today,
        amount=amount,
        paid_to=balance.paid_to,
        description=f"{what}{who}",
        currency=balance.currency,
        is_derived=True,
    )


def unbook(booked: Mapping[str, Booked], receipts: Mapping[str, Decimal]) -> dict[str, Booked]:
    """The state of these receipts' leases once they are taken back. Pure.

    What they booked is to be booked again. A number is used again only where no later receipt of the lease stays."""
    taken: dict[str, dict[int, Decimal]] = {}
    for receipt, amount in receipts.items():
        lease, number = lease_of(receipt)
        taken.setdefault(lease, {})[number] = amount
    state = {}
    for lease, amounts in taken.items():
        before = booked.get(lease)
        if before is None or before.amount is None:
            continue
        last = before.receipts
        while last in amounts:
            last -= 1
        state[lease] = Booked(before.amount - sum(amounts.values()), last)
    return state


def lease_of(receipt: str) -> tuple[str, int]:
    """The lease that a worked-out receipt's id names, and the receipt's number."""
    lease, _, number = receipt.removeprefix(RECEIPT).rpartition("/")
    return lease, int(number)


def take_back(facts: Facts, receipts: Mapping[str, Decimal]) -> None:
    """Store that these receipts are no longer booked, in the transaction that removes them. Two queries, none for none."""
    if receipts:
        booked = load_booked(facts, {lease_of(receipt)[0] for receipt in receipts})
        save_booked(facts, unbook(booked, receipts))


def load_booked(facts: Facts, external_ids: Collection[str]) -> dict[str, Booked]:
    """What has been booked of these leases. One query."""
    balances = RentBalance.objects.filter(connection_id=facts.connection_id, external_id__any_of=external_ids)
    return {
        external_id: Booked(amount, receipts)
        for external_id, amount, receipts in balances.values_list("external_id", "booked", "receipts")
    }


def await_base(facts: Facts, external_ids: Iterable[str]) -> None:
    """Leases of the first whole read whose balance could not be read: what it is once it can be is their base."""
    rows = [
        {
            "connection_id": facts.connection_id,
            "external_id": external_id,
            "booked": None,
            "receipts": 0,
            "updated_at": facts.started_at,
        }
        for external_id in external_ids
        if len(external_id) <= LONGEST_ID
    ]
    upsert(RentBalance, rows, ("connection_id", "external_id"), keep=("booked", "receipts", "updated_at"))


def save_booked(facts: Facts, booked: Mapping[str, Booked]) -> None:
    """Store the new state, in the transaction that stores the receipts."""
    rows = [
        {
            "connection_id": facts.connection_id,
            "external_id": external_id,
            "booked": state.amount,
            "receipts": state.receipts,
            "updated_at": facts.started_at,
        }
        for external_id, state in booked.items()
    ]
    upsert(RentBalance, rows, ("connection_id", "external_id"))
