"""Leases with their terms, and what a lease's rent is worked out from."""

from decimal import Decimal

import msgspec

from providers.rentmanager.replies.common import ChargeType, Row, Stamped, UserDefinedValue
from providers.rentmanager.replies.money import SubsidyOfTenant


class LeaseTerm(Row, kw_only=True):
    """How long leases run."""

    is_month_to_month: bool = False


class LeaseRenewal(Row, kw_only=True):
    """One term of a lease, the first one too."""

    id: int = msgspec.field(name="LeaseRenewalID")
    lease_length: int | None = None
    sign_date: str | None = None
    start_date: str | None = None
    end_date: str | None = None
    signable_document_status: str | None = None
    lease_term: LeaseTerm | None = None
    user_defined_values: list[UserDefinedValue]


class RentPart(Row, kw_only=True):
    """A recurring charge of the lease's tenant."""

    unit_id: int | None = None
    frequency: int | None = None
    amount: Decimal
    from_date: str | None = None
    to_date: str | None = None
    charge_type_id: int | None = None
    charge_type: ChargeType | None = None


class TenantOfLease(Row, kw_only=True):
    """Who rents, with all that recurs on their account."""

    id: int = msgspec.field(name="TenantID")
    name: str = ""
    status: str | None = None
    rent_period: str | None = None
    recurring_charges: list[RentPart]
    subsidies: list[SubsidyOfTenant]


class RetailSale(Row, kw_only=True):
    """A shop's sales. The names of its fields are a guess: no source has them."""

    id: int = msgspec.field(name="RetailSaleID")
    amount: Decimal
    sale_date: str | None = None


class Lease(Stamped, kw_only=True):
    """One row of GET /Leases: one occupancy of a unit by one tenant. StartDate and EndDate are the active term's and come
    only with LeaseRenewals; the rent is on the tenant."""

    id: int = msgspec.field(name="LeaseID")
    tenant_id: int | None = None
    property_id: int | None = None
    unit_id: int | None = None
    is_commercial: bool = False
    move_in_date: str | None = None
    move_out_date: str | None = None
    expected_move_out_date: str | None = None
    notice_date: str | None = None
    is_move_out_confirmed: bool = False
    start_date: str | None = None
    end_date: str | None = None
    lease_renewals: list[LeaseRenewal]
    retail_sales: list[RetailSale]
    tenant: TenantOfLease | None = None
