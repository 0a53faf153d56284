"""What was charged, paid, credited and taken back over the last months."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sandbox.rentmanager.building.lookups import LATE, NSF, RENT, SECTION_8, SECURITY, STATE_AID
from sandbox.rentmanager.building.site import Site, day_of, every, midnight
from sandbox.rentmanager.estate import Row

MONTHS = 3
AGENCIES = {SECTION_8: 1, STATE_AID: 2}  # ChargeTypeID -> SubsidyID


def build_money(site: Site) -> None:
    """Three months of charges and what became of them."""
    for lease in site.rows("Leases"):
        hold_deposit(site, lease)
    for back in range(MONTHS - 1, -1, -1):
        month = site.month(back)
        for recurring in site.rows("RecurringCharges"):
            if is_due(recurring, month):
                post(site, recurring, month)
        collect(site, month)
    pay_subsidies(site)
    go_wrong(site)


def is_due(recurring: Row, month: date) -> bool:
    """Whether a tenant's recurring charge falls due in a month."""
    if recurring["EntityType"] != "Tenant" or day_of(recurring["FromDate"]) > month:
        return False
    if "ToDate" in recurring and day_of(recurring["ToDate"]) < month:
        return False
    passed = (month.year - day_of(recurring["FromDate"]).year) * 12 + month.month - day_of(recurring["FromDate"]).month
    return bool(passed % recurring["Frequency"] == 0)


def charge(site: Site, account: int, place: Row, charge_type: int, amount: float, day: date, comment: str) -> Row:
    """One charge to a tenant, not yet paid. Its id stands in it twice."""
    key = site.location.next_id("Charges")
    row = {
        "ChargeID": key,
        "ID": key,
        "AccountID": account,
        "AccountType": "Customer",
        "Comment": comment,
        "Amount": amount,
        "TransactionDate": midnight(day),
        "TransactionType": "Charge",
        "PropertyID": place.get("PropertyID"),
        "UnitID": place.get("UnitID"),
        "ChargeTypeID": charge_type,
        "AmountAllocated": 0.0,
        "IsFullyAllocated": False,
    }
    return site.put("Charges", row, day, day)


def post(site: Site, recurring: Row, month: date) -> Row:
    """A month's charge."""
    tenant = site.location.tables["Tenants"][recurring["TenantID"]]
    place = {"PropertyID": tenant["PropertyID"], "UnitID": recurring.get("UnitID")}
    comment = recurring.get("Comment") or f"{month:%B} rent"
    return charge(site, tenant["TenantID"], place, recurring["ChargeTypeID"], recurring["Amount"], month, comment)


def hold_deposit(site: Site, lease: Row) -> None:
    """A security deposit charged and paid on moving in; homes of an association and strangers to a unit have none."""
    begun = day_of(lease["MoveInDate"])
    if "UnitID" not in lease or "PropertyUnit" not in lease or begun > site.today or lease["LeaseID"] % 7 == 0:
        return
    amount = 900.0 if not lease["IsCommercial"] else 4500.0
    owed = charge(site, lease["TenantID"], lease, SECURITY, amount, begun, "Security deposit")
    pay(site, [owed], begun)


def pay(site: Site, charges: list[Row], day: date, share: float = 1.0, **more: Any) -> Row:
    """A payment for a tenant's charges, allocated to them in order until it is used up."""
    key = site.location.next_id("Payments")
    first = charges[0]
    amount = round(sum(row["Amount"] - row["AmountAllocated"] for row in charges) * share, 2)
    row = {
        "PaymentID": key,
        "ID": key,
        "AccountID": first["AccountID"],
        "AccountType": "Customer",
        "Reference": f"ACH {day:%Y%m%d}",
        "Comment": "",
        "Amount": amount,
        "TransactionDate": midnight(day),
        "TransactionType": "Payment",
        "AmountAllocated": amount,
        "IsFullyAllocated": True,
        "ReceiptID": key - 70_000,
        "IsRecordingAccrualPrepayments": True,
    }
    payment = site.put("Payments", row | more, day, day)
    left = amount
    for owed in charges:
        part = round(min(left, owed["Amount"] - owed["AmountAllocated"]), 2)
        if part > 0:
            allocate(site, owed, part, day, PaymentID=key)
            left -= part
    return payment


def allocate(site: Site, owed: Row, part: float, day: date, **source: int) -> None:
    """Use a part of a payment or credit for a charge."""
    where = {"ChargeID": owed["ChargeID"], "PropertyID": owed.get("PropertyID"), "UnitID": owed.get("UnitID")}
    how = {"Amount": part, "TransactionDate": midnight(day), "IsCash": False, "IsLateFee": False}
    site.put("Allocations", source | where | how, day, day)
    owed["AmountAllocated"] = round(owed["AmountAllocated"] + part, 2)
    owed["IsFullyAllocated"] = owed["AmountAllocated"] >= owed["Amount"]
    site.touch("Charges", owed, day)


