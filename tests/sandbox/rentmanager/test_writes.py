"""Rows made and changed through the API."""

from __future__ import annotations

from tests.sandbox.rentmanager.guest import Guest, value
from tests.sandbox.rentmanager.rows import DAY, a_charge, a_tenant, ids


def test_an_update_of_one_row_changes_only_what_was_sent(office: Guest) -> None:
    tenant = a_tenant(office)

    sent = {"WebMessage": "Office closed Friday", "UpdateDate": tenant["UpdateDate"]}
    answer = office.post(f"Tenants/{tenant['TenantID']}", sent)

    saved = answer.json()
    assert answer.status_code == 200
    assert saved["UpdateDate"] > tenant["UpdateDate"]
    assert saved == tenant | {
        "WebMessage": "Office closed Friday",
        "UpdateDate": saved["UpdateDate"],
        "UpdateUserID": 21,
    }
    assert a_tenant(office) == saved


def test_null_takes_a_field_away(office: Guest) -> None:
    tenant = a_tenant(office)
    path = f"Tenants/{tenant['TenantID']}"
    first = office.post(path, {"Comment": "Call first", "UpdateDate": tenant["UpdateDate"]}).json()

    second = office.post(path, {"Comment": None, "UpdateDate": first["UpdateDate"]}).json()

    assert first["Comment"] == "Call first"
    assert "Comment" not in second


def test_what_only_the_server_may_write_is_passed_over(office: Guest) -> None:
    tenant = a_tenant(office)

    sent = {
        "TenantDisplayID": 1,
        "IsProspect": True,
        "CreateUserID": 99,
        "Unheard": 1,
        "UpdateDate": tenant["UpdateDate"],
    }
    saved = office.post(f"Tenants/{tenant['TenantID']}", sent).json()

    assert saved == tenant | {name: saved[name] for name in ("UpdateDate", "UpdateUserID")}


def test_an_array_makes_rows_without_a_key_and_changes_those_with_one(office: Guest) -> None:
    tenant = a_tenant(office)
    before = ids(office, "Tenants", "TenantID")

    items = [
        {"FirstName": "Inés", "LastName": "Quintero", "PropertyID": tenant["PropertyID"]},
        {"TenantID": tenant["TenantID"], "Comment": "Moved desks", "UpdateDate": tenant["UpdateDate"]},
    ]
    answer = office.post("Tenants", items)

    made, changed = answer.json()
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"{office.url}/rentmanager/samplehomes/Tenants/{made['TenantID']}"
    assert (made["Name"], made["CreateUserID"], made["TenantID"] in before) == ("Quintero, Inés", 21, False)
    assert (changed["TenantID"], changed["Comment"]) == (tenant["TenantID"], "Moved desks")
    assert value(office.get(f"Tenants/{made['TenantID']}")) == made


def test_an_array_that_makes_nothing_is_answered_with_200(office: Guest) -> None:
    tenant = a_tenant(office)

    answer = office.post("Tenants", [{"TenantID": tenant["TenantID"], "UpdateDate": tenant["UpdateDate"]}])

    assert answer.status_code == 200
    assert "Location" not in answer.headers


def test_the_same_new_row_sent_twice_makes_two(office: Guest) -> None:
    tenant = a_tenant(office)
    path, charge = f"Tenants/{tenant['TenantID']}/Charges", a_charge(office)

    first, second = (office.post(path, [charge]).json()[0] for _ in range(2))

    assert first["ChargeID"] != second["ChargeID"]
    assert [row["Comment"] for row in (first, second)] == ["Lock change", "Lock change"]


def test_a_charge_below_a_tenant_is_theirs(office: Guest) -> None:
    tenant = a_tenant(office)

    answer = office.post(f"Tenants/{tenant['TenantID']}/Charges", [a_charge(office)])

    (saved,) = answer.json()
    stamps = {name: saved[name] for name in ("CreateDate", "CreateUserID", "UpdateDate", "UpdateUserID")}
    assert answer.status_code == 201
    assert answer.headers["Location"].endswith(f"/samplehomes/Charges/{saved['ChargeID']}")
    assert saved == stamps | {
        "ChargeID": saved["ChargeID"],
        "ID": saved["ChargeID"],
        "AccountID": tenant["TenantID"],
        "AccountType": "Customer",
        "Amount": 75.0,
        "TransactionDate": DAY,
        "TransactionType": "Charge",
        "PropertyID": tenant["PropertyID"],
        "ChargeTypeID": a_charge(office)["ChargeTypeID"],
        "AmountAllocated": 0.0,
        "IsFullyAllocated": False,
        "Comment": "Lock change",
    }


def test_a_contact_below_a_tenant_is_theirs(office: Guest) -> None:
    tenant = a_tenant(office)

    (saved,) = office.post(
        f"Tenants/{tenant['TenantID']}/Contacts", [{"FirstName": "Raúl", "Email": "r@example.com"}]
    ).json()

    below = value(office.get(f"Tenants/{tenant['TenantID']}/Contacts"))
    assert (saved["ParentID"], saved["ParentType"]) == (tenant["TenantID"], "Tenant")
    assert saved in below


def test_rows_in_a_list_are_made_with_their_parent(office: Guest) -> None:
    tenant = a_tenant(office)

    sent = {
        "LastName": "Ocampo",
        "PropertyID": tenant["PropertyID"],
        "Contacts": [{"FirstName": "Ximena", "LastName": "Ocampo", "IsPrimary": True}],
    }
    (saved,) = office.post("Tenants", [sent], fields="TenantID,Contacts", embeds="Contacts").json()

    (contact,) = saved["Contacts"]
    assert set(saved) == {"TenantID", "Contacts"}
    assert (contact["ParentID"], contact["FirstName"], contact["IsActive"]) == (saved["TenantID"], "Ximena", True)


