"""Charges, payments, bills, and who pays a part."""

from decimal import Decimal

import msgspec

from providers.rentmanager.replies.common import ChargeType, Row, Stamped


class Subsidy(Row, kw_only=True):
    """One row of GET /Subsidies: an agency that pays a part of rents, by a charge type of its own."""

    id: int = msgspec.field(name="SubsidyID")
    name: str
    short_name: str | None = None
    payment_from: str | None = None
    charge_type_id: int | None = None
    charge_type: ChargeType | None = None


class SubsidyOfTenant(Row, kw_only=True):
    """A subsidy as a tenant's row shows it."""

    charge_type_id: int | None = None


class TenantOfCharge(Row, kw_only=True):
    """The tenant of a recurring charge, for the property, the subsidies and what Frequency counts."""

    property_id: int | None = None
    rent_period: str | None = None
    subsidies: list[SubsidyOfTenant]


class RecurringCharge(Stamped, kw_only=True):
    """One row of GET /RecurringCharges. What it is charged to is named by EntityType and EntityKeyID; Frequency counts
    rent periods, mostly months."""

    id: int = msgspec.field(name="RecurringChargeID")
    entity_type: str | None = None
    tenant_id: int | None = None
    property_id: int | None = None
    unit_id: int | None = None
    frequency: int | None = None
    charge_type_id: int | None = None
    amount: Decimal
    comment: str | None = None
    from_date: str | None = None
    to_date: str | None = None
    charge_type: ChargeType | None = None
    tenant: TenantOfCharge | None = None


class Charge(Stamped, kw_only=True):
    """One row of GET /Charges. AccountID is the TenantID."""

    id: int = msgspec.field(name="ID")
    account_id: int | None = None
    account_type: str | None = None
    property_id: int | None = None
    unit_id: int | None = None
    charge_type_id: int | None = None
    amount: Decimal
    amount_allocated: Decimal | None = None
    transaction_date: str
    comment: str | None = None
    reference: str | None = None
    charge_type: ChargeType | None = None


class Allocation(Row, kw_only=True):
    """The part of a payment that pays one charge."""

    property_id: int | None = None
    unit_id: int | None = None
    amount: Decimal


class LeaseOfTenant(Row, kw_only=True):
    """A lease as a payment's tenant shows it."""

    id: int = msgspec.field(name="LeaseID")
    property_id: int | None = None
    unit_id: int | None = None


class TenantOfPayment(Row, kw_only=True):
    """Who paid."""

    property_id: int | None = None
    leases: list[LeaseOfTenant]


class Payment(Stamped, kw_only=True):
    """One row of GET /Payments. It names no property: its allocations do."""

    id: int = msgspec.field(name="ID")
    account_type: str | None = None
    amount: Decimal
    transaction_date: str
    reference: str | None = None
    comment: str | None = None
    reversal_date: str | None = None
    reversal_type: str | None = None
    prepay_property_id: int | None = None
    allocations: list[Allocation]
    tenant: TenantOfPayment | None = None


class BillDetail(Row, kw_only=True):
    """One line of a bill."""

    property_id: int | None = None
    amount: Decimal
    comment: str | None = None


class Bill(Stamped, kw_only=True):
    """One row of GET /Bills."""

    id: int = msgspec.field(name="ID")
    payee_name: str | None = None
    reference: str | None = None
    comment: str | None = None
    transaction_date: str
    is_approved: bool = True
    reversal_date: str | None = None
    bill_details: list[BillDetail]
