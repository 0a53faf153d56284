"""What is charged, paid and taken back in a day."""

from __future__ import annotations

from sandbox.rentmanager.building.lookups import LATE
from sandbox.rentmanager.building.money import bounce, charge, give_credit, is_due, pay, post
from sandbox.rentmanager.building.site import midnight
from sandbox.rentmanager.building.vendors import new_bill
from sandbox.rentmanager.days.diary import Diary
from sandbox.rentmanager.estate import Row

PAYMENTS = 3  # of an ordinary day


def post_charges(diary: Diary) -> None:
    """On the first of a month all that recurs; on other days a late fee."""
    if diary.today.day == 1:
        posted = [
            post(diary, recurring, diary.today)["ChargeID"]
            for key, recurring in list(diary.location.tables["RecurringCharges"].items())
            if diary.is_sound("RecurringCharges", key, recurring) and is_postable(diary, recurring)
        ]
        diary.note("charges_posted", charge_ids=posted)
        return
    owed = diary.some("Charges", lambda row: is_open(row) and row["ChargeTypeID"] != LATE)
    if owed is not None:
        late = charge(diary, owed["AccountID"], owed, LATE, 50.0, diary.today, "Late fee")
        diary.note("charges_posted", charge_ids=[late["ChargeID"]])


def is_postable(diary: Diary, recurring: Row) -> bool:
    """Whether it falls due for a tenant that there is."""
    return diary.find("Tenants", recurring.get("TenantID")) is not None and is_due(recurring, diary.today)


def is_open(row: Row) -> bool:
    """Whether some of a charge is still owed, since today at the latest."""
    return bool(row["AmountAllocated"] < row["Amount"])


def receive_payments(diary: Diary) -> None:
    """Some tenants pay one of their charges; somebody is let off a little."""
    for _ in range(PAYMENTS):
        owed = diary.some("Charges", is_open)
        if owed is None:
            return
        payment = pay(diary, [owed], diary.today)
        diary.note("payment_received", payment_id=payment["PaymentID"], charge_ids=[owed["ChargeID"]])
    owed = diary.some("Charges", lambda row: row["Amount"] - row["AmountAllocated"] > 100)
    if owed is not None and diary.rng.random() < 0.3:
        give_credit(diary, owed, 20.0)
        diary.note("credit_given", charge_ids=[owed["ChargeID"]])


def take_back(diary: Diary) -> None:
    """Every fourth day or so a payment of the last two weeks comes back."""
    if diary.rng.random() > 0.25:
        return
    since = midnight(diary.ago(14))

    def can_bounce(row: Row) -> bool:
        parts = diary.location.index("Allocations", "PaymentID").get(row["PaymentID"], [])
        paid = [diary.find("Charges", part.get("ChargeID")) for part in parts]
        return row["TransactionDate"] >= since and "ReversalDate" not in row and None not in paid

    payment = diary.some("Payments", can_bounce)
    if payment is not None:
        bounce(diary, payment)
        diary.touch("Payments", payment)
        diary.note("payment_reversed", payment_id=payment["PaymentID"])


def add_bills(diary: Diary) -> None:
    """A bill comes in and another is paid."""
    vendor = diary.some("Vendors", lambda row: row["IsActive"])
    unit = diary.some("Units")
    if vendor is not None and unit is not None:
        lines = [(unit["PropertyID"], unit["UnitID"], round(diary.rng.uniform(40, 900), 2))]
        bill = new_bill(diary, vendor, lines, diary.today, reference=f"D-{diary.today:%m%d}")
        diary.note("bill_added", bill_id=bill["ID"])
    owed = diary.some("Bills", lambda row: not row["IsFullyAllocated"] and "ReversalDate" not in row)
    if owed is not None:
        owed |= {"AmountAllocated": owed["Amount"], "IsFullyAllocated": True}
        diary.touch("Bills", owed)
        diary.note("bill_paid", bill_id=owed["ID"])
