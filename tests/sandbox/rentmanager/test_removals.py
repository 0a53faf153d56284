"""Rows deleted through the API."""

from __future__ import annotations

from tests.sandbox.rentmanager.guest import Guest
from tests.sandbox.rentmanager.rows import a_charge, a_tenant, ids


def test_a_deleted_row_is_gone_with_what_was_written_below_it(office: Guest) -> None:
    sent = {"LastName": "Kessler", "PropertyID": a_tenant(office)["PropertyID"], "Contacts": [{"LastName": "Kessler"}]}
    (made,) = office.post("Tenants", [sent], embeds="Contacts").json()

    answer = office.delete(f"Tenants/{made['TenantID']}")

    assert (answer.status_code, answer.content) == (204, b"")
    assert office.get(f"Tenants/{made['TenantID']}").status_code == 404
    assert office.get(f"Contacts/{made['Contacts'][0]['ContactID']}").status_code == 404


def test_several_rows_are_deleted_by_their_ids_or_none_at_all(office: Guest) -> None:
    first, second, third = sorted(ids(office, "Appointments", "AppointmentID"))[:3]

    unknown = office.delete("Appointments", ids=f"{first},999999")
    known = office.delete("Appointments", ids=f"{first},{second},{first}")
    in_body = office.send("DELETE", "Appointments", [third])

    assert [answer.status_code for answer in (unknown, known, in_body)] == [404, 204, 204]
    assert not {first, second, third} & ids(office, "Appointments", "AppointmentID")


def test_a_tenant_with_money_on_the_account_stays(office: Guest) -> None:
    tenant = a_tenant(office)
    office.post(f"Tenants/{tenant['TenantID']}/Charges", [a_charge(office)])

    answer = office.delete(f"Tenants/{tenant['TenantID']}")

    assert answer.status_code == 412
