"""Rows in Rent Manager's shapes. Fields and values follow its per-resource reference (builds of April and May 2026) and live
builds of September 2026, as transcribed in public; all people and places are made up. Null fields are left out, as live."""

from collections.abc import Callable
from typing import Any

import msgspec

from providers.base import Reply

STAMPS = {
    "CreateDate": "2024-05-06T09:14:22",
    "CreateUserID": 4,
    "UpdateDate": "2026-10-09T13:27:55",
    "UpdateUserID": 7,
}
MOBILE = {
    "PhoneNumberID": 7120,
    "PhoneNumber": "(937) 555-0177",
    "StrippedPhoneNumber": "9375550177",
    "IsPrimary": True,
}
ROSA = {
    "ContactID": 4410,
    "FirstName": "Rosa",
    "LastName": "Delgado",
    "IsActive": True,
    "IsPrimary": True,
    "DateOfBirth": "1991-03-17T00:00:00",
    "Email": "rosa.delgado@example.com",
    "Employer": "Miami Valley Clinic",
    "AnnualIncome": 31480.0,
    "ParentID": 920,
    "ParentType": "Tenant",
    "UpdateDate": "2026-06-20T15:31:08",
    "PhoneNumbers": [MOBILE],
}
MATEO = {
    "ContactID": 4411,
    "FirstName": "Mateo",
    "LastName": "Delgado",
    "IsActive": True,
    "IsPrimary": False,
    "UpdateDate": "2025-07-14T10:22:31",
    "PhoneNumbers": [],
}
MAPLE = {
    "AddressID": 501,
    "AddressTypeID": 1,
    "Address": "410 Maple Court\r\nDayton, OH 45402",
    "Street": "410 Maple Court",
    "City": "Dayton",
    "State": "OH",
    "PostalCode": "45402",
    "IsPrimary": True,
    "IsBilling": True,
}
# One row comes per type of address, even where it is empty.
EMPTY_ADDRESS = {"AddressID": 502, "AddressTypeID": 2, "IsPrimary": False, "IsBilling": False}
RENT = {"ChargeTypeID": 2, "Name": "RC", "Description": "Rent Charge", "IsProrated": True, "IsCam": False}
SECTION_8 = {"ChargeTypeID": 14, "Name": "S8", "Description": "Subsidy rent"}
PET = {"ChargeTypeID": 11, "Name": "PET", "Description": "Pet rent"}
CAM = {"ChargeTypeID": 21, "Name": "CAM", "Description": "CAM recovery", "GLAccountID": 46, "IsCam": True}
DUES = {"ChargeTypeID": 30, "Name": "DUES", "Description": "Association dues"}


def defined(name: str, value: str, kind: str = "Text") -> dict[str, Any]:
    """A value of a field that the customer made."""
    return {"UserDefinedValueID": 9001, "UserDefinedFieldID": 210, "Name": name, "Value": value, "FieldType": kind}


def a_property(**changes: Any) -> dict[str, Any]:
    return {
        "PropertyID": 12,
        "Name": "Maple Court Apartments",
        "ShortName": "MAPLE",
        "IsActive": True,
        "IsCommercial": False,
        "PropertyType": "Residential",
        "ManagerName": "Dana Whitlock",
        **STAMPS,
        "ConcurrencyID": 17,
        "Addresses": [EMPTY_ADDRESS, MAPLE],
        "CurrentOwners": [{"OwnerID": 41, "Name": "Maple Holdings"}],
        "BoardMembers": [],
        "CommitteeMembers": [],
        "UserDefinedValues": [defined("Set-aside", "40% at 60% AMI"), defined("LIHTC Project No.", "OH-21-0457")],
    } | changes


def a_unit(**changes: Any) -> dict[str, Any]:
    return {
        "UnitID": 301,
        "PropertyID": 12,
        "Name": "101",
        "UnitTypeID": 5,
        "SquareFootage": 742,
        "Bedrooms": 1,
        **STAMPS,
        "IsVacant": False,
        "UnitType": {"UnitTypeID": 5, "Name": "1BR/1BA", "Bedrooms": 2, "Bathrooms": 1.5, "IsOtherRentableItem": False},
        "CurrentMarketRent": {"MarketRentID": 1411, "UnitID": 301, "Amount": 1085.0},
        "UserDefinedValues": [],
    } | changes


def a_tenant(**changes: Any) -> dict[str, Any]:
    return {
        "TenantID": 920,
        "TenantDisplayID": 1204,
        "Name": "Delgado, Rosa",
        "FirstName": "Rosa",
        "LastName": "Delgado",
        "IsCompany": False,
        "RentDueDay": 1,
        "RentPeriod": "Monthly",
        "PropertyID": 12,
        "Status": "Current",
        **STAMPS,
        "Balance": 118.0,
        "SecurityDepositHeld": 900.0,
        "Contacts": [MATEO, ROSA],
        "Addresses": [MAPLE],
        "UserDefinedValues": [
            defined("Next Recertification", "2027-08-01", "Date"),
            defined("Gate Code", "****", "EncryptedText"),
            defined("University", ""),
        ],
    } | changes


