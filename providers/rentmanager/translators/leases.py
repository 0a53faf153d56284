"""Leases with their terms and sales. A lease holds no rent: it is what recurs on its tenant's account, on a day."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from providers.lettings import LeaseRenewalRecord, RetailSaleRecord
from providers.reading import choice, day, first_text, maybe_day, money, positive_money, text
from providers.records import Frequency, LeaseRecord, LeaseStatus
from providers.rentmanager.replies.leases import Lease, LeaseRenewal, RentPart, RetailSale, TenantOfLease
from providers.rentmanager.translators.common import coded, custom_of, needed, ref
from providers.rentmanager.versions import version_of
from providers.rentmanager.words import BY_THE_MONTH, FREQUENCIES, PAST, PERIODS, is_rent

NOTHING = Decimal("0.00")


def to_lease(row: Lease, on: date) -> tuple[LeaseRecord | LeaseRenewalRecord | RetailSaleRecord, ...]:
    """A lease with the rent that is in force on a day (its last or first where it is over or to come), its terms, and its
    shop's sales."""
    place = needed(row.property_id, "PropertyID")
    terms = sorted(row.lease_renewals, key=lambda term: term.start_date or "")
    begins = day(first_text(row.move_in_date, terms[0].start_date if terms else "", row.start_date), "MoveInDate")
    left = maybe_day(row.move_out_date, "MoveOutDate")
    rent, frequency = _rent(row, min(max(on, begins), left or date.max))
    active = next((term for term in terms if term.end_date == row.end_date and term.start_date == row.start_date), None)
    lease = LeaseRecord(
        external_id=str(row.id),
        version=version_of(row),
        property_id=place,
        unit_id=ref(row.unit_id),
        tenant_ids=(str(row.tenant_id),) if row.tenant_id else (),
        tenant_name="" if row.tenant is None else text(row.tenant.name),
        start_date=begins,
        end_date=maybe_day(row.end_date, "EndDate"),
        vacated_on=left or maybe_day(row.expected_move_out_date, "ExpectedMoveOutDate"),
        notice_on=maybe_day(row.notice_date, "NoticeDate"),
        is_commercial=row.is_commercial,
        is_periodic=active is not None and active.lease_term is not None and active.lease_term.is_month_to_month,
        rent_amount=rent,
        rent_frequency=frequency,
        status=_status(row, left),
    )
    renewals = [_renewal(row, term, place) for term in row.lease_renewals]
    sales = [_sale(row, sale, place) for sale in row.retail_sales]
    return (lease, *renewals, *sales)


def _rent(row: Lease, on: date) -> tuple[Decimal, Frequency]:
    """Rent per period, the tenant's part and the subsidies' together. Parts that recur differently are all reckoned per
    period."""
    tenant = row.tenant
    if tenant is None:
        return NOTHING, Frequency.MONTHLY
    period = text(tenant.rent_period).lower() or BY_THE_MONTH
    single = choice(period, PERIODS, "RentPeriod")
    sums: dict[int, Decimal] = defaultdict(Decimal)
    for part in _in_force([part for part in tenant.recurring_charges if part.unit_id in (None, row.unit_id)], on):
        if _is_rent(part, tenant):
            sums[part.frequency or 1] += part.amount
    if len(sums) == 1:
        every, amount = next(iter(sums.items()))
        if (period, every) in FREQUENCIES:
            return positive_money(amount, "Amount"), FREQUENCIES[period, every]
    total = sum((amount / every for every, amount in sums.items()), NOTHING)
    return positive_money(total, "Amount"), single


def _is_rent(part: RentPart, tenant: TenantOfLease) -> bool:
    kind = coded(part.charge_type, part.charge_type_id)
    return is_rent(kind.name, text(kind.description)) or kind.id in {one.charge_type_id for one in tenant.subsidies}


def _in_force(parts: list[RentPart], on: date) -> list[RentPart]:
    """Those that are charged on that day. A last day counts, unless that is the first day of another of the same type."""
    dated = [(part, maybe_day(part.from_date, "FromDate"), maybe_day(part.to_date, "ToDate")) for part in parts]
    new = {part.charge_type_id for part, begins, _ in dated if begins == on}
    return [
        part
        for part, begins, ends in dated
        if (begins is None or begins <= on)
        and (ends is None or on < ends or (on == ends and (begins == on or part.charge_type_id not in new)))
    ]


def _status(row: Lease, left: date | None) -> LeaseStatus:
    """A tenant who is past has settled; one who has moved out may still owe."""
    if left is None or not row.is_move_out_confirmed:
        return LeaseStatus.CURRENT
    is_past = row.tenant is not None and text(row.tenant.status).lower() == PAST
    return LeaseStatus.CLOSED if is_past else LeaseStatus.VACATED


def _renewal(row: Lease, term: LeaseRenewal, place: str) -> LeaseRenewalRecord:
    return LeaseRenewalRecord(
        external_id=str(term.id),
        lease_id=str(row.id),
        property_id=place,
        start_date=maybe_day(term.start_date, "StartDate"),
        end_date=maybe_day(term.end_date, "EndDate"),
        signed_on=maybe_day(term.sign_date, "SignDate"),
        term_months=term.lease_length,
        document_status=text(term.signable_document_status),
        custom=custom_of(term.user_defined_values),
    )


def _sale(row: Lease, sale: RetailSale, place: str) -> RetailSaleRecord:
    return RetailSaleRecord(
        external_id=str(sale.id),
        property_id=place,
        lease_id=str(row.id),
        period_start=day(sale.sale_date, "SaleDate"),
        amount=money(sale.amount, "Amount"),
    )