def collect(site: Site, month: date) -> None:
    """What the tenants paid in a month: most all of it in its first days, some a part, a few nothing."""
    day = midnight(month)
    owed: dict[int, list[Row]] = {}
    for row in site.rows("Charges"):
        if row["TransactionDate"] == day and row["ChargeTypeID"] not in AGENCIES and not row["IsFullyAllocated"]:
            owed.setdefault(row["AccountID"], []).append(row)
    for account, charges in owed.items():
        paid_on = min(month + timedelta(days=account % 9), site.ago(1))
        if account % 13 == 5:
            charges.append(charge(site, account, charges[0], LATE, 50.0, min(paid_on, site.ago(1)), "Late fee"))
            if account % 26 == 5:
                continue
        pay(site, charges, max(paid_on, month), share=0.6 if account % 19 == 3 else 1.0)


def pay_subsidies(site: Site) -> None:
    """One cheque of each agency a month, spread over the tenants it stands for."""
    cheques: dict[tuple[int, str], list[Row]] = {}
    for row in site.rows("Charges"):
        if row["ChargeTypeID"] in AGENCIES and row["TransactionDate"] < midnight(site.month()):
            cheques.setdefault((AGENCIES[row["ChargeTypeID"]], row["TransactionDate"]), []).append(row)
    for (subsidy, text), charges in cheques.items():
        day = day_of(text) + timedelta(days=4)
        number = f"{subsidy}{day:%y%m}"
        amount = round(sum(row["Amount"] for row in charges), 2)
        row = {"SubsidyID": subsidy, "CheckNumber": number, "Amount": amount, "TransactionDate": midnight(day)}
        site.put("SubsidyPayments", row, day, day)
        for charged in charges:
            pay(site, [charged], day, Reference=f"Check {number}")


def go_wrong(site: Site) -> None:
    """Two payments that came back, with the fee for it; a few credits; one tenant who pays ahead."""
    paid = [row for row in site.rows("Payments") if row["TransactionDate"] >= midnight(site.month(1))]
    for payment in every(paid, 41, 11)[:2]:
        bounce(site, payment)
    rents = [row for row in site.rows("Charges") if row["ChargeTypeID"] == RENT and not row["IsFullyAllocated"]]
    for owed in every(rents, 4)[:5]:
        give_credit(site, owed, 25.0)
    ahead = paid[-1]
    ahead["Amount"] = round(ahead["Amount"] + 200, 2)
    ahead |= {"IsFullyAllocated": False, "PrepayPropertyID": site.rows("Properties")[0]["PropertyID"]}


def bounce(site: Site, payment: Row) -> None:
    """A payment for which there were not sufficient funds: what it had paid is owed again."""
    day = min(day_of(payment["TransactionDate"]) + timedelta(days=5), site.ago(1))
    for part in list(site.location.index("Allocations", "PaymentID").get(payment["PaymentID"], [])):
        owed = site.location.tables["Charges"][part["ChargeID"]]
        owed["AmountAllocated"] = round(owed["AmountAllocated"] - part["Amount"], 2)
        owed["IsFullyAllocated"] = False
        site.touch("Charges", owed, day)
        site.location.drop("Allocations", part["AllocationID"])
    payment |= {"ReversalDate": midnight(day), "ReversalType": "NSF", "AmountAllocated": 0.0, "IsFullyAllocated": False}
    tenant = site.location.tables["Tenants"].get(payment["AccountID"], {})
    charge(site, payment["AccountID"], {"PropertyID": tenant.get("PropertyID")}, NSF, 35.0, day, "Returned payment")


def give_credit(site: Site, owed: Row, amount: float) -> None:
    """Something let off."""
    key = site.location.next_id("Credits")
    day = min(day_of(owed["TransactionDate"]) + timedelta(days=3), site.ago(1))
    row = {
        "CreditID": key,
        "ID": key,
        "AccountID": owed["AccountID"],
        "AccountType": "Customer",
        "ChargeTypeID": owed["ChargeTypeID"],
        "TransactionType": "Credit",
        "TransactionDate": midnight(day),
        "Comment": "Goodwill for the lift",
        "Amount": amount,
        "PropertyID": owed.get("PropertyID"),
        "UnitID": owed.get("UnitID"),
        "AmountAllocated": amount,
        "IsFullyAllocated": True,
    }
    site.put("Credits", row, day, day)
    allocate(site, owed, amount, day, CreditID=key)
