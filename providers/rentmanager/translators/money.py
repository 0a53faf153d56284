"""Charges, receipts, bills, and the agencies that pay a part of rents."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from providers.lettings import ChargeRecord, RecurringChargeRecord, SubsidyRecord
from providers.reading import day, first_text, maybe_day, money, text
from providers.records import BillRecord, RentPaymentRecord
from providers.rentmanager.replies.money import Bill, BillDetail, Charge, Payment, RecurringCharge, Subsidy
from providers.rentmanager.translators.common import coded, named_type, needed, ref
from providers.rentmanager.words import BY_THE_MONTH, TENANT_ACCOUNTS, is_rent

ZERO = Decimal(0)


def to_subsidy(row: Subsidy) -> SubsidyRecord:
    """An agency that pays a part of rents."""
    return SubsidyRecord(
        external_id=str(row.id),
        name=text(row.name),
        short_name=text(row.short_name),
        charge_type=named_type(coded(row.charge_type, row.charge_type_id)),
        payment_from=text(row.payment_from),
    )


def to_recurring_charge(row: RecurringCharge) -> RecurringChargeRecord:
    """A charge that recurs. A tenant's names no property and is of theirs. One of a subsidy's own type is the agency's part
    of a rent."""
    kind = coded(row.charge_type, row.charge_type_id)
    paid_by_others = {one.charge_type_id for one in row.tenant.subsidies} if row.tenant is not None else set()
    place = row.property_id or (row.tenant.property_id if row.tenant is not None else None)
    return RecurringChargeRecord(
        external_id=str(row.id),
        property_id=ref(place),
        unit_id=ref(row.unit_id),
        tenant_id=ref(row.tenant_id),
        charge_type=named_type(kind),
        description=text(row.comment),
        amount=money(row.amount, "Amount"),
        every_months=_months(row),
        start_date=maybe_day(row.from_date, "FromDate"),
        end_date=maybe_day(row.to_date, "ToDate"),
        is_rent=is_rent(kind.name, text(kind.description)),
        is_subsidy=kind.id in paid_by_others,
        is_recoverable=kind.is_cam,
    )


def to_charge(row: Charge) -> ChargeRecord:
    """A charge; it is a tenant's unless its account is of another kind."""
    kind = coded(row.charge_type, row.charge_type_id)
    is_tenants = text(row.account_type).lower() in TENANT_ACCOUNTS
    return ChargeRecord(
        external_id=str(row.id),
        property_id=needed(row.property_id, "PropertyID"),
        unit_id=ref(row.unit_id),
        tenant_id=ref(row.account_id) if is_tenants else None,
        charged_on=day(row.transaction_date, "TransactionDate"),
        charge_type=named_type(kind),
        description=text(row.comment),
        reference=text(row.reference),
        amount=money(row.amount, "Amount"),
        allocated=None if row.amount_allocated is None else money(row.amount_allocated, "AmountAllocated"),
        is_recoverable=kind.is_cam,
    )


def to_receipts(row: Payment) -> tuple[RentPaymentRecord, ...]:
    """A tenant's payment as one receipt for each property that it pays charges of; what is paid ahead belongs to the property
    named for it, else to the tenant's own. A reversed payment stays, and as much is taken back on the day of reversal."""
    if text(row.account_type).lower() not in TENANT_ACCOUNTS:
        return ()
    parts = _by_property((part.property_id, part.amount) for part in row.allocations)
    left = row.amount - sum(parts.values(), ZERO)
    if left:
        default = row.tenant.property_id if row.tenant is not None else None
        place = row.prepay_property_id or (next(iter(parts)) if len(parts) == 1 else default)
        parts[place] = parts.get(place, ZERO) + left
    received, reversed_on = day(row.transaction_date, "TransactionDate"), maybe_day(row.reversal_date, "ReversalDate")
    found = []
    for place, amount in parts.items():
        said: dict[str, Any] = {
            "property_id": needed(place, "PropertyID"),
            "lease_id": _lease(row, place),
            "description": first_text(row.comment, row.reference),
        }
        own = f"{row.id}-{place}"
        found.append(RentPaymentRecord(external_id=own, paid_on=received, amount=money(amount, "Amount"), **said))
        if reversed_on is not None:
            said["description"] = f"Reversed: {text(row.reversal_type) or said['description']}"
            back = money(-amount, "Amount")
            found.append(RentPaymentRecord(external_id=f"{own}-reversal", paid_on=reversed_on, amount=back, **said))
    return tuple(found)


def to_bills(row: Bill) -> tuple[BillRecord, ...]:
    """An approved bill as one for each property on its lines, none before its approval, which changes its UpdateDate. A
    reversed bill stays, and as much is taken back."""
    if not row.is_approved:
        return ()
    billed, reversed_on = day(row.transaction_date, "TransactionDate"), maybe_day(row.reversal_date, "ReversalDate")
    found = []
    for place, amount in _by_property((line.property_id, line.amount) for line in row.bill_details).items():
        said: dict[str, Any] = {
            "property_id": needed(place, "PropertyID"),
            "description": first_text(row.comment, _comment(row.bill_details, place), row.reference),
            "supplier_name": text(row.payee_name),
        }
        own = f"{row.id}-{place}"
        found.append(BillRecord(external_id=own, billed_on=billed, amount=money(amount, "Amount"), **said))
        if reversed_on is not None:
            said["description"] = f"Reversed: {said['description']}"
            back = money(-amount, "Amount")
            found.append(BillRecord(external_id=f"{own}-reversal", billed_on=reversed_on, amount=back, **said))
    return tuple(found)


def _months(row: RecurringCharge) -> int | None:
    """How many months lie between two; None where the tenant's rent, and with it this charge, is not by the month."""
    period = "" if row.tenant is None else text(row.tenant.rent_period).lower()
    return row.frequency if period in ("", BY_THE_MONTH) else None


def _by_property(lines: Iterable[tuple[int | None, Decimal]]) -> dict[int | None, Decimal]:
    """The sum for each property, in the order in which they come."""
    sums: dict[int | None, Decimal] = {}
    for place, amount in lines:
        sums[place] = sums.get(place, ZERO) + amount
    return sums


def _lease(row: Payment, place: int | None) -> str | None:
    """The tenant's lease at the property, or in the unit where the tenant has several there; None where that is not enough
    to tell."""
    leases = [] if row.tenant is None else [lease for lease in row.tenant.leases if lease.property_id == place]
    if len(leases) > 1:
        units = {part.unit_id for part in row.allocations if part.property_id == place}
        leases = [lease for lease in leases if lease.unit_id in units]
    return str(leases[0].id) if len(leases) == 1 else None


def _comment(lines: list[BillDetail], place: int | None) -> str:
    return next((text(line.comment) for line in lines if line.property_id == place and text(line.comment)), "")
