"""Embeds and fields: what they show, and how they stay silent when asked in the wrong way."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.sandbox.rentmanager.guest import Guest, value

# the kind that the fields of each resource's records are made for
DEFINED = {
    "Properties": "Property",
    "Units": "Unit",
    "Tenants": "Tenant",
    "Owners": "Owner",
    "Contacts": "Contact",
    "LeaseRenewals": "LeaseRenewal",
    "ServiceManagerIssues": "ServiceManagerIssue",
}


def total(rows: list[dict[str, Any]], name: str = "Amount") -> Decimal:
    """The sum of one field."""
    return sum((Decimal(str(row[name])) for row in rows), Decimal())


def test_embedded_rows_come_at_the_end_of_their_row_and_may_nest(office: Guest) -> None:
    stored = office.raw("Tenants")[0]
    contacts = [row for row in office.raw("Contacts") if (row["ParentType"], row["ParentID"]) == ("Tenant", 920)]
    phones = [row for row in office.raw("PhoneNumbers") if row["ParentType"] == "Contact"]
    types = {row["ContactTypeID"]: row for row in office.raw("ContactTypes")}

    tenant = value(office.get("Tenants/920", embeds="Contacts,Contacts.PhoneNumbers,Contacts.ContactType"))

    assert tenant == stored | {
        "Contacts": [
            row
            | {
                "PhoneNumbers": [phone for phone in phones if phone["ParentID"] == row["ContactID"]],
                "ContactType": types[row["ContactTypeID"]],
            }
            for row in contacts
        ]
    }


def test_a_balance_is_there_only_with_its_embed(office: Guest) -> None:
    reversed_payment = next(row for row in office.raw("Payments") if "ReversalDate" in row)
    key = reversed_payment["AccountID"]
    held = {row["ChargeTypeID"] for row in office.raw("SecurityDepositTypes")}
    charges = [row for row in office.raw("Charges") if row["AccountID"] == key]
    credits = [row for row in office.raw("Credits") if row["AccountID"] == key]
    payments = [row for row in office.raw("Payments") if row["AccountID"] == key and "ReversalDate" not in row]

    plain = value(office.get(f"Tenants/{key}"))
    shown = value(office.get(f"Tenants/{key}", embeds="Balance,OpenBalance,SecurityDepositHeld"))

    deposits = [row for row in charges if row["ChargeTypeID"] in held]
    paid = total(charges, "AmountAllocated")
    assert {name: Decimal(str(shown.pop(name))) for name in ("Balance", "OpenBalance", "SecurityDepositHeld")} == {
        "Balance": total(charges) - total(payments) - total(credits),
        "OpenBalance": total(charges) - paid,
        "SecurityDepositHeld": total(deposits, "AmountAllocated"),
    }
    assert shown == plain


def test_a_lease_has_dates_only_with_its_renewals(office: Guest) -> None:
    (lease, *_) = office.raw("Leases")
    terms = [row for row in office.raw("LeaseRenewals") if row["ParentLeaseID"] == lease["LeaseID"]]
    active = max((row for row in terms if row["StartDate"] <= "2026-11-23T00:00:00"), key=lambda row: row["StartDate"])

    plain = value(office.get(f"Leases/{lease['LeaseID']}"))
    dated = value(office.get(f"Leases/{lease['LeaseID']}", embeds="LeaseRenewals"))

    assert "StartDate" not in plain and "EndDate" not in plain
    assert dated == lease | {
        "StartDate": active["StartDate"],
        "EndDate": active["EndDate"],
        "LeaseRenewals": terms,
    }


def test_vacancy_rent_and_status_of_a_unit_are_embeds(office: Guest) -> None:
    lived_in = {
        row["UnitID"]
        for row in office.raw("Leases")
        if "UnitID" in row and row["MoveInDate"] <= "2026-11-23T00:00:00" and "MoveOutDate" not in row
    }

    units = value(office.get("Units", embeds="IsVacant,CurrentMarketRent,CurrentUnitStatus.UnitStatusType"))

    assert {row["UnitID"] for row in units if not row["IsVacant"]} == lived_in
    assert all(
        row["CurrentUnitStatus"]["UnitStatusType"]["IsVacant"]
        for row in units
        if row["IsVacant"] and "CurrentUnitStatus" in row
    )
    assert all(row["CurrentMarketRent"]["UnitID"] == row["UnitID"] for row in units if "CurrentMarketRent" in row)
    assert {"UnitID", "Name"} <= set(units[0]) and "Status" not in units[0]


def test_an_issue_is_linked_to_units_properties_or_nothing(office: Guest) -> None:
    names = ("LinkedUnits", "LinkedProperties", "LinkedTenants")

    issues = value(office.get("ServiceManagerIssues", embeds=",".join(names)))

    forms = {tuple(bool(row[name]) for name in names) for row in issues}
    assert forms == {(True, False, True), (True, False, False), (False, True, False), (False, False, False)}
    assert not {"PropertyID", "UnitID", "TenantID"} & set(issues[0])


def test_with_fields_only_the_named_embeds_are_shown(office: Guest) -> None:
    both = value(office.get("Tenants/920", embeds="Leases,Contacts", fields="TenantID,Leases"))
    none = value(office.get("Tenants/920", embeds="Leases", fields="TenantID,Name"))

    assert list(both) == ["TenantID", "Leases"]
    assert list(none) == ["TenantID", "Name"]


def test_fields_may_reach_into_an_embed(office: Guest) -> None:
    fields = "TenantID,Contacts,Contacts.FirstName"

    tenant = value(office.get("Tenants/920", embeds="Contacts", fields=fields))

    assert {tuple(row) for row in tenant["Contacts"]} == {("FirstName",)}


def test_embed_in_the_singular_is_a_silent_lie(office: Guest) -> None:
    answer = office.get("Tenants/920", embed="Contacts,Leases,Property")

    assert answer.status_code == 200
    assert value(answer) == office.raw("Tenants")[0] | {"Contacts": [], "Leases": []}


def test_embeds_without_fields_may_be_ignored_as_one_report_has_it(office: Guest) -> None:
    office.control("PATCH", "settings", {"embeds_need_fields": True})

    assert "Leases" not in value(office.get("Tenants/920", embeds="Leases"))
    assert value(office.get("Tenants/920", embeds="Leases", fields="TenantID,Leases"))["Leases"]


@pytest.mark.parametrize(
    ("parameter", "name"),
    [("embeds", "Lease"), ("embeds", "Contacts.Shoes"), ("fields", "Shoes"), ("fields", "StartDate")],
)
def test_a_misspelt_name_is_refused(office: Guest, parameter: str, name: str) -> None:
    answer = office.get("Tenants", **{parameter: name})

    assert answer.status_code == 400
    assert list(value(answer)["ModelState"]) == [parameter]


def test_user_defined_values_belong_to_their_kind_of_record(office: Guest) -> None:
    fields = {row["UserDefinedFieldID"]: row for row in office.raw("UserDefinedFields")}

    values = {
        kind: [one for row in value(office.get(kind, embeds="UserDefinedValues")) for one in row["UserDefinedValues"]]
        for kind in DEFINED
    }

    for kind, parent in DEFINED.items():
        assert {fields[row["UserDefinedFieldID"]]["ParentType"] for row in values[kind]} == {parent}
    assert all(isinstance(row["Value"], str) for rows in values.values() for row in rows)
    assert sum(map(len, values.values())) == len(office.raw("UserDefinedValues"))
