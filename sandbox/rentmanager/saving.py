"""Carrying out what was planned. Nothing here can fail: the plan has looked at everything."""

from __future__ import annotations

from sandbox.rentmanager.estate import Location, Row, wall
from sandbox.rentmanager.rules import DEFAULTS
from sandbox.rentmanager.schema import FIELDS, PRIMARY
from sandbox.rentmanager.steps import Step, Written

PEOPLE = {"Tenants", "Prospects"}
ENTITIES = {"Tenant": "TenantID", "Unit": "UnitID", "UnitType": "UnitTypeID", "Property": "PropertyID"}


def carry_out(location: Location, steps: list[Step], user: int) -> list[Written]:
    """Every row touched, in order. The caller holds the village's lock."""
    return [written for step in steps for written in save(location, step, user)]


def save(location: Location, step: Step, user: int) -> list[Written]:
    """One row and those below it."""
    row = step.row
    if row is None:
        given = {name: value for name, value in step.values.items() if value is not None}
        row = step.row = location.put(step.resource, new_row(location, step.resource, given))
    else:
        row.update(step.values)
        for name, value in step.values.items():
            if value is None:
                del row[name]
    keep_in_step(location, step.resource, row)
    location.stamp(step.resource, row, user)
    touched = [Written(step.resource, "Add" if step.is_new else "Edit", row)]
    for child, below in step.below:
        below.values |= child.tie(row)
        touched += save(location, below, user)
    if step.resource == "Payments" and step.is_new:
        touched += settle(location, row, user)
    if step.resource == "Bills" and "Amount" not in row:
        details = location.index("BillDetails", "BillID").get(row["ID"], [])
        row["Amount"] = round(sum(detail["Amount"] for detail in details), 2)
    return touched


def new_row(location: Location, resource: str, given: Row) -> Row:
    """A row with its keys, what was given, and the usual values of what was not."""
    key = location.next_id(resource)
    row: Row = {PRIMARY[resource]: key}
    if "ID" in FIELDS[resource]:
        row["ID"] = key
    row |= DEFAULTS.get(resource, {}) | given
    if resource in PEOPLE:
        row[f"{resource[:-1]}DisplayID"] = 1000 + key
    if resource == "UserDefinedValues":
        field = location.tables["UserDefinedFields"][row["UserDefinedFieldID"]]
        row |= {name: field[name] for name in ("Name", "FieldType") if name in field}
    if resource == "Charges" and "PropertyID" not in row:
        tenant = location.tables["Tenants"].get(row["AccountID"], {})
        if "PropertyID" in tenant:
            row["PropertyID"] = tenant["PropertyID"]
    return row


def keep_in_step(location: Location, resource: str, row: Row) -> None:
    """The fields that follow from others."""
    if resource in PEOPLE and not row.get("IsCompany"):
        names = [row[name] for name in ("LastName", "FirstName") if row.get(name)]
        if names:
            row["Name"] = ", ".join(names)
            if resource == "Tenants":
                row["LastNameFirstName"] = row["Name"]
    if resource == "RecurringCharges" and row.get("EntityType") in ENTITIES:
        row[ENTITIES[row["EntityType"]]] = row["EntityKeyID"]
    if resource == "ServiceManagerIssues":
        if row.get("IsClosed"):
            row.setdefault("CloseDate", wall(location.moment()))
        else:
            row.pop("CloseDate", None)


def settle(location: Location, payment: Row, user: int) -> list[Written]:
    """The charges that a new payment's allocations pay, and what of the payment is spent."""
    touched = []
    spent = 0.0
    for allocation in location.index("Allocations", "PaymentID").get(payment["PaymentID"], []):
        allocation["TransactionDate"] = payment["TransactionDate"]
        charge = location.tables["Charges"][allocation["ChargeID"]]
        charge["AmountAllocated"] = round(charge.get("AmountAllocated", 0.0) + allocation["Amount"], 2)
        charge["IsFullyAllocated"] = charge["AmountAllocated"] >= charge["Amount"]
        location.stamp("Charges", charge, user)
        touched.append(Written("Charges", "Edit", charge))
        spent += allocation["Amount"]
    payment["AmountAllocated"] = round(spent, 2)
    payment["IsFullyAllocated"] = payment["AmountAllocated"] >= payment["Amount"]
    return touched