def a_recurring(amount: float, kind: dict[str, Any] = RENT, **changes: Any) -> dict[str, Any]:
    return {
        "RecurringChargeID": 7701,
        "EntityType": "Tenant",
        "EntityKeyID": 920,
        "UnitID": 301,
        "Frequency": 1,
        "ChargeTypeID": kind["ChargeTypeID"],
        "Amount": amount,
        "Comment": "Tenant portion",
        "FromDate": "2026-08-01T00:00:00",
        "IsCalculated": False,
        **STAMPS,
        "TenantID": 920,
        "ChargeType": kind,
    } | changes


def a_lease(
    *recurring: dict[str, Any], subsidies: list[dict[str, Any]] | None = None, **changes: Any
) -> dict[str, Any]:
    tenant = {
        "TenantID": 920,
        "Name": "Delgado, Rosa",
        "Status": "Current",
        "RentPeriod": "Monthly",
        "RecurringCharges": list(recurring),
        "Subsidies": subsidies or [],
    }
    return {
        "LeaseID": 1377,
        "TenantID": 920,
        "UnitID": 301,
        "PropertyID": 12,
        "IsCommercial": False,
        "MoveInDate": "2025-08-01T00:00:00",
        "IsMoveOutConfirmed": False,
        **STAMPS,
        "StartDate": "2026-08-01T00:00:00",
        "EndDate": "2027-07-31T00:00:00",
        "LeaseRenewals": [
            {
                "LeaseRenewalID": 2190,
                "ParentLeaseID": 1377,
                "LeaseLength": 12,
                "SignDate": "2026-07-18T00:00:00",
                "StartDate": "2026-08-01T00:00:00",
                "EndDate": "2027-07-31T00:00:00",
                "LeaseTerm": {"LeaseTermID": 2, "LeaseTerm": "12 months", "IsMonthToMonth": False},
                "UserDefinedValues": [defined("Renewal Gift", "Carpet cleaning")],
            }
        ],
        "RetailSales": [],
        "Tenant": tenant,
    } | changes


def a_charge(**changes: Any) -> dict[str, Any]:
    return {
        "ChargeID": 88121,
        "ID": 88121,
        "AccountID": 933,
        "AccountType": "Customer",
        "Comment": "CAM estimate",
        "Amount": 812.5,
        "TransactionDate": "2026-10-01T00:00:00",
        **STAMPS,
        "TransactionType": "Charge",
        "PropertyID": 15,
        "UnitID": 412,
        "ChargeTypeID": 21,
        "AmountAllocated": 812.5,
        "IsFullyAllocated": True,
        "ChargeType": CAM,
    } | changes


def a_payment(*allocations: tuple[int, int, float], **changes: Any) -> dict[str, Any]:
    """A payment; its allocations are (property, unit, amount)."""
    parts = [{"PropertyID": place, "UnitID": unit, "Amount": amount} for place, unit, amount in allocations]
    return {
        "PaymentID": 88205,
        "ID": 88205,
        "AccountID": 933,
        "AccountType": "Customer",
        "Reference": "ACH 20261003",
        "Comment": "",
        "Amount": 6212.5,
        "TransactionDate": "2026-10-03T00:00:00",
        **STAMPS,
        "TransactionType": "Payment",
        "Allocations": parts,
        "Tenant": {"PropertyID": 15, "Leases": [{"LeaseID": 1402, "PropertyID": 15, "UnitID": 412}]},
    } | changes


def an_issue(**changes: Any) -> dict[str, Any]:
    return {
        "ServiceManagerIssueID": 5345,
        "Title": "Kitchen sink leaking under cabinet",
        "Description": "Slow leak from the trap, bucket in place.",
        "StatusID": 2,
        "PriorityID": 2,
        "IsClosed": False,
        "DueDate": "2026-10-10T17:00:00",
        "VendorID": 77,
        **(STAMPS | {"CreateDate": "2026-10-08T08:03:27"}),
        "Status": {"ServiceManagerStatusID": 2, "Name": "In Progress"},
        "Priority": {"ServiceManagerPriorityID": 2, "Name": "Normal"},
        "Vendor": {"VendorID": 77, "Name": "Buckeye Plumbing"},
        "LinkedProperties": [],
        "LinkedUnits": [{"UnitID": 301, "PropertyID": 12, "Name": "101"}],
        "LinkedTenants": [],
        "WorkOrders": [],
        "UserDefinedValues": [defined("Purchase Approved By", "Dana Whitlock")],
    } | changes


def translated(row: dict[str, Any], reply: type[Reply], translate: Callable[[Any], Any]) -> Any:
    """The row as it would come over the wire, decoded and translated."""
    return translate(msgspec.json.decode(msgspec.json.encode(row), type=reply))
