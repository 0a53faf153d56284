"""What a GET answers: rows, one row, what lies below it, and the four ways to say no."""

from __future__ import annotations

import pytest

from tests.sandbox.rentmanager.guest import Guest, value

EVERY = (
    "Properties Units UnitTypes UnitStatusTypes MarketRents Floors PhoneNumbers Owners AssociationSettings Committees "
    "ArchitecturalRequests ArchitecturalRequestForms Violations ViolationCategories ViolationCodeGroups ViolationCodes "
    "CommunityEvents Tenants Prospects ProspectStages ProspectLostReasons LeadSources Contacts ContactTypes Leases "
    "LeaseRenewals LeaseTerms ChargeEscalations Applications ProspectApplications ApplicationSummaries "
    "ApplicationTemplates Screenings Appointments Pets PetTypes Charges Payments Credits RecurringCharges ChargeTypes "
    "SecurityDepositTypes Subsidies SubsidyTenants SubsidyPayments Bills Vendors GLAccounts Banks CamAmortizations "
    "CommercialRecoverableExpenses ConsumerPriceIndex ServiceManagerIssues ServiceManagerIssueWorkOrders "
    "ServiceManagerStatuses ServiceManagerCategories ServiceManagerPriorities UserDefinedFields Locations Colors"
).split()


@pytest.mark.parametrize("resource", EVERY)
def test_a_collection_shows_its_stored_rows_by_key_without_nulls(office: Guest, resource: str) -> None:
    stored = office.raw(resource)

    answer = office.get(resource)

    shown = [{name: found for name, found in row.items() if name != "Age"} for row in value(answer)]
    assert answer.status_code == 200
    assert shown == stored
    assert [next(iter(row.values())) for row in shown] == sorted(next(iter(row.values())) for row in shown)
    assert None not in [found for row in shown for found in row.values()]


@pytest.mark.parametrize("resource", ["Loans", "Assets"])
def test_a_collection_without_rows_has_no_content(office: Guest, resource: str) -> None:
    answer = office.get(resource)

    assert (answer.status_code, answer.content, answer.headers["X-Total-Results"]) == (204, b"", "0")


def test_one_row_is_an_object(office: Guest) -> None:
    (first, *_) = office.raw("Properties")

    answer = office.get(f"Properties/{first['PropertyID']}")

    assert (answer.status_code, value(answer)) == (200, first)
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    assert answer.headers["X-Api-Version"] == "12.2607.9741.10976"
    assert "X-Total-Results" not in answer.headers


def test_a_row_that_is_not_there_is_an_empty_404(office: Guest) -> None:
    answer = office.get("Properties/99999999")

    assert (answer.status_code, answer.content) == (404, b"")


@pytest.mark.parametrize(
    "path",
    ["Residents", "Tenants/920/Wishes", "Addresses", "Allocations", "Tenants/QuickSearch", "Tenants/920/Leases/1"],
)
def test_an_unknown_route_says_so(office: Guest, path: str) -> None:
    answer = office.get(path)

    assert answer.status_code == 404
    assert value(answer)["Message"].startswith("No HTTP resource was found that matches the request URI ")


@pytest.mark.parametrize(("method", "status"), [("PUT", 405), ("PATCH", 405), ("OPTIONS", 404)])
def test_other_verbs_are_refused(office: Guest, method: str, status: int) -> None:
    answer = office.send(method, "Tenants")

    assert answer.status_code == status
    assert list(value(answer)) == ["Message"]


def test_ordering_is_ignored_under_two_names_and_an_error_under_the_third(office: Guest) -> None:
    usual = value(office.get("Tenants"))

    assert value(office.get("Tenants", orderby="Name desc")) == usual
    assert value(office.get("Tenants", Orderings="Nonsense")) == usual
    refused = office.get("Tenants", orderingOptions="Name")
    assert (refused.status_code, value(refused)["Exception"]) == (404, "KeyNotFoundException")
    assert value(refused)["ErrorCode"] == -2146232969


