"""Rows that are written below others: in a list inside the parent, or at `/{Resource}/{id}/{Name}`."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from sandbox.rentmanager.estate import Location, Row
from sandbox.rentmanager.schema import PRIMARY

ISSUE = "ServiceManagerIssueID"
LINKS = {"LinkedUnits": "UnitID", "LinkedProperties": "PropertyID", "LinkedTenants": "TenantID"}


class Child(NamedTuple):
    """One list. `tie` gives the fields that make a row the parent's own."""

    target: str
    tie: Callable[[Row], Row]


def below(target: str, field: str, key: str) -> Child:
    """Rows that name the parent in one field."""
    return Child(target, lambda parent: {field: parent[key]})


def parented(target: str, kind: str, key: str) -> Child:
    """Rows that name the parent by kind and id."""
    return Child(target, lambda parent: {"ParentID": parent[key], "ParentType": kind})


def charged(parent: Row) -> Row:
    """A charge to a tenant; the property is the tenant's own unless another is named."""
    return {"AccountID": parent["TenantID"], "AccountType": "Customer"}


CHILDREN: dict[str, dict[str, Child]] = {
    "Properties": {"Addresses": parented("Addresses", "Property", "PropertyID")},
    "Units": {"Addresses": parented("Addresses", "Unit", "UnitID")},
    "Tenants": {
        "Contacts": parented("Contacts", "Tenant", "TenantID"),
        "Addresses": parented("Addresses", "Tenant", "TenantID"),
        "Leases": below("Leases", "TenantID", "TenantID"),
        "Charges": Child("Charges", charged),
    },
    "Prospects": {
        "Contacts": parented("Contacts", "Prospect", "ProspectID"),
        "Addresses": parented("Addresses", "Prospect", "ProspectID"),
    },
    "Owners": {
        "Contact": parented("Contacts", "Owner", "OwnerID"),
        "Addresses": parented("Addresses", "Owner", "OwnerID"),
    },
    "Vendors": {
        "Contact": parented("Contacts", "Vendor", "VendorID"),
        "Contacts": parented("Contacts", "Vendor", "VendorID"),
        "Addresses": parented("Addresses", "Vendor", "VendorID"),
    },
    "Contacts": {"Addresses": parented("Addresses", "Contact", "ContactID")},
    "Leases": {"LeaseRenewals": below("LeaseRenewals", "ParentLeaseID", "LeaseID")},
    "Payments": {"Allocations": below("Allocations", "PaymentID", "PaymentID")},
    "Bills": {"BillDetails": below("BillDetails", "BillID", "ID")},
    "ServiceManagerIssues": {
        "WorkOrders": below("ServiceManagerIssueWorkOrders", ISSUE, ISSUE),
        **{name: Child("ServiceManagerIssueLinks", lambda parent: {ISSUE: parent[ISSUE]}) for name in LINKS},
    },
}
# the kind that UserDefinedFields calls each resource's records
DEFINED = {
    "Properties": "Property",
    "Units": "Unit",
    "Tenants": "Tenant",
    "Prospects": "Prospect",
    "Owners": "Owner",
    "Vendors": "Vendor",
    "Contacts": "Contact",
    "LeaseRenewals": "LeaseRenewal",
    "ServiceManagerIssues": "ServiceManagerIssue",
}
for resource in DEFINED:
    CHILDREN.setdefault(resource, {})["UserDefinedValues"] = below("UserDefinedValues", "ParentID", PRIMARY[resource])


def owned_by(location: Location, resource: str, key: int) -> list[tuple[str, Row]]:
    """The rows that go when a row goes: all that is written below it, except money and leases."""
    parent = {PRIMARY[resource]: key}
    found: dict[tuple[str, int], Row] = {}
    for child in CHILDREN.get(resource, {}).values():
        if child.target in ("Charges", "Leases"):
            continue
        ties = {field: value for field, value in child.tie(parent).items() if value is not None}
        for row in location.index(child.target, next(iter(ties))).get(key, []):
            if ties.items() <= row.items() and is_defined_for(location, resource, row):
                found[child.target, row[PRIMARY[child.target]]] = row
    return [(target, row) for (target, _), row in found.items()]


def is_defined_for(location: Location, resource: str, row: Row) -> bool:
    """False for a defined value of another kind of record that happens to have the same id."""
    if "UserDefinedFieldID" not in row:
        return True
    field = location.tables["UserDefinedFields"].get(row["UserDefinedFieldID"], {})
    return field.get("ParentType") == DEFINED.get(resource)
