"""The busy location as large as a bench wants it."""

from __future__ import annotations

from tests.sandbox.rentmanager.guest import Guest, value


def test_sizes_are_switches_and_the_estate_is_built_anew(office: Guest) -> None:
    small = len(office.raw("Charges"))

    office.control("PATCH", "settings", {"units": 400, "leases": 500, "charges": 3000})

    sizes = [len(office.raw(name)) for name in ("Units", "Leases", "Charges")]
    assert sizes == [400, 500, 3000]
    assert len({row["TenantID"] for row in office.raw("Leases")}) == 500
    assert value(office.get("Charges", filters="UpdateDate,ge,2026-01-01", pagesize=1000, pagenumber=3))
    office.control("PATCH", "settings", {"units": 0, "leases": 0, "charges": 0})
    assert len(office.raw("Charges")) == small


def test_added_leases_hang_together_and_days_go_on_with_them(office: Guest) -> None:
    office.control("PATCH", "settings", {"units": 300, "leases": 700})

    leases = value(
        office.get("Leases", filters="TenantID,gt,1100", embeds="Tenant.Contacts,Unit,Property,LeaseRenewals")
    )
    office.control("POST", "advance", {"days": 5})

    assert all(row["Unit"]["PropertyID"] == row["Property"]["PropertyID"] for row in leases)
    assert all(len(row["Tenant"]["Contacts"]) == 1 and len(row["LeaseRenewals"]) == 1 for row in leases)
    assert {row["Tenant"]["Status"] for row in leases} == {"Current", "Past"}
    assert office.control("GET", "health")["day"] == 5


def test_sizes_survive_a_reset_no_more_than_other_switches(office: Guest) -> None:
    office.control("PATCH", "settings", {"units": 300})

    office.control("POST", "reset")

    assert len(office.raw("Units")) == 140