def test_what_lies_below_a_row_is_a_list_an_object_or_a_bare_value(office: Guest) -> None:
    tenant = next(row for row in office.raw("Leases") if row.get("IsCommercial"))["TenantID"]
    contacts = [row for row in office.raw("Contacts") if (row["ParentType"], row["ParentID"]) == ("Tenant", tenant)]

    listed = value(office.get(f"Tenants/{tenant}/Contacts"))
    home = value(office.get(f"Tenants/{tenant}/Property"))
    balance = value(office.get(f"Tenants/{tenant}/Balance"))

    assert listed == contacts
    assert home["PropertyID"] == next(row for row in office.raw("Tenants") if row["TenantID"] == tenant)["PropertyID"]
    assert isinstance(balance, float)


def test_the_ledger_runs_to_the_balance(office: Guest) -> None:
    key = next(row for row in office.raw("Payments") if "ReversalDate" in row)["AccountID"]
    balance = value(office.get(f"Tenants/{key}/Balance"))

    lines = value(office.get("Tenants/Transactions", filters=f"AccountID,eq,{key}"))

    assert {row["TransactionType"] for row in lines} == {"Charge", "Payment"}
    assert [row["TransactionDate"] for row in lines] == sorted(row["TransactionDate"] for row in lines)
    assert lines[-1]["RunningTotal"] == balance
    assert office.get("Tenants/Transactions", filters="ChargeTypeID,eq,2").status_code == 400


def test_what_lies_below_a_row_can_be_filtered(office: Guest) -> None:
    key = office.raw("Properties")[0]["PropertyID"]

    units = value(office.get(f"Properties/{key}/Units", filters="Bedrooms,eq,2", fields="UnitID"))

    wanted = [row for row in office.raw("Units") if row["PropertyID"] == key and row.get("Bedrooms") == 2]
    assert units == [{"UnitID": row["UnitID"]} for row in wanted]


def test_below_a_row_that_is_not_there_is_an_empty_404(office: Guest) -> None:
    answer = office.get("Tenants/99999999/Leases")

    assert (answer.status_code, answer.content) == (404, b"")


def test_the_locations_of_a_login_are_listed(office: Guest) -> None:
    listed = value(office.get("Current/Locations"))

    assert [(row["LocationID"], row["Name"]) for row in listed] == [(1, "Default"), (2, "Riverside")]


def test_the_header_chooses_the_location_and_ids_of_two_collide(office: Guest) -> None:
    here = value(office.get("Tenants/920"))
    office.headers["X-RM12Api-LocationID"] = "2"

    there = value(office.get("Tenants/920"))

    assert here != there
    assert there == office.raw("Tenants", "samplehomes/2")[0]


def test_search_takes_the_same_filter_under_another_name(office: Guest) -> None:
    filtered = value(office.get("Tenants", filters="Status,eq,Past"))

    assert value(office.get("Tenants/Search", filterExpression="Status,eq,Past")) == filtered


def test_names_in_the_query_are_matched_without_regard_to_case(office: Guest) -> None:
    answer = office.get("Tenants", FILTERS="Status,eq,Current", PageSize=2, PAGENUMBER=2, Fields="TenantID")

    assert len(value(answer)) == 2
    assert all(list(row) == ["TenantID"] for row in value(answer))


def test_some_bodies_begin_with_a_byte_order_mark_always_the_same_ones(office: Guest) -> None:
    paths = [f"Tenants/{key}" for key in range(920, 950)]
    marked = [office.get(path).content.startswith(b"\xef\xbb\xbf") for path in paths]

    again = [office.get(path).content.startswith(b"\xef\xbb\xbf") for path in paths]
    office.control("PATCH", "settings", {"byte_order_mark": False})
    never = [office.get(path).content.startswith(b"\xef\xbb\xbf") for path in paths]

    assert again == marked
    assert 0 < sum(marked) < len(marked)
    assert not any(never)


def test_nothing_may_be_answered_as_the_document_says(office: Guest) -> None:
    office.control("PATCH", "settings", {"nothing_status": 404})

    answer = office.get("Tenants", filters="TenantID,eq,1")

    assert (answer.status_code, answer.content, answer.headers["X-Total-Results"]) == (404, b"", "0")


def test_the_date_of_an_answer_is_the_clock_that_stamps_rows(office: Guest) -> None:
    answer = office.get("Tenants")

    assert answer.headers["Date"] == "Mon, 23 Nov 2026 06:00:00 GMT"
    assert (
        max(row["UpdateDate"] for row in value(answer)) < "2026-11-23T01:00:00"
    )  # the same moment in the eastern states
