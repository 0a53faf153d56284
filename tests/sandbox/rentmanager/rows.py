"""Rows that the tests of writes speak of."""

from __future__ import annotations

from typing import Any

from tests.sandbox.rentmanager.guest import Guest

DAY = "2026-11-20T00:00:00"


def a_tenant(guest: Guest) -> dict[str, Any]:
    """Some tenant, as stored."""
    return guest.raw("Tenants")[0]


def a_charge(guest: Guest, **values: Any) -> dict[str, Any]:
    """A charge to be posted below a tenant."""
    kind = guest.raw("ChargeTypes")[0]["ChargeTypeID"]
    return {"Amount": 75.0, "ChargeTypeID": kind, "TransactionDate": DAY, "Comment": "Lock change"} | values


def ids(guest: Guest, resource: str, name: str) -> set[int]:
    """The keys of all rows."""
    return {row[name] for row in guest.raw(resource)}
