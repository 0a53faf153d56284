"""Writes down what a day changed, so that nothing is changed without a line."""

from __future__ import annotations

import random
from typing import Any

from sandbox.propertyme.estate import Estate, Row

WHOLE = {
    "Reference",
    "AddressText",
    "ActiveOwnershipId",
    "OwnerContactId",
    "RentAmount",
    "RentPeriod",
    "Vacant",
}
PLACED = {"State", "Street", "Number", "Suburb", "PostalCode"}


class Diary:
    """The changes of one day. Lots that changed only as a consequence are named at the end, once each."""

    def __init__(self, estate: Estate, rng: random.Random) -> None:
        self.estate = estate
        self.rng = rng
        self.changes: list[dict[str, Any]] = []
        self._lots: dict[str, None] = {}
        self._tenancies: dict[str, None] = {}

    def note(self, kind: str, **facts: Any) -> None:
        """One change, with the day it happened."""
        day = self.estate.clock.today.isoformat()
        self.changes.append(
            {"kind": kind, "date": day} | {name: value for name, value in facts.items() if value}
        )

    def touch(self, collection: str, row: Row) -> None:
        """A row's own change: new cursor value, new UpdatedOn."""
        self.estate.touch(collection, self.key(collection, row))

    def touch_lot(self, lot: Row) -> None:
        """A lot that moved because its tenancy or inspection did: new cursor value, same UpdatedOn."""
        key = self.key("lots", lot)
        self.estate.touch("lots", key, updated=False)
        self._lots[key] = None

    def touch_tenancy(self, tenancy: Row) -> None:
        """A tenancy that shows something of another row: not even UpdatedOn moves."""
        key = self.key("tenancies", tenancy)
        self.estate.forget("tenancies", key)
        self._tenancies[key] = None

    def key(self, collection: str, row: Row) -> str:
        """Where a row is kept; rows edited from outside may have lost their id."""
        found = row.get("Id")
        if isinstance(found, str) and self.estate[collection].get(found) is row:
            return found
        return next(key for key, kept in self.estate[collection].items() if kept is row)

    def whole_lots(self) -> list[Row]:
        """The lots under management that no edit has broken."""
        return [
            lot
            for key, lot in self.estate["lots"].items()
            if lot.get("Id") == key
            and lot.get("IsArchived") is False
            and isinstance(lot.get("Address"), dict)
            and lot.keys() >= WHOLE
            and lot["Address"].keys() >= PLACED
        ]

    def close(self) -> list[dict[str, Any]]:
        """All changes of the day."""
        for lot_id in self._lots:
            self.note("lot_changed", lot_id=lot_id)
        for tenancy_id in self._tenancies:
            self.note("tenancy_changed", tenancy_id=tenancy_id)
        return self.changes
