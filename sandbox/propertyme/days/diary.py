"""Writes down what a day changed, so that nothing is changed without a line."""

from __future__ import annotations

import random
from typing import Any

from sandbox.propertyme.days.sound import sound_rows
from sandbox.propertyme.estate import Estate, Row


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
        self.changes.append({"kind": kind, "date": day} | {name: value for name, value in facts.items() if value})

    def touch(self, collection: str, row: Row) -> None:
        """A row's own change: new cursor value, new UpdatedOn."""
        self.estate.touch(collection, row["Id"])

    def touch_lot(self, lot: Row) -> None:
        """A lot that moved because its tenancy or inspection did: new cursor value, same UpdatedOn."""
        self.estate.touch("lots", lot["Id"], updated=False)
        self._lots[lot["Id"]] = None

    def touch_tenancy(self, tenancy: Row) -> None:
        """A tenancy that shows something of another row: not even UpdatedOn moves."""
        self.estate.forget("tenancies", tenancy["Id"])
        self._tenancies[tenancy["Id"]] = None

    def sound(self, collection: str) -> list[Row]:
        """The rows that a day may go on with."""
        return sound_rows(self.estate, collection)

    def close(self) -> list[dict[str, Any]]:
        """All changes of the day."""
        for lot_id in self._lots:
            self.note("lot_changed", lot_id=lot_id)
        for tenancy_id in self._tenancies:
            self.note("tenancy_changed", tenancy_id=tenancy_id)
        return self.changes
