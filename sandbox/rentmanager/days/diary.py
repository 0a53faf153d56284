"""Writes down what a day changed, so that nothing is changed without a line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sandbox.rentmanager.building.site import Site
from sandbox.rentmanager.comparing import is_of_kind
from sandbox.rentmanager.estate import Row
from sandbox.rentmanager.schema import FIELDS, PRIMARY

MANAGER = 7  # UserID
# what must be there for life to go on with a row
NEEDED = {
    "Tenants": "Name PropertyID Status",
    "Contacts": "ParentID ParentType IsPrimary",
    "Leases": "TenantID PropertyID MoveInDate IsCommercial",
    "LeaseRenewals": "ParentLeaseID StartDate",
    "RecurringCharges": "EntityType EntityKeyID Amount FromDate Frequency ChargeTypeID",
    "Charges": "ChargeID AccountID Amount TransactionDate ChargeTypeID AmountAllocated",
    "Payments": "PaymentID AccountID Amount TransactionDate",
    "Units": "PropertyID Name UnitTypeID",
    "ServiceManagerIssues": "StatusID IsClosed CreateDate",
    "Bills": "Amount IsFullyAllocated",
    "Vendors": "Payee IsActive Is1099 DefaultAccountID",
}


@dataclass
class Diary(Site):
    """The changes of one day. New rows and changed ones are stamped with the server's clock."""

    changes: list[dict[str, Any]] = field(default_factory=list)
    told: list[tuple[str, str, Row]] = field(default_factory=list)  # resource, what happened, row

    def put(self, resource: str, row: Row, created: date | None = None, updated: date | None = None) -> Row:
        """A new row of today, whatever days are named."""
        name = PRIMARY[resource]
        key = row.pop(name, None) or self.location.next_id(resource)
        row = {name: key} | {column: value for column, value in row.items() if value is not None}
        self.location.put(resource, row)
        self.location.stamp(resource, row, MANAGER)
        self.told.append((resource, "Add", row))
        return row

    def touch(self, resource: str, row: Row, day: date | None = None) -> None:
        """A row has just been changed."""
        self.location.stamp(resource, row, MANAGER)
        self.told.append((resource, "Edit", row))

    def drop(self, resource: str, row: Row) -> None:
        """A row is deleted, and no list says so."""
        self.location.drop(resource, row[PRIMARY[resource]])
        self.told.append((resource, "Delete", row))

    def note(self, kind: str, **facts: Any) -> None:
        """One change, with the day it happened."""
        self.changes.append({"kind": kind, "date": self.today.isoformat()} | facts)

    def some(self, resource: str, where: Callable[[Row], bool] = lambda row: True) -> Row | None:
        """A row that fits, looked for from a random place on; rows edited into nonsense are left alone."""
        table = self.location.tables[resource]
        keys = list(table)
        begin = self.rng.randrange(len(keys)) if keys else 0
        for key in keys[begin:] + keys[:begin]:
            row = table[key]
            if fits(where, row) and self.is_sound(resource, key, row):
                return row
        return None

    def is_sound(self, resource: str, key: int, row: Row) -> bool:
        """Whether a row still has its key, what is needed, and values of the kinds that its fields hold."""
        fields = FIELDS[resource]
        return (
            row.get(PRIMARY[resource]) == key
            and all(name in row for name in NEEDED.get(resource, "").split())
            and all(is_of_kind(fields[name], value) for name, value in row.items() if name in fields)
        )

    def find(self, resource: str, key: object) -> Row | None:
        """The row of that key if there is one and it is sound."""
        row = self.location.tables[resource].get(key) if isinstance(key, int) else None
        return row if row is not None and self.is_sound(resource, row.get(PRIMARY[resource], 0), row) else None

    def sound(self, resource: str, column: str, value: int) -> list[Row]:
        """The sound rows that name something."""
        rows = self.location.index(resource, column).get(value, [])
        return [row for row in rows if self.is_sound(resource, row.get(PRIMARY[resource], 0), row)]


def fits(where: Callable[[Row], bool], row: Row) -> bool:
    """Whether a row fits; one that cannot even be asked does not."""
    try:
        return where(row)
    except (KeyError, TypeError):
        return False