def test_a_service_issue_is_linked_to_what_it_names(office: Guest) -> None:
    unit = office.raw("Units")[0]

    sent = {"Title": "Dripping tap", "LinkedUnits": [{"UnitID": unit["UnitID"]}]}
    (saved,) = office.post("ServiceManagerIssues", [sent], embeds="LinkedUnits,LinkedProperties").json()
    path = f"ServiceManagerIssues/{saved['ServiceManagerIssueID']}"
    linked = office.post(f"{path}/LinkProperty", propertyID=unit["PropertyID"])
    cut = office.post(f"{path}/UnlinkUnit", unitID=unit["UnitID"])

    after = value(office.get(path, embeds="LinkedUnits,LinkedProperties"))
    assert [row["UnitID"] for row in saved["LinkedUnits"]] == [unit["UnitID"]]
    assert (saved["LinkedProperties"], saved["IsClosed"]) == ([], False)
    assert (linked.status_code, cut.status_code) == (204, 204)
    assert [row["PropertyID"] for row in after["LinkedProperties"]] == [unit["PropertyID"]]
    assert after["LinkedUnits"] == []


def test_closing_an_issue_says_when(office: Guest) -> None:
    issue = next(row for row in office.raw("ServiceManagerIssues") if not row["IsClosed"])
    path = f"ServiceManagerIssues/{issue['ServiceManagerIssueID']}"

    closed = office.post(path, {"IsClosed": True, "UpdateDate": issue["UpdateDate"]}).json()
    opened = office.post(path, {"IsClosed": False, "UpdateDate": closed["UpdateDate"]}).json()

    assert closed["CloseDate"] >= issue["UpdateDate"]
    assert "CloseDate" not in opened


def test_a_defined_value_is_made_without_a_key_and_changed_with_it(office: Guest) -> None:
    field = next(row for row in office.raw("UserDefinedFields") if row["ParentType"] == "Tenant")
    sent = {"FirstName": "Mei", "LastName": "Trang", "PropertyID": a_tenant(office)["PropertyID"]}
    (tenant,) = office.post("Tenants", [sent]).json()
    path = f"Tenants/{tenant['TenantID']}/UserDefinedValues"
    key = field["UserDefinedFieldID"]

    made = office.post(path, [{"UserDefinedFieldID": key, "Value": "first"}])
    named = {name: made.json()[0][name] for name in ("UserDefinedValueID", "UserDefinedFieldID", "UpdateDate")}
    changed = office.post(path, [named | {"Value": "second"}])

    (seen,) = value(office.get(path))
    assert (made.status_code, changed.status_code) == (201, 200)
    assert (seen["Name"], seen["Value"], seen["ParentID"]) == (field["Name"], "second", tenant["TenantID"])


def test_a_payment_pays_the_charges_it_is_allocated_to(office: Guest) -> None:
    tenant = a_tenant(office)
    (charge,) = office.post(f"Tenants/{tenant['TenantID']}/Charges", [a_charge(office)]).json()

    sent = {
        "AccountID": tenant["TenantID"],
        "Amount": 75.0,
        "TransactionDate": DAY,
        "Allocations": [{"ChargeID": charge["ChargeID"], "Amount": 75.0}],
        "Preallocations": [],
    }
    (payment,) = office.post("Payments", [sent]).json()

    paid = value(office.get(f"Charges/{charge['ChargeID']}"))
    assert (payment["AmountAllocated"], payment["IsFullyAllocated"]) == (75.0, True)
    assert (paid["AmountAllocated"], paid["IsFullyAllocated"]) == (75.0, True)
    assert paid["UpdateDate"] > charge["UpdateDate"]


def test_nocontent_saves_and_says_nothing(office: Guest) -> None:
    tenant = a_tenant(office)

    answer = office.post(f"Tenants/{tenant['TenantID']}/Charges", [a_charge(office)], NoContent="true")

    assert (answer.status_code, answer.content) == (204, b"")
    assert int(answer.headers["Location"].rpartition("/")[2]) in ids(office, "Charges", "ChargeID")


def test_a_bill_comes_to_what_its_details_come_to(office: Guest) -> None:
    place, account = office.raw("Properties")[0]["PropertyID"], office.raw("GLAccounts")[0]["GLAccountID"]

    details = [{"PropertyID": place, "GLAccountID": account, "Amount": amount} for amount in (100.1, 20.2)]
    sent = {"AccountID": office.raw("Vendors")[0]["VendorID"], "TransactionDate": DAY, "BillDetails": details}
    (bill,) = office.post("Bills", [sent], embeds="BillDetails").json()

    assert (bill["Amount"], bill["AccountType"], bill["ConcurrencyID"]) == (120.3, "Vendor", 1)
    assert [row["Amount"] for row in bill["BillDetails"]] == [100.1, 20.2]


def test_a_recurring_charge_names_the_tenant_it_is_for(office: Guest) -> None:
    tenant = a_tenant(office)["TenantID"]

    sent = {"EntityType": "Tenant", "EntityKeyID": tenant, "Amount": 900.0, "FromDate": DAY}
    (saved,) = office.post("RecurringCharges", [sent | {"ChargeTypeID": a_charge(office)["ChargeTypeID"]}]).json()

    assert (saved["TenantID"], saved["Frequency"]) == (tenant, 1)
