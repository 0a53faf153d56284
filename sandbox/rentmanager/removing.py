"""Rows that are deleted: they leave no trace, and what was written below them goes with them."""

from __future__ import annotations

from sandbox.rentmanager.children import owned_by
from sandbox.rentmanager.estate import Location
from sandbox.rentmanager.schema import PRIMARY
from sandbox.rentmanager.steps import Written

TRANSACTIONS = ("Charges", "Payments", "Credits")


def has_history(location: Location, resource: str, key: int) -> bool:
    """Whether money is booked on an account: then it cannot be deleted, which is a guess."""
    if resource not in ("Tenants", "Prospects"):
        return False
    return any(location.index(table, "AccountID").get(key) for table in TRANSACTIONS)


def remove(location: Location, resource: str, keys: list[int]) -> list[Written]:
    """Every row that went, those below before their own."""
    gone = []
    for key in keys:
        for target, row in owned_by(location, resource, key):
            location.drop(target, row[PRIMARY[target]])
            gone.append(Written(target, "Delete", row))
        gone.append(Written(resource, "Delete", location.tables[resource][key]))
        location.drop(resource, key)
    return gone
