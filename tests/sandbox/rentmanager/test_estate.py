"""The estate of day 0: what a reader must be ready to meet."""

from __future__ import annotations

from collections import Counter

import pytest

from sandbox.rentmanager.schema import FIELDS, INSIDE
from tests.sandbox.rentmanager.guest import Guest, value

ACCOUNTS = ("samplehomes/1", "samplehomes/2", "oakridge/1")


@pytest.mark.parametrize("account", ACCOUNTS)
def test_every_row_keeps_to_the_fields_of_the_reference(guest: Guest, account: str) -> None:
    unknown = {
        (resource, name)
        for resource in FIELDS
        for row in guest.raw(resource, account)
        for name, found in row.items()
        if name not in FIELDS[resource] or found is None
    }

    assert unknown == set()


@pytest.mark.parametrize("account", ACCOUNTS)
def test_every_reference_finds_its_row(guest: Guest, account: str) -> None:
    names = {"PropertyID": "Properties", "UnitID": "Units", "TenantID": "Tenants", "ChargeTypeID": "ChargeTypes"}
    names |= {"ParentLeaseID": "Leases", "ChargeID": "Charges", "PaymentID": "Payments", "GLAccountID": "GLAccounts"}
    keys = {resource: {next(iter(row.values())) for row in guest.raw(resource, account)} for resource in names.values()}

    lost = [
        (resource, name, row[name])
        for resource in FIELDS
        for row in guest.raw(resource, account)
        for name in names
        if name in row and row[name] not in keys[names[name]]
    ]

    assert lost == []


def test_the_busy_location_has_the_size_it_is_told_to_have(guest: Guest) -> None:
    units = [len(guest.raw("Units", account)) for account in ACCOUNTS]

    assert units == [140, 7, 7]
    assert len(guest.raw("Properties")) == 24
    assert 140 <= len(guest.raw("Tenants")) <= 170


def test_properties_are_of_all_kinds_and_one_is_sold(guest: Guest) -> None:
    rows = guest.raw("Properties")

    assert set(Counter(row["PropertyType"] for row in rows)) == {"Residential", "Commercial", "Association", "Mixed"}
    assert [row["Name"] for row in rows if not row["IsActive"]] == ["Peoria Mill (sold)"]
    assert any("ManagerName" not in row for row in rows) and any("Email" not in row for row in rows)


def test_tenants_are_current_past_and_future_and_some_share_a_unit(guest: Guest) -> None:
    leases = [row for row in guest.raw("Leases") if "MoveOutDate" not in row]
    shared = [unit for unit, count in Counter(row.get("UnitID") for row in leases).items() if count > 1]

    assert set(Counter(row["Status"] for row in guest.raw("Tenants"))) == {"Current", "Past", "Future"}
    assert any(row["IsCompany"] and "FirstName" not in row for row in guest.raw("Tenants"))
    assert [row for row in leases if "UnitID" not in row]
    assert shared
    assert not {"Email", "UnitID", "MoveInDate"} & {name for row in guest.raw("Tenants") for name in row}


def test_a_subsidised_rent_is_two_recurring_charges(guest: Guest) -> None:
    types = {row["ChargeTypeID"] for row in guest.raw("Subsidies")}
    tenants = {row["TenantID"] for row in guest.raw("SubsidyTenants")}
    agency = [row for row in guest.raw("RecurringCharges") if row["ChargeTypeID"] in types]

    own = [row for row in guest.raw("RecurringCharges") if row["EntityKeyID"] in tenants and row["ChargeTypeID"] == 2]

    assert {row["EntityKeyID"] for row in agency} == tenants == {row["EntityKeyID"] for row in own}
    cheques = guest.raw("SubsidyPayments")
    paid = {row["Reference"] for row in guest.raw("Payments")}
    assert {f"Check {row['CheckNumber']}" for row in cheques} <= paid


def test_shops_recover_expenses_escalate_and_report_sales(guest: Guest) -> None:
    commercial = {row["LeaseID"] for row in guest.raw("Leases") if row["IsCommercial"]}
    cam = {row["ChargeTypeID"] for row in guest.raw("ChargeTypes") if row["IsCam"]}

    assert {row["LeaseID"] for row in guest.raw("RetailSales")} < commercial
    assert {row["ChargeTypeID"] for row in guest.raw("Charges")} & cam
    assert guest.raw("ChargeEscalations")
    assert [row for row in guest.raw("LeaseRenewals") if "DefaultCommercialExpensePercentage" in row]


def test_an_association_has_a_board_dues_violations_and_requests(guest: Guest) -> None:
    (home,) = [row["PropertyID"] for row in guest.raw("Properties") if row["PropertyType"] == "Association"]

    assert {row["PropertyID"] for row in guest.raw("AssociationSettings")} == {home}
    assert [row["Title"] for row in guest.raw("BoardMemberTerms")].count("Treasurer") == 2
    assert set(Counter(row["IsClosed"] for row in guest.raw("Violations"))) == {True, False}
    assert {row["Status"] for row in guest.raw("ArchitecturalRequests")} > {"BoardReview", "Denied"}
    assert {row["Frequency"] for row in guest.raw("RecurringCharges") if row["ChargeTypeID"] == 30} == {3}


def test_nothing_recurs_that_ended_before_it_began(guest: Guest) -> None:
    rows = [row for account in ("samplehomes/1", "oakridge/1") for row in guest.raw("RecurringCharges", account)]

    ended = [row for row in rows if "ToDate" in row]

    assert len(ended) > 15
    assert all(row["FromDate"] <= row["ToDate"] for row in ended)


def test_money_adds_up(guest: Guest) -> None:
    used: Counter[int] = Counter()
    for row in guest.raw("Allocations"):
        used[row["ChargeID"]] += round(row["Amount"] * 100)

    for charge in guest.raw("Charges"):
        assert used[charge["ChargeID"]] == round(charge["AmountAllocated"] * 100)
        assert charge["IsFullyAllocated"] == (charge["AmountAllocated"] >= charge["Amount"])
    bounced = [row for row in guest.raw("Payments") if "ReversalDate" in row]
    assert len(bounced) == 2
    assert {row["ReversalType"] for row in bounced} == {"NSF"}


def test_every_kind_of_defined_field_is_there(guest: Guest) -> None:
    kinds = {row["FieldType"] for row in guest.raw("UserDefinedFields")}

    assert kinds == set("Text EncryptedText DropdownList SelectionList YesNo Date Numeric File Image Hyperlink".split())


def test_contacts_hold_what_a_client_should_not_ask_for(office: Guest) -> None:
    contacts = value(office.get("Contacts", filters="ParentType,eq,Tenant", fields="ContactID,FirstName,Email"))

    assert all(set(row) <= {"ContactID", "FirstName", "Email"} for row in contacts)
    assert [row for row in office.raw("Contacts") if {"DateOfBirth", "AnnualIncome", "FederalTaxID"} <= set(row)]


def test_what_is_inside_others_has_no_address_of_its_own(office: Guest) -> None:
    statuses = {office.get(resource).status_code for resource in sorted(INSIDE)}

    assert statuses == {404}
