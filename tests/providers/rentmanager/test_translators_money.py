"""Charges, receipts and bills."""

from datetime import date
from decimal import Decimal

import pytest

from providers.errors import RecordError
from providers.lettings import ChargeRecord, RecurringChargeRecord, SubsidyRecord
from providers.records import BillRecord, RentPaymentRecord
from providers.rentmanager.replies.money import Bill, Charge, Payment, RecurringCharge, Subsidy
from providers.rentmanager.translators.money import to_bills, to_charge, to_receipts, to_recurring_charge, to_subsidy
from tests.providers.rentmanager.rows import SECTION_8, STAMPS, a_charge, a_payment, a_recurring, translated


def receipts(row):
    return translated(row, Payment, to_receipts)


def receipt(external_id, property_id, amount, **changes):
    said = {"lease_id": "1402", "paid_on": date(2026, 10, 3), "description": "ACH 20261003"} | changes
    return RentPaymentRecord(external_id=external_id, property_id=property_id, amount=Decimal(amount), **said)


def test_a_charge_is_translated_whole():
    assert translated(a_charge(), Charge, to_charge) == ChargeRecord(
        external_id="88121",
        property_id="15",
        unit_id="412",
        tenant_id="933",
        charged_on=date(2026, 10, 1),
        charge_type="CAM recovery",
        description="CAM estimate",
        amount=Decimal("812.50"),
        allocated=Decimal("812.50"),
        is_recoverable=True,
    )


def test_a_charge_on_another_kind_of_account_is_no_tenants():
    assert translated(a_charge(AccountType="Owner"), Charge, to_charge).tenant_id is None


def test_a_charge_without_a_property_is_set_aside():
    with pytest.raises(RecordError, match="PropertyID is missing"):
        translated(a_charge(PropertyID=None), Charge, to_charge)


def test_the_agencys_part_of_a_rent_is_a_subsidy():
    row = a_recurring(588, SECTION_8, Tenant={"PropertyID": 12, "Subsidies": [{"SubsidyID": 3, "ChargeTypeID": 14}]})

    assert translated(row, RecurringCharge, to_recurring_charge) == RecurringChargeRecord(
        external_id="7701",
        property_id="12",
        unit_id="301",
        tenant_id="920",
        charge_type="Subsidy rent",
        description="Tenant portion",
        amount=Decimal("588.00"),
        every_months=1,
        start_date=date(2026, 8, 1),
        is_rent=True,
        is_subsidy=True,
    )


@pytest.mark.parametrize(("period", "months"), [("Monthly", 3), (None, 3), ("Weekly", None)])
def test_a_charge_that_recurs_by_the_week_has_no_number_of_months(period, months):
    tenant = {"PropertyID": 12, "RentPeriod": period, "Subsidies": []}

    found = translated(a_recurring(588, Frequency=3, Tenant=tenant), RecurringCharge, to_recurring_charge)

    assert found.every_months == months


def test_a_subsidy_is_translated_whole():
    row = {"SubsidyID": 3, "ChargeTypeID": 14, "Name": "Greater Dayton Housing Authority", "ShortName": "GDHA"}

    assert translated(row | {"ChargeType": SECTION_8}, Subsidy, to_subsidy) == SubsidyRecord(
        external_id="3", name="Greater Dayton Housing Authority", short_name="GDHA", charge_type="Subsidy rent"
    )


def test_a_payment_is_one_receipt_for_each_property():
    row = a_payment((15, 412, 5400.0), (15, 412, 612.5), (12, 301, 200.0))

    assert receipts(row) == (
        receipt("88205-15", "15", "6012.50"),
        receipt("88205-12", "12", "200.00", lease_id=None),
    )


def test_what_is_paid_ahead_belongs_to_the_property_named_for_it():
    assert receipts(a_payment((15, 412, 6000.0), PrepayPropertyID=12)) == (
        receipt("88205-15", "15", "6000.00"),
        receipt("88205-12", "12", "212.50", lease_id=None),
    )


def test_or_to_the_only_property_that_it_pays_for():
    assert receipts(a_payment((12, 301, 6000.0))) == (receipt("88205-12", "12", "6212.50", lease_id=None),)


def test_a_reversed_payment_stays_and_is_taken_back_on_its_day():
    row = a_payment(ReversalDate="2026-10-08T00:00:00", ReversalType="NSF")

    assert receipts(row) == (
        receipt("88205-15", "15", "6212.50"),
        receipt("88205-15-reversal", "15", "-6212.50", paid_on=date(2026, 10, 8), description="Reversed: NSF"),
    )


def test_of_several_leases_at_a_property_the_unit_tells():
    row = a_payment((15, 415, 6212.5))
    row["Tenant"]["Leases"].append({"LeaseID": 1403, "PropertyID": 15, "UnitID": 415})

    assert receipts(row) == (receipt("88205-15", "15", "6212.50", lease_id="1403"),)


def test_a_payment_of_nobodys_property_is_set_aside():
    with pytest.raises(RecordError, match="PropertyID is missing"):
        receipts(a_payment(Tenant={"Leases": []}))


def test_what_owners_pay_in_is_no_receipt_of_rent():
    assert receipts(a_payment((15, 412, 6212.5), AccountType="Owner")) == ()


BILL = {
    "ID": 61200,
    "AccountID": 77,
    "PayeeName": "Buckeye Plumbing",
    "Reference": "INV-2000",
    "Amount": 300.0,
    "TransactionDate": "2026-09-18T00:00:00",
    "IsApproved": True,
    **STAMPS,
    "BillDetails": [
        {"PropertyID": 12, "Amount": 100.0, "Comment": "Trap"},
        {"PropertyID": 15, "Amount": 150.0},
        {"PropertyID": 12, "Amount": 50.0},
    ],
}


def bill(external_id, property_id, amount, description, **changes):
    return BillRecord(
        external_id=external_id,
        property_id=property_id,
        billed_on=changes.get("billed_on", date(2026, 9, 18)),
        amount=Decimal(amount),
        description=description,
        supplier_name="Buckeye Plumbing",
    )


def test_a_bill_is_one_for_each_property_on_its_lines():
    assert translated(BILL, Bill, to_bills) == (
        bill("61200-12", "12", "150.00", "Trap"),
        bill("61200-15", "15", "150.00", "INV-2000"),
    )


def test_a_bill_that_nobody_approved_is_none_yet():
    assert translated(BILL | {"IsApproved": False}, Bill, to_bills) == ()


def test_a_reversed_bill_stays_and_is_taken_back():
    row = BILL | {"ReversalDate": "2026-10-02T00:00:00", "BillDetails": BILL["BillDetails"][1:2]}

    assert translated(row, Bill, to_bills) == (
        bill("61200-15", "15", "150.00", "INV-2000"),
        bill("61200-15-reversal", "15", "-150.00", "Reversed: INV-2000", billed_on=date(2026, 10, 2)),
    )
