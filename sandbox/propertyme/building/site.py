"""What all builders work with."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sandbox.propertyme.estate import Estate, Row
from sandbox.propertyme.places import Gazetteer
from sandbox.propertyme.wire import instant, new_id


@dataclass
class Site:
    """An estate in the making with its one source of chance."""

    estate: Estate
    rng: random.Random
    gazetteer: Gazetteer
    today: date

    def id(self) -> str:
        """A new id."""
        return new_id(self.rng)

    def moment(self, day: date) -> datetime:
        """Some moment in the office hours of a day, never later than now."""
        at = datetime.combine(day, time(0, tzinfo=UTC)) + timedelta(seconds=self.rng.randint(1, 25_000))
        return min(at, self.estate.clock.now - timedelta(seconds=self.rng.randint(60, 20_000)))

    def days_ago(self, low: int, high: int) -> date:
        """Some day between so many days ago."""
        return self.today - timedelta(days=self.rng.randint(low, high))

    def stamps(self, created: date, updated: date) -> dict[str, Any]:
        """CreatedOn and UpdatedOn in office hours of the two days, in that order."""
        first = self.moment(created)
        return {"CreatedOn": instant(first), "UpdatedOn": instant(max(first, self.moment(updated)))}

    def put(self, collection: str, row: Row) -> Row:
        """Enter a row for this customer."""
        return self.estate.put(collection, row)
